/* photo-sieve.c: which of many photos are shown, and in which order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/photo-sieve.h"

#include "words/fold.h"

#include <gtk/gtk.h>

struct _MorselPhotoSieve
{
  GObject parent_instance;

  /* owned */
  GtkCustomFilter *filter;
  GtkCustomSorter *sorter;
  GListModel *model;
  char *folded_search;

  MorselPhotoShow show;
  MorselPhotoOrder order;
};

G_DEFINE_FINAL_TYPE (MorselPhotoSieve, morsel_photo_sieve, G_TYPE_OBJECT)

static gboolean
is_of_shown_kind (MorselPhotoSieve *self, MorselPhotoItem *item)
{
  MorselRanking *ranking = morsel_photo_item_get_ranking (item);

  switch (self->show)
    {
    case MORSEL_PHOTO_SHOW_UNSURE:
      return ranking != NULL && morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_UNSURE;
    case MORSEL_PHOTO_SHOW_UNKNOWN:
      return ranking != NULL && morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_UNKNOWN;
    case MORSEL_PHOTO_SHOW_FAILED:
      return morsel_photo_item_get_state (item) == MORSEL_PHOTO_FAILED;
    case MORSEL_PHOTO_SHOW_ALL:
    default:
      return TRUE;
    }
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  MorselPhotoSieve *self = MORSEL_PHOTO_SIEVE (user_data);

  return is_of_shown_kind (self, MORSEL_PHOTO_ITEM (item)) &&
         morsel_photo_item_matches (MORSEL_PHOTO_ITEM (item), self->folded_search);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return morsel_photo_item_compare (a, b, MORSEL_PHOTO_SIEVE (user_data)->order);
}

static void
morsel_photo_sieve_dispose (GObject *object)
{
  MorselPhotoSieve *self = MORSEL_PHOTO_SIEVE (object);

  /* The models may outlive their functions' data. */
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  if (self->sorter != NULL)
    gtk_custom_sorter_set_sort_func (self->sorter, NULL, NULL, NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->filter);
  g_clear_object (&self->sorter);
  g_clear_pointer (&self->folded_search, g_free);

  G_OBJECT_CLASS (morsel_photo_sieve_parent_class)->dispose (object);
}

static void
morsel_photo_sieve_class_init (MorselPhotoSieveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = morsel_photo_sieve_dispose;
}

static void
morsel_photo_sieve_init (MorselPhotoSieve *self)
{
  self->folded_search = g_strdup ("");
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->sorter = gtk_custom_sorter_new (compare, self, NULL);
}

/**
 * morsel_photo_sieve_new:
 * @photos: of #MorselPhotoItem
 *
 * Returns: (transfer full): a sieve that lets all through, in the order of adding
 */
MorselPhotoSieve *
morsel_photo_sieve_new (GListModel *photos)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (photos), NULL);

  MorselPhotoSieve *self = g_object_new (MORSEL_TYPE_PHOTO_SIEVE, NULL);
  GtkFilterListModel *filtered = gtk_filter_list_model_new (
      g_object_ref (photos), g_object_ref (GTK_FILTER (self->filter)));
  GtkSortListModel *sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                                      g_object_ref (GTK_SORTER (self->sorter)));

  /* Not in slices: sorting 10,000 photos by kept keys takes less than a frame, and every slice would
   * fill all rows of the list anew. */
  self->model = G_LIST_MODEL (sorted);
  return self;
}

/**
 * morsel_photo_sieve_get_model:
 * @self: the sieve
 *
 * Returns: (transfer none): what is shown, as #MorselPhotoItem
 */
GListModel *
morsel_photo_sieve_get_model (MorselPhotoSieve *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_SIEVE (self), NULL);

  return self->model;
}

/**
 * morsel_photo_sieve_set_search:
 * @self: the sieve
 * @search: words that must be in a file's name or its answer; empty: none
 *
 * Sets what is searched for.
 */
void
morsel_photo_sieve_set_search (MorselPhotoSieve *self, const char *search)
{
  g_return_if_fail (MORSEL_IS_PHOTO_SIEVE (self));
  g_return_if_fail (search != NULL);

  g_free (self->folded_search);
  self->folded_search = morsel_fold (search);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * morsel_photo_sieve_set_show:
 * @self: the sieve
 * @show: which photos
 *
 * Sets which kind of answers is shown.
 */
void
morsel_photo_sieve_set_show (MorselPhotoSieve *self, MorselPhotoShow show)
{
  g_return_if_fail (MORSEL_IS_PHOTO_SIEVE (self));

  self->show = show;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

/**
 * morsel_photo_sieve_set_order:
 * @self: the sieve
 * @order: the order
 *
 * Sorts.
 */
void
morsel_photo_sieve_set_order (MorselPhotoSieve *self, MorselPhotoOrder order)
{
  g_return_if_fail (MORSEL_IS_PHOTO_SIEVE (self));

  self->order = order;
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

/**
 * morsel_photo_sieve_look_again:
 * @self: the sieve
 *
 * Photos have new answers: where these decide on filter or order, both are looked at again.
 */
void
morsel_photo_sieve_look_again (MorselPhotoSieve *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_SIEVE (self));

  if (self->show != MORSEL_PHOTO_SHOW_ALL || *self->folded_search != '\0')
    gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  if (self->order == MORSEL_PHOTO_ORDER_DISH || self->order == MORSEL_PHOTO_ORDER_LEAST_SURE)
    gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
}

/**
 * morsel_photo_sieve_find:
 * @self: the sieve
 * @item: a photo
 * @position: (out): where it is among those that are shown
 *
 * Returns: %FALSE if it is not shown
 */
gboolean
morsel_photo_sieve_find (MorselPhotoSieve *self, MorselPhotoItem *item, guint *position)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_SIEVE (self), FALSE);

  guint n_items = g_list_model_get_n_items (self->model);

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (MorselPhotoItem) candidate = g_list_model_get_item (self->model, i);

      if (candidate == item)
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * morsel_photo_sieve_dup_items:
 * @self: the sieve
 *
 * Returns: (transfer full) (element-type MorselPhotoItem): what is shown now
 */
GPtrArray *
morsel_photo_sieve_dup_items (MorselPhotoSieve *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_SIEVE (self), NULL);

  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_items = g_list_model_get_n_items (self->model);

  for (guint i = 0; i < n_items; i++)
    g_ptr_array_add (items, g_list_model_get_item (self->model, i));

  return items;
}
