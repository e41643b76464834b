/* answer-pane.h: what a photo shows, in words and bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_ANSWER_PANE (morsel_answer_pane_get_type ())
G_DECLARE_FINAL_TYPE (MorselAnswerPane, morsel_answer_pane, MORSEL, ANSWER_PANE, GtkWidget)

GtkWidget *morsel_answer_pane_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_answer_pane_set_ranking (MorselAnswerPane *self,
                                     MorselRanking *ranking,
                                     gboolean is_small_photo);
void morsel_answer_pane_set_busy (MorselAnswerPane *self, gboolean busy);
gsize morsel_answer_pane_get_selected (MorselAnswerPane *self);
void morsel_answer_pane_show_all (MorselAnswerPane *self);
gboolean morsel_answer_pane_close_all (MorselAnswerPane *self);
void morsel_answer_pane_announce (MorselAnswerPane *self);

G_END_DECLS
