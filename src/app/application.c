/* application.c: the program: one instance, its window, the recognizer and the settings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/application-private.h"

#include "app/test-log.h"
#include "paths/paths.h"

#include <glib/gi18n.h>

#define BUILT_IN "" /* as the settings call the built-in model */

G_DEFINE_FINAL_TYPE (MorselApplication, morsel_application, ADW_TYPE_APPLICATION)

/* A model of one's own that cannot be used is never kept in use. */
static void
fall_back (MorselApplication *self)
{
  if (self->window != NULL)
    morsel_window_say (self->window,
                       _ ("The model could not be loaded. The built-in model is used."));
  g_settings_set_string (self->settings, "model", BUILT_IN);
}

static void
recognizer_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselApplication) self = MORSEL_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRecognizer) recognizer = morsel_recognizer_new_finish (result, &error);
  g_autofree char *model = g_settings_get_string (self->settings, "model");

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (recognizer == NULL)
    g_message ("Model: %s", error->message);

  if (recognizer == NULL && !g_str_equal (model, BUILT_IN))
    {
      fall_back (self);
      return;
    }

  self->is_model_missing = recognizer == NULL;
  if (recognizer == NULL)
    {
      if (self->window != NULL)
        morsel_window_set_model_missing (self->window);
      return;
    }

  g_set_object (&self->recognizer, recognizer);
  morsel_application_enable_about_model (self, TRUE);
  morsel_test_log ("ready");
  if (self->window != NULL)
    morsel_window_set_recognizer (self->window, recognizer);
}

static void
load_recognizer (MorselApplication *self)
{
  g_autofree char *model = g_settings_get_string (self->settings, "model");
  g_autoptr (GFile) weights = g_str_equal (model, BUILT_IN)
                                  ? morsel_paths_get_weights ()
                                  : morsel_models_get_file (self->models, model);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  morsel_recognizer_new_async (weights, 0, MORSEL_PRECISION_AUTO, self->cancellable, recognizer_cb,
                               g_object_ref (self));
}

/* While the window is being built, both would wait for each other's cores and pages. */
static void
first_painted_cb (GdkFrameClock *clock, MorselApplication *self)
{
  g_signal_handlers_disconnect_by_func (clock, first_painted_cb, self);
  if (self->cancellable == NULL)
    load_recognizer (self);
}

static void
first_mapped_cb (GtkWidget *window, MorselApplication *self)
{
  g_signal_handlers_disconnect_by_func (window, first_mapped_cb, self);
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint",
                           G_CALLBACK (first_painted_cb), self, 0);
}

static void
model_changed_cb (GSettings *settings, const char *key, MorselApplication *self)
{
  load_recognizer (self);
}

/* The schema beside the program first: it may run from where it was built. */
static GSettings *
find_settings (void)
{
  g_autofree char *folder = morsel_paths_get_schemas ();
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  if (folder != NULL)
    own = g_settings_schema_source_new_from_directory (folder, standard, FALSE, NULL);
  if (own != NULL)
    schema = g_settings_schema_source_lookup (own, MORSEL_APP_ID, TRUE);
  else if (standard != NULL)
    schema = g_settings_schema_source_lookup (standard, MORSEL_APP_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
window_destroyed_cb (GtkWidget *window, MorselApplication *self)
{
  self->window = NULL;
}

/**
 * morsel_application_ensure_window:
 * @self: the application
 *
 * Returns: (transfer none): the one window; it is made when it is needed first
 */
MorselWindow *
morsel_application_ensure_window (MorselApplication *self)
{
  if (self->window != NULL)
    return self->window;

  self->window = morsel_window_new (GTK_APPLICATION (self), self->settings, self->history);
  g_signal_connect (self->window, "destroy", G_CALLBACK (window_destroyed_cb), self);

  if (self->recognizer != NULL)
    morsel_window_set_recognizer (self->window, self->recognizer);
  else if (self->is_model_missing)
    morsel_window_set_model_missing (self->window);
  else if (self->cancellable == NULL)
    g_signal_connect_object (self->window, "map", G_CALLBACK (first_mapped_cb), self, 0);

  return self->window;
}

/* GTK and libadwaita would do it for a program with a base path of resources, and would tell the theme
 * of icons, which is being read already, to be read once more before the first frame. */
static void
add_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/io/github/morsel_app/Morsel/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

/* The system says how long files are remembered. */
static MorselHistory *
open_history (void)
{
  g_autoptr (GFile) folder = morsel_paths_get_user_history ();
  int max_age_days = -1;

  g_object_get (gtk_settings_get_default (), "gtk-recent-files-max-age", &max_age_days, NULL);
  return morsel_history_new (folder, max_age_days);
}

static void
morsel_application_startup (GApplication *application)
{
  MorselApplication *self = MORSEL_APPLICATION (application);

  G_APPLICATION_CLASS (morsel_application_parent_class)->startup (application);
  morsel_test_log ("startup");

  add_style ();
  morsel_application_add_actions (self);
  self->history = open_history ();
  self->models = morsel_models_new ();
  g_signal_connect_object (self->settings, "changed::model", G_CALLBACK (model_changed_cb), self,
                           0);
}

static void
morsel_application_activate (GApplication *application)
{
  MorselApplication *self = MORSEL_APPLICATION (application);

  if (self->begins_with_camera)
    g_action_group_activate_action (G_ACTION_GROUP (self), "camera", NULL);
  else
    gtk_window_present (GTK_WINDOW (morsel_application_ensure_window (self)));
  self->begins_with_camera = FALSE;
}

static void
morsel_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  MorselApplication *self = MORSEL_APPLICATION (application);

  /* Somebody waits for an answer: sooner than the window. */
  if (self->cancellable == NULL)
    load_recognizer (self);

  MorselWindow *window = morsel_application_ensure_window (self);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_object_unref);

  for (int i = 0; i < n_files; i++)
    g_ptr_array_add (list, g_object_ref (files[i]));

  morsel_window_open_files (window, list);
  gtk_window_present (GTK_WINDOW (window));
}

static void
morsel_application_shutdown (GApplication *application)
{
  MorselApplication *self = MORSEL_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  if (self->history != NULL)
    morsel_history_finish (self->history);
  morsel_test_log ("shutdown");

  G_APPLICATION_CLASS (morsel_application_parent_class)->shutdown (application);
}

/* A second start with --camera shows the camera in the window that is open. */
static gboolean
show_camera_elsewhere (GApplication *application)
{
  g_autoptr (GError) error = NULL;

  if (!g_application_register (application, NULL, &error))
    {
      g_message ("%s", error->message);
      return FALSE;
    }
  if (!g_application_get_is_remote (application))
    return FALSE;

  g_action_group_activate_action (G_ACTION_GROUP (application), "camera", NULL);
  return TRUE;
}

/* Without its schema the program is not installed, and GSettings would abort. */
static int
morsel_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  MorselApplication *self = MORSEL_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("Morsel %s\n", MORSEL_VERSION);
      return 0;
    }

  self->settings = find_settings ();
  if (self->settings == NULL)
    {
      g_printerr ("%s\n", _ ("The settings schema is missing. Install Morsel again."));
      return 1;
    }

  if (g_variant_dict_contains (options, "camera"))
    {
      if (show_camera_elsewhere (application))
        return 0;
      self->begins_with_camera = TRUE;
    }

  return -1;
}

static void
morsel_application_finalize (GObject *object)
{
  MorselApplication *self = MORSEL_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->history);
  g_clear_object (&self->models);
  g_clear_object (&self->recognizer);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (morsel_application_parent_class)->finalize (object);
}

static void
morsel_application_class_init (MorselApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = morsel_application_finalize;

  application_class->startup = morsel_application_startup;
  application_class->activate = morsel_application_activate;
  application_class->open = morsel_application_open;
  application_class->shutdown = morsel_application_shutdown;
  application_class->handle_local_options = morsel_application_handle_local_options;
}

static void
morsel_application_init (MorselApplication *self)
{
  const GOptionEntry options[] = {
    { .long_name = "version", .arg = G_OPTION_ARG_NONE, .description = N_ ("Print the version") },
#ifdef MORSEL_HAS_CAMERA
    { .long_name = "camera", .arg = G_OPTION_ARG_NONE, .description = N_ ("Use the camera") },
#endif
    G_OPTION_ENTRY_NULL,
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[PHOTO…]"));
}

/**
 * morsel_application_new:
 *
 * Returns: (transfer full): the application
 */
MorselApplication *
morsel_application_new (void)
{
  MorselApplication *self = g_object_new (MORSEL_TYPE_APPLICATION, "application-id", MORSEL_APP_ID,
                                          "flags", G_APPLICATION_HANDLES_OPEN, NULL);

  g_application_set_resource_base_path (G_APPLICATION (self), NULL);
  return self;
}
