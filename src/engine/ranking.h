/* ranking.h: the dishes of one photo, the likeliest first; never changes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/weights.h"

G_BEGIN_DECLS

typedef enum
{
  MORSEL_ANSWER_CERTAIN,
  MORSEL_ANSWER_PROBABLE,
  MORSEL_ANSWER_UNSURE,
  MORSEL_ANSWER_UNKNOWN,
} MorselAnswer;

typedef enum
{
  MORSEL_STAGE_LOAD,
  MORSEL_STAGE_PREPROCESS,
  MORSEL_STAGE_NETWORK,
} MorselStage;
#define MORSEL_N_STAGES 3

#define MORSEL_TYPE_RANKING (morsel_ranking_get_type ())
G_DECLARE_FINAL_TYPE (MorselRanking, morsel_ranking, MORSEL, RANKING, GObject)

/* logits: [n_labels]; features: what focus needs, or NULL */
MorselRanking *morsel_ranking_new (MorselWeights *weights,
                                   const float *logits,
                                   GBytes *features,
                                   const double milliseconds[MORSEL_N_STAGES])
    G_GNUC_WARN_UNUSED_RESULT;
MorselRanking *morsel_ranking_new_from_probabilities (MorselWeights *weights,
                                                      const float *probabilities,
                                                      double score) G_GNUC_WARN_UNUSED_RESULT;
MorselRanking *morsel_ranking_dup_without_features (MorselRanking *self) G_GNUC_WARN_UNUSED_RESULT;

MorselAnswer morsel_ranking_get_answer (MorselRanking *self);
const char *morsel_answer_get_nick (MorselAnswer answer); /* "certain", … */
gsize morsel_ranking_get_n_dishes (MorselRanking *self);
const char *morsel_ranking_get_label (MorselRanking *self, gsize position);
gsize morsel_ranking_get_output (MorselRanking *self,
                                 gsize position); /* the label's place in the weights */
float morsel_ranking_get_probability (MorselRanking *self, gsize position);
gboolean morsel_ranking_has_also (MorselRanking *self); /* the second is also possible */
double morsel_ranking_get_score (MorselRanking *self);
double morsel_ranking_get_milliseconds (MorselRanking *self, MorselStage stage);
GBytes *morsel_ranking_get_features (MorselRanking *self);
MorselWeights *morsel_ranking_get_weights (MorselRanking *self);

G_END_DECLS
