/* window.c: the one window: which page, and every way in
 *
 * Pages know nothing of each other: what leads from one to another is here, and every way in ends
 * in morsel_window_open_files() or morsel_window_open_bytes().
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window.h"

#include "app/chooser.h"
#include "app/drop-zone.h"
#include "app/incoming.h"
#ifdef MORSEL_HAS_CAMERA
#include "app/pages/camera-page.h"
#endif
#include "app/pages/history-page.h"
#include "app/pages/many-page.h"
#include "app/pages/result-page.h"
#include "app/pages/welcome-page.h"
#include "app/recall.h"
#include "app/screenshot.h"
#include "app/shortcuts.h"
#include "app/test-log.h"
#include "app/widgets/squeeze-layout.h"
#include "app/widgets/stack.h"
#include "app/widgets/toast.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

struct _MorselWindow
{
  AdwApplicationWindow parent_instance;

  /* template */
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkWidget *camera_button;
  GtkStack *stack;
  MorselDropZone *drop_zone;
  MorselWelcomePage *welcome_page;
  MorselResultPage *result_page;
  MorselManyPage *many_page;
  MorselHistoryPage *history_page;

  /* borrowed */
#ifdef MORSEL_HAS_CAMERA
  MorselCameraPage *camera_page; /* of the stack */
#endif

  /* owned */
  GSettings *settings;
  MorselHistory *history;
  MorselRecognizer *recognizer;
  GCancellable *cancellable; /* of the look at what was opened last */
  GQueue *visited;           /* of page names, where Back leads, the last at the head */
};

G_DEFINE_FINAL_TYPE (MorselWindow, morsel_window, ADW_TYPE_APPLICATION_WINDOW)

static gboolean
is_on (MorselWindow *self, gpointer page)
{
  return gtk_stack_get_visible_child (self->stack) == page;
}

static void
update_title (MorselWindow *self)
{
  MorselReading *reading = morsel_result_page_get_reading (self->result_page);
  g_autofree char *title = NULL;

  if (is_on (self, self->many_page))
    {
      title = g_strdup (_("Photos"));
    }
  else if (is_on (self, self->history_page))
    {
      title = g_strdup (_("History"));
    }
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "camera") == 0)
    {
      title = g_strdup (_("Camera"));
    }
  else if (is_on (self, self->result_page) && reading != NULL)
    {
      const char *name = morsel_reading_get_name (reading);
      g_autofree char *place = morsel_many_page_dup_place (self->many_page,
                                                           morsel_reading_get_file (reading));

      /* File names keep their order among words that run from right to left. */
      if (place == NULL)
        title = g_strdup_printf ("\u2068%s\u2069", name);
      else
        title = g_strdup_printf ("\u2068%s\u2069 · %s", name, place);
    }

  adw_window_title_set_title (self->title, title != NULL ? title : _("Morsel"));
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _("Morsel"));
}

static void
show_page (MorselWindow *self, const char *name)
{
  morsel_stack_show (self->stack, name);
  gtk_widget_set_visible (self->back_button, !is_on (self, self->welcome_page));
#ifdef MORSEL_HAS_CAMERA
  gtk_widget_set_visible (self->camera_button, is_on (self, self->welcome_page));
#endif
  update_title (self);
  morsel_test_log ("page %s", name);
}

/* Goes on to a page; Back will lead to the one before. */
static void
go_to (MorselWindow *self, const char *name)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);
  GList *earlier = g_queue_find_custom (self->visited, name, (GCompareFunc) g_strcmp0);

  if (g_str_equal (shown, name))
    {
      update_title (self);
      return;
    }

  if (earlier != NULL && !g_str_equal (name, "result"))
    {
      /* To a list that was left before, it is a way back. */
      while (g_queue_peek_head_link (self->visited) != earlier)
        g_free (g_queue_pop_head (self->visited));
      g_free (g_queue_pop_head (self->visited));
    }
  else
    {
      /* The photo that was shown there has given way to another one. */
      if (earlier != NULL)
        {
          g_free (earlier->data);
          g_queue_delete_link (self->visited, earlier);
        }
      g_queue_push_head (self->visited, g_strdup (shown));
    }

  show_page (self, name);
}

static void
busy_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  morsel_many_page_hold (self->many_page, morsel_reading_is_busy (reading));
}

/* Whether both the person and the system agree to it. */
static gboolean
may_keep (MorselWindow *self)
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

  if (may_keep (self) && morsel_reading_get_part (reading) == NULL)
    morsel_history_add (self->history, reading);
}

static void
remember (MorselWindow *self, MorselReading *reading)
{
  g_signal_connect_object (reading, "notify::ranking", G_CALLBACK (remember_cb), self, 0);
}

/* Shows one photo. It goes before the photos of the list. */
static void
show_reading (MorselWindow *self, MorselReading *reading)
{
  if (self->recognizer != NULL)
    morsel_reading_set_recognizer (reading, self->recognizer);

  g_signal_connect_object (reading, "notify::busy", G_CALLBACK (busy_cb), self, 0);
  morsel_many_page_hold (self->many_page, morsel_reading_is_busy (reading));
  morsel_result_page_set_reading (self->result_page, reading);
  go_to (self, "result");
}

static void
show_file (MorselWindow *self, GFile *file)
{
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  remember (self, reading);
  show_reading (self, reading);
}

/* A photo of the list: runs of many photos are not remembered. */
static void
show_listed (MorselWindow *self, GFile *file)
{
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  show_reading (self, reading);
}

static void
show_many (MorselWindow *self, GPtrArray *files)
{
  morsel_many_page_add (self->many_page, files);
  go_to (self, "many");
}

/* One thing was opened: is it a photo or a folder? */
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

      g_ptr_array_add (files, g_object_ref (file));
      show_many (self, files);
      return;
    }

  show_file (self, file);
}

static void
incoming_cb (MorselDropZone *zone, MorselIncoming *incoming, MorselWindow *self)
{
  if (incoming->files != NULL)
    morsel_window_open_files (self, incoming->files);
  else
    morsel_window_open_bytes (self, incoming->bytes);
}

static void
refused_cb (MorselDropZone *zone, const GError *error, MorselWindow *self)
{
  g_autofree char *sentence = morsel_error_sentence (error);

  g_message ("Drop: %s", error->message);
  morsel_toast_show (GTK_WIDGET (self->stack), sentence);
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselIncoming) incoming = morsel_incoming_read_finish (result, &error);

  if (incoming != NULL)
    {
      incoming_cb (self->drop_zone, incoming, self);
      return;
    }

  g_message ("Paste: %s", error->message);
  morsel_toast_show (GTK_WIDGET (self->stack), _("There is no photo in the clipboard."));
  morsel_test_log ("nothing-pasted");
}

static void
paste_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  morsel_test_log ("paste");
  morsel_incoming_read_clipboard_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb,
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
  morsel_chooser_open (GTK_WINDOW (widget), _("Open Photos"), GTK_FILE_CHOOSER_ACTION_OPEN,
                                               chosen_cb, widget);
}

static void
open_folder_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  morsel_chooser_open (GTK_WINDOW (widget),
                       _("Open Folder"), GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, chosen_cb, widget);
}

static void
screenshot_taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = morsel_screenshot_take_finish (result, &error);

  if (file != NULL)
    {
      show_file (self, file);
      return;
    }

  g_message ("Screenshot: %s", error->message);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    morsel_toast_show (GTK_WIDGET (self->stack), _("The screenshot could not be taken."));
}

static void
screenshot_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  morsel_screenshot_take_async (NULL, screenshot_taken_cb, g_object_ref (widget));
}

static void
screenshot_found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.screenshot",
                                 morsel_screenshot_find_finish (result));
}

static void
back_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (is_on (self, self->result_page) && morsel_result_page_go_back (self->result_page))
    return;

  g_autofree char *page = g_queue_pop_head (self->visited);

  if (is_on (self, self->result_page))
    morsel_result_page_set_reading (self->result_page, NULL);
  morsel_many_page_hold (self->many_page, FALSE);

  if (page != NULL)
    show_page (self, page);
}

static void
escape_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (is_on (self, self->result_page))
    morsel_result_page_escape (self->result_page);
  else if (is_on (self, self->many_page))
    morsel_many_page_escape (self->many_page);
  else if (is_on (self, self->history_page))
    morsel_history_page_escape (self->history_page);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (!is_on (self, self->result_page))
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

  if (is_on (self, self->result_page))
    morsel_result_page_save (self->result_page);
  else if (is_on (self, self->many_page))
    morsel_many_page_export (self->many_page);
}

static void
search_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (is_on (self, self->result_page))
    morsel_result_page_search (self->result_page);
  else if (is_on (self, self->many_page))
    morsel_many_page_search (self->many_page);
  else if (is_on (self, self->history_page))
    morsel_history_page_search (self->history_page);
}

static void
photo_tool_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);
  MorselReading *reading = morsel_result_page_get_reading (self->result_page);

  if (!is_on (self, self->result_page) || reading == NULL)
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
  MorselReading *reading = morsel_result_page_get_reading (self->result_page);

  if (!is_on (self, self->result_page) || reading == NULL)
    return;

  GFile *file = morsel_many_page_step (self->many_page, morsel_reading_get_file (reading), step);

  if (file != NULL)
    show_listed (self, file);
}

static void
list_tool_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  if (is_on (self, self->history_page) && g_str_equal (name, "win.remove"))
    morsel_history_page_remove (self->history_page);

  if (!is_on (self, self->many_page))
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
  go_to (MORSEL_WINDOW (widget), "camera");
}

static void
captured_cb (MorselCameraPage *page, MorselPhoto *photo, MorselWindow *self)
{
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, _("Camera Photo"));

  /* Who has gone elsewhere meanwhile is not called back. */
  if (is_on (self, page))
    show_reading (self, reading);
}

static void
add_camera_page (MorselWindow *self, GSettings *settings)
{
  self->camera_page = morsel_camera_page_new (settings);
  gtk_widget_set_visible (GTK_WIDGET (self->camera_page), FALSE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->camera_page), "camera");
  g_signal_connect_object (self->camera_page, "captured", G_CALLBACK (captured_cb), self, 0);
  morsel_welcome_page_set_has_camera (self->welcome_page, TRUE);
  gtk_widget_set_visible (self->camera_button, TRUE);
}
#endif

static void
photo_activated_cb (MorselManyPage *page, GFile *file, MorselWindow *self)
{
  show_listed (self, file);
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

static void
entry_activated_cb (gpointer page, MorselHistoryEntry *entry, MorselWindow *self)
{
  MorselWeights *weights = self->recognizer != NULL
                               ? morsel_recognizer_get_weights (self->recognizer)
                               : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  morsel_recall_async (self->history, entry, weights, self->cancellable, recalled_cb,
                       g_object_ref (self));
}

static void
history_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselWindow *self = MORSEL_WINDOW (widget);

  morsel_history_page_set_kept (self->history_page, may_keep (self));
  go_to (self, "history");
}

static void
painted_cb (GdkFrameClock *clock, gpointer user_data)
{
  static gboolean is_first = TRUE;

  morsel_test_log (is_first ? "first-frame" : "painted");
  is_first = FALSE;
}

static void
map_cb (GtkWidget *widget, gpointer user_data)
{
  if (morsel_test_log_is_on ())
    g_signal_connect (gtk_widget_get_frame_clock (widget), "after-paint", G_CALLBACK (painted_cb),
                      NULL);
  morsel_test_log ("map");
}

static void
morsel_window_dispose (GObject *object)
{
  MorselWindow *self = MORSEL_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->recognizer);
  g_clear_object (&self->settings);
  g_clear_object (&self->history);
  if (self->visited != NULL)
    g_queue_free_full (self->visited, g_free);
  self->visited = NULL;

  G_OBJECT_CLASS (morsel_window_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
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
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
}

static void
morsel_window_class_init (MorselWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_window_dispose;

  g_type_ensure (MORSEL_TYPE_DROP_ZONE);
  g_type_ensure (MORSEL_TYPE_HISTORY_PAGE);
  g_type_ensure (MORSEL_TYPE_MANY_PAGE);
  g_type_ensure (MORSEL_TYPE_RESULT_PAGE);
  g_type_ensure (MORSEL_TYPE_SQUEEZE_LAYOUT);
  g_type_ensure (MORSEL_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/window.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, title);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, camera_button);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, drop_zone);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, result_page);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, many_page);
  gtk_widget_class_bind_template_child (widget_class, MorselWindow, history_page);
  gtk_widget_class_bind_template_callback (widget_class, incoming_cb);
  gtk_widget_class_bind_template_callback (widget_class, refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, photo_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, entry_activated_cb);
  install_actions (widget_class);
  morsel_shortcuts_install (widget_class);
}

static void
morsel_window_init (MorselWindow *self)
{
  self->visited = g_queue_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  morsel_drop_zone_attach (self->drop_zone, GTK_WIDGET (self));
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
  add_camera_page (self, settings);
#endif
  morsel_welcome_page_set_history (self->welcome_page, history);
  morsel_history_page_set_history (self->history_page, history);
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

  MorselReading *reading = morsel_result_page_get_reading (self->result_page);

  g_set_object (&self->recognizer, recognizer);
  morsel_welcome_page_set_model_missing (self->welcome_page, FALSE);
  morsel_result_page_set_model_missing (self->result_page, FALSE);
  morsel_many_page_set_recognizer (self->many_page, recognizer);
#ifdef MORSEL_HAS_CAMERA
  morsel_camera_page_set_recognizer (self->camera_page, recognizer);
#endif
  if (reading != NULL)
    morsel_reading_set_recognizer (reading, recognizer);
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

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  if (files->len > 1)
    {
      show_many (self, files);
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

  g_autoptr (MorselReading) reading = morsel_reading_new_for_bytes (bytes, _("Pasted Photo"));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  remember (self, reading);
  show_reading (self, reading);
}
