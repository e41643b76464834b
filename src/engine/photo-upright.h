/* photo-upright.h: decoded pixels made opaque, smaller and upright in one go
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pixels as a decoder hands them out: 8 bit, red first. */
typedef struct
{
  const guint8 *pixels; /* borrowed */
  guint width;
  guint height;
  guint n_channels; /* 3, or 4 with straight alpha */
  gsize rowstride;  /* bytes; the last row may be shorter */
} MorselRaster;

/* The pixels of a photo: [height, width, 3] uint8. */
typedef struct
{
  GBytes *rgb; /* owned */
  guint width;
  guint height;
  gsize rowstride;
} MorselPixels;

void morsel_pixels_clear (MorselPixels *self);

gboolean morsel_pixels_init_upright (MorselPixels *self,
                                     const MorselRaster *raster,
                                     guint reduction,
                                     guint orientation);

G_END_DECLS
