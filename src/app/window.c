/* window.c: the one window, and every way in
 *
 * Pages know nothing of each other: what leads from one to another is here and in window-pages.c,
 * what keys and menus ask for in window-actions.c. Every way in ends in morsel_window_open_files()
 * or morsel_window_open_bytes().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/recall.h"
#include "app/screenshot.h"
#include "app/shortcuts.h"
#include "app/test-log.h"
#include "app/widgets/squeeze-layout.h"
#include "app/widgets/stack.h"
#include "app/widgets/toast.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (MorselWindow, morsel_window, ADW_TYPE_APPLICATION_WINDOW)

/**
 * morsel_window_hold_photos:
 * @self: the window
 * @hold: whether the photos of the list give way to a single one
 *
 * Holds them, or lets them go on.
 */
void
morsel_window_hold_photos (MorselWindow *self, gboolean hold)
{
  if (self->many_page != NULL)
    morsel_many_page_hold (self->many_page, hold);
}

/**
 * morsel_window_may_remember:
 * @self: the window
 *
 * Returns: whether both the person and the system agree to a history
 */
gboolean
morsel_window_may_remember (MorselWindow *self)
{
  gboolean is_enabled = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-recent-files-enabled",
                &is_enabled, NULL);
  return is_enabled && g_settings_get_boolean (self->settings, "keep-history");
}

/* The first answer about a whole photo is remembered. */
static void
remember_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  g_signal_handlers_disconnect_by_func (reading, remember_cb, self);

  if (morsel_window_may_remember (self) && morsel_reading_get_part (reading) == NULL)
    morsel_history_add (self->history, reading);
}

static void
remember (MorselWindow *self, MorselReading *reading)
{
  if (morsel_reading_get_ranking (reading) != NULL)
    remember_cb (reading, NULL, self);
  else
    g_signal_connect_object (reading, "notify::ranking", G_CALLBACK (remember_cb), self, 0);
}

/* Whatever was opened before and is not shown yet gives way. */
static void
stop_opening (MorselWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->opening != NULL)
    morsel_reading_cancel (self->opening);
  g_clear_object (&self->opening);
}

static void
busy_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  morsel_window_hold_photos (self, morsel_reading_is_busy (reading));
}

/* Shows one photo. It goes before the photos of the list. */
static void
show_reading (MorselWindow *self, MorselReading *reading)
{
  if (self->recognizer != NULL)
    morsel_reading_set_recognizer (reading, self->recognizer);

  g_signal_connect_object (reading, "notify::busy", G_CALLBACK (busy_cb), self, 0);
  morsel_window_hold_photos (self, morsel_reading_is_busy (reading));
  morsel_result_page_set_reading (morsel_window_ensure_result_page (self), reading);
  morsel_window_go_to (self, "result");
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

  remember (self, reading);
  show_reading (self, reading);
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

  show_reading (self, reading);
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
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, _("Camera Photo"));

  show_reading (self, reading);
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

      stop_opening (self);
      g_ptr_array_add (files, g_object_ref (file));
      show_many (self, files);
      return;
    }

  g_autoptr (MorselReading) reading = g_steal_pointer (&self->opening);

  remember (self, reading);
  show_reading (self, reading);
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

static void
incoming_cb (MorselDropZone *zone, MorselIncoming *incoming, MorselWindow *self)
{
  morsel_test_log ("incoming");
  morsel_window_take (self, incoming);
}

static void
refused_cb (MorselDropZone *zone, const GError *error, MorselWindow *self)
{
  g_autofree char *sentence = morsel_error_sentence (error);

  g_message ("Drop: %s", error->message);
  morsel_toast_show (GTK_WIDGET (self->stack), sentence);
}

static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselReading) reading = morsel_recall_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (reading == NULL || morsel_reading_is_remembered (reading))
    morsel_toast_show (GTK_WIDGET (self->stack), _("The photo was moved or deleted."));
  if (reading == NULL)
    return;

  if (!morsel_reading_is_remembered (reading))
    remember (self, reading);
  show_reading (self, reading);
}

/**
 * morsel_window_recall:
 * @self: the window
 * @entry: a remembered answer
 *
 * Shows its photo, or what is left of it.
 */
void
morsel_window_recall (MorselWindow *self, MorselHistoryEntry *entry)
{
  MorselWeights *weights = self->recognizer != NULL
                               ? morsel_recognizer_get_weights (self->recognizer)
                               : NULL;

  stop_opening (self);
  self->cancellable = g_cancellable_new ();
  morsel_recall_async (self->history, entry, weights, self->cancellable, recalled_cb,
                       g_object_ref (self));
}

static void
entry_activated_cb (gpointer page, MorselHistoryEntry *entry, MorselWindow *self)
{
  morsel_window_recall (self, entry);
}

static void
screenshot_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.screenshot",
                                 morsel_screenshot_find_finish (result));
}

/* The menu is built when it is opened first. */
static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  MorselWindow *self = MORSEL_WINDOW (user_data);

  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->menu);
}

/* Pages that nobody sees yet are no reason to keep anybody waiting for the first frame. */
static void
first_painted_cb (GdkFrameClock *clock, MorselWindow *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_painted_cb, self);
  morsel_test_log ("first-frame work %.0f", morsel_test_log_get_work ());
  morsel_window_build_pages_later (self);
}

/* Where a test listens, every frame is written down, with the milliseconds of work it took. */

static double frame_begin;

static void
paint_cb (GdkFrameClock *clock, gpointer user_data)
{
  frame_begin = morsel_test_log_get_work ();
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  morsel_test_log ("painted %.1f", morsel_test_log_get_work () - frame_begin);
}

static void
map_cb (GtkWidget *widget, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  g_signal_connect_object (clock, "after-paint", G_CALLBACK (first_painted_cb), widget, 0);
  if (morsel_test_log_is_on ())
    {
      g_signal_connect (clock, "before-paint", G_CALLBACK (paint_cb), NULL);
      g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), NULL);
    }
  morsel_test_log ("map");
}

static void
morsel_window_dispose (GObject *object)
{
  MorselWindow *self = MORSEL_WINDOW (object);

  g_clear_handle_id (&self->building, g_source_remove);
  stop_opening (self);
  g_clear_object (&self->recognizer);
  g_clear_object (&self->settings);
  g_clear_object (&self->history);
  if (self->visited != NULL)
    g_queue_free_full (self->visited, g_free);
  self->visited = NULL;

  G_OBJECT_CLASS (morsel_window_parent_class)->dispose (object);
}

static void
morsel_window_class_init (MorselWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_window_dispose;

  g_type_ensure (MORSEL_TYPE_DROP_ZONE);
  g_type_ensure (MORSEL_TYPE_SQUEEZE_LAYOUT);
  g_type_ensure (MORSEL_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/window.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, title);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, camera_button);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, drop_zone);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, welcome_page);
  gtk_widget_class_bind_template_callback (widget_class, incoming_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  morsel_window_install_actions (widget_class);
  morsel_shortcuts_install (widget_class);
}

static void
morsel_window_init (MorselWindow *self)
{
  self->visited = g_queue_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  morsel_drop_zone_attach (self->drop_zone, GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  morsel_stack_show (self->stack, "welcome");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.screenshot", FALSE);
  morsel_screenshot_find_async (screenshot_found_cb, g_object_ref (self));
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

/**
 * morsel_window_new:
 * @application: the application
 * @settings: where size and state are remembered
 * @history: where answers are remembered
 *
 * Returns: (transfer none): the window, which GTK owns until it is closed
 */
MorselWindow *
morsel_window_new (GtkApplication *application, GSettings *settings, MorselHistory *history)
{
  MorselWindow *self = g_object_new (MORSEL_TYPE_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  self->history = g_object_ref (history);
#ifdef MORSEL_HAS_CAMERA
  morsel_welcome_page_set_has_camera (self->welcome_page, TRUE);
  gtk_widget_set_visible (self->camera_button, TRUE);
#endif
  morsel_welcome_page_set_history (self->welcome_page, history);
  g_settings_bind (settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-height", self, "default-height", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
  return self;
}

/**
 * morsel_window_set_recognizer:
 * @self: the window
 * @recognizer: what recognises photos from now on
 *
 * Whatever is shown is recognised, or recognised again.
 */
void
morsel_window_set_recognizer (MorselWindow *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_WINDOW (self));
  g_return_if_fail (MORSEL_IS_RECOGNIZER (recognizer));

  MorselReading *reading = morsel_window_get_reading (self);

  g_set_object (&self->recognizer, recognizer);
  morsel_welcome_page_set_model_missing (self->welcome_page, FALSE);
  self->is_model_missing = FALSE;
  if (self->result_page != NULL)
    morsel_result_page_set_model_missing (self->result_page, FALSE);
  if (self->many_page != NULL)
    morsel_many_page_set_recognizer (self->many_page, recognizer);
#ifdef MORSEL_HAS_CAMERA
  if (self->camera_page != NULL)
    morsel_camera_page_set_recognizer (self->camera_page, recognizer);
#endif
  if (reading != NULL)
    morsel_reading_set_recognizer (reading, recognizer);
  if (self->opening != NULL)
    morsel_reading_set_recognizer (self->opening, recognizer);
}

/**
 * morsel_window_set_model_missing:
 * @self: the window
 *
 * There is no model: the window says so instead of waiting for it.
 */
void
morsel_window_set_model_missing (MorselWindow *self)
{
  g_return_if_fail (MORSEL_IS_WINDOW (self));

  morsel_welcome_page_set_model_missing (self->welcome_page, TRUE);
  self->is_model_missing = TRUE;
  if (self->result_page != NULL)
    morsel_result_page_set_model_missing (self->result_page, TRUE);
}

/**
 * morsel_window_say:
 * @self: the window
 * @words: what to say
 *
 * Shows a toast.
 */
void
morsel_window_say (MorselWindow *self, const char *words)
{
  g_return_if_fail (MORSEL_IS_WINDOW (self));

  morsel_toast_show (GTK_WIDGET (self->stack), words);
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

  stop_opening (self);

  if (files->len > 1)
    {
      show_many (self, files);
      return;
    }

  /* A photo, as a rule: its file is read while it is looked at, and while the window is drawn. */
  self->opening = morsel_reading_new_for_file (files->pdata[0]);
  if (self->recognizer != NULL)
    morsel_reading_set_recognizer (self->opening, self->recognizer);
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

  g_autoptr (MorselReading) reading = morsel_reading_new_for_bytes (bytes, _("Pasted Photo"));

  stop_opening (self);
  remember (self, reading);
  show_reading (self, reading);
}
