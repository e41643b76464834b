/* answer-pane.c: what a photo shows, in words and bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/answer-pane.h"

#include "app/widgets/dish-list.h"
#include "app/widgets/dish-row.h"
#include "app/widgets/stack.h"
#include "words/answer-text.h"

#include <glib/gi18n.h>

#define N_ROWS 5
#define GROW_MILLISECONDS 250
#define SPINNER_DELAY_MILLISECONDS 150 /* what is faster needs no spinner */

struct _MorselAnswerPane
{
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack;
  GtkWidget *answer;
  GtkWidget *waiting;
  GtkSpinner *spinner;
  GtkWidget *heading;
  GtkLabel *heading_label;
  GtkLabel *sentence;
  GtkWidget *small_photo;
  GtkWidget *closest;
  GtkListBox *rows;
  GtkWidget *part_hint;
  AdwExpanderRow *quality;
  GtkLabel *quality_text;
  AdwActionRow *all_row;
  MorselDishList *dish_list;

  /* owned */
  MorselRanking *ranking;
  AdwAnimation *growth;
  guint spinner_timeout;

  /* borrowed */
  MorselDishRow *dish_rows[N_ROWS];
};

enum
{
  SIGNAL_SELECTED_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselAnswerPane, morsel_answer_pane, GTK_TYPE_WIDGET)

static void
set_growth (double value, gpointer user_data)
{
  MorselAnswerPane *self = MORSEL_ANSWER_PANE (user_data);

  for (guint i = 0; i < N_ROWS; i++)
    morsel_dish_row_set_growth (self->dish_rows[i], value);
}

/* "How Good Is This Answer?" speaks of the chosen dish, and only where the model was tested. */
static void
update_quality (MorselAnswerPane *self)
{
  const MorselResults *results = morsel_weights_get_results (
      morsel_ranking_get_weights (self->ranking));
  gsize position = morsel_answer_pane_get_selected (self);
  gboolean is_unknown = morsel_ranking_get_answer (self->ranking) == MORSEL_ANSWER_UNKNOWN;
  g_autofree char *text = NULL;

  if (results != NULL && is_unknown && position == 0)
    text = morsel_answer_quality_unknown (results);
  else if (results != NULL)
    text = morsel_answer_quality (results, morsel_ranking_get_label (self->ranking, position));

  gtk_widget_set_visible (GTK_WIDGET (self->quality), text != NULL);
  if (text != NULL)
    gtk_label_set_text (self->quality_text, text);
}

static void
row_selected_cb (GtkListBox *rows, GtkListBoxRow *row, MorselAnswerPane *self)
{
  if (self->ranking == NULL || row == NULL)
    return;

  update_quality (self);
  g_signal_emit (self, signals[SIGNAL_SELECTED_CHANGED], 0);
}

static void
all_activated_cb (AdwActionRow *row, MorselAnswerPane *self)
{
  morsel_answer_pane_show_all (self);
}

static void
update_words (MorselAnswerPane *self, gboolean is_small_photo)
{
  g_autofree char *heading = morsel_answer_heading (self->ranking);
  g_autofree char *sentence = morsel_answer_sentence (self->ranking);
  g_autofree char *spoken = g_strdup_printf ("%s. %s", heading, sentence);
  gboolean is_unknown = morsel_ranking_get_answer (self->ranking) == MORSEL_ANSWER_UNKNOWN;
  guint n_dishes = (guint) morsel_ranking_get_n_dishes (self->ranking);
  g_autofree char *all = g_strdup_printf (
      ngettext ("Show All %u Dish", "Show All %u Dishes", n_dishes), n_dishes);

  gtk_label_set_text (self->heading_label, heading);
  gtk_label_set_text (self->sentence, sentence);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->heading), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken, -1);
  gtk_widget_set_visible (self->small_photo, is_small_photo);
  gtk_widget_set_visible (self->closest, is_unknown);
  gtk_widget_set_visible (self->part_hint, is_unknown);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->all_row), all);

  if (is_unknown)
    gtk_widget_add_css_class (GTK_WIDGET (self->rows), "unknown");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->rows), "unknown");
}

/* A model may know fewer than five dishes. */
static void
update_rows (MorselAnswerPane *self)
{
  gsize n_rows = MIN (morsel_ranking_get_n_dishes (self->ranking), N_ROWS);

  for (gsize i = 0; i < N_ROWS; i++)
    {
      GtkWidget *row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->rows, (int) i));

      gtk_widget_set_visible (row, i < n_rows);
      if (i < n_rows)
        morsel_dish_row_set_dish (self->dish_rows[i], self->ranking, i, n_rows);
    }
}

static gboolean
spinner_timeout_cb (gpointer user_data)
{
  MorselAnswerPane *self = MORSEL_ANSWER_PANE (user_data);

  self->spinner_timeout = 0;
  gtk_widget_set_visible (self->waiting, self->ranking == NULL);
  gtk_spinner_set_spinning (self->spinner, self->ranking == NULL);

  if (self->ranking != NULL)
    gtk_widget_add_css_class (self->answer, "outdated");

  return G_SOURCE_REMOVE;
}

static void
morsel_answer_pane_dispose (GObject *object)
{
  MorselAnswerPane *self = MORSEL_ANSWER_PANE (object);

  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  if (self->growth != NULL)
    adw_animation_pause (self->growth);
  g_clear_object (&self->growth);
  g_clear_object (&self->ranking);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (morsel_answer_pane_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, answer);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, waiting);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, spinner);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, heading);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, heading_label);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, sentence);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, small_photo);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, closest);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, rows);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, part_hint);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, quality);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, quality_text);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, all_row);
  gtk_widget_class_bind_template_child (widget_class, MorselAnswerPane, dish_list);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_activated_cb);
}

static void
morsel_answer_pane_class_init (MorselAnswerPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_answer_pane_dispose;

  /**
   * MorselAnswerPane::selected-changed:
   *
   * Another row, or another ranking's first row, was chosen.
   */
  signals[SIGNAL_SELECTED_CHANGED] = g_signal_new ("selected-changed", G_TYPE_FROM_CLASS (klass),
                                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 0);

  g_type_ensure (MORSEL_TYPE_DISH_LIST);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/answer-pane.ui");
  bind_template (widget_class);
}

static void
morsel_answer_pane_init (MorselAnswerPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  morsel_stack_show (self->stack, "answer");

  for (guint i = 0; i < N_ROWS; i++)
    {
      GtkWidget *row = gtk_list_box_row_new ();

      self->dish_rows[i] = MORSEL_DISH_ROW (morsel_dish_row_new ());
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), GTK_WIDGET (self->dish_rows[i]));
      gtk_list_box_append (self->rows, row);
    }

  AdwAnimationTarget *target = adw_callback_animation_target_new (set_growth, self, NULL);

  self->growth = adw_timed_animation_new (GTK_WIDGET (self), 0.0, 1.0, GROW_MILLISECONDS, target);
  adw_timed_animation_set_easing (ADW_TIMED_ANIMATION (self->growth), ADW_EASE_OUT_CUBIC);
}

/**
 * morsel_answer_pane_new:
 *
 * Returns: (transfer floating): a pane without an answer
 */
GtkWidget *
morsel_answer_pane_new (void)
{
  return g_object_new (MORSEL_TYPE_ANSWER_PANE, NULL);
}

/**
 * morsel_answer_pane_set_ranking:
 * @self: the pane
 * @ranking: (nullable): the answer, or %NULL while there is none
 * @is_small_photo: whether the photo is so small that this must be said
 *
 * Shows an answer. Its first row is chosen.
 */
void
morsel_answer_pane_set_ranking (MorselAnswerPane *self,
                                MorselRanking *ranking,
                                gboolean is_small_photo)
{
  g_return_if_fail (MORSEL_IS_ANSWER_PANE (self));
  g_return_if_fail (ranking == NULL || MORSEL_IS_RANKING (ranking));

  g_set_object (&self->ranking, ranking);
  gtk_widget_set_visible (self->answer, ranking != NULL);

  /* Rows for all dishes are made when somebody wants to see them: they are many. */
  if (ranking == NULL || gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->dish_list))
    morsel_dish_list_set_ranking (self->dish_list, ranking);

  if (ranking == NULL)
    {
      morsel_answer_pane_close_all (self);
      return;
    }

  update_words (self, is_small_photo);
  update_rows (self);
  gtk_list_box_unselect_all (self->rows);
  gtk_list_box_select_row (self->rows, gtk_list_box_get_row_at_index (self->rows, 0));
  adw_animation_reset (self->growth);
  adw_animation_play (self->growth);
}

/**
 * morsel_answer_pane_set_busy:
 * @self: the pane
 * @busy: whether an answer is still to come
 *
 * Where that takes a while, shows a spinner, or dims the old answer.
 */
void
morsel_answer_pane_set_busy (MorselAnswerPane *self, gboolean busy)
{
  g_return_if_fail (MORSEL_IS_ANSWER_PANE (self));

  g_clear_handle_id (&self->spinner_timeout, g_source_remove);

  if (busy)
    {
      self->spinner_timeout = g_timeout_add (SPINNER_DELAY_MILLISECONDS, spinner_timeout_cb, self);
      return;
    }

  gtk_widget_set_visible (self->waiting, FALSE);
  gtk_spinner_set_spinning (self->spinner, FALSE);
  gtk_widget_remove_css_class (self->answer, "outdated");
}

/**
 * morsel_answer_pane_get_selected:
 * @self: the pane
 *
 * Returns: the position in the ranking of the dish that the map and the figures are about
 */
gsize
morsel_answer_pane_get_selected (MorselAnswerPane *self)
{
  g_return_val_if_fail (MORSEL_IS_ANSWER_PANE (self), 0);

  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->rows);

  return row != NULL ? (gsize) gtk_list_box_row_get_index (row) : 0;
}

/**
 * morsel_answer_pane_show_all:
 * @self: the pane
 *
 * Shows all dishes instead of the five, with the search ready to be typed into.
 */
void
morsel_answer_pane_show_all (MorselAnswerPane *self)
{
  g_return_if_fail (MORSEL_IS_ANSWER_PANE (self));

  if (self->ranking == NULL)
    return;

  morsel_dish_list_set_ranking (self->dish_list, self->ranking);
  morsel_stack_show (self->stack, "all");
  morsel_dish_list_start_search (self->dish_list);
}

/**
 * morsel_answer_pane_close_all:
 * @self: the pane
 *
 * Goes back from all dishes to the answer.
 *
 * Returns: %TRUE if all dishes were shown
 */
gboolean
morsel_answer_pane_close_all (MorselAnswerPane *self)
{
  g_return_val_if_fail (MORSEL_IS_ANSWER_PANE (self), FALSE);

  if (gtk_stack_get_visible_child (self->stack) != GTK_WIDGET (self->dish_list))
    return FALSE;

  morsel_stack_show (self->stack, "answer");
  gtk_widget_grab_focus (GTK_WIDGET (self->all_row));
  return TRUE;
}

/**
 * morsel_answer_pane_announce:
 * @self: the pane
 *
 * Makes a screen reader say the answer: GTK before 4.14 knows no announcements, so the heading takes
 * the focus there.
 */
void
morsel_answer_pane_announce (MorselAnswerPane *self)
{
  g_return_if_fail (MORSEL_IS_ANSWER_PANE (self));

#if GTK_CHECK_VERSION(4, 14, 0)
  g_autofree char *text = g_strdup_printf ("%s. %s", gtk_label_get_text (self->heading_label),
                                           gtk_label_get_text (self->sentence));

  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  gtk_widget_grab_focus (self->heading);
#endif
}
