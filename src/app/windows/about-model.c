/* about-model.c: what the model knows, how well it was measured, and what it is not for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/windows/about-model.h"

#include "app/stores/speed.h"
#include "words/answer-text.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>
#include <stdlib.h>

struct _MorselAboutModel
{
  AdwPreferencesWindow parent_instance;

  /* template */
  AdwPreferencesGroup *accuracy;
  AdwPreferencesGroup *facts;
  AdwActionRow *speed;
  AdwPreferencesGroup *dishes;

  /* owned */
  GCancellable *cancellable; /* of the measuring */
};

G_DEFINE_FINAL_TYPE (MorselAboutModel, morsel_about_model, ADW_TYPE_PREFERENCES_WINDOW)

static void
add_row (AdwPreferencesGroup *group, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  /* Texts of a file are not markup. */
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    {
      g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
    }

  adw_preferences_group_add (group, row);
}

static void
add_set (MorselAboutModel *self, const MorselResultsSet *set)
{
  g_autofree char *top1 = morsel_fraction_percent (set->top1);
  g_autofree char *top5 = morsel_fraction_percent (set->top5);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("%u photo. Named correctly: %s. Among the five likeliest: %s.",
                                    "%u photos. Named correctly: %s. Among the five likeliest: %s.",
                                    set->n_photos),
                          set->n_photos, top1, top5);

  if (set->ece >= 0.0)
    {
      g_autofree char *ece = morsel_fraction_percent (set->ece);

      g_string_append_c (text, ' ');
      g_string_append_printf (text, _ ("Percentages are off by %s on average."), ece);
    }

  add_row (self->accuracy, set->name, text->str);
}

static void
add_accuracy (MorselAboutModel *self, const MorselResults *results)
{
  guint n_sets = results != NULL ? morsel_results_get_n_sets (results) : 0;

  for (guint i = 0; i < n_sets; i++)
    add_set (self, morsel_results_get_set (results, i));

  g_autofree char *unknown = results != NULL ? morsel_answer_quality_unknown (results) : NULL;

  if (unknown != NULL)
    add_row (self->accuracy, _ ("Photos of other things"), unknown);
  if (n_sets == 0)
    add_row (self->accuracy, _ ("Not measured"), NULL);
}

static void
add_text (MorselAboutModel *self, MorselWeights *weights, const char *key, const char *title)
{
  const char *text = morsel_weights_get_text (weights, key);

  if (text != NULL)
    add_row (self->facts, title, text);
}

static void
add_facts (MorselAboutModel *self, MorselWeights *weights)
{
  const MorselInput *input = morsel_weights_get_input (weights);
  g_autofree char *size = g_strdup_printf (_ ("%u × %u pixels"), input->side, input->side);

  add_text (self, weights, "name", _ ("Name"));
  add_text (self, weights, "provenance", _ ("Training"));
  add_text (self, weights, "data", _ ("Photos"));
  add_text (self, weights, "license", _ ("Licence"));
  add_row (self->facts, _ ("Network"), morsel_weights_get_architecture (weights));
  add_row (self->facts, _ ("What it looks at"), size);
  add_row (self->facts, _ ("Checksum (SHA-256)"), morsel_weights_get_checksum (weights));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *const *first = a;
  const char *const *second = b;

  return g_utf8_collate (first[0], second[0]);
}

/* All dishes by name, as a person of this language looks for them. */
static void
add_dishes (MorselAboutModel *self, MorselWeights *weights)
{
  const char *const *labels = morsel_weights_get_labels (weights);
  const MorselResults *results = morsel_weights_get_results (weights);
  guint n_dishes = morsel_weights_get_n_labels (weights);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree const char **pairs = g_new (const char *, n_dishes * 2);

  for (guint i = 0; i < n_dishes; i++)
    {
      g_ptr_array_add (names, morsel_dish_name (labels[i]));
      pairs[2 * i] = names->pdata[i];
      pairs[2 * i + 1] = labels[i];
    }

  qsort (pairs, n_dishes, 2 * sizeof *pairs, compare_names);

  for (guint i = 0; i < n_dishes; i++)
    {
      g_autofree char *quality = results != NULL ? morsel_answer_quality (results, pairs[2 * i + 1])
                                                 : NULL;

      add_row (self->dishes, pairs[2 * i], quality);
    }
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselAboutModel) self = MORSEL_ABOUT_MODEL (user_data);
  g_autoptr (GError) error = NULL;
  double milliseconds = 0.0;

  if (!morsel_speed_measure_finish (result, &milliseconds, &error))
    return;

  g_autofree char *text = g_strdup_printf (
      /* Translators: how long one photo takes, "2.5 milliseconds" */
      _ ("%.1f milliseconds for a photo, the median of 20 runs"), milliseconds);

  adw_action_row_set_subtitle (self->speed, text);
}

static void
morsel_about_model_dispose (GObject *object)
{
  MorselAboutModel *self = MORSEL_ABOUT_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (morsel_about_model_parent_class)->dispose (object);
}

static void
morsel_about_model_class_init (MorselAboutModelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_about_model_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/about-model.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselAboutModel, accuracy);
  gtk_widget_class_bind_template_child (widget_class, MorselAboutModel, facts);
  gtk_widget_class_bind_template_child (widget_class, MorselAboutModel, speed);
  gtk_widget_class_bind_template_child (widget_class, MorselAboutModel, dishes);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
morsel_about_model_init (MorselAboutModel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

/**
 * morsel_about_model_new:
 * @parent: the window it belongs to
 * @recognizer: whose model it is about
 *
 * Begins to measure the speed, in the background.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *
morsel_about_model_new (GtkWindow *parent, MorselRecognizer *recognizer)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (recognizer), NULL);

  MorselAboutModel *self = g_object_new (MORSEL_TYPE_ABOUT_MODEL, "transient-for", parent, NULL);
  MorselWeights *weights = morsel_recognizer_get_weights (recognizer);

  add_accuracy (self, morsel_weights_get_results (weights));
  add_facts (self, weights);
  add_dishes (self, weights);
  morsel_speed_measure_async (recognizer, self->cancellable, measured_cb, g_object_ref (self));
  return GTK_WIDGET (self);
}
