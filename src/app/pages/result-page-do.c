/* result-page-do.c: what keys and menus ask of the page of one photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/result-page-private.h"

#include "app/widgets/save-card.h"
#include "app/widgets/toast.h"
#include "words/answer-text.h"

#include <glib/gi18n.h>

#define N_COPIED 5 /* dishes in a copied ranking */

static MorselRanking *
get_ranking (MorselResultPage *self)
{
  return self->reading != NULL ? morsel_reading_get_ranking (self->reading) : NULL;
}

/* Takes the text; NULL: there is no answer. */
static void
copy (MorselResultPage *self, char *text)
{
  if (text == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  morsel_toast_show (GTK_WIDGET (self), _ ("Copied"));
  g_free (text);
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

  morsel_photo_pane_toggle_map (self->photo_pane);
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

  morsel_photo_pane_toggle_part (self->photo_pane);
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

  morsel_photo_pane_start_part (self->photo_pane);
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

  if (morsel_photo_pane_escape (self->photo_pane))
    return TRUE;

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

  MorselRanking *ranking = get_ranking (self);

  copy (self, ranking != NULL ? morsel_answer_copy_text (ranking) : NULL);
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

  MorselRanking *ranking = get_ranking (self);

  copy (self, ranking != NULL ? morsel_answer_ranking_text (ranking, N_COPIED) : NULL);
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

  morsel_save_card (GTK_WIDGET (self), self->reading);
}
