/* statistics.c: how good the answers are, over photos whose dishes are known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/statistics.h"

#include <math.h>

/**
 * morsel_statistics_init:
 * @self: the statistics
 * @n_dishes: how many dishes the network knows
 *
 * Starts with no photo.
 */
void
morsel_statistics_init (MorselStatistics *self, guint n_dishes)
{
  *self = (MorselStatistics){
    .n_dishes = n_dishes,
    .dishes = g_new0 (MorselTally, n_dishes),
    .confusions = g_new0 (guint, (gsize) n_dishes * n_dishes),
  };
}

/**
 * morsel_statistics_clear:
 * @self: the statistics
 *
 * Frees what the statistics own.
 */
void
morsel_statistics_clear (MorselStatistics *self)
{
  g_clear_pointer (&self->dishes, g_free);
  g_clear_pointer (&self->confusions, g_free);
}

static void
count (MorselTally *tally, gsize position)
{
  tally->n_photos++;
  if (position == 0)
    tally->n_top1++;
  if (position < MORSEL_STATISTICS_TOP)
    tally->n_top5++;
}

/* Bins are open below and closed above; what is not a probability cannot come out of a softmax. */
static MorselBin *
find_bin (MorselStatistics *self, double probability)
{
  double bin = ceil (probability * MORSEL_STATISTICS_N_BINS) - 1.0;

  return &self->bins[(gsize) CLAMP (bin, 0.0, MORSEL_STATISTICS_N_BINS - 1.0)];
}

/* Where the dish stands in the ranking. */
static gsize
find_position (MorselRanking *ranking, guint dish)
{
  gsize n_dishes = morsel_ranking_get_n_dishes (ranking);

  for (gsize i = 0; i < n_dishes; i++)
    if (morsel_ranking_get_output (ranking, i) == dish)
      return i;
  return n_dishes;
}

/**
 * morsel_statistics_add:
 * @self: the statistics
 * @ranking: what the network said
 * @dish: what is on the photo, an output of the network
 *
 * Counts a photo.
 */
void
morsel_statistics_add (MorselStatistics *self, MorselRanking *ranking, guint dish)
{
  g_return_if_fail (dish < self->n_dishes);

  gsize position = find_position (ranking, dish);
  double probability = (double) morsel_ranking_get_probability (ranking, 0);
  MorselBin *bin = find_bin (self, probability);
  MorselAnswer answer = morsel_ranking_get_answer (ranking);

  count (&self->all, position);
  count (&self->dishes[dish], position);
  count (&self->answers[answer], position);

  bin->n_photos++;
  bin->n_right += position == 0 ? 1 : 0;
  bin->sum += probability;

  self->confusions[(gsize) dish * self->n_dishes + morsel_ranking_get_output (ranking, 0)]++;
}

/**
 * morsel_statistics_add_other:
 * @self: the statistics
 * @ranking: what the network said
 *
 * Counts a photo that shows none of the dishes: the right answer is "unknown".
 */
void
morsel_statistics_add_other (MorselStatistics *self, MorselRanking *ranking)
{
  self->n_others++;
  if (morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_UNKNOWN)
    self->n_others_turned_away++;
}

/**
 * morsel_statistics_get_ece:
 * @self: the statistics
 *
 * The expected calibration error: how far the probability of the first dish is from the share of
 * photos for which it was right, over bins of equal width, weighted by photos.
 *
 * Source: Guo et al., On Calibration of Modern Neural Networks, 2017, section 2.
 *
 * Returns: 0 to 1; 0 without photos
 */
double
morsel_statistics_get_ece (const MorselStatistics *self)
{
  double sum = 0.0;

  for (gsize i = 0; i < MORSEL_STATISTICS_N_BINS; i++)
    sum += fabs ((double) self->bins[i].n_right - self->bins[i].sum);
  return self->all.n_photos > 0 ? sum / self->all.n_photos : 0.0;
}

static int
compare_confusions (gconstpointer a, gconstpointer b)
{
  const MorselConfusion *first = a;
  const MorselConfusion *second = b;

  if (first->n_photos != second->n_photos)
    return first->n_photos > second->n_photos ? -1 : 1;
  if (first->dish != second->dish)
    return first->dish < second->dish ? -1 : 1;
  return first->taken_for < second->taken_for ? -1 : 1;
}

/**
 * morsel_statistics_list_confusions:
 * @self: the statistics
 *
 * Returns: (transfer full) (element-type MorselConfusion): all mistakes, the most frequent first
 */
GArray *
morsel_statistics_list_confusions (const MorselStatistics *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (MorselConfusion));

  for (guint dish = 0; dish < self->n_dishes; dish++)
    for (guint taken_for = 0; taken_for < self->n_dishes; taken_for++)
      {
        MorselConfusion confusion = {
          .dish = dish,
          .taken_for = taken_for,
          .n_photos = self->confusions[(gsize) dish * self->n_dishes + taken_for],
        };

        if (dish != taken_for && confusion.n_photos > 0)
          g_array_append_val (list, confusion);
      }
  g_array_sort (list, compare_confusions);
  return list;
}

/**
 * morsel_share:
 * @n_some: some of them
 * @n_all: all of them
 *
 * Returns: their share, 0 to 1; 0 of nothing
 */
double
morsel_share (guint n_some, guint n_all)
{
  return n_all > 0 ? (double) n_some / n_all : 0.0;
}
