/* texture.h: between a photo and what GTK draws
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

GdkTexture *morsel_texture_new_for_photo (MorselPhoto *photo) G_GNUC_WARN_UNUSED_RESULT;
MorselPhoto *morsel_texture_dup_photo (GdkTexture *texture) G_GNUC_WARN_UNUSED_RESULT;
void morsel_texture_dup_photo_async (GdkTexture *texture,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
MorselPhoto *morsel_texture_dup_photo_finish (GdkTexture *texture, GAsyncResult *result)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
