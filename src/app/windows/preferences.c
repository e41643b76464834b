/* preferences.c: which model, and whether answers are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/windows/preferences.h"

#include "app/widgets/model-group.h"
#include "app/widgets/question.h"
#include "app/widgets/undo.h"

#include <glib/gi18n.h>

struct _MorselPreferences
{
  AdwPreferencesWindow parent_instance;

  /* template */
  MorselModelGroup *model_group;
  GtkSwitch *keep_history;
  AdwActionRow *keep_row;
  GtkWidget *clear_row;

  /* owned */
  GSettings *settings;
  MorselHistory *history;
};

G_DEFINE_FINAL_TYPE (MorselPreferences, morsel_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static gboolean
has_history (MorselPreferences *self)
{
  return g_list_model_get_n_items (morsel_history_get_model (self->history)) > 0;
}

static void
update_clear_row (
    GListModel *model, guint position, guint removed, guint added, MorselPreferences *self)
{
  gtk_widget_set_sensitive (self->clear_row, has_history (self));
}

static void
clear (MorselPreferences *self)
{
  g_autoptr (GPtrArray) entries = morsel_history_clear (self->history);

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u answer removed", "%u answers removed", entries->len), entries->len);

  morsel_undo_offer (GTK_WIDGET (self), title, self->history, entries,
                     (MorselRestore) morsel_history_restore);
}

static void
clear_activated_cb (AdwActionRow *row, MorselPreferences *self)
{
  if (has_history (self))
    clear (self);
}

static void
delete_response_cb (GObject *question, const char *response, MorselPreferences *self)
{
  if (g_str_equal (response, "delete"))
    clear (self);
}

static void
ask_to_delete (MorselPreferences *self)
{
  const MorselResponse responses[] = {
    { "keep", _ ("_Keep"), ADW_RESPONSE_DEFAULT },
    { "delete", _ ("_Delete"), ADW_RESPONSE_DESTRUCTIVE },
  };
  GObject *question = morsel_question_ask (GTK_WIDGET (self), _ ("Also Delete What Is Kept?"),
                                           _ ("New answers will not be kept."), responses,
                                           G_N_ELEMENTS (responses));

  g_signal_connect_object (question, "response", G_CALLBACK (delete_response_cb), self, 0);
}

/* The switch tells the setting; only a person's hand makes it ask. */
static void
keep_cb (GtkSwitch *keep_history, GParamSpec *pspec, MorselPreferences *self)
{
  gboolean keep = gtk_switch_get_active (keep_history);

  if (self->settings == NULL || keep == g_settings_get_boolean (self->settings, "keep-history"))
    return;

  g_settings_set_boolean (self->settings, "keep-history", keep);
  if (!keep && has_history (self))
    ask_to_delete (self);
}

static void
update_system_switch (MorselPreferences *self)
{
  gboolean is_enabled = FALSE;

  g_object_get (gtk_settings_get_default (), "gtk-recent-files-enabled", &is_enabled, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->keep_history), is_enabled);
  if (!is_enabled)
    adw_action_row_set_subtitle (self->keep_row, _ ("The system’s file history is off."));
}

static void
morsel_preferences_dispose (GObject *object)
{
  MorselPreferences *self = MORSEL_PREFERENCES (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (morsel_preferences_parent_class)->dispose (object);
}

static void
morsel_preferences_class_init (MorselPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_preferences_dispose;

  g_type_ensure (MORSEL_TYPE_MODEL_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselPreferences, model_group);
  gtk_widget_class_bind_template_child (widget_class, MorselPreferences, keep_history);
  gtk_widget_class_bind_template_child (widget_class, MorselPreferences, keep_row);
  gtk_widget_class_bind_template_child (widget_class, MorselPreferences, clear_row);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
morsel_preferences_init (MorselPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_preferences_new:
 * @parent: the window it belongs to
 * @settings: the settings
 * @models: the person's own models
 * @history: the history
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
morsel_preferences_new (GtkWindow *parent,
                        GSettings *settings,
                        MorselModels *models,
                        MorselHistory *history)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (MORSEL_IS_HISTORY (history), NULL);

  MorselPreferences *self = g_object_new (MORSEL_TYPE_PREFERENCES, "transient-for", parent, NULL);
  gboolean keep = g_settings_get_boolean (settings, "keep-history");

  gtk_switch_set_active (self->keep_history, keep);
  self->settings = g_object_ref (settings);
  self->history = g_object_ref (history);
  morsel_model_group_set_models (self->model_group, models, settings);
  g_signal_connect_object (morsel_history_get_model (history), "items-changed",
                           G_CALLBACK (update_clear_row), self, 0);
  gtk_widget_set_sensitive (self->clear_row, has_history (self));
  update_system_switch (self);
  return GTK_WIDGET (self);
}
