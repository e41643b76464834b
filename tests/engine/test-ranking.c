/* test-ranking.c: tests of engine/ranking.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/ranking.h"

#include "tiny-weights.h"

#include <math.h>

#define FOUR_LABELS "[\"pho\",\"ramen\",\"steak\",\"sushi\"]"
#define ENERGY                                                                                     \
  "{\"certain\":0.9,\"probable\":0.5,\"also\":0.2,\"unknown\":0.1,\"score\":\"energy\","           \
  "\"reject\":4.0}"

static const double no_milliseconds[MORSEL_N_STAGES] = { 0 };

static MorselRanking *
rank (MorselWeights *weights, float a, float b, float c, float d)
{
  const float logits[] = { a, b, c, d };

  return morsel_ranking_new (weights, logits, NULL, no_milliseconds);
}

/* A ranking whose first two dishes have the probabilities given. */
static MorselRanking *
rank_probabilities (MorselWeights *weights, float first, float second)
{
  float rest = (1 - first - second) / 2;
  const float probabilities[] = { rest, second, first, rest };

  return morsel_ranking_new_from_probabilities (weights, probabilities, (double) first);
}

static void
test_ranking_puts_the_likeliest_first (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);
  g_autoptr (MorselRanking) ranking = rank (weights, 1, 3, 2, -1);

  g_assert_cmpuint (morsel_ranking_get_n_dishes (ranking), ==, 4);
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 0), ==, "ramen");
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 1), ==, "steak");
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 2), ==, "pho");
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 3), ==, "sushi");
  g_assert_cmpuint (morsel_ranking_get_output (ranking, 0), ==, 1);
}

static void
test_ranking_divides_by_the_temperature (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "0.5", NULL);
  g_autoptr (MorselRanking) ranking = rank (weights, 1, 2, 0, 0);
  double sum = exp (2) + exp (4) + 2;

  g_assert_cmpfloat_with_epsilon ((double) morsel_ranking_get_probability (ranking, 0),
                                  exp (4) / sum, 1e-7);
  g_assert_cmpfloat_with_epsilon ((double) morsel_ranking_get_probability (ranking, 1),
                                  exp (2) / sum, 1e-7);
}

static void
test_ranking_stands_logits_of_any_size (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "0.01", NULL);
  g_autoptr (MorselRanking) large = rank (weights, 3e38f, 1, -3e38f, 0);
  g_autoptr (MorselRanking) small = rank (weights, -3e38f, -3e38f, -3e38f, -3e38f);

  g_assert_cmpstr (morsel_ranking_get_label (large, 0), ==, "pho");
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (large, 0), 1, 1e-7f);
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (large, 3), 0, 1e-7f);
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (small, 0), 0.25, 1e-7f);
}

static void
test_ranking_keeps_the_order_of_the_labels_among_equals (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);
  g_autoptr (MorselRanking) ranking = rank (weights, 1, 2, 1, 2);

  g_assert_cmpstr (morsel_ranking_get_label (ranking, 0), ==, "ramen");
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 1), ==, "sushi");
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 2), ==, "pho");
  g_assert_cmpstr (morsel_ranking_get_label (ranking, 3), ==, "steak");
}

static void
test_ranking_knows_nothing_from_logits_that_are_no_numbers (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);
  const float bad[] = { NAN, INFINITY, -INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (MorselRanking) ranking = rank (weights, 1, bad[i], 9, bad[i]);

      g_assert_cmpint (morsel_ranking_get_answer (ranking), ==, MORSEL_ANSWER_UNKNOWN);
      for (gsize k = 0; k < 4; k++)
        g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (ranking, k), 0.25, 1e-7f);
    }
}

/* The bounds of experience.md, section 4, for weights that bring none. */
static void
test_ranking_answers_by_the_thresholds (void)
{
  const struct
  {
    float first;
    float second;
    MorselAnswer answer;
    const char *nick;
    gboolean also;
  } cases[] = {
    { 0.85f, 0.15f, MORSEL_ANSWER_CERTAIN, "certain", FALSE },
    { 0.84f, 0.16f, MORSEL_ANSWER_PROBABLE, "probable", TRUE },
    { 0.80f, 0.14f, MORSEL_ANSWER_PROBABLE, "probable", FALSE },
    { 0.50f, 0.15f, MORSEL_ANSWER_PROBABLE, "probable", TRUE },
    { 0.49f, 0.40f, MORSEL_ANSWER_UNSURE, "unsure", FALSE },
    { 0.15f, 0.01f, MORSEL_ANSWER_UNSURE, "unsure", FALSE },
    { 0.14f, 0.01f, MORSEL_ANSWER_UNKNOWN, "unknown", FALSE },
  };
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      float rest = i < 5 ? (1 - cases[i].first - cases[i].second) / 2 : 0.01f;
      const float probabilities[] = { rest, cases[i].second, cases[i].first, rest };
      g_autoptr (MorselRanking) ranking = morsel_ranking_new_from_probabilities (weights,
                                                                                 probabilities, 0);

      g_assert_cmpint (morsel_ranking_get_answer (ranking), ==, cases[i].answer);
      g_assert_cmpstr (morsel_answer_get_nick (cases[i].answer), ==, cases[i].nick);
      g_assert_cmpint (morsel_ranking_has_also (ranking), ==, cases[i].also);
    }
}

static void
test_ranking_answers_by_the_thresholds_of_the_file (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", ENERGY);
  const float probabilities[] = { 0.88f, 0.12f, 0, 0 };
  g_autoptr (MorselRanking) ranking = morsel_ranking_new_from_probabilities (weights, probabilities,
                                                                             5);

  g_assert_cmpint (morsel_ranking_get_answer (ranking), ==, MORSEL_ANSWER_PROBABLE);
  g_assert_false (morsel_ranking_has_also (ranking));
}

static void
test_ranking_turns_away_what_scores_below_the_limit (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "0.5", ENERGY);
  g_autoptr (MorselRanking) low = rank (weights, 3.9f, -20, -20, -20);
  g_autoptr (MorselRanking) high = rank (weights, 4.1f, -20, -20, -20);

  g_assert_cmpint (morsel_ranking_get_answer (low), ==, MORSEL_ANSWER_UNKNOWN);
  g_assert_cmpfloat (morsel_ranking_get_probability (low, 0), >, 0.99f);
  g_assert_cmpint (morsel_ranking_get_answer (high), ==, MORSEL_ANSWER_CERTAIN);
}

static void
test_ranking_scores_by_energy_without_temperature (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "0.5", ENERGY);
  g_autoptr (MorselRanking) ranking = rank (weights, 1, 2, 3, 4);

  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_score (ranking),
                                  log (exp (1) + exp (2) + exp (3) + exp (4)), 1e-12);
}

static void
test_ranking_scores_by_the_largest_probability (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "0.75", NULL);
  g_autoptr (MorselRanking) ranking = rank (weights, 1, 2, 3, 4);

  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_score (ranking),
                                  (double) morsel_ranking_get_probability (ranking, 0), 1e-7);
}

static void
test_ranking_puts_probabilities_in_bounds (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);
  const float probabilities[] = { NAN, -1, 0.5f, 7 };
  g_autoptr (MorselRanking) ranking = morsel_ranking_new_from_probabilities (weights, probabilities,
                                                                             0);

  g_assert_cmpstr (morsel_ranking_get_label (ranking, 0), ==, "sushi");
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (ranking, 0), 1, 1e-7f);
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (ranking, 1), 0.5, 1e-7f);
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (ranking, 2), 0, 1e-7f);
}

static void
test_ranking_without_features_is_the_same (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);
  const float logits[] = { 1, 2, 3, 4 };
  const double milliseconds[MORSEL_N_STAGES] = { 1.5, 2.5, 3.5 };
  g_autoptr (GBytes) features = g_bytes_new_static ("0123", 4);
  g_autoptr (MorselRanking) ranking = morsel_ranking_new (weights, logits, features, milliseconds);
  g_autoptr (MorselRanking) copy = morsel_ranking_dup_without_features (ranking);
  g_autoptr (MorselRanking) again = morsel_ranking_dup_without_features (copy);

  g_assert_true (morsel_ranking_get_features (ranking) == features);
  g_assert_null (morsel_ranking_get_features (copy));
  g_assert_true (again == copy);
  g_assert_true (morsel_ranking_get_weights (copy) == weights);
  g_assert_cmpint (morsel_ranking_get_answer (copy), ==, morsel_ranking_get_answer (ranking));
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_score (copy),
                                  morsel_ranking_get_score (ranking), 1e-12);
  g_assert_cmpfloat_with_epsilon (morsel_ranking_get_milliseconds (copy, MORSEL_STAGE_NETWORK), 3.5,
                                  1e-12);
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpstr (morsel_ranking_get_label (copy, i), ==, morsel_ranking_get_label (ranking, i));
}

static void
test_ranking_frees_what_it_holds (void)
{
  MorselWeights *weights = make_tiny_weights (FOUR_LABELS, "1.0", NULL);
  MorselRanking *ranking = rank_probabilities (weights, 0.6f, 0.3f);

  g_assert_finalize_object (ranking);
  g_assert_finalize_object (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ranking/puts-the-likeliest-first", test_ranking_puts_the_likeliest_first);
  g_test_add_func ("/ranking/divides-by-the-temperature", test_ranking_divides_by_the_temperature);
  g_test_add_func ("/ranking/stands-logits-of-any-size", test_ranking_stands_logits_of_any_size);
  g_test_add_func ("/ranking/keeps-the-order-of-the-labels-among-equals",
                   test_ranking_keeps_the_order_of_the_labels_among_equals);
  g_test_add_func ("/ranking/knows-nothing-from-logits-that-are-no-numbers",
                   test_ranking_knows_nothing_from_logits_that_are_no_numbers);
  g_test_add_func ("/ranking/answers-by-the-thresholds", test_ranking_answers_by_the_thresholds);
  g_test_add_func ("/ranking/answers-by-the-thresholds-of-the-file",
                   test_ranking_answers_by_the_thresholds_of_the_file);
  g_test_add_func ("/ranking/turns-away-what-scores-below-the-limit",
                   test_ranking_turns_away_what_scores_below_the_limit);
  g_test_add_func ("/ranking/scores-by-energy-without-temperature",
                   test_ranking_scores_by_energy_without_temperature);
  g_test_add_func ("/ranking/scores-by-the-largest-probability",
                   test_ranking_scores_by_the_largest_probability);
  g_test_add_func ("/ranking/puts-probabilities-in-bounds",
                   test_ranking_puts_probabilities_in_bounds);
  g_test_add_func ("/ranking/without-features-is-the-same",
                   test_ranking_without_features_is_the_same);
  g_test_add_func ("/ranking/frees-what-it-holds", test_ranking_frees_what_it_holds);
  return g_test_run ();
}
