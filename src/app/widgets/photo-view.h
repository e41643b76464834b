/* photo-view.h: a photo, where it looked, and the part that counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/widgets/part-editor.h"
#include "engine/photo.h"

G_BEGIN_DECLS

#define MORSEL_TYPE_PHOTO_VIEW (morsel_photo_view_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhotoView, morsel_photo_view, MORSEL, PHOTO_VIEW, GtkWidget)

GtkWidget *morsel_photo_view_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_photo_view_set_photo (MorselPhotoView *self, MorselPhoto *photo);
void morsel_photo_view_expect (MorselPhotoView *self, MorselPhoto *photo);
void morsel_photo_view_sharpen (MorselPhotoView *self, MorselPhoto *photo);
void morsel_photo_view_set_map (MorselPhotoView *self, GdkTexture *map, const MorselPart *area);
void morsel_photo_view_set_editing (MorselPhotoView *self, gboolean editing);
MorselPartEditor *morsel_photo_view_get_editor (MorselPhotoView *self);

G_END_DECLS
