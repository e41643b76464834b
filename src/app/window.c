/* window.c: the one window
 *
 * Pages know nothing of each other: what leads from one to another is in window-pages.c, from what is
 * opened to what is shown in window-photos.c, what keys and menus ask for in window-actions.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/screenshot.h"
#include "app/shortcuts.h"
#include "app/test-log.h"
#include "app/widgets/squeeze-layout.h"
#include "app/widgets/stack.h"
#include "app/widgets/toast.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (MorselWindow, morsel_window, ADW_TYPE_APPLICATION_WINDOW)

static void
offered_cb (MorselDropZone *zone, GFile *file, MorselWindow *self)
{
  morsel_window_read_ahead (self, file);
}

static void
withdrawn_cb (MorselDropZone *zone, MorselWindow *self)
{
  morsel_window_stop_ahead (self);
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

  morsel_window_stop_ahead (self);
  g_message ("Drop: %s", error->message);
  morsel_toast_show (GTK_WIDGET (self->stack), sentence);
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

/* Without a GPU, frames of a crossfade take 20 to 60 ms each, and an answer would come after them. */
static void
set_transition (MorselWindow *self)
{
  if (GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (GTK_NATIVE (self))))
    gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_NONE);
  else
    morsel_test_log ("crossfades");
}

static void
map_cb (GtkWidget *widget, gpointer user_data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  set_transition (MORSEL_WINDOW (widget));

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
  morsel_window_stop_opening (self);
  morsel_window_remember_now (self);
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
  gtk_widget_class_bind_template_callback (widget_class, offered_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdrawn_cb);
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
  if (self->ahead != NULL)
    morsel_reading_set_recognizer (self->ahead, recognizer);
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
