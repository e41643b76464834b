/* many-page-rows.c: the rows of many photos: what fills them, opens them, removes them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/many-page-private.h"

#include "app/widgets/photo-row.h"
#include "app/widgets/undo.h"

#include <glib/gi18n.h>

#define THUMBNAIL_SIDE 96 /* pixels: 48 on a screen of double density */

/* A list view builds rows for 200 photos and measures them all, in one go. These are given to it a
 * few at a time, one step a frame. */
#define STEP_N_ROWS 25
#define FULL_N_ROWS 250
#define STEP_MILLISECONDS 16

static void
activate_cb (GtkListView *view, guint position, MorselManyPage *self)
{
  g_autoptr (MorselPhotoItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                            position);

  g_set_object (&self->opened, item);
  g_signal_emit_by_name (self, "photo-activated", morsel_photo_item_get_file (item));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MorselManyPage *self)
{
  gtk_list_item_set_child (list_item, morsel_photo_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MorselManyPage *self)
{
  MorselPhotoItem *item = MORSEL_PHOTO_ITEM (gtk_list_item_get_item (list_item));

  morsel_photo_row_set_item (MORSEL_PHOTO_ROW (gtk_list_item_get_child (list_item)), item);
  morsel_thumbnails_request (self->thumbnails, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MorselManyPage *self)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (self->thumbnails != NULL)
    morsel_thumbnails_release (self->thumbnails,
                               MORSEL_PHOTO_ITEM (gtk_list_item_get_item (list_item)));
  if (row != NULL)
    morsel_photo_row_set_item (MORSEL_PHOTO_ROW (row), NULL);
}

static gboolean
grow_cb (gpointer user_data)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (user_data);
  guint size = gtk_slice_list_model_get_size (self->slice) + STEP_N_ROWS;

  if (size < FULL_N_ROWS)
    {
      gtk_slice_list_model_set_size (self->slice, size);
      return G_SOURCE_CONTINUE;
    }

  self->growing = 0;
  gtk_slice_list_model_set_size (self->slice, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

/**
 * morsel_many_page_bind_row_callbacks:
 * @widget_class: of the page
 *
 * Binds what the template calls for the rows.
 */
void
morsel_many_page_bind_row_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

/**
 * morsel_many_page_init_rows:
 * @self: the page, with its template and its sieve
 *
 * Gives the list view its photos.
 */
void
morsel_many_page_init_rows (MorselManyPage *self)
{
  GListModel *model = morsel_photo_sieve_get_model (self->sieve);

  self->thumbnails = morsel_thumbnails_new (THUMBNAIL_SIDE);
  self->slice = gtk_slice_list_model_new (g_object_ref (model), 0, G_MAXUINT);
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (self->slice));
}

/**
 * morsel_many_page_clear_rows:
 * @self: the page, without its template
 *
 * Frees what the rows needed.
 */
void
morsel_many_page_clear_rows (MorselManyPage *self)
{
  g_clear_handle_id (&self->growing, g_source_remove);
  g_clear_object (&self->slice);
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->opened);
}

/**
 * morsel_many_page_add_rows_in_steps:
 * @self: the page
 *
 * Photos are about to be added. An empty list gets its first rows a few at a time.
 */
void
morsel_many_page_add_rows_in_steps (MorselManyPage *self)
{
  if (self->growing != 0 || g_list_model_get_n_items (G_LIST_MODEL (self->slice)) > 0)
    return;

  gtk_slice_list_model_set_size (self->slice, STEP_N_ROWS);
  self->growing = g_timeout_add (STEP_MILLISECONDS, grow_cb, self);
}

/**
 * morsel_many_page_step:
 * @self: the page
 * @file: the photo that is looked at
 * @step: 1 for the next one of the list, -1 for the one before
 *
 * Returns: (transfer none) (nullable): the photo there, or %NULL at the end, or when @file does not
 *   come from the list
 */
GFile *
morsel_many_page_step (MorselManyPage *self, GFile *file, int step)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), NULL);

  guint position = 0;

  if (self->opened == NULL || morsel_photo_item_get_file (self->opened) != file ||
      !morsel_photo_sieve_find (self->sieve, self->opened, &position) ||
      (step < 0 && position == 0))
    return NULL;

  position = step < 0 ? position - 1 : position + 1;

  g_autoptr (MorselPhotoItem) item = g_list_model_get_item (
      morsel_photo_sieve_get_model (self->sieve), position);

  if (item == NULL)
    return NULL;

  g_set_object (&self->opened, item);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  return morsel_photo_item_get_file (item);
}

/**
 * morsel_many_page_dup_place:
 * @self: the page
 * @file: (nullable): the photo that is looked at
 *
 * Returns: (transfer full) (nullable): "3 of 120", or %NULL when @file does not come from the list
 */
char *
morsel_many_page_dup_place (MorselManyPage *self, GFile *file)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), NULL);

  guint position = 0;

  if (file == NULL || self->opened == NULL || morsel_photo_item_get_file (self->opened) != file ||
      !morsel_photo_sieve_find (self->sieve, self->opened, &position))
    return NULL;

  return g_strdup_printf (_ ("%u of %u"), position + 1,
                          g_list_model_get_n_items (morsel_photo_sieve_get_model (self->sieve)));
}

/**
 * morsel_many_page_select_all:
 * @self: the page
 *
 * Selects all photos that are shown.
 */
void
morsel_many_page_select_all (MorselManyPage *self)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

/**
 * morsel_many_page_remove:
 * @self: the page
 *
 * Takes the selected photos off the list, and offers to put them back. Files are never touched.
 */
void
morsel_many_page_remove (MorselManyPage *self)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (
      GTK_SELECTION_MODEL (self->selection));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                   gtk_bitset_get_nth (selected, i)));

  if (items->len == 0)
    return;

  morsel_photo_list_remove (self->photos, items);

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u photo removed", "%u photos removed", items->len), items->len);

  morsel_undo_offer (GTK_WIDGET (self), title, self->photos, items,
                     (MorselRestore) morsel_photo_list_restore);
}
