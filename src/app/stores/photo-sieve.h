/* photo-sieve.h: which of many photos are shown, and in which order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-item.h"

G_BEGIN_DECLS

typedef enum
{
  MORSEL_PHOTO_SHOW_ALL,
  MORSEL_PHOTO_SHOW_UNSURE,
  MORSEL_PHOTO_SHOW_UNKNOWN,
  MORSEL_PHOTO_SHOW_FAILED,
} MorselPhotoShow;

#define MORSEL_TYPE_PHOTO_SIEVE (morsel_photo_sieve_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhotoSieve, morsel_photo_sieve, MORSEL, PHOTO_SIEVE, GObject)

MorselPhotoSieve *morsel_photo_sieve_new (GListModel *photos) G_GNUC_WARN_UNUSED_RESULT;

GListModel *morsel_photo_sieve_get_model (MorselPhotoSieve *self);
void morsel_photo_sieve_set_search (MorselPhotoSieve *self, const char *search);
void morsel_photo_sieve_set_show (MorselPhotoSieve *self, MorselPhotoShow show);
void morsel_photo_sieve_set_order (MorselPhotoSieve *self, MorselPhotoOrder order);
void morsel_photo_sieve_look_again (MorselPhotoSieve *self);
gboolean morsel_photo_sieve_find (MorselPhotoSieve *self, MorselPhotoItem *item, guint *position);
GPtrArray *morsel_photo_sieve_dup_items (MorselPhotoSieve *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
