/* test-lane.c: lanes beside each other, what they take, and the head followed back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "counted-malloc.h"
#include "odd-network.h"

#include "engine/cpu.h"
#include "engine/plan-private.h"

#include <string.h>

static void
test_plan_gives_the_gradient_of_every_head (void)
{
  const char *const heads[] = {
    "gap-dense",
    "gap-densehswish-denserelu-dense",
    "convhswish-gap-denserelu-dense",
  };

  for (gsize h = 0; h < G_N_ELEMENTS (heads); h++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MorselWeights) weights = NULL;
      MadeWeights made = odd_weights;

      made.head = heads[h];
      made.dtype = h == 0 ? MORSEL_DTYPE_F16 : MORSEL_DTYPE_F32;

      g_autoptr (MorselSafetensors) tensors = made_weights_load (&made, &weights);
      g_autofree float *input = made_weights_make_input (&made);
      g_autoptr (MorselLane) lane = make_lane (&odd_network, weights, tensors, MORSEL_PRECISION_F32,
                                               input);
      const MorselPlan *plan = morsel_lane_get_plan (lane);
      const guint side = morsel_plan_get_map_side (plan);
      const guint n_maps = morsel_plan_get_n_maps (plan);
      ReferenceMap *map = reference_map_new (side, n_maps);
      g_autofree float *logits = g_new (float, made.n_labels);
      g_autofree float *features = g_new (float, (gsize) side *side *n_maps);
      g_autofree float *gradient = g_new (float, n_maps);
      g_autofree double *expected = g_new (double, n_maps);

      g_assert_true (morsel_lane_run (lane, logits, features, &error));
      for (gsize i = 0; i < (gsize) side * side * n_maps; i++)
        map->values[i] = (double) features[i];

      morsel_plan_get_gradient (plan, features, 11, gradient);
      reference_get_gradient (weights, tensors, map, 11, expected);
      for (guint i = 0; i < n_maps; i++)
        g_assert_cmpfloat_with_epsilon ((double) gradient[i], expected[i], 1e-5);

      reference_map_free (map);
    }
}

typedef struct
{
  MorselLane *lane;
  const float *expected;
  guint n_outputs;
  gboolean same;
} Runner;

static gpointer
run_many_times (gpointer data)
{
  Runner *runner = data;
  g_autofree float *logits = g_new (float, runner->n_outputs);

  runner->same = TRUE;
  for (guint i = 0; i < 50; i++)
    runner->same = runner->same && morsel_lane_run (runner->lane, logits, NULL, NULL) &&
                   memcmp (logits, runner->expected, runner->n_outputs * sizeof *logits) == 0;

  return NULL;
}

static void
test_lanes_do_not_disturb_each_other (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = made_weights_load (&odd_weights, &weights);
  g_autofree float *input = made_weights_make_input (&odd_weights);
  g_autoptr (MorselPlan) plan = morsel_plan_new (&odd_network, weights, tensors,
                                                 MORSEL_PRECISION_F32, &error);
  const guint n_outputs = morsel_plan_get_n_outputs (plan);
  const gsize n_inputs = (gsize) odd_weights.side * odd_weights.side * 3;
  g_autofree float *expected = g_new (float, 2 * n_outputs);
  Runner runners[2];
  GThread *threads[2];

  for (guint i = 0; i < 2; i++)
    {
      runners[i].lane = morsel_lane_new (plan, &error);
      runners[i].expected = expected + i * n_outputs;
      runners[i].n_outputs = n_outputs;
      memcpy (morsel_lane_get_input (runners[i].lane), input, n_inputs * sizeof *input);
      for (gsize k = 0; i == 1 && k < n_inputs; k++)
        morsel_lane_get_input (runners[i].lane)[k] *= -1.0F;
      g_assert_true (morsel_lane_run (runners[i].lane, expected + i * n_outputs, NULL, &error));
    }

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("lane", run_many_times, &runners[i]);

  for (guint i = 0; i < 2; i++)
    {
      g_thread_join (threads[i]);
      g_assert_true (runners[i].same);
      morsel_lane_free (runners[i].lane);
    }

  g_assert_true (memcmp (expected, expected + n_outputs, n_outputs * sizeof *expected) != 0);
}

/* oneDNN lists a convolution's five buffers each time it runs one: a few hundred bytes that it
   gives back. Anything larger, or kept, would be ours. */
static void
test_lane_takes_no_memory_for_a_photo (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = made_weights_load (&odd_weights, &weights);
  g_autofree float *input = made_weights_make_input (&odd_weights);
  g_autoptr (MorselLane) lane = make_lane (&odd_network, weights, tensors, MORSEL_PRECISION_F32,
                                           input);
  g_autofree float *logits = g_new (float, odd_weights.n_labels);

  if (!counted_malloc_is_counting ())
    {
      g_test_skip ("the sanitizer counts memory itself");
      return;
    }

  g_assert_true (morsel_lane_run (lane, logits, NULL, &error));
  counted_malloc_begin ();
  g_assert_true (morsel_lane_run (lane, logits, NULL, &error));

  const CountedMalloc counted = counted_malloc_end ();

  g_test_message ("%u times, at most %u bytes", counted.n_times, counted.largest);
  if (morsel_cpu_get () >=
      MORSEL_CPU_AVX2) /* below, oneDNN's own code takes more and gives it back */
    g_assert_cmpuint (counted.largest, <=, 1024);
  g_assert_cmpuint (counted.n_kept, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lane/does-not-disturb-another", test_lanes_do_not_disturb_each_other);
  g_test_add_func ("/lane/takes-no-memory-for-a-photo", test_lane_takes_no_memory_for_a_photo);
  g_test_add_func ("/plan/gives-the-gradient-of-every-head",
                   test_plan_gives_the_gradient_of_every_head);
  return g_test_run ();
}
