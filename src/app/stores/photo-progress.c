/* photo-progress.c: how far the work on many photos is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/photo-list-private.h"

#define MIN_MEASURED 8 /* photos, before the time left is guessed */

/**
 * morsel_photo_list_get_n_done:
 * @self: the list
 *
 * Returns: how many photos have an answer or have failed
 */
guint
morsel_photo_list_get_n_done (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), 0);

  return self->n_done;
}

/**
 * morsel_photo_list_get_n_photos:
 * @self: the list
 *
 * Returns: how many photos there are
 */
guint
morsel_photo_list_get_n_photos (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

/**
 * morsel_photo_list_is_cancelled:
 * @self: the list
 *
 * Returns: whether photos wait for morsel_photo_list_resume()
 */
gboolean
morsel_photo_list_is_cancelled (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), FALSE);

  return self->is_cancelled;
}

/**
 * morsel_photo_list_is_running:
 * @self: the list
 *
 * Returns: whether anything is under way or will be without further ado
 */
gboolean
morsel_photo_list_is_running (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), FALSE);

  return !self->is_cancelled &&
         self->n_done < g_list_model_get_n_items (G_LIST_MODEL (self->items));
}

/**
 * morsel_photo_list_get_seconds:
 * @self: the list
 *
 * Returns: how long the last run took
 */
double
morsel_photo_list_get_seconds (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), 0.0);

  return self->seconds;
}

/**
 * morsel_photo_list_get_seconds_left:
 * @self: the list
 *
 * Returns: a guess, negative when it is too early for one
 */
double
morsel_photo_list_get_seconds_left (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), -1.0);

  if (self->run_begin == 0 || self->run_n_done < MIN_MEASURED)
    return -1.0;

  double seconds = (double) (g_get_monotonic_time () - self->run_begin) / G_USEC_PER_SEC;
  guint n_left = g_list_model_get_n_items (G_LIST_MODEL (self->items)) - self->n_done;

  return seconds / self->run_n_done * n_left;
}
