/* evaluation.h: the statistics of an evaluation, written as text, JSON or CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "cli/statistics.h"

G_BEGIN_DECLS

/* What an evaluation came to. */
typedef struct
{
  const MorselStatistics *statistics;
  const char *const *labels; /* [n_dishes] */
  guint n_failed;            /* photos without an answer, in none of the statistics */
} MorselEvaluation;

void morsel_evaluation_append_text (const MorselEvaluation *self, GString *text);
void morsel_evaluation_append_json (const MorselEvaluation *self, GString *text);
void morsel_evaluation_append_csv (const MorselEvaluation *self, GString *text);

G_END_DECLS
