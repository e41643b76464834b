/* test-statistics.c: tests of cli/statistics.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/statistics.h"

#include "tiny-weights.h"

#define LABELS "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]"

/* What the network said: the probability of each dish. */
static MorselRanking *
rank (float a, float b, float c, float d, float e, float f)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  const float probabilities[] = { a, b, c, d, e, f };

  return morsel_ranking_new_from_probabilities (weights, probabilities, 0.5);
}

static void
test_statistics_count_the_first_and_the_first_five (void)
{
  g_auto (MorselStatistics) statistics = { 0 };
  g_autoptr (MorselRanking) ranking = rank (0.5f, 0.2f, 0.1f, 0.09f, 0.08f, 0.03f);

  morsel_statistics_init (&statistics, 6);
  morsel_statistics_add (&statistics, ranking, 0);
  morsel_statistics_add (&statistics, ranking, 4);
  morsel_statistics_add (&statistics, ranking, 5);

  g_assert_cmpuint (statistics.all.n_photos, ==, 3);
  g_assert_cmpuint (statistics.all.n_top1, ==, 1);
  g_assert_cmpuint (statistics.all.n_top5, ==, 2);
  g_assert_cmpuint (statistics.dishes[5].n_photos, ==, 1);
  g_assert_cmpuint (statistics.dishes[5].n_top5, ==, 0);
  g_assert_cmpuint (statistics.answers[MORSEL_ANSWER_PROBABLE].n_photos, ==, 3);
  g_assert_cmpuint (statistics.answers[MORSEL_ANSWER_PROBABLE].n_top1, ==, 1);
}

/* Four photos at 0.9, three of them right, and two at 0.5, one of them right:
 * (4 × |0.75 - 0.9| + 2 × |0.5 - 0.5|) / 6 = 0.1. */
static void
test_statistics_measure_calibration (void)
{
  g_auto (MorselStatistics) statistics = { 0 };
  g_autoptr (MorselRanking) sure = rank (0.9f, 0.05f, 0.02f, 0.01f, 0.01f, 0.01f);
  g_autoptr (MorselRanking) half = rank (0.5f, 0.3f, 0.1f, 0.05f, 0.03f, 0.02f);

  morsel_statistics_init (&statistics, 6);
  for (guint i = 0; i < 4; i++)
    morsel_statistics_add (&statistics, sure, i < 3 ? 0 : 1);
  for (guint i = 0; i < 2; i++)
    morsel_statistics_add (&statistics, half, i);

  g_assert_cmpfloat_with_epsilon (morsel_statistics_get_ece (&statistics), 0.1, 1e-6);
  g_assert_cmpuint (statistics.bins[13].n_photos, ==, 4);
  g_assert_cmpuint (statistics.bins[7].n_photos, ==, 2);
}

static void
test_statistics_put_certainty_in_the_last_bin (void)
{
  g_auto (MorselStatistics) statistics = { 0 };
  g_autoptr (MorselRanking) certain = rank (1.0f, 0.0f, 0.0f, 0.0f, 0.0f, 0.0f);

  morsel_statistics_init (&statistics, 6);
  morsel_statistics_add (&statistics, certain, 0);
  g_assert_cmpuint (statistics.bins[MORSEL_STATISTICS_N_BINS - 1].n_photos, ==, 1);
}

static void
test_statistics_list_the_most_frequent_mistakes_first (void)
{
  g_auto (MorselStatistics) statistics = { 0 };
  g_autoptr (MorselRanking) says_a = rank (0.9f, 0.1f, 0.0f, 0.0f, 0.0f, 0.0f);
  g_autoptr (MorselRanking) says_b = rank (0.1f, 0.9f, 0.0f, 0.0f, 0.0f, 0.0f);

  morsel_statistics_init (&statistics, 6);
  morsel_statistics_add (&statistics, says_a, 0);
  morsel_statistics_add (&statistics, says_b, 0);
  morsel_statistics_add (&statistics, says_a, 2);
  morsel_statistics_add (&statistics, says_a, 2);

  g_autoptr (GArray) confusions = morsel_statistics_list_confusions (&statistics);
  const MorselConfusion *first = &g_array_index (confusions, MorselConfusion, 0);
  const MorselConfusion *second = &g_array_index (confusions, MorselConfusion, 1);

  g_assert_cmpuint (confusions->len, ==, 2);
  g_assert_cmpuint (first->dish, ==, 2);
  g_assert_cmpuint (first->taken_for, ==, 0);
  g_assert_cmpuint (first->n_photos, ==, 2);
  g_assert_cmpuint (second->dish, ==, 0);
  g_assert_cmpuint (second->taken_for, ==, 1);
}

static void
test_statistics_count_what_is_turned_away (void)
{
  g_auto (MorselStatistics) statistics = { 0 };
  g_autoptr (MorselRanking) sure = rank (0.9f, 0.1f, 0.0f, 0.0f, 0.0f, 0.0f);
  g_autoptr (MorselRanking) lost = rank (0.14f, 0.14f, 0.14f, 0.14f, 0.14f, 0.14f);

  morsel_statistics_init (&statistics, 6);
  morsel_statistics_add_other (&statistics, sure);
  morsel_statistics_add_other (&statistics, lost);
  g_assert_cmpuint (statistics.n_others, ==, 2);
  g_assert_cmpuint (statistics.n_others_turned_away, ==, 1);
  g_assert_cmpuint (statistics.all.n_photos, ==, 0);
}

static void
test_statistics_of_nothing_are_nought (void)
{
  g_auto (MorselStatistics) statistics = { 0 };

  morsel_statistics_init (&statistics, 6);
  g_assert_cmpfloat_with_epsilon (morsel_statistics_get_ece (&statistics), 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (morsel_share (0, 0), 0.0, 1e-12);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/count-the-first-and-the-first-five",
                   test_statistics_count_the_first_and_the_first_five);
  g_test_add_func ("/statistics/measure-calibration", test_statistics_measure_calibration);
  g_test_add_func ("/statistics/put-certainty-in-the-last-bin",
                   test_statistics_put_certainty_in_the_last_bin);
  g_test_add_func ("/statistics/list-the-most-frequent-mistakes-first",
                   test_statistics_list_the_most_frequent_mistakes_first);
  g_test_add_func ("/statistics/count-what-is-turned-away",
                   test_statistics_count_what_is_turned_away);
  g_test_add_func ("/statistics/of-nothing-are-nought", test_statistics_of_nothing_are_nought);
  return g_test_run ();
}
