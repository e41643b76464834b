/* photo-header.h: what a photo's bytes say before anything is decoded
 *
 * The walk through the file's structure is the guard in front of every decoder: nothing that is
 * too large, too complex or cut off gets past it. All functions are pure.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include "engine/photo-format.h"

G_BEGIN_DECLS

typedef struct
{
  MorselPhotoFormat format;
  guint width;         /* pixels, as stored, not yet upright */
  guint height;        /* pixels, as stored */
  guint orientation;   /* 1 to 8, as EXIF counts; 1 is upright */
  guint n_scans;       /* how often a JPEG's data go over the picture, else 1 */
  gboolean interlaced; /* a PNG in seven passes */
  gsize n_bytes;       /* from the beginning to the picture's end; more may follow in the file */
} MorselPhotoHeader;

gboolean morsel_photo_header_parse (const guint8 *bytes,
                                    gsize n_bytes,
                                    MorselPhotoHeader *header,
                                    GError **error);
gboolean morsel_photo_header_check_size (guint width,
                                         guint height,
                                         guint max_megapixels,
                                         GError **error);

G_END_DECLS
