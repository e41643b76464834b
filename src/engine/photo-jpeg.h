/* photo-jpeg.h: the structure of a JPEG file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo-header.h"

G_BEGIN_DECLS

gboolean morsel_photo_jpeg_walk (const guint8 *bytes,
                                 gsize n_bytes,
                                 MorselPhotoHeader *header,
                                 GError **error);

G_END_DECLS
