/* resample.h: the antialiased resize of Pillow, bit for bit
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A rectangle of pixels, 8 bit red, green, blue; borrowed. */
typedef struct
{
  const guint8 *bytes;
  gsize rowstride;
  guint width;
  guint height;
} MorselView;

/* output: [side, side, 3], the square at left, top of pixels resized to width × height */
void morsel_resample_antialias (const MorselView *view,
                                guint64 width,
                                guint64 height,
                                guint64 left,
                                guint64 top,
                                guint side,
                                guint8 *output);

G_END_DECLS
