/* model-group.c: the built-in model and the person's own ones, to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/model-group.h"

#include "app/widgets/model-adder.h"
#include "words/percent.h"

#include <glib/gi18n.h>

#define BUILT_IN "" /* in the settings */

struct _MorselModelGroup
{
  AdwPreferencesGroup parent_instance;

  /* template */
  MorselModelAdder *adder;

  /* owned */
  MorselModels *models;
  GSettings *settings;
  GPtrArray *rows;         /* borrowed: of the group */
  GtkCheckButton *leader;  /* on no row: so one choice alone is a radio button, too */
  MorselWeights *built_in; /* NULL until they are read */
};

G_DEFINE_FINAL_TYPE (MorselModelGroup, morsel_model_group, ADW_TYPE_PREFERENCES_GROUP)

static void rebuild (MorselModelGroup *self);

/* The built-in model is described as the others are. */
static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselModelGroup) self = MORSEL_MODEL_GROUP (user_data);
  g_autoptr (MorselWeights) weights = morsel_models_read_built_in_finish (result);

  /* The window may have been closed meanwhile. */
  if (self->models == NULL)
    return;

  g_set_object (&self->built_in, weights);
  rebuild (self);
}

static void
toggled_cb (GtkCheckButton *button, MorselModelGroup *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "model");

  if (gtk_check_button_get_active (button))
    g_settings_set_string (self->settings, "model", name);
}

static void
remove_cb (GtkButton *button, MorselModelGroup *self)
{
  MorselModel *model = g_object_get_data (G_OBJECT (button), "model");
  g_autofree char *used = g_settings_get_string (self->settings, "model");

  if (g_str_equal (used, morsel_model_get_name (model)))
    g_settings_set_string (self->settings, "model", BUILT_IN);
  morsel_models_remove (self->models, model);
}

/* "101 dishes, 71.8 % of test photos named correctly" */
static char *
describe (MorselWeights *weights)
{
  const MorselResults *results = morsel_weights_get_results (weights);
  guint n_dishes = morsel_weights_get_n_labels (weights);
  g_autofree char *dishes = g_strdup_printf (ngettext ("%u dish", "%u dishes", n_dishes), n_dishes);

  if (results == NULL || morsel_results_get_n_sets (results) == 0)
    return g_steal_pointer (&dishes);

  g_autofree char *top1 = morsel_fraction_percent (morsel_results_get_set (results, 0)->top1);

  /* Translators: "101 dishes", and a percentage */
  return g_strdup_printf (_ ("%s, %s of test photos named correctly"), dishes, top1);
}

static GtkWidget *
add_row (MorselModelGroup *self, const char *title, MorselWeights *weights, const char *name)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *used = g_settings_get_string (self->settings, "model");

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (weights != NULL)
    {
      g_autofree char *description = describe (weights);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), description);
    }
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->leader);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), g_str_equal (used, name));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (check), "model", g_strdup (name), g_free);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
add_model (MorselModelGroup *self, MorselModel *model)
{
  const char *name = morsel_model_get_name (model);
  GtkWidget *row = add_row (self, name, morsel_model_get_weights (model), name);
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (remove, _ ("Remove Model"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove Model"), -1);
  g_object_set_data_full (G_OBJECT (remove), "model", g_object_ref (model), g_object_unref);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
}

static void
rebuild (MorselModelGroup *self)
{
  GListModel *models = morsel_models_get_model (self->models);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self), self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);

  add_row (self, _ ("Built-in Model"), self->built_in, BUILT_IN);

  for (guint i = 0; i < g_list_model_get_n_items (models); i++)
    {
      g_autoptr (MorselModel) model = g_list_model_get_item (models, i);

      add_model (self, model);
    }
}

static void
items_changed_cb (
    GListModel *models, guint position, guint removed, guint added, MorselModelGroup *self)
{
  rebuild (self);
}

/* Another model is used than was: of its own accord, where one cannot be loaded. */
static void
used_changed_cb (GSettings *settings, const char *key, MorselModelGroup *self)
{
  g_autofree char *used = g_settings_get_string (settings, key);

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *check = adw_action_row_get_activatable_widget (self->rows->pdata[i]);

      if (g_strcmp0 (g_object_get_data (G_OBJECT (check), "model"), used) == 0)
        gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
    }
}

/* Whoever adds a model wants to use it, also when one of its name was used before. */
static void
added_cb (MorselModelAdder *adder, MorselModel *model, MorselModelGroup *self)
{
  g_settings_set_string (self->settings, "model", BUILT_IN);
  g_settings_set_string (self->settings, "model", morsel_model_get_name (model));
}

static void
morsel_model_group_dispose (GObject *object)
{
  MorselModelGroup *self = MORSEL_MODEL_GROUP (object);

  g_clear_object (&self->models);
  g_clear_object (&self->settings);
  g_clear_object (&self->leader);
  g_clear_object (&self->built_in);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (morsel_model_group_parent_class)->dispose (object);
}

static void
morsel_model_group_class_init (MorselModelGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_model_group_dispose;

  g_type_ensure (MORSEL_TYPE_MODEL_ADDER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/model-group.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselModelGroup, adder);
  gtk_widget_class_bind_template_callback (widget_class, added_cb);
}

static void
morsel_model_group_init (MorselModelGroup *self)
{
  self->rows = g_ptr_array_new ();
  self->leader = g_object_ref_sink (GTK_CHECK_BUTTON (gtk_check_button_new ()));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_model_group_set_models:
 * @self: the group
 * @models: what can be chosen beside the built-in model
 * @settings: where the choice is kept
 *
 * To be called once.
 */
void
morsel_model_group_set_models (MorselModelGroup *self, MorselModels *models, GSettings *settings)
{
  g_return_if_fail (MORSEL_IS_MODEL_GROUP (self));
  g_return_if_fail (self->models == NULL);

  self->models = g_object_ref (models);
  self->settings = g_object_ref (settings);
  morsel_model_adder_set_models (self->adder, models);
  g_signal_connect_object (morsel_models_get_model (models), "items-changed",
                           G_CALLBACK (items_changed_cb), self, 0);
  g_signal_connect_object (settings, "changed::model", G_CALLBACK (used_changed_cb), self, 0);
  rebuild (self);
  morsel_models_read_built_in_async (models, read_cb, g_object_ref (self));
}
