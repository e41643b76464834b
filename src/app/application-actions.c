/* application-actions.c: what the program's menu, the desktop and the keyboard ask of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/application-private.h"

#include "app/troubleshooting.h"
#include "app/windows/about-model.h"
#include "app/windows/preferences.h"

#include <glib/gi18n.h>

/* The program's icon is there before it is installed. */
static void
ensure_icon (void)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  if (!gtk_icon_theme_has_icon (theme, MORSEL_APP_ID))
    gtk_icon_theme_add_resource_path (theme, "/io/github/morsel_app/Morsel/drawn");
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  MorselApplication *self = MORSEL_APPLICATION (user_data);
  MorselWindow *window = morsel_application_ensure_window (self);
  g_autofree char *troubleshooting = morsel_troubleshooting_new (
      self->recognizer != NULL ? morsel_recognizer_get_weights (self->recognizer) : NULL);

  ensure_icon ();
  adw_show_about_window (
      GTK_WINDOW (window), "application-name", _ ("Morsel"), "application-icon", MORSEL_APP_ID,
      "developer-name", _ ("The Morsel contributors"), "version", MORSEL_VERSION, "comments",
      _ ("Names the dish in a photo, on this computer alone."), "license-type", GTK_LICENSE_GPL_3_0,
      "debug-info", troubleshooting, "debug-info-filename", "morsel.txt",
      /* Translators: your names, one a line. */
      "translator-credits", _ ("translator-credits"), NULL);
}

/* From the desktop's menu of the program, and from a second start with --camera. */
static void
camera_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  MorselWindow *window = morsel_application_ensure_window (MORSEL_APPLICATION (user_data));

  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.camera", NULL);
}

static void
about_model_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  MorselApplication *self = MORSEL_APPLICATION (user_data);

  GtkWidget *window = morsel_about_model_new (GTK_WINDOW (morsel_application_ensure_window (self)),
                                              self->recognizer);

  gtk_window_present (GTK_WINDOW (window));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  MorselApplication *self = MORSEL_APPLICATION (user_data);

  /* Closed, not torn down: it remembers its size. */
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
  else
    g_application_quit (G_APPLICATION (self));
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  MorselApplication *self = MORSEL_APPLICATION (user_data);
  GtkWidget *window = morsel_preferences_new (GTK_WINDOW (morsel_application_ensure_window (self)),
                                              self->settings, self->models, self->history);

  gtk_window_present (GTK_WINDOW (window));
}

/**
 * morsel_application_enable_about_model:
 * @self: the application, with its actions
 * @enabled: whether there is a model
 *
 * Without one there is nothing to say about it.
 */
void
morsel_application_enable_about_model (MorselApplication *self, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "about-model");

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/**
 * morsel_application_add_actions:
 * @self: the application, which has started up
 *
 * Adds the actions "app.…" and the keys of those and of the window's that its menu shows.
 */
void
morsel_application_add_actions (MorselApplication *self)
{
  const GActionEntry entries[] = {
    { .name = "about", .activate = about_cb },
    { .name = "about-model", .activate = about_model_cb },
    { .name = "preferences", .activate = preferences_cb },
    { .name = "camera", .activate = camera_cb },
    { .name = "quit", .activate = quit_cb },
  };
  const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "app.preferences", { "<Control>comma", NULL } },
    { "window.close", { "<Control>w", NULL } },
    { "win.show-help-overlay", { "<Control>question", "F1", NULL } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  morsel_application_enable_about_model (self, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);
}
