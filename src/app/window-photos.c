/* window-photos.c: from what was opened to what is shown
 *
 * Every way in ends in morsel_window_open_files() or morsel_window_open_bytes().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/test-log.h"

#include <glib/gi18n.h>

/* What is answered sooner is shown at once with its answer; what takes longer, as far as it is. */
#define PATIENCE_MILLISECONDS 60

/**
 * morsel_window_update_hold:
 * @self: the window
 *
 * The photos of the list give way to a single one that is being read.
 */
void
morsel_window_update_hold (MorselWindow *self)
{
  MorselReading *shown = morsel_window_get_reading (self);

  if (self->many_page != NULL)
    morsel_many_page_hold (self->many_page,
                           (self->opening != NULL && morsel_reading_is_busy (self->opening)) ||
                               (shown != NULL && morsel_reading_is_busy (shown)));
}

static void
busy_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  morsel_window_update_hold (self);
}

/* What is being dropped or pasted meanwhile is newer. */
static void
let_go_of_opening (MorselWindow *self)
{
  morsel_window_stop_ahead (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->opening != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->opening, self);
      morsel_reading_cancel (self->opening);
      g_clear_object (&self->opening);
      if (self->result_page != NULL)
        morsel_result_page_expect (self->result_page, NULL);
      morsel_window_update_hold (self);
    }
}

/**
 * morsel_window_stop_opening:
 * @self: the window
 *
 * Whatever was opened, dropped or pasted before and is not shown yet gives way, and so does what may
 * be dropped.
 */
void
morsel_window_stop_opening (MorselWindow *self)
{
  morsel_incoming_stop ();
  let_go_of_opening (self);
}

/**
 * morsel_window_show_reading:
 * @self: the window
 * @reading: a photo
 *
 * Shows one photo. It goes before the photos of the list.
 */
void
morsel_window_show_reading (MorselWindow *self, MorselReading *reading)
{
  if (self->recognizer != NULL)
    morsel_reading_set_recognizer (reading, self->recognizer);

  g_signal_connect_object (reading, "notify::busy", G_CALLBACK (busy_cb), self, 0);
  morsel_result_page_set_reading (morsel_window_ensure_result_page (self), reading);
  morsel_window_go_to (self, "result");
  morsel_result_page_announce (self->result_page);
  morsel_window_update_hold (self);
}

/* What is being opened is a photo, and has an answer, or the time for one is over. */
static void
show_opening (MorselWindow *self)
{
  g_autoptr (MorselReading) reading = g_steal_pointer (&self->opening);

  morsel_test_log ("opened %s its answer", morsel_reading_is_busy (reading) ? "before" : "with");
  g_clear_handle_id (&self->patience, g_source_remove);
  g_signal_handlers_disconnect_by_data (reading, self);
  morsel_window_remember (self, reading);
  morsel_window_show_reading (self, reading);
}

static gboolean
patience_cb (gpointer user_data)
{
  MorselWindow *self = MORSEL_WINDOW (user_data);

  self->patience = 0;
  show_opening (self);
  return G_SOURCE_REMOVE;
}

/* The copy for the screen is made while the network runs. */
static void
opening_photo_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  if (self->result_page != NULL)
    morsel_result_page_expect (self->result_page, morsel_reading_get_photo (reading));
}

static void
opening_done_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  /* Until then it may be a folder. */
  if (self->patience != 0)
    show_opening (self);
}

/* Begins to open a photo. Between two photos there is no empty page where this one is read quickly. */
static void
open_reading (MorselWindow *self, MorselReading *reading)
{
  self->opening = g_object_ref (reading);
  if (self->recognizer != NULL)
    morsel_reading_set_recognizer (reading, self->recognizer);
  g_signal_connect (reading, "notify::busy", G_CALLBACK (busy_cb), self);
  g_signal_connect (reading, "notify::photo", G_CALLBACK (opening_photo_cb), self);
  g_signal_connect (reading, "notify::ranking", G_CALLBACK (opening_done_cb), self);
  g_signal_connect (reading, "notify::error", G_CALLBACK (opening_done_cb), self);
  opening_photo_cb (reading, NULL, self);
  morsel_window_update_hold (self);
}

/* What is being opened is a photo: shows it, soon. */
static void
wait_for_opening (MorselWindow *self)
{
  if (morsel_reading_get_ranking (self->opening) != NULL ||
      morsel_reading_get_error (self->opening) != NULL || self->recognizer == NULL)
    show_opening (self);
  else
    self->patience = g_timeout_add (PATIENCE_MILLISECONDS, patience_cb, self);
}

/**
 * morsel_window_show_file:
 * @self: the window
 * @file: a photo
 *
 * Shows it and remembers its answer.
 */
void
morsel_window_show_file (MorselWindow *self, GFile *file)
{
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  morsel_window_stop_opening (self);
  morsel_window_remember (self, reading);
  morsel_window_show_reading (self, reading);
}

/**
 * morsel_window_show_listed:
 * @self: the window
 * @file: a photo of the list
 *
 * Shows it. Runs of many photos are not remembered.
 */
void
morsel_window_show_listed (MorselWindow *self, GFile *file)
{
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  morsel_window_stop_opening (self);
  morsel_window_show_reading (self, reading);
}

/**
 * morsel_window_show_camera_photo:
 * @self: the window
 * @photo: what the camera saw
 *
 * Shows it. It has no place on the disk and is not remembered.
 */
void
morsel_window_show_camera_photo (MorselWindow *self, MorselPhoto *photo)
{
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, _ ("Camera Photo"));

  morsel_window_stop_opening (self);
  morsel_window_show_reading (self, reading);
}

static void
show_many (MorselWindow *self, GPtrArray *files)
{
  morsel_many_page_add (morsel_window_ensure_many_page (self), files);
  morsel_window_go_to (self, "many");
}

/* One thing was opened, and is being read as a photo: is it a folder after all? */
static void
type_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  GFile *file = G_FILE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (file, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

      let_go_of_opening (self);
      g_ptr_array_add (files, g_object_ref (file));
      show_many (self, files);
      return;
    }

  wait_for_opening (self);
}

/**
 * morsel_window_take:
 * @self: the window
 * @incoming: what was dropped or pasted
 *
 * Opens it.
 */
void
morsel_window_take (MorselWindow *self, MorselIncoming *incoming)
{
  if (incoming->files != NULL)
    morsel_window_open_files (self, incoming->files);
  else
    morsel_window_open_bytes (self, incoming->bytes);
}

/**
 * morsel_window_open_files:
 * @self: the window
 * @files: (element-type GFile): photos or folders
 *
 * One photo is shown at once, whatever is under way; several, or a folder, become the list.
 */
void
morsel_window_open_files (MorselWindow *self, GPtrArray *files)
{
  g_return_if_fail (MORSEL_IS_WINDOW (self));
  g_return_if_fail (files != NULL && files->len > 0);

  g_autoptr (MorselReading) reading = files->len == 1
                                          ? morsel_window_take_ahead (self, files->pdata[0])
                                          : NULL;

  morsel_window_stop_opening (self);

  if (files->len > 1)
    {
      show_many (self, files);
      return;
    }

  if (reading == NULL)
    reading = morsel_reading_new_for_file (files->pdata[0]);

  /* A photo, as a rule: its file is read while it is looked at, and while the window is drawn. */
  open_reading (self, reading);
  if (morsel_reading_get_photo (reading) != NULL)
    {
      wait_for_opening (self);
      return;
    }

  self->cancellable = g_cancellable_new ();
  g_file_query_info_async (files->pdata[0], G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->cancellable, type_cb, g_object_ref (self));
}

/**
 * morsel_window_open_bytes:
 * @self: the window
 * @bytes: what a file of a photo would hold
 *
 * Shows the photo.
 */
void
morsel_window_open_bytes (MorselWindow *self, GBytes *bytes)
{
  g_return_if_fail (MORSEL_IS_WINDOW (self));
  g_return_if_fail (bytes != NULL);

  g_autoptr (MorselReading) reading = morsel_reading_new_for_bytes (bytes, _ ("Pasted Photo"));

  morsel_window_stop_opening (self);
  open_reading (self, reading);
  wait_for_opening (self);
}
