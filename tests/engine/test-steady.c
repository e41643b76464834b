/* test-steady.c: tests of engine/steady.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/steady.h"

#include "tiny-weights.h"

#include <math.h>

#define LABELS "[\"pho\",\"ramen\",\"steak\"]"
#define FRAME (G_USEC_PER_SEC / 10)

static MorselRanking *
rank (MorselWeights *weights, float pho, float ramen, float steak)
{
  const float probabilities[] = { pho, ramen, steak };

  return morsel_ranking_new_from_probabilities (weights, probabilities, 0);
}

static void
add (MorselSteady *steady, MorselWeights *weights, float pho, float ramen, gint64 microseconds)
{
  g_autoptr (MorselRanking) ranking = rank (weights, pho, ramen, 1 - pho - ramen);

  morsel_steady_add (steady, ranking, microseconds);
}

static void
test_steady_knows_nothing_before_the_first_frame (void)
{
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  guint percent = 1;

  g_assert_null (morsel_steady_get_label (steady, &percent));
  g_assert_cmpuint (percent, ==, 0);
}

static void
test_steady_names_the_first_frame_at_once (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  guint percent;

  add (steady, weights, 0.2f, 0.72f, 0);
  g_assert_cmpstr (morsel_steady_get_label (steady, &percent), ==, "ramen");
  g_assert_cmpuint (percent, ==, 70);
}

static void
test_steady_shows_steps_of_five_but_never_none_or_all (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  const struct
  {
    float probability;
    guint percent;
  } cases[] = { { 0.36f, 35 }, { 0.374f, 35 }, { 0.376f, 40 }, { 0.6f, 60 }, { 1, 95 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MorselSteady) steady = morsel_steady_new ();
      float rest = (1 - cases[i].probability) / 2;
      guint percent;

      add (steady, weights, cases[i].probability, rest, 0);
      g_assert_cmpstr (morsel_steady_get_label (steady, &percent), ==, "pho");
      g_assert_cmpuint (percent, ==, cases[i].percent);
    }
}

static void
test_steady_names_nothing_below_the_least_mean (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  guint percent;

  add (steady, weights, 0.34f, 0.33f, 0);
  g_assert_null (morsel_steady_get_label (steady, &percent));
  g_assert_cmpuint (percent, ==, 0);
}

static void
add_all (MorselSteady *steady, MorselWeights *weights, float pho, float others, gint64 microseconds)
{
  g_autoptr (MorselRanking) ranking = rank (weights, pho, others, others);

  morsel_steady_add (steady, ranking, microseconds);
}

/* From 90 % to 23 % the mean needs 0.6 s × ln (0.67 / 0.02) = 2.11 s to fall below 25 %. */
static void
test_steady_loses_its_name_as_the_mean_falls (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  gint64 now = 0;

  add_all (steady, weights, 0.9f, 0.05f, now);
  while (now < 21 * FRAME)
    {
      now += FRAME;
      add_all (steady, weights, 0.23f, 0.3f, now);
      g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "pho");
    }
  now += FRAME;
  add_all (steady, weights, 0.23f, 0.3f, now);
  g_assert_null (morsel_steady_get_label (steady, NULL));
}

/* A mean that swings about the limit of naming: the name comes once and stays. */
static void
test_steady_keeps_its_name_below_the_mean_that_it_came_with (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();

  add_all (steady, weights, 0.36f, 0.3f, 0);
  for (guint i = 1; i < 100; i++)
    {
      add_all (steady, weights, i / 10 % 2 == 0 ? 0.26f : 0.40f, 0.3f, i * FRAME);
      g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "pho");
    }
}

/* One frame of another dish, then the first again: the name stays. */
static void
test_steady_keeps_its_name_through_a_flicker (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();

  for (guint i = 0; i < 100; i++)
    {
      gboolean flicker = i % 5 == 4;

      add (steady, weights, flicker ? 0.1f : 0.9f, flicker ? 0.9f : 0.1f, i * FRAME);
      g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "pho");
    }
}

/* The means cross with 10 points between them after 0.6 s × ln (1.6 / 0.7) = 0.496 s, that is at
 * the frame of 0.5 s; 0.6 s later the name changes. */
static void
test_steady_changes_its_name_after_a_while_of_lead (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  guint i;

  add (steady, weights, 0.9f, 0.1f, 0);
  for (i = 1; i < 11; i++)
    {
      add (steady, weights, 0.1f, 0.9f, i * FRAME);
      g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "pho");
    }
  add (steady, weights, 0.1f, 0.9f, i * FRAME);
  g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "ramen");
}

static void
test_steady_keeps_its_name_against_a_lead_of_less_than_ten_points (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();

  add (steady, weights, 0.6f, 0.4f, 0);
  for (guint i = 1; i < 100; i++)
    {
      add (steady, weights, 0.455f, 0.545f, i * FRAME);
      g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "pho");
    }
}

/* Many frames or few, the same seconds give the same mean. */
static void
test_steady_counts_time_and_not_frames (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) many = morsel_steady_new ();
  g_autoptr (MorselSteady) few = morsel_steady_new ();
  guint percent_of_many;
  guint percent_of_few;

  add (many, weights, 0.99f, 0.01f, 0);
  add (few, weights, 0.99f, 0.01f, 0);
  for (guint i = 1; i <= 30; i++)
    add (many, weights, 0.6f, 0.2f, i * (FRAME / 10));
  add (few, weights, 0.6f, 0.2f, FRAME);
  add (few, weights, 0.6f, 0.2f, 3 * FRAME);

  g_assert_cmpstr (morsel_steady_get_label (many, &percent_of_many), ==, "pho");
  g_assert_cmpstr (morsel_steady_get_label (few, &percent_of_few), ==, "pho");
  /* 0.6 + 0.39 × exp (-0.5) = 0.84 */
  g_assert_cmpuint (percent_of_many, ==, 85);
  g_assert_cmpuint (percent_of_few, ==, 85);
}

static void
test_steady_stands_time_that_goes_backwards (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  guint percent;

  add (steady, weights, 0.8f, 0.1f, 100 * G_USEC_PER_SEC);
  for (guint i = 0; i < 100; i++)
    add (steady, weights, 0.1f, 0.8f, (100 - (gint64) i) * G_USEC_PER_SEC);
  add (steady, weights, 0.1f, 0.8f, G_MININT64);
  g_assert_cmpstr (morsel_steady_get_label (steady, &percent), ==, "pho");
  g_assert_cmpuint (percent, ==, 80);

  add (steady, weights, 0.1f, 0.8f, G_MAXINT64);
  add (steady, weights, 0.1f, 0.8f, 0);
  for (guint i = 1; i <= 6; i++)
    add (steady, weights, 0.1f, 0.8f, i * FRAME);
  g_assert_cmpstr (morsel_steady_get_label (steady, &percent), ==, "ramen");
  g_assert_cmpuint (percent, ==, 80);
}

static void
test_steady_starts_anew_with_other_weights (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselWeights) others = make_tiny_weights ("[\"waffles\",\"tacos\"]", "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();
  const float probabilities[] = { 0.2f, 0.8f };
  g_autoptr (MorselRanking) other = morsel_ranking_new_from_probabilities (others, probabilities,
                                                                           0);

  add (steady, weights, 0.05f, 0.05f, 0);
  g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "steak");
  morsel_steady_add (steady, other, FRAME);
  g_assert_cmpstr (morsel_steady_get_label (steady, NULL), ==, "tacos");
}

static void
test_steady_forgets_when_reset (void)
{
  MorselWeights *weights = make_tiny_weights (LABELS, "1.0", NULL);
  g_autoptr (MorselSteady) steady = morsel_steady_new ();

  add (steady, weights, 0.9f, 0.05f, 0);
  morsel_steady_reset (steady);
  g_assert_null (morsel_steady_get_label (steady, NULL));
  g_assert_finalize_object (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/steady/knows-nothing-before-the-first-frame",
                   test_steady_knows_nothing_before_the_first_frame);
  g_test_add_func ("/steady/names-the-first-frame-at-once",
                   test_steady_names_the_first_frame_at_once);
  g_test_add_func ("/steady/shows-steps-of-five-but-never-none-or-all",
                   test_steady_shows_steps_of_five_but_never_none_or_all);
  g_test_add_func ("/steady/names-nothing-below-the-least-mean",
                   test_steady_names_nothing_below_the_least_mean);
  g_test_add_func ("/steady/loses-its-name-as-the-mean-falls",
                   test_steady_loses_its_name_as_the_mean_falls);
  g_test_add_func ("/steady/keeps-its-name-below-the-mean-that-it-came-with",
                   test_steady_keeps_its_name_below_the_mean_that_it_came_with);
  g_test_add_func ("/steady/keeps-its-name-through-a-flicker",
                   test_steady_keeps_its_name_through_a_flicker);
  g_test_add_func ("/steady/changes-its-name-after-a-while-of-lead",
                   test_steady_changes_its_name_after_a_while_of_lead);
  g_test_add_func ("/steady/keeps-its-name-against-a-lead-of-less-than-ten-points",
                   test_steady_keeps_its_name_against_a_lead_of_less_than_ten_points);
  g_test_add_func ("/steady/counts-time-and-not-frames", test_steady_counts_time_and_not_frames);
  g_test_add_func ("/steady/stands-time-that-goes-backwards",
                   test_steady_stands_time_that_goes_backwards);
  g_test_add_func ("/steady/starts-anew-with-other-weights",
                   test_steady_starts_anew_with_other_weights);
  g_test_add_func ("/steady/forgets-when-reset", test_steady_forgets_when_reset);
  return g_test_run ();
}
