/* ranking.c: the dishes of one photo, the likeliest first, and the answer they give
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/ranking.h"

#include "engine/softmax.h"

#include <math.h>
#include <string.h>

/* A dish at its place in the ranking. */
typedef struct
{
  guint output;
  float probability;
} Entry;

struct _MorselRanking
{
  GObject parent_instance;

  /* owned */
  MorselWeights *weights;
  Entry *entries;
  GBytes *features;

  guint n_entries;
  MorselAnswer answer;
  double score;
  double milliseconds[MORSEL_N_STAGES];
};

G_DEFINE_FINAL_TYPE (MorselRanking, morsel_ranking, G_TYPE_OBJECT)

/* The likelier first; among equals the one that comes first in the weights. */
static int
compare_entries (const void *a, const void *b)
{
  const Entry *first = a;
  const Entry *second = b;

  if (first->probability > second->probability)
    return -1;
  if (first->probability < second->probability)
    return 1;
  return first->output < second->output ? -1 : first->output > second->output;
}

/* What a ranking says by the weights' thresholds; a score that is not a number says nothing. */
static MorselAnswer
find_answer (const MorselThresholds *thresholds, float probability, double score)
{
  if (!(score >= (double) thresholds->reject) || probability < thresholds->unknown)
    return MORSEL_ANSWER_UNKNOWN;
  if (probability >= thresholds->certain)
    return MORSEL_ANSWER_CERTAIN;
  if (probability >= thresholds->probable)
    return MORSEL_ANSWER_PROBABLE;
  return MORSEL_ANSWER_UNSURE;
}

/* Sorts the probabilities of the weights' outputs. */
static MorselRanking *
sort (MorselWeights *weights, const float *probabilities, double score)
{
  MorselRanking *self = g_object_new (MORSEL_TYPE_RANKING, NULL);

  self->weights = g_object_ref (weights);
  self->n_entries = morsel_weights_get_n_labels (weights);
  self->entries = g_new (Entry, self->n_entries);
  self->score = score;
  for (guint i = 0; i < self->n_entries; i++)
    {
      self->entries[i].output = i;
      self->entries[i].probability = probabilities[i] > 0 ? MIN (probabilities[i], 1.0f) : 0;
    }
  qsort (self->entries, self->n_entries, sizeof *self->entries, compare_entries);
  self->answer = find_answer (morsel_weights_get_thresholds (weights), self->entries[0].probability,
                              score);
  return self;
}

/* The rejection score that the weights want. */
static double
find_score (MorselWeights *weights, const float *logits, const float *probabilities)
{
  guint n_labels = morsel_weights_get_n_labels (weights);
  float largest = 0;

  if (morsel_weights_get_thresholds (weights)->score == MORSEL_SCORE_ENERGY)
    return morsel_softmax_get_energy (logits, n_labels);

  for (guint i = 0; i < n_labels; i++)
    largest = MAX (largest, probabilities[i]);
  return (double) largest;
}

static void
morsel_ranking_finalize (GObject *object)
{
  MorselRanking *self = MORSEL_RANKING (object);

  g_clear_object (&self->weights);
  g_free (self->entries);
  g_clear_pointer (&self->features, g_bytes_unref);

  G_OBJECT_CLASS (morsel_ranking_parent_class)->finalize (object);
}

static void
morsel_ranking_class_init (MorselRankingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_ranking_finalize;
}

static void
morsel_ranking_init (MorselRanking *self)
{
}

/**
 * morsel_ranking_new:
 * @weights: the weights that the network ran with
 * @logits: (array): the network's outputs, one per label, in the weights' order
 * @features: (nullable): the last features, for the map of where the network looked
 * @milliseconds: (array fixed-size=3): how long each #MorselStage took
 *
 * Ranks the dishes of one photo: softmax of the logits divided by the weights' temperature.
 * Logits that are not finite say nothing: then all dishes are equally likely and the answer is
 * %MORSEL_ANSWER_UNKNOWN.
 *
 * Returns: (transfer full): the ranking
 */
MorselRanking *
morsel_ranking_new (MorselWeights *weights,
                    const float *logits,
                    GBytes *features,
                    const double milliseconds[MORSEL_N_STAGES])
{
  g_return_val_if_fail (MORSEL_IS_WEIGHTS (weights), NULL);
  g_return_val_if_fail (logits != NULL, NULL);

  guint n_labels = morsel_weights_get_n_labels (weights);
  g_autofree float *probabilities = g_new (float, n_labels);
  gboolean finite = morsel_softmax_run (
      logits, n_labels, (double) morsel_weights_get_temperature (weights), probabilities);
  double score = finite ? find_score (weights, logits, probabilities) : (double) NAN;
  MorselRanking *self = sort (weights, probabilities, score);

  self->features = features != NULL ? g_bytes_ref (features) : NULL;
  if (milliseconds != NULL)
    memcpy (self->milliseconds, milliseconds, sizeof self->milliseconds);
  return self;
}

/**
 * morsel_ranking_new_from_probabilities:
 * @weights: the weights whose labels the probabilities belong to
 * @probabilities: (array): one per label, in the weights' order; what is not between 0 and 1 is 0
 *   or 1, what is not a number is 0
 * @score: the rejection score, as morsel_ranking_get_score() gave it
 *
 * A ranking of what is known already: a mean over many photos, or what was kept earlier. It has no
 * times and no features.
 *
 * Returns: (transfer full): the ranking
 */
MorselRanking *
morsel_ranking_new_from_probabilities (MorselWeights *weights,
                                       const float *probabilities,
                                       double score)
{
  g_return_val_if_fail (MORSEL_IS_WEIGHTS (weights), NULL);
  g_return_val_if_fail (probabilities != NULL, NULL);

  return sort (weights, probabilities, score);
}

/**
 * morsel_ranking_dup_without_features:
 * @self: a ranking
 *
 * The same ranking without the 188 kB that the map of where the network looked needs: what a list
 * of many photos keeps.
 *
 * Returns: (transfer full): the copy; @self itself when it has no features
 */
MorselRanking *
morsel_ranking_dup_without_features (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), NULL);

  if (self->features == NULL)
    return g_object_ref (self);

  MorselRanking *copy = g_object_new (MORSEL_TYPE_RANKING, NULL);

  copy->weights = g_object_ref (self->weights);
  copy->entries = g_memdup2 (self->entries, sizeof *self->entries * self->n_entries);
  copy->n_entries = self->n_entries;
  copy->answer = self->answer;
  copy->score = self->score;
  memcpy (copy->milliseconds, self->milliseconds, sizeof copy->milliseconds);
  return copy;
}

/**
 * morsel_ranking_get_answer:
 * @self: a ranking
 *
 * Returns: how sure the answer is, by the thresholds of the weights
 */
MorselAnswer
morsel_ranking_get_answer (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), MORSEL_ANSWER_UNKNOWN);

  return self->answer;
}

/**
 * morsel_answer_get_nick:
 * @answer: an answer
 *
 * Returns: (transfer none): the answer as a word for programs: "certain", "probable", "unsure" or
 *   "unknown"
 */
const char *
morsel_answer_get_nick (MorselAnswer answer)
{
  switch (answer)
    {
    case MORSEL_ANSWER_CERTAIN:
      return "certain";
    case MORSEL_ANSWER_PROBABLE:
      return "probable";
    case MORSEL_ANSWER_UNSURE:
      return "unsure";
    case MORSEL_ANSWER_UNKNOWN:
    default:
      return "unknown";
    }
}

/**
 * morsel_ranking_get_n_dishes:
 * @self: a ranking
 *
 * Returns: how many dishes are ranked: all labels of the weights
 */
gsize
morsel_ranking_get_n_dishes (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), 0);

  return self->n_entries;
}

/**
 * morsel_ranking_get_label:
 * @self: a ranking
 * @position: from 0, the likeliest
 *
 * Returns: (transfer none): the label of the dish, "apple_pie"
 */
const char *
morsel_ranking_get_label (MorselRanking *self, gsize position)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), NULL);
  g_return_val_if_fail (position < self->n_entries, NULL);

  return morsel_weights_get_labels (self->weights)[self->entries[position].output];
}

/**
 * morsel_ranking_get_output:
 * @self: a ranking
 * @position: from 0, the likeliest
 *
 * Returns: the place of the dish's label in the weights
 */
gsize
morsel_ranking_get_output (MorselRanking *self, gsize position)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), 0);
  g_return_val_if_fail (position < self->n_entries, 0);

  return self->entries[position].output;
}

/**
 * morsel_ranking_get_probability:
 * @self: a ranking
 * @position: from 0, the likeliest
 *
 * Returns: how likely the dish is, 0 to 1, calibrated by the weights' temperature
 */
float
morsel_ranking_get_probability (MorselRanking *self, gsize position)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), 0);
  g_return_val_if_fail (position < self->n_entries, 0);

  return self->entries[position].probability;
}

/**
 * morsel_ranking_has_also:
 * @self: a ranking
 *
 * Returns: whether the answer is %MORSEL_ANSWER_PROBABLE and the second dish is worth a word too
 */
gboolean
morsel_ranking_has_also (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), FALSE);

  return self->answer == MORSEL_ANSWER_PROBABLE && self->n_entries > 1 &&
         self->entries[1].probability >= morsel_weights_get_thresholds (self->weights)->also;
}

/**
 * morsel_ranking_get_score:
 * @self: a ranking
 *
 * Returns: the rejection score as the weights want it: the largest probability, or the log of the
 *   sum of exp (logits), without temperature; NaN when the logits were not finite
 */
double
morsel_ranking_get_score (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), 0);

  return self->score;
}

/**
 * morsel_ranking_get_milliseconds:
 * @self: a ranking
 * @stage: a stage of the photo's way
 *
 * Returns: how long the stage took; 0 when it was not measured
 */
double
morsel_ranking_get_milliseconds (MorselRanking *self, MorselStage stage)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), 0);
  g_return_val_if_fail (stage < MORSEL_N_STAGES, 0);

  return self->milliseconds[stage];
}

/**
 * morsel_ranking_get_features:
 * @self: a ranking
 *
 * Returns: (transfer none) (nullable): the network's last features, float
 *   [map_side, map_side, n_maps], for morsel_recognizer_dup_focus()
 */
GBytes *
morsel_ranking_get_features (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), NULL);

  return self->features;
}

/**
 * morsel_ranking_get_weights:
 * @self: a ranking
 *
 * Returns: (transfer none): the weights that it was made with
 */
MorselWeights *
morsel_ranking_get_weights (MorselRanking *self)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (self), NULL);

  return self->weights;
}
