/* photo-list.h: many photos, and the work on them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-item.h"
#include "engine/recognizer.h"

G_BEGIN_DECLS

#define MORSEL_PHOTO_LIST_MAX 10000

#define MORSEL_TYPE_PHOTO_LIST (morsel_photo_list_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhotoList, morsel_photo_list, MORSEL, PHOTO_LIST, GObject)

MorselPhotoList *morsel_photo_list_new (void) G_GNUC_WARN_UNUSED_RESULT;

GListModel *morsel_photo_list_get_model (MorselPhotoList *self);
void morsel_photo_list_set_recognizer (MorselPhotoList *self, MorselRecognizer *recognizer);
gboolean morsel_photo_list_add (MorselPhotoList *self, GPtrArray *items);
void morsel_photo_list_remove (MorselPhotoList *self, GPtrArray *items);
void morsel_photo_list_restore (MorselPhotoList *self, GPtrArray *items);
void morsel_photo_list_hold (MorselPhotoList *self, gboolean hold);
void morsel_photo_list_cancel (MorselPhotoList *self);
void morsel_photo_list_resume (MorselPhotoList *self);

guint morsel_photo_list_get_n_done (MorselPhotoList *self);
guint morsel_photo_list_get_n_photos (MorselPhotoList *self);
gboolean morsel_photo_list_is_cancelled (MorselPhotoList *self);
gboolean morsel_photo_list_is_running (MorselPhotoList *self);
double morsel_photo_list_get_seconds (MorselPhotoList *self);
double morsel_photo_list_get_seconds_left (MorselPhotoList *self);

G_END_DECLS
