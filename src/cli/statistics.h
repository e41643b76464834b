/* statistics.h: how good the answers are, over photos whose dishes are known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

G_BEGIN_DECLS

#define MORSEL_STATISTICS_N_BINS 15
#define MORSEL_STATISTICS_N_ANSWERS 4
/* How many dishes an answer may name for one of them to count as right. */
#define MORSEL_STATISTICS_TOP 5

/* Photos of one dish, or with one answer. */
typedef struct
{
  guint n_photos;
  guint n_top1; /* the dish came first */
  guint n_top5; /* the dish was among the first five */
} MorselTally;

/* Photos whose likeliest dish had about the same probability. */
typedef struct
{
  guint n_photos;
  guint n_right;
  double sum; /* of those probabilities */
} MorselBin;

/* A dish that was taken for another; both are outputs of the network. */
typedef struct
{
  guint dish;
  guint taken_for;
  guint n_photos;
} MorselConfusion;

typedef struct
{
  guint n_dishes;
  MorselTally all;
  MorselTally *dishes; /* [n_dishes], owned */
  guint *confusions;   /* [n_dishes, n_dishes], dish by what it was taken for; owned */
  MorselTally answers[MORSEL_STATISTICS_N_ANSWERS];
  MorselBin bins[MORSEL_STATISTICS_N_BINS]; /* of equal width, 0 to 1 */
  guint n_others;                           /* photos without a known dish */
  guint n_others_turned_away;
} MorselStatistics;

void morsel_statistics_init (MorselStatistics *self, guint n_dishes);
void morsel_statistics_clear (MorselStatistics *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MorselStatistics, morsel_statistics_clear)

void morsel_statistics_add (MorselStatistics *self, MorselRanking *ranking, guint dish);
void morsel_statistics_add_other (MorselStatistics *self, MorselRanking *ranking);
double morsel_statistics_get_ece (const MorselStatistics *self);
GArray *morsel_statistics_list_confusions (const MorselStatistics *self)
    G_GNUC_WARN_UNUSED_RESULT; /* of MorselConfusion */
double morsel_share (guint n_some, guint n_all);

G_END_DECLS
