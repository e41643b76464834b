/* result-page.c: one photo and what is on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/result-page.h"

#include "app/stores/focus-map.h"
#include "app/test-log.h"
#include "app/texture.h"
#include "app/widgets/answer-pane.h"
#include "app/widgets/photo-view.h"
#include "app/widgets/result-card.h"
#include "app/widgets/split-layout.h"
#include "app/widgets/stack.h"
#include "app/widgets/toast.h"
#include "words/answer-text.h"
#include "words/dish-name.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

#define N_COPIED 5          /* dishes in a copied ranking */
#define SMALL_PHOTO_SIDE 96 /* pixels; below, the answer is likely to be wrong */

struct _MorselResultPage
{
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack;
  MorselPhotoView *photo_view;
  MorselAnswerPane *answer_pane;
  GtkWidget *caption;
  GtkLabel *caption_label;
  GtkWidget *whole_photo;
  GtkToggleButton *map_button;
  GtkToggleButton *part_button;
  AdwStatusPage *failed;

  /* owned */
  MorselReading *reading;
  GCancellable *mapping; /* of the map that is being drawn */
  GtkFileChooserNative *chooser;

  gboolean has_photo; /* of the reading; what comes later is the same in more pixels */
  gboolean is_map_empty;
  gboolean is_model_missing;
};

G_DEFINE_FINAL_TYPE (MorselResultPage, morsel_result_page, GTK_TYPE_WIDGET)

static MorselRanking *
get_ranking (MorselResultPage *self)
{
  return self->reading != NULL ? morsel_reading_get_ranking (self->reading) : NULL;
}

static gboolean
is_selecting (MorselResultPage *self)
{
  return gtk_toggle_button_get_active (self->part_button);
}

static void
update_caption (MorselResultPage *self)
{
  gboolean has_part = self->reading != NULL && morsel_reading_get_part (self->reading) != NULL;
  gboolean shows_map = gtk_toggle_button_get_active (self->map_button) &&
                       get_ranking (self) != NULL;
  const char *text = NULL;

  if (is_selecting (self))
    text = has_part ? _("Selected part") : _("Drag a rectangle round the dish");
  else if (shows_map && self->is_map_empty)
    text = _("No part of the photo spoke for this dish.");
  else if (shows_map)
    text = _("Brighter parts counted more");

  gtk_widget_set_visible (self->caption, text != NULL);
  gtk_widget_set_visible (self->whole_photo, is_selecting (self) && has_part);
  if (text != NULL)
    gtk_label_set_text (self->caption_label, text);
}

static void
map_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselResultPage) self = MORSEL_RESULT_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) map = morsel_focus_map_new_finish (result, &error);
  MorselPart seen;
  MorselPart place;

  if (error != NULL || self->reading == NULL)
    return;

  morsel_reading_get_seen_area (self->reading, &seen);
  morsel_focus_map_get_place (&seen, &place);
  morsel_photo_view_set_map (self->photo_view, map, map != NULL ? &place : NULL);
  self->is_map_empty = map == NULL;
  update_caption (self);
  morsel_test_log ("map-shown");
}

/* Draws the map of the chosen dish, or takes it away. */
static void
update_map (MorselResultPage *self)
{
  MorselRanking *ranking = get_ranking (self);

  g_cancellable_cancel (self->mapping);
  g_clear_object (&self->mapping);

  if (ranking == NULL || !gtk_toggle_button_get_active (self->map_button) ||
      morsel_ranking_get_features (ranking) == NULL)
    {
      morsel_photo_view_set_map (self->photo_view, NULL, NULL);
      update_caption (self);
      return;
    }

  self->mapping = g_cancellable_new ();
  morsel_focus_map_new_async (morsel_reading_get_recognizer (self->reading), ranking,
                              morsel_answer_pane_get_selected (self->answer_pane), self->mapping,
                              map_cb, g_object_ref (self));
}

static void
update_photo_label (MorselResultPage *self)
{
  MorselRanking *ranking = get_ranking (self);
  const char *name = morsel_reading_get_name (self->reading);
  g_autofree char *label = NULL;

  if (ranking == NULL)
    {
      /* Translators: what a screen reader says of a photo; %s is the file's name. */
      label = g_strdup_printf (_("Photo %s."), name);
    }
  else
    {
      g_autofree char *heading = morsel_answer_heading (ranking);
      g_autofree char *sentence = morsel_answer_sentence (ranking);

      if (morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_CERTAIN)
        /* Translators: file name, "Almost certain", a dish: "Photo a.jpg. Almost certain: Ramen" */
        label = g_strdup_printf (_("Photo %s. %s: %s"), name, sentence, heading);
      else
        /* Translators: file name, answer, and a sentence about it. */
        label = g_strdup_printf (_("Photo %s. %s. %s"), name, heading, sentence);
    }

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->photo_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
set_failed (MorselResultPage *self, const char *title, const char *sentence)
{
  adw_status_page_set_title (self->failed, title);
  adw_status_page_set_description (self->failed, sentence);
  morsel_stack_show (self->stack, "failed");
  morsel_test_log ("failed %s", title);
}

static void
show_error (MorselResultPage *self)
{
  const GError *error = morsel_reading_get_error (self->reading);

  if (error == NULL)
    return;

  g_autofree char *title = morsel_error_title (error);
  g_autofree char *sentence = morsel_error_sentence (error);

  set_failed (self, title, sentence);
}

static void
show_photo (MorselResultPage *self)
{
  MorselPhoto *photo = morsel_reading_get_photo (self->reading);

  if (photo == NULL)
    return;

  if (self->has_photo)
    {
      morsel_photo_view_sharpen (self->photo_view, photo);
      return;
    }

  self->has_photo = TRUE;
  morsel_photo_view_set_photo (self->photo_view, photo);
  if (morsel_reading_get_part (self->reading) == NULL)
    morsel_part_editor_reset (morsel_photo_view_get_editor (self->photo_view),
                              morsel_photo_get_full_width (photo),
                              morsel_photo_get_full_height (photo));
  update_photo_label (self);
  morsel_test_log ("photo %s", morsel_reading_get_name (self->reading));

  if (self->is_model_missing)
    set_failed (self, morsel_error_no_model_title (), morsel_error_no_model_sentence ());
}

/* Moves the focus to the answer for those who hear it, but never away from what is being done. */
static void
announce (MorselResultPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (GTK_IS_EDITABLE (focus) || MORSEL_IS_PART_EDITOR (focus) ||
      !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  morsel_answer_pane_announce (self->answer_pane);
}

static void
show_ranking (MorselResultPage *self)
{
  MorselRanking *ranking = get_ranking (self);

  if (ranking == NULL)
    return;

  MorselPhoto *photo = morsel_reading_get_photo (self->reading);
  guint side = MIN (morsel_photo_get_full_width (photo), morsel_photo_get_full_height (photo));

  morsel_answer_pane_set_ranking (self->answer_pane, ranking, side < SMALL_PHOTO_SIDE);
  morsel_stack_show (self->stack, "answer");
  update_photo_label (self);
  update_map (self);
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
    show_photo (self);
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
  update_map (self);
}

static void
map_toggled_cb (GtkToggleButton *button, MorselResultPage *self)
{
  update_map (self);
}

static void
part_toggled_cb (GtkToggleButton *button, MorselResultPage *self)
{
  gboolean selecting = is_selecting (self);

  morsel_photo_view_set_editing (self->photo_view, selecting);
  if (selecting)
    gtk_widget_grab_focus (GTK_WIDGET (morsel_photo_view_get_editor (self->photo_view)));
  else if (self->reading != NULL)
    morsel_reading_set_part (self->reading, NULL);
  update_caption (self);
}

static void
part_chosen_cb (MorselPartEditor *editor, MorselResultPage *self)
{
  morsel_reading_set_part (self->reading, morsel_part_editor_get_part (editor));
  update_caption (self);
}

static void
whole_photo_cb (GtkButton *button, MorselResultPage *self)
{
  gtk_toggle_button_set_active (self->part_button, FALSE);
}

/* The photo's file, or its pixels where it has none. */
static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, MorselResultPage *self)
{
  GFile *file = self->reading != NULL ? morsel_reading_get_file (self->reading) : NULL;
  MorselPhoto *photo = self->reading != NULL ? morsel_reading_get_photo (self->reading) : NULL;

  if (is_selecting (self) || photo == NULL)
    return NULL;

  if (file != NULL)
    {
      GSList files = { file, NULL };

      return gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, &files);
    }

  g_autoptr (GdkTexture) texture = morsel_texture_new_for_photo (photo);

  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
}

static void
save_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselResultPage) self = MORSEL_RESULT_PAGE (user_data);
  g_autoptr (GError) error = NULL;

  if (morsel_result_card_save_finish (result, &error))
    {
      morsel_toast_show (GTK_WIDGET (self), _("Saved"));
      return;
    }

  g_message ("Saving the card: %s", error->message);
  morsel_toast_show (GTK_WIDGET (self), _("The card could not be saved."));
}

static void
save_response_cb (GtkFileChooserNative *chooser, int response, MorselResultPage *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && get_ranking (self) != NULL)
    morsel_result_card_save_async (morsel_reading_get_photo (self->reading), get_ranking (self),
                                   file, NULL, save_cb, g_object_ref (self));

  g_clear_object (&self->chooser);
}

/* "ramen-IMG_2041.png" */
static char *
dup_card_name (MorselResultPage *self)
{
  g_autofree char *name = g_strdup (morsel_reading_get_name (self->reading));
  g_autofree char *dish = morsel_dish_name (morsel_ranking_get_label (get_ranking (self), 0));
  g_autofree char *lower = g_utf8_strdown (dish, -1);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return g_strdelimit (g_strdup_printf ("%s-%s.png", lower, name), " /", '-');
}

static void
unset_reading (MorselResultPage *self)
{
  g_cancellable_cancel (self->mapping);
  g_clear_object (&self->mapping);

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
  g_clear_object (&self->chooser);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;

  G_OBJECT_CLASS (morsel_result_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, photo_view);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, answer_pane);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, caption);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, caption_label);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, whole_photo);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, map_button);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, part_button);
  gtk_widget_class_bind_template_child (widget_class, MorselResultPage, failed);
  gtk_widget_class_bind_template_callback (widget_class, selected_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, map_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, whole_photo_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_prepare_cb);
}

static void
morsel_result_page_class_init (MorselResultPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_result_page_dispose;

  g_type_ensure (MORSEL_TYPE_ANSWER_PANE);
  g_type_ensure (MORSEL_TYPE_PHOTO_VIEW);
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
  g_signal_connect (morsel_photo_view_get_editor (self->photo_view), "part-chosen",
                    G_CALLBACK (part_chosen_cb), self);
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
  gtk_toggle_button_set_active (self->part_button, FALSE);
  morsel_answer_pane_set_ranking (self->answer_pane, NULL, FALSE);
  morsel_photo_view_set_photo (self->photo_view, NULL);
  self->has_photo = FALSE;
  morsel_stack_show (self->stack, "answer");

  if (reading != NULL)
    {
      self->reading = g_object_ref (reading);
      g_signal_connect (reading, "notify", G_CALLBACK (notify_cb), self);
      update_photo_label (self);
      show_photo (self);
      show_ranking (self);
      show_error (self);
    }

  update_busy (self);
  update_caption (self);
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

/**
 * morsel_result_page_toggle_map:
 * @self: the page
 *
 * Shows or hides where it looked.
 */
void
morsel_result_page_toggle_map (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  gtk_toggle_button_set_active (self->map_button, !gtk_toggle_button_get_active (self->map_button));
}

/**
 * morsel_result_page_toggle_part:
 * @self: the page
 *
 * Begins or ends the selection of a part.
 */
void
morsel_result_page_toggle_part (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  gtk_toggle_button_set_active (self->part_button, !is_selecting (self));
}

/**
 * morsel_result_page_start_part:
 * @self: the page
 *
 * Begins the selection of a part.
 */
void
morsel_result_page_start_part (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  gtk_toggle_button_set_active (self->part_button, TRUE);
}

/**
 * morsel_result_page_search:
 * @self: the page
 *
 * Shows all dishes, with the search ready to be typed into.
 */
void
morsel_result_page_search (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  morsel_answer_pane_show_all (self->answer_pane);
}

/**
 * morsel_result_page_escape:
 * @self: the page
 *
 * Ends what is going on, in this order: the selection of a part, the map, the run, the search.
 *
 * Returns: %TRUE if something was ended
 */
gboolean
morsel_result_page_escape (MorselResultPage *self)
{
  g_return_val_if_fail (MORSEL_IS_RESULT_PAGE (self), FALSE);

  if (is_selecting (self))
    {
      gtk_toggle_button_set_active (self->part_button, FALSE);
      return TRUE;
    }

  if (gtk_toggle_button_get_active (self->map_button))
    {
      gtk_toggle_button_set_active (self->map_button, FALSE);
      return TRUE;
    }

  if (self->reading != NULL && morsel_reading_is_busy (self->reading))
    {
      morsel_reading_cancel (self->reading);
      return TRUE;
    }

  return morsel_answer_pane_close_all (self->answer_pane);
}

/**
 * morsel_result_page_go_back:
 * @self: the page
 *
 * Returns: %TRUE if Back led from all dishes to the answer, so that the page stays
 */
gboolean
morsel_result_page_go_back (MorselResultPage *self)
{
  g_return_val_if_fail (MORSEL_IS_RESULT_PAGE (self), FALSE);

  return morsel_answer_pane_close_all (self->answer_pane);
}

/**
 * morsel_result_page_copy:
 * @self: the page
 *
 * Copies the answer.
 */
void
morsel_result_page_copy (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  if (get_ranking (self) == NULL)
    return;

  g_autofree char *text = morsel_answer_copy_text (get_ranking (self));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  morsel_toast_show (GTK_WIDGET (self), _("Copied"));
}

/**
 * morsel_result_page_copy_ranking:
 * @self: the page
 *
 * Copies the five rows.
 */
void
morsel_result_page_copy_ranking (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  if (get_ranking (self) == NULL)
    return;

  g_autofree char *text = morsel_answer_ranking_text (get_ranking (self), N_COPIED);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  morsel_toast_show (GTK_WIDGET (self), _("Copied"));
}

/**
 * morsel_result_page_save:
 * @self: the page
 *
 * Asks where to save the card with the photo and its answer.
 */
void
morsel_result_page_save (MorselResultPage *self)
{
  g_return_if_fail (MORSEL_IS_RESULT_PAGE (self));

  if (get_ranking (self) == NULL || self->chooser != NULL)
    return;

  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *name = dup_card_name (self);

  self->chooser = gtk_file_chooser_native_new (_("Save Result Card"), GTK_WINDOW (root),
                                                  GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (save_response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
