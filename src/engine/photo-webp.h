/* photo-webp.h: the structure of a WebP file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo-header.h"

G_BEGIN_DECLS

gboolean morsel_photo_webp_walk (const guint8 *bytes,
                                 gsize n_bytes,
                                 MorselPhotoHeader *header,
                                 GError **error);

G_END_DECLS
