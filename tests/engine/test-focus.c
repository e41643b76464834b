/* test-focus.c: tests of engine/focus.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/focus.h"

#include <math.h>

#define SIDE 3
#define N_PLACES (SIDE * SIDE)
#define N_MAPS 6
#define N_HIDDEN 5

/* A head: mean, dense with hard-swish, dense with one output. */
typedef struct
{
  double hidden[N_HIDDEN][N_MAPS];
  double bias[N_HIDDEN];
  double output[N_HIDDEN];
} Head;

static double
hard_swish (double x)
{
  return x * CLAMP (x + 3, 0, 6) / 6;
}

static double
hard_swish_slope (double x)
{
  if (x <= -3)
    return 0;
  return x >= 3 ? 1 : (2 * x + 3) / 6;
}

static double
random_number (GRand *random)
{
  return g_rand_double_range (random, -1, 1);
}

static Head
make_head (GRand *random)
{
  Head head;

  for (guint j = 0; j < N_HIDDEN; j++)
    {
      head.bias[j] = random_number (random);
      head.output[j] = random_number (random);
      for (guint k = 0; k < N_MAPS; k++)
        head.hidden[j][k] = 2 * random_number (random);
    }
  return head;
}

static double
run_hidden (const Head *head, const double *features, guint j)
{
  double sum = head->bias[j];

  for (guint k = 0; k < N_MAPS; k++)
    for (guint place = 0; place < N_PLACES; place++)
      sum += head->hidden[j][k] * features[place * N_MAPS + k] / N_PLACES;
  return sum;
}

static double
run_head (const Head *head, const double *features)
{
  double logit = 0;

  for (guint j = 0; j < N_HIDDEN; j++)
    logit += head->output[j] * hard_swish (run_hidden (head, features, j));
  return logit;
}

static void
find_gradient (const Head *head, const double *features, float *gradient)
{
  for (guint k = 0; k < N_MAPS; k++)
    {
      double sum = 0;

      for (guint j = 0; j < N_HIDDEN; j++)
        sum += head->output[j] * hard_swish_slope (run_hidden (head, features, j)) *
               head->hidden[j][k];
      gradient[k] = (float) sum;
    }
}

/* How the logit changes when all features of one place grow by the same share. */
static double
differentiate (const Head *head, const double *features, guint place)
{
  const double step = 1e-5;
  double changed[N_PLACES * N_MAPS];
  double logits[2];

  for (guint sign = 0; sign < 2; sign++)
    {
      for (guint i = 0; i < N_PLACES * N_MAPS; i++)
        changed[i] = features[i] * (i / N_MAPS == place ? 1 + (sign == 0 ? -step : step) : 1);
      logits[sign] = run_head (head, changed);
    }
  return (logits[1] - logits[0]) / (2 * step);
}

static void
test_focus_agrees_with_finite_differences (void)
{
  /* The map and the gradient are floats, 6e-8 each; the step of 1e-5 errs by less. */
  const double tolerance = 1.5e-6;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  double largest_difference = 0;
  guint n_compared = 0;

  for (guint round = 0; round < 200; round++)
    {
      Head head = make_head (random);
      double features[N_PLACES * N_MAPS];
      float floats[N_PLACES * N_MAPS];
      float gradient[N_MAPS];
      float map[N_PLACES];
      double differences[N_PLACES];
      double largest = 0;

      for (guint i = 0; i < N_PLACES * N_MAPS; i++)
        {
          floats[i] = (float) (2 * random_number (random) + 0.5);
          features[i] = (double) floats[i];
        }
      find_gradient (&head, features, gradient);
      for (guint place = 0; place < N_PLACES; place++)
        {
          differences[place] = MAX (differentiate (&head, features, place), 0);
          largest = MAX (largest, differences[place]);
        }

      /* A map of almost nothing divides by almost nothing. */
      if (!morsel_focus_compute (floats, gradient, N_MAPS, SIDE, map) || largest < 0.1)
        continue;
      n_compared++;
      for (guint place = 0; place < N_PLACES; place++)
        {
          double difference = fabs ((double) map[place] - differences[place] / largest);

          largest_difference = MAX (largest_difference, difference);
        }
    }

  g_test_message ("%u maps, largest difference %g", n_compared, largest_difference);
  g_assert_cmpuint (n_compared, >, 50);
  g_assert_cmpfloat (largest_difference, <=, tolerance);
}

static void
test_focus_is_one_where_it_looked_most (void)
{
  const float features[] = { 1, 0, 0, 1, 2, 2, -4, 1 };
  const float gradient[] = { 1, 0.5f };
  float map[4];

  g_assert_true (morsel_focus_compute (features, gradient, 2, 2, map));
  g_assert_cmpfloat_with_epsilon (map[0], 1.0 / 3, 1e-7f);
  g_assert_cmpfloat_with_epsilon (map[1], 0.5 / 3, 1e-7f);
  g_assert_cmpfloat_with_epsilon (map[2], 1, 1e-7f);
  g_assert_cmpfloat_with_epsilon (map[3], 0, 1e-7f);
}

static void
test_focus_says_when_nothing_spoke_for_the_dish (void)
{
  const float features[] = { 1, 2, 3, 4 };
  const float gradients[] = { -1, 0, 1e-44f };

  for (gsize i = 0; i < G_N_ELEMENTS (gradients); i++)
    {
      float map[4] = { 9, 9, 9, 9 };

      g_assert_false (morsel_focus_compute (features, &gradients[i], 1, 2, map));
      for (guint place = 0; place < 4; place++)
        g_assert_cmpfloat_with_epsilon (map[place], 0, 1e-12);
    }
}

static void
test_focus_leaves_out_what_is_no_number (void)
{
  const float features[] = { NAN, INFINITY, 3, 1 };
  const float gradient[] = { 1 };
  float map[4];

  g_assert_true (morsel_focus_compute (features, gradient, 1, 2, map));
  g_assert_cmpfloat_with_epsilon (map[0], 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (map[1], 0, 1e-12);
  g_assert_cmpfloat_with_epsilon (map[2], 1, 1e-7f);
  g_assert_cmpfloat_with_epsilon (map[3], 1.0 / 3, 1e-7f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/focus/agrees-with-finite-differences",
                   test_focus_agrees_with_finite_differences);
  g_test_add_func ("/focus/is-one-where-it-looked-most", test_focus_is_one_where_it_looked_most);
  g_test_add_func ("/focus/says-when-nothing-spoke-for-the-dish",
                   test_focus_says_when_nothing_spoke_for_the_dish);
  g_test_add_func ("/focus/leaves-out-what-is-no-number", test_focus_leaves_out_what_is_no_number);
  return g_test_run ();
}
