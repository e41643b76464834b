/* many-page-run.c: where many photos come from, and the work on them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/many-page-private.h"

#include "app/stores/collect.h"
#include "app/test-log.h"
#include "app/widgets/toast.h"

#include <glib/gi18n.h>

#define LOOK_AGAIN_MILLISECONDS 1000 /* between two sorts while answers come in */
#define NOTIFY_SECONDS 10.0          /* runs that last longer end with a notification */

static gboolean
timeout_cb (gpointer user_data)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (user_data);

  self->timeout = 0;
  morsel_photo_sieve_look_again (self->sieve);
  morsel_many_page_update_stack (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (MorselPhotoList *photos, MorselManyPage *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add (LOOK_AGAIN_MILLISECONDS, timeout_cb, self);
}

static void
finished_cb (MorselPhotoList *photos, MorselManyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  guint n_photos = morsel_photo_list_get_n_photos (photos);

  morsel_photo_sieve_look_again (self->sieve);
  morsel_many_page_update_stack (self);
  morsel_test_log ("finished %u", n_photos);

  if (morsel_photo_list_get_seconds (photos) < NOTIFY_SECONDS || !GTK_IS_WINDOW (root) ||
      gtk_window_is_active (GTK_WINDOW (root)))
    return;

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u photo recognised", "%u photos recognised", n_photos), n_photos);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_application_send_notification (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (root))),
                                   "finished", notification);
}

static void
photo_loaded_cb (MorselPhotoList *photos,
                 MorselPhotoItem *item,
                 MorselPhoto *photo,
                 MorselManyPage *self)
{
  morsel_thumbnails_offer (self->thumbnails, item, photo);
}

static void
say_that_nothing_was_found (MorselManyPage *self)
{
  const char *sentence = _ ("There are no photos in this folder.");

  if (morsel_photo_list_get_n_photos (self->photos) > 0)
    morsel_toast_show (GTK_WIDGET (self), sentence);
  else
    adw_status_page_set_description (self->empty, sentence);
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselManyPage) self = MORSEL_MANY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean truncated = FALSE;
  g_autoptr (GPtrArray) items = morsel_collect_finish (result, &truncated, &error);

  /* It was ended, and is not counted any more. */
  if (items == NULL)
    return;

  self->n_collecting--;
  if (self->n_collecting == 0)
    g_clear_object (&self->collecting);
  morsel_many_page_add_rows_in_steps (self);

  if (!morsel_photo_list_add (self->photos, items) || truncated)
    morsel_toast_show (GTK_WIDGET (self), _ ("Only the first 10 000 photos were added."));
  else if (items->len == 0)
    say_that_nothing_was_found (self);

  morsel_test_log ("collected %u", items->len);
  morsel_many_page_update_stack (self);
}

/**
 * morsel_many_page_init_run:
 * @self: the page, with its photos
 *
 * From now on it follows the work on them.
 */
void
morsel_many_page_init_run (MorselManyPage *self)
{
  g_signal_connect (self->photos, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (self->photos, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (self->photos, "photo-loaded", G_CALLBACK (photo_loaded_cb), self);
}

/**
 * morsel_many_page_set_recognizer:
 * @self: the page
 * @recognizer: what recognises the photos from now on
 *
 * Begins, or begins once more.
 */
void
morsel_many_page_set_recognizer (MorselManyPage *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  morsel_photo_list_set_recognizer (self->photos, recognizer);
}

/**
 * morsel_many_page_add:
 * @self: the page
 * @files: (element-type GFile): photos and folders
 *
 * Adds photos to the list, and all photos below the folders.
 */
void
morsel_many_page_add (MorselManyPage *self, GPtrArray *files)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));
  g_return_if_fail (files != NULL);

  if (self->collecting == NULL)
    self->collecting = g_cancellable_new ();

  self->n_collecting++;
  adw_status_page_set_description (self->empty, NULL);
  morsel_collect_async (files, MORSEL_PHOTO_LIST_MAX, self->collecting, collected_cb,
                        g_object_ref (self));
  morsel_many_page_update_stack (self);
}

/**
 * morsel_many_page_stop_collecting:
 * @self: the page
 *
 * Ends the search of folders. What it found is not added.
 */
void
morsel_many_page_stop_collecting (MorselManyPage *self)
{
  g_cancellable_cancel (self->collecting);
  g_clear_object (&self->collecting);
  self->n_collecting = 0;
}

/**
 * morsel_many_page_hold:
 * @self: the page
 * @hold: whether to begin with no further photo
 *
 * Gives way to a single photo.
 */
void
morsel_many_page_hold (MorselManyPage *self, gboolean hold)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  morsel_photo_list_hold (self->photos, hold);
}
