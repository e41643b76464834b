/* window-actions.c: what keys, menus and buttons ask of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/chooser.h"
#include "app/screenshot.h"
#include "app/test-log.h"
#include "app/widgets/toast.h"
#include "engine/error.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselIncoming) incoming = morsel_incoming_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (incoming != NULL)
    {
      morsel_window_take (self, incoming);
      return;
    }

  g_autofree char *sentence = error->domain == MORSEL_PHOTO_ERROR
                                  ? morsel_error_sentence (error)
                                  : g_strdup (_ ("There is no photo in the clipboard."));

  g_message ("Paste: %s", error->message);
  morsel_toast_show (GTK_WIDGET (self->stack), sentence);
  morsel_test_log ("nothing-pasted");
}

static void
paste_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  morsel_test_log ("paste");
  morsel_incoming_read_clipboard_async (gtk_widget_get_clipboard (widget), pasted_cb,
                                        g_object_ref (self));
}

static void
chosen_cb (GPtrArray *files, gpointer user_data)
{
  morsel_window_open_files (MORSEL_WINDOW (user_data), files);
}

static void
open_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  morsel_chooser_open (GTK_WINDOW (widget), _ ("Open Photos"), GTK_FILE_CHOOSER_ACTION_OPEN,
                       chosen_cb, widget);
}

static void
open_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  morsel_chooser_open (GTK_WINDOW (widget), _ ("Open Folder"),
                       GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, chosen_cb, widget);
}

static void
screenshot_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = morsel_screenshot_take_finish (result, &error);

  if (morsel_window_is_closed (self))
    return;

  if (file != NULL)
    {
      morsel_window_show_file (self, file);
      return;
    }

  g_message ("Screenshot: %s", error->message);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    morsel_toast_show (GTK_WIDGET (self->stack), _ ("The screenshot could not be taken."));
}

static void
screenshot_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  morsel_screenshot_take_async (NULL, screenshot_taken_cb, g_object_ref (widget));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (morsel_window_is_on (self, self->result_page) &&
      morsel_result_page_go_back (self->result_page))
    return;

  g_autofree char *page = g_queue_pop_head (self->visited);

  if (morsel_window_is_on (self, self->result_page))
    morsel_result_page_set_reading (self->result_page, NULL);
  morsel_window_update_hold (self);

  if (page != NULL)
    morsel_window_show_page (self, page);
}

static void
escape_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (morsel_window_is_on (self, self->result_page))
    morsel_result_page_escape (self->result_page);
  else if (morsel_window_is_on (self, self->many_page))
    morsel_many_page_escape (self->many_page);
  else if (morsel_window_is_on (self, self->history_page))
    morsel_history_page_escape (self->history_page);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (!morsel_window_is_on (self, self->result_page))
    return;

  if (g_str_equal (name, "win.copy"))
    morsel_result_page_copy (self->result_page);
  else
    morsel_result_page_copy_ranking (self->result_page);
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (morsel_window_is_on (self, self->result_page))
    morsel_result_page_save (self->result_page);
  else if (morsel_window_is_on (self, self->many_page))
    morsel_many_page_export (self->many_page);
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (morsel_window_is_on (self, self->result_page))
    morsel_result_page_search (self->result_page);
  else if (morsel_window_is_on (self, self->many_page))
    morsel_many_page_search (self->many_page);
  else if (morsel_window_is_on (self, self->history_page))
    morsel_history_page_search (self->history_page);
}

static void
photo_tool_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);
  MorselReading *reading = morsel_window_get_reading (self);

  if (!morsel_window_is_on (self, self->result_page) || reading == NULL)
    return;

  if (g_str_equal (name, "win.toggle-map"))
    morsel_result_page_toggle_map (self->result_page);
  else if (g_str_equal (name, "win.toggle-part"))
    morsel_result_page_toggle_part (self->result_page);
  else if (g_str_equal (name, "win.start-part"))
    morsel_result_page_start_part (self->result_page);
  else
    morsel_reading_read_again (reading);
}

static void
step_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);
  int step = g_str_equal (name, "win.next") ? 1 : -1;
  MorselReading *reading = morsel_window_get_reading (self);

  if (!morsel_window_is_on (self, self->result_page) || reading == NULL || self->many_page == NULL)
    return;

  GFile *file = morsel_many_page_step (self->many_page, morsel_reading_get_file (reading), step);

  if (file != NULL)
    morsel_window_show_listed (self, file);
}

static void
list_tool_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (morsel_window_is_on (self, self->history_page) && g_str_equal (name, "win.remove"))
    morsel_history_page_remove (self->history_page);

  if (!morsel_window_is_on (self, self->many_page))
    return;

  if (g_str_equal (name, "win.select-all"))
    morsel_many_page_select_all (self->many_page);
  else
    morsel_many_page_remove (self->many_page);
}

#ifdef MORSEL_HAS_CAMERA
static void
camera_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  morsel_window_ensure_camera_page (self);
  morsel_window_go_to (self, "camera");
}
#endif

static void
history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  morsel_history_page_set_kept (morsel_window_ensure_history_page (self),
                                morsel_window_may_remember (self));
  morsel_window_go_to (self, "history");
}

/* GTK itself would build them with every window. */
static void
shortcuts_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource (
      "/io/github/morsel_app/Morsel/help-overlay.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

/**
 * morsel_window_install_actions:
 * @widget_class: the window's class
 *
 * Adds everything that keys, menus and buttons ask of the window.
 */
void
morsel_window_install_actions (GtkWidgetClass *widget_class)
{
  const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.open", open_cb },
    { "win.open-folder", open_folder_cb },
    { "win.screenshot", screenshot_cb },
#ifdef MORSEL_HAS_CAMERA
    { "win.camera", camera_cb },
#endif
    { "win.paste", paste_cb },
    { "win.back", back_cb },
    { "win.escape", escape_cb },
    { "win.copy", copy_cb },
    { "win.copy-ranking", copy_cb },
    { "win.save", save_cb },
    { "win.search", search_cb },
    { "win.toggle-map", photo_tool_cb },
    { "win.toggle-part", photo_tool_cb },
    { "win.start-part", photo_tool_cb },
    { "win.read-again", photo_tool_cb },
    { "win.next", step_cb },
    { "win.previous", step_cb },
    { "win.select-all", list_tool_cb },
    { "win.remove", list_tool_cb },
    { "win.history", history_cb },
    { "win.show-help-overlay", shortcuts_cb },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}
