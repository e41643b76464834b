/* photo-run.c: the work on many photos
 *
 * One load and one recognition a lane are under way at a time, no more: decoded photos are large.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/photo-list-private.h"

/* A photo on its way through load and recognition. */
typedef struct
{
  MorselPhotoList *list;
  MorselPhotoItem *item;
} Run;

static Run *
run_new (MorselPhotoList *list, MorselPhotoItem *item)
{
  Run *run = g_new (Run, 1);

  run->list = g_object_ref (list);
  run->item = g_object_ref (item);
  return run;
}

static void
run_free (Run *run)
{
  g_object_unref (run->list);
  g_object_unref (run->item);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
end_run_if_done (MorselPhotoList *self)
{
  if (self->run_begin == 0 || self->n_loading > 0 || self->n_recognizing > 0 ||
      (!g_queue_is_empty (self->waiting) && !self->is_cancelled))
    return;

  self->seconds = (double) (g_get_monotonic_time () - self->run_begin) / G_USEC_PER_SEC;
  self->run_begin = 0;
  g_signal_emit_by_name (self, "progress");

  if (!self->is_cancelled)
    g_signal_emit_by_name (self, "finished");
}

/* What became of an item. Cancelled ones wait again, at the front. */
static void
settle (MorselPhotoList *self, MorselPhotoItem *item, MorselRanking *ranking, const GError *error)
{
  item->is_in_progress = FALSE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (!item->is_gone)
        g_queue_push_head (self->waiting, g_object_ref (item));
    }
  else
    {
      if (error != NULL)
        g_message ("%s: %s", morsel_photo_item_get_name (item), error->message);

      if (!item->is_gone && item->state == MORSEL_PHOTO_WAITING)
        {
          self->n_done++;
          self->run_n_done++;
        }

      if (ranking != NULL)
        morsel_photo_item_set_ranking (item, ranking);
      else
        morsel_photo_item_set_error (item, error);
    }

  g_signal_emit_by_name (self, "progress");
  morsel_photo_list_start_waiting (self);
  end_run_if_done (self);
}

static void
recognize_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRanking) ranking = morsel_recognizer_recognize_finish (
      MORSEL_RECOGNIZER (source), result, &error);
  g_autoptr (MorselRanking) kept = ranking != NULL ? morsel_ranking_dup_without_features (ranking)
                                                   : NULL;

  run->list->n_recognizing--;
  settle (run->list, run->item, kept, error);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Run) run = user_data;
  MorselPhotoList *self = run->list;
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = morsel_photo_load_finish (result, &error);

  self->n_loading--;

  if (photo == NULL)
    {
      settle (self, run->item, NULL, error);
      return;
    }

  self->n_recognizing++;
  g_signal_emit_by_name (self, "photo-loaded", run->item, photo);
  morsel_recognizer_recognize_async (self->recognizer, photo, NULL, self->cancellable, recognize_cb,
                                     run_new (self, run->item));
  morsel_photo_list_start_waiting (self);
}

/**
 * morsel_photo_list_start_waiting:
 * @self: the list
 *
 * Begins with as many photos that wait as there are lanes.
 */
void
morsel_photo_list_start_waiting (MorselPhotoList *self)
{
  if (self->recognizer == NULL || self->is_held || self->is_cancelled)
    return;

  guint n_lanes = morsel_recognizer_get_n_lanes (self->recognizer);

  while (self->n_loading < n_lanes && self->n_recognizing <= n_lanes &&
         !g_queue_is_empty (self->waiting))
    {
      g_autoptr (MorselPhotoItem) item = g_queue_pop_head (self->waiting);

      if (self->run_begin == 0)
        {
          self->run_begin = g_get_monotonic_time ();
          self->run_n_done = 0;
        }

      self->n_loading++;
      item->is_in_progress = TRUE;
      morsel_photo_load_async (morsel_photo_item_get_file (item),
                               morsel_recognizer_get_least_side (self->recognizer),
                               self->cancellable, load_cb, run_new (self, item));
    }
}
