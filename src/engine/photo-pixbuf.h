/* photo-pixbuf.h: decodes photos and writes PNG files, behind the only door to GdkPixbuf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo-header.h"
#include "engine/photo-upright.h"

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean morsel_pixels_init_decoded (MorselPixels *self,
                                     GBytes *bytes,
                                     const MorselPhotoHeader *header,
                                     guint least_side,
                                     gint64 deadline,
                                     GCancellable *cancellable,
                                     GError **error);
gboolean morsel_pixels_write_png (const MorselPixels *self,
                                  GOutputStream *stream,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
