/* answer.h: an answer as text for a terminal: the sentence of certainty, and bars
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

G_BEGIN_DECLS

void morsel_answer_append (GString *text,
                           const char *name,
                           MorselRanking *ranking,
                           guint n_top,
                           gboolean is_small,
                           guint width);
guint morsel_answer_get_columns (const char *text);
void morsel_answer_append_padded (GString *text, const char *string, guint columns);

G_END_DECLS
