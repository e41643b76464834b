/* photo-order.c: which of two photos comes first
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/photo-item-private.h"

/* Photos without an answer come last. */
static int
compare_dishes (const MorselPhotoItem *a, const MorselPhotoItem *b)
{
  gboolean a_has = a->ranking != NULL;
  gboolean b_has = b->ranking != NULL;

  if (!a_has || !b_has)
    return (int) b_has - (int) a_has;

  return strcmp (a->line_key, b->line_key);
}

/**
 * morsel_photo_item_compare:
 * @a: (type MorselPhotoItem): an item
 * @b: (type MorselPhotoItem): another
 * @order: what to compare; equal items are compared by the order of adding
 *
 * Returns: less than, equal to or greater than zero
 */
int
morsel_photo_item_compare (gconstpointer a, gconstpointer b, MorselPhotoOrder order)
{
  const MorselPhotoItem *first = a;
  const MorselPhotoItem *second = b;
  int result = 0;

  switch (order)
    {
    case MORSEL_PHOTO_ORDER_NAME:
      result = strcmp (first->name_key, second->name_key);
      break;
    case MORSEL_PHOTO_ORDER_DISH:
      result = compare_dishes (first, second);
      break;
    case MORSEL_PHOTO_ORDER_LEAST_SURE:
      result = (first->sureness > second->sureness) - (first->sureness < second->sureness);
      break;
    case MORSEL_PHOTO_ORDER_ADDED:
    default:
      break;
    }

  return result != 0 ? result : (first->order > second->order) - (first->order < second->order);
}
