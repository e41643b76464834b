/* answer-text.h: what a ranking says, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"
#include "engine/results.h"

G_BEGIN_DECLS

/* All return (transfer full). */
char *morsel_answer_heading (MorselRanking *ranking);  /* "Ramen", "Not Sure", "Not Recognised" */
char *morsel_answer_sentence (MorselRanking *ranking); /* "Almost certain" */
char *morsel_answer_line (MorselRanking *ranking); /* one line: "Not Sure: Steak, Filet mignon" */
char *morsel_answer_copy_text (MorselRanking *ranking);                    /* "Ramen (87 %)" */
char *morsel_answer_ranking_text (MorselRanking *ranking, gsize n_dishes); /* a line a dish */
char *morsel_answer_quality (const MorselResults *results,
                             const char *label); /* "Ramen: 228 of 250 …"; NULL: not measured */
char *morsel_answer_quality_unknown (const MorselResults *results); /* NULL: not measured */
const char *morsel_answer_small_photo (void); /* shorter side below 96 pixels */

G_END_DECLS
