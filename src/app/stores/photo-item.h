/* photo-item.h: one of many photos and what became of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

typedef enum
{
  MORSEL_PHOTO_WAITING,
  MORSEL_PHOTO_DONE,
  MORSEL_PHOTO_FAILED,
} MorselPhotoState;

typedef enum
{
  MORSEL_PHOTO_ORDER_ADDED,
  MORSEL_PHOTO_ORDER_NAME,
  MORSEL_PHOTO_ORDER_DISH,
  MORSEL_PHOTO_ORDER_LEAST_SURE,
} MorselPhotoOrder;

#define MORSEL_TYPE_PHOTO_ITEM (morsel_photo_item_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhotoItem, morsel_photo_item, MORSEL, PHOTO_ITEM, GObject)

MorselPhotoItem *morsel_photo_item_new (GFile *file, guint order) G_GNUC_WARN_UNUSED_RESULT;

void morsel_photo_item_set_order (MorselPhotoItem *self, guint order);
void morsel_photo_item_set_waiting (MorselPhotoItem *self);
void morsel_photo_item_set_ranking (MorselPhotoItem *self, MorselRanking *ranking);
void morsel_photo_item_set_error (MorselPhotoItem *self, const GError *error);
void morsel_photo_item_set_thumbnail (MorselPhotoItem *self, GdkTexture *thumbnail);

GFile *morsel_photo_item_get_file (MorselPhotoItem *self);
const char *morsel_photo_item_get_name (MorselPhotoItem *self);
MorselPhotoState morsel_photo_item_get_state (MorselPhotoItem *self);
MorselRanking *morsel_photo_item_get_ranking (MorselPhotoItem *self);
const GError *morsel_photo_item_get_error (MorselPhotoItem *self);
GdkTexture *morsel_photo_item_get_thumbnail (MorselPhotoItem *self);
const char *morsel_photo_item_get_line (MorselPhotoItem *self);

gboolean morsel_photo_item_matches (MorselPhotoItem *self, const char *folded_search);
int morsel_photo_item_compare (gconstpointer a, gconstpointer b, MorselPhotoOrder order);

G_END_DECLS
