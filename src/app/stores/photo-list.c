/* photo-list.c: many photos; the work on them is in photo-run.c, how far it is in photo-progress.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/photo-list-private.h"

enum
{
  SIGNAL_PROGRESS,
  SIGNAL_FINISHED,
  SIGNAL_PHOTO_LOADED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselPhotoList, morsel_photo_list, G_TYPE_OBJECT)

static void
renew_cancellable (MorselPhotoList *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
end_cancel (MorselPhotoList *self)
{
  if (!self->is_cancelled)
    return;

  self->is_cancelled = FALSE;
  renew_cancellable (self);
}

static void
morsel_photo_list_dispose (GObject *object)
{
  MorselPhotoList *self = MORSEL_PHOTO_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->recognizer);
  g_clear_object (&self->items);
  if (self->waiting != NULL)
    g_queue_free_full (self->waiting, g_object_unref);
  self->waiting = NULL;

  G_OBJECT_CLASS (morsel_photo_list_parent_class)->dispose (object);
}

static void
morsel_photo_list_class_init (MorselPhotoListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = morsel_photo_list_dispose;

  /**
   * MorselPhotoList::progress:
   *
   * A photo was settled, or the run was held, cancelled or resumed.
   */
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * MorselPhotoList::finished:
   *
   * Nothing is left to be done.
   */
  signals[SIGNAL_FINISHED] = g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * MorselPhotoList::photo-loaded:
   * @item: whose photo it is
   * @photo: the photo, which is gone from memory soon
   *
   * A chance to make a thumbnail without loading the photo a second time.
   */
  signals[SIGNAL_PHOTO_LOADED] = g_signal_new ("photo-loaded", G_TYPE_FROM_CLASS (klass),
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                               2, MORSEL_TYPE_PHOTO_ITEM, MORSEL_TYPE_PHOTO);
}

static void
morsel_photo_list_init (MorselPhotoList *self)
{
  self->items = g_list_store_new (MORSEL_TYPE_PHOTO_ITEM);
  self->waiting = g_queue_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * morsel_photo_list_new:
 *
 * Returns: (transfer full): an empty list
 */
MorselPhotoList *
morsel_photo_list_new (void)
{
  return g_object_new (MORSEL_TYPE_PHOTO_LIST, NULL);
}

/**
 * morsel_photo_list_get_model:
 * @self: the list
 *
 * Returns: (transfer none): the photos, as #MorselPhotoItem, in the order of adding
 */
GListModel *
morsel_photo_list_get_model (MorselPhotoList *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}

/**
 * morsel_photo_list_set_recognizer:
 * @self: the list
 * @recognizer: what recognises the photos from now on
 *
 * Begins with the work, or begins it once more: every photo is recognised again.
 */
void
morsel_photo_list_set_recognizer (MorselPhotoList *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (self));
  g_return_if_fail (MORSEL_IS_RECOGNIZER (recognizer));

  if (!g_set_object (&self->recognizer, recognizer))
    return;

  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  /* What is under way comes back as cancelled, and waits then. */
  renew_cancellable (self);
  self->n_done = 0;

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (MorselPhotoItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (morsel_photo_item_get_state (item) == MORSEL_PHOTO_WAITING)
        continue;

      morsel_photo_item_set_waiting (item);
      g_queue_push_tail (self->waiting, g_steal_pointer (&item));
    }

  morsel_photo_list_start_waiting (self);
}

/**
 * morsel_photo_list_add:
 * @self: the list
 * @items: (element-type MorselPhotoItem): photos that are in no list
 *
 * Adds photos at the end and begins to recognise them, up to %MORSEL_PHOTO_LIST_MAX in all. What was
 * cancelled goes on, too.
 *
 * Returns: %FALSE if some found no room
 */
gboolean
morsel_photo_list_add (MorselPhotoList *self, GPtrArray *items)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_LIST (self), FALSE);
  g_return_val_if_fail (items != NULL, FALSE);

  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_new = MIN (items->len, MORSEL_PHOTO_LIST_MAX - MIN (n_items, MORSEL_PHOTO_LIST_MAX));

  end_cancel (self);
  for (guint i = 0; i < n_new; i++)
    {
      morsel_photo_item_set_order (items->pdata[i], self->n_added++);
      g_queue_push_tail (self->waiting, g_object_ref (items->pdata[i]));
    }

  g_list_store_splice (self->items, n_items, 0, items->pdata, n_new);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  morsel_photo_list_start_waiting (self);
  return n_new == items->len;
}

/* Without those that were removed. */
static void
tidy_waiting (MorselPhotoList *self)
{
  GQueue *waiting = g_steal_pointer (&self->waiting);
  MorselPhotoItem *item = NULL;

  self->waiting = g_queue_new ();
  while ((item = g_queue_pop_head (waiting)) != NULL)
    if (item->is_gone)
      g_object_unref (item);
    else
      g_queue_push_tail (self->waiting, item);
  g_queue_free (waiting);
}

/**
 * morsel_photo_list_remove:
 * @self: the list
 * @items: (element-type MorselPhotoItem): of the list
 *
 * Takes photos off the list. Their files stay as they are.
 */
void
morsel_photo_list_remove (MorselPhotoList *self, GPtrArray *items)
{
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (self));
  g_return_if_fail (items != NULL);

  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < items->len; i++)
    {
      MorselPhotoItem *item = items->pdata[i];

      item->is_gone = TRUE;
      if (item->state != MORSEL_PHOTO_WAITING)
        self->n_done--;
    }

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (MorselPhotoItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (!item->is_gone)
        g_ptr_array_add (kept, g_steal_pointer (&item));
    }

  tidy_waiting (self);
  if (self->n_done == kept->len)
    end_cancel (self);

  g_list_store_splice (self->items, 0, n_items, kept->pdata, kept->len);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

static int
compare_order (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return morsel_photo_item_compare (a, b, MORSEL_PHOTO_ORDER_ADDED);
}

/* A failure is the file's, an answer is the model's. */
static gboolean
is_outdated (MorselPhotoList *self, MorselPhotoItem *item)
{
  return item->state == MORSEL_PHOTO_DONE && self->recognizer != NULL &&
         morsel_ranking_get_weights (item->ranking) !=
             morsel_recognizer_get_weights (self->recognizer);
}

/**
 * morsel_photo_list_restore:
 * @self: the list
 * @items: (element-type MorselPhotoItem): what was removed
 *
 * Puts photos back where they were. What another model answered is recognised again.
 */
void
morsel_photo_list_restore (MorselPhotoList *self, GPtrArray *items)
{
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (self));
  g_return_if_fail (items != NULL);

  for (guint i = 0; i < items->len; i++)
    {
      MorselPhotoItem *item = items->pdata[i];

      item->is_gone = FALSE;
      if (is_outdated (self, item))
        morsel_photo_item_set_waiting (item);

      if (item->state != MORSEL_PHOTO_WAITING)
        self->n_done++;
      else if (!item->is_in_progress)
        g_queue_push_tail (self->waiting, g_object_ref (item));
    }

  g_list_store_splice (self->items, g_list_model_get_n_items (G_LIST_MODEL (self->items)), 0,
                       items->pdata, items->len);
  g_list_store_sort (self->items, compare_order, NULL);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
  morsel_photo_list_start_waiting (self);
}

/**
 * morsel_photo_list_hold:
 * @self: the list
 * @hold: whether to begin with no further photo
 *
 * Gives way to a single photo that somebody looks at.
 */
void
morsel_photo_list_hold (MorselPhotoList *self, gboolean hold)
{
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (self));

  self->is_held = hold;
  morsel_photo_list_start_waiting (self);
}

/**
 * morsel_photo_list_cancel:
 * @self: the list
 *
 * Stops; what is done stays. morsel_photo_list_resume() goes on.
 */
void
morsel_photo_list_cancel (MorselPhotoList *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (self));

  self->is_cancelled = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

/**
 * morsel_photo_list_resume:
 * @self: the list
 *
 * Goes on after morsel_photo_list_cancel().
 */
void
morsel_photo_list_resume (MorselPhotoList *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (self));

  end_cancel (self);
  morsel_photo_list_start_waiting (self);
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}
