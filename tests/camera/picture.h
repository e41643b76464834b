/* picture.h: pictures as cameras send them, made in double precision and the plain way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/convert.h"

G_BEGIN_DECLS

/* How the planes of a frame lie in one block of memory. */
typedef enum
{
  PICTURE_V4L2,    /* as many rows as the frame has, chroma at half of luma's rowstride */
  PICTURE_ROUNDED, /* GStreamer: everything rounded up */
} PictureCustom;

/* Patches of every colour, 4×4 pixels each. Returns: [height, width, 3], red first */
guint8 *picture_new (guint width, guint height) G_GNUC_WARN_UNUSED_RESULT;
/* The shortest rowstride of the first plane. */
gsize picture_get_rowstride (MorselPixels format, guint width);
/* rgb: [height, width, 3]; padding: bytes added to each row of the first plane */
GBytes *picture_encode (MorselPixels format,
                        PictureCustom custom,
                        const guint8 *rgb,
                        guint width,
                        guint height,
                        gsize padding) G_GNUC_WARN_UNUSED_RESULT;
GBytes *picture_encode_jpeg (const guint8 *rgb, guint width, guint height, gboolean progressive)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
