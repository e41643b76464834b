/* result-page.c: one photo and what is on it; what keys and menus ask of it is in result-page-do.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/result-page-private.h"

#include "app/test-log.h"
#include "app/widgets/part-editor.h"
#include "app/widgets/split-layout.h"
#include "app/widgets/stack.h"
#include "words/error-text.h"

#define SMALL_PHOTO_SIDE 96 /* pixels; below, the answer is likely to be wrong */

G_DEFINE_FINAL_TYPE (MorselResultPage, morsel_result_page, GTK_TYPE_WIDGET)

/* Before GTK 4.14 what is to be heard takes the focus, but never away from what is being done. */
static gboolean
may_announce (MorselResultPage *self)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  return TRUE;
#else
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return !GTK_IS_EDITABLE (focus) && !MORSEL_IS_PART_EDITOR (focus);
#endif
}

static void
announce_failure (MorselResultPage *self)
{
#if GTK_CHECK_VERSION(4, 14, 0)
  g_autofree char *text = g_strdup_printf ("%s. %s", adw_status_page_get_title (self->failed),
                                           adw_status_page_get_description (self->failed));

  gtk_accessible_announce (GTK_ACCESSIBLE (self->failed), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
#else
  gtk_widget_grab_focus (GTK_WIDGET (self->failed));
#endif
}

/* Has the answer, or why there is none, said to those who hear it. */
static void
announce (MorselResultPage *self)
{
  self->is_unsaid = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_unsaid || !may_announce (self))
    return;

  if (gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->failed))
    announce_failure (self);
  else
    morsel_answer_pane_announce (self->answer_pane);
}

static void
set_failed (MorselResultPage *self, const char *title, const char *sentence)
{
  adw_status_page_set_title (self->failed, title);
  adw_status_page_set_description (self->failed, sentence);
  /* Its name is its title. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->failed),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  morsel_stack_show (self->stack, "failed");
  announce (self);
  morsel_test_log ("failed %s", title);
}

static void
show_error (MorselResultPage *self)
{
  const GError *error = morsel_reading_get_error (self->reading);

  if (error == NULL)
    return;

  g_message ("%s: %s", morsel_reading_get_name (self->reading), error->message);

  g_autofree char *title = morsel_error_title (error);
  g_autofree char *sentence = morsel_error_sentence (error);

  set_failed (self, title, sentence);
}

static void
show_no_model (MorselResultPage *self)
{
  if (self->is_model_missing && morsel_reading_get_photo (self->reading) != NULL)
    set_failed (self, morsel_error_no_model_title (), morsel_error_no_model_sentence ());
}

static void
show_ranking (MorselResultPage *self)
{
  MorselRanking *ranking = morsel_reading_get_ranking (self->reading);

  if (ranking == NULL)
    return;

  MorselPhoto *photo = morsel_reading_get_photo (self->reading);
  guint side = MIN (morsel_photo_get_full_width (photo), morsel_photo_get_full_height (photo));

  morsel_answer_pane_set_ranking (self->answer_pane, ranking, side < SMALL_PHOTO_SIDE);
  morsel_stack_show (self->stack, "answer");
  announce (self);
  morsel_test_log ("ranked %s %s", morsel_reading_get_name (self->reading),
                   morsel_ranking_get_label (ranking, 0));
}

static void
update_busy (MorselResultPage *self)
{
  morsel_answer_pane_set_busy (self->answer_pane, self->reading != NULL &&
                                                      morsel_reading_is_busy (self->reading) &&
                                                      !self->is_model_missing);
}

static void
notify_cb (MorselReading *reading, GParamSpec *pspec, MorselResultPage *self)
{
  if (g_str_equal (pspec->name, "photo"))
    show_no_model (self);
  else if (g_str_equal (pspec->name, "ranking"))
    show_ranking (self);
  else if (g_str_equal (pspec->name, "error"))
    show_error (self);
  else if (g_str_equal (pspec->name, "busy"))
    update_busy (self);
}

static void
selected_changed_cb (MorselAnswerPane *pane, MorselResultPage *self)
{
  morsel_photo_pane_set_position (self->photo_pane, morsel_answer_pane_get_selected (pane));
}

static void
unset_reading (MorselResultPage *self)
{
  if (self->reading == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->reading, self);
  morsel_reading_cancel (self->reading);
  g_clear_object (&self->reading);
}

static void
morsel_result_page_dispose (GObject *object)
{
  MorselResultPage *self = MORSEL_RESULT_PAGE (object);

  unset_reading (self);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (morsel_result_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, photo_pane);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, answer_pane);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, failed);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
}

static void
morsel_result_page_class_init (MorselResultPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_result_page_dispose;

  g_type_ensure (MORSEL_TYPE_ANSWER_PANE);
  g_type_ensure (MORSEL_TYPE_PHOTO_PANE);
  g_type_ensure (MORSEL_TYPE_SPLIT_LAYOUT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/result-page.ui");
  bind_template (widget_class);
}

static void
morsel_result_page_init (MorselResultPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  morsel_stack_show (self->stack, "answer");
}

/**
 * morsel_result_page_set_reading:
 * @self: the page
 * @reading: (nullable): the photo to show, or %NULL for none
 *
 * Shows a photo and, as they come, its answer or its failure. The work on the one before is
 * cancelled, unless it is the same.
 */
void
morsel_result_page_set_reading (MorselResultPage *self, MorselReading *reading)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));
  g_return_if_fail (reading == NULL || MORSEL_IS_READING (reading));

  if (self->reading == reading)
    return;

  unset_reading (self);
  self->is_unsaid = FALSE;
  if (reading != NULL && morsel_reading_get_ranking (reading) != NULL)
    morsel_answer_pane_close_all (self->answer_pane);
  else
    morsel_answer_pane_set_ranking (self->answer_pane, NULL, FALSE);
  morsel_photo_pane_set_reading (self->photo_pane, reading);
  morsel_stack_show (self->stack, "answer");

  if (reading != NULL)
    {
      self->reading = g_object_ref (reading);
      g_signal_connect (reading, "notify", G_CALLBACK (notify_cb), self);
      show_no_model (self);
      show_ranking (self);
      show_error (self);
    }

  update_busy (self);
}

/**
 * morsel_result_page_announce:
 * @self: the page, on the screen
 *
 * Has that said which was shown before the page was on the screen.
 */
void
morsel_result_page_announce (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  if (self->is_unsaid)
    announce (self);
}

/**
 * morsel_result_page_expect:
 * @self: the page
 * @photo: (nullable): of the reading that will be shown soon
 *
 * Makes ready what takes time, so that photo and answer appear together.
 */
void
morsel_result_page_expect (MorselResultPage *self, MorselPhoto *photo)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  morsel_photo_pane_expect (self->photo_pane, photo);
}

/**
 * morsel_result_page_get_reading:
 * @self: the page
 *
 * Returns: (transfer none) (nullable): the photo that is shown
 */
MorselReading *
morsel_result_page_get_reading (MorselResultPage *self)
{
  g_return_val_if_fail (MORSEL_IS_RESULT_PAGE (self), NULL);

  return self->reading;
}

/**
 * morsel_result_page_set_model_missing:
 * @self: the page
 * @missing: whether there is no model at all
 *
 * Says so instead of waiting for an answer for ever.
 */
void
morsel_result_page_set_model_missing (MorselResultPage *self, gboolean missing)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  self->is_model_missing = missing;
  if (missing && self->reading != NULL)
    set_failed (self, morsel_error_no_model_title (), morsel_error_no_model_sentence ());
  update_busy (self);
}
