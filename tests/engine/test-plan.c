/* test-plan.c: the plan against the network in plain loops, layer by layer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "odd-network.h"

#include "engine/error.h"
#include "engine/plan-private.h"
#include "engine/plan.h"
#include "engine/squeeze-excite.h"

#include <math.h>
#include <string.h>

/* Sums of a few hundred f32 products against double: relative to the map's largest value. */
#define TOLERANCE_F32 2e-5

/* bf16 has 8 bits; rounding at each of a dozen layers adds up. */
#define TOLERANCE_BF16 0.06

/* What a step has just written, as floats. */
static float *
dup_output (MorselLane *lane, const MorselStep *step)
{
  const guint8 *arena = (const guint8 *) morsel_lane_get_input (lane);
  const gsize n_values = (gsize) step->operation.side_out * step->operation.side_out *
                         step->operation.out;
  float *values = g_new (float, n_values);

  morsel_values_to_f32 (arena + step->destination_offset, step->destination, n_values, values);
  return values;
}

static void
check_every_step (const MadeWeights *made, MorselPrecision precision, double tolerance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = made_weights_load (made, &weights);
  g_autofree float *input = made_weights_make_input (made);
  g_autoptr (GPtrArray) maps = reference_run (made->network, weights, tensors, input);
  g_autoptr (MorselPlan) plan = morsel_plan_new (made->network, weights, tensors, precision,
                                                 &error);

  g_assert_no_error (error);

  g_autoptr (MorselLane) lane = morsel_lane_new (plan, &error);
  double worst = 0.0;

  g_assert_no_error (error);
  g_assert_cmpuint (plan->n_steps, ==, maps->len);
  memcpy (morsel_lane_get_input (lane), input, (gsize) made->side * made->side * 3 * sizeof *input);
  morsel_lane_begin (lane);

  for (guint i = 0; i < plan->n_steps; i++)
    {
      const ReferenceMap *map = g_ptr_array_index (maps, i);

      g_assert_true (morsel_lane_run_step (lane, i, &error));
      g_assert_cmpuint (plan->steps[i].operation.side_out, ==, map->side);
      g_assert_cmpuint (plan->steps[i].operation.out, ==, map->channels);

      /* Never whole: the next step's output shows whether it was right. */
      if (plan->steps[i].cut)
        continue;

      g_autofree float *output = dup_output (lane, &plan->steps[i]);
      const double difference = compare_to_reference (output, map);

      worst = fmax (worst, difference);
      if (!(difference <= tolerance))
        g_test_message ("%s differs by %g", plan->steps[i].operation.name, difference);
      g_assert_cmpfloat (difference, <=, tolerance);
    }

  g_test_message ("%s %s: largest difference %g", made->padding, made->head, worst);
}

static void
test_plan_gives_what_plain_loops_give (void)
{
  const char *const paddings[] = { "same", "symmetric" };

  for (gsize i = 0; i < G_N_ELEMENTS (paddings); i++)
    {
      MadeWeights made = odd_weights;

      made.padding = paddings[i];
      check_every_step (&made, MORSEL_PRECISION_F32, TOLERANCE_F32);
      made.side = 160;
      check_every_step (&made, MORSEL_PRECISION_F32, TOLERANCE_F32);
      /* Large enough for a chain of three steps, whose sum adds what lies in a ring. */
      made.side = 192;
      check_every_step (&made, MORSEL_PRECISION_F32, TOLERANCE_F32);
    }
}

static void
test_plan_reads_half_precision_weights (void)
{
  MadeWeights made = odd_weights;

  made.dtype = MORSEL_DTYPE_F16;
  check_every_step (&made, MORSEL_PRECISION_F32, TOLERANCE_F32);
}

static void
test_plan_runs_every_head (void)
{
  const char *const heads[] = {
    "gap-dense",
    "gap-denserelu-dense",
    "gap-densehswish-denserelu-dense",
    "gap-densehswish-dense",
    "convhswish-gap-denserelu-dense",
    "convhswish-gap-dense",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      MadeWeights made = odd_weights;

      made.head = heads[i];
      check_every_step (&made, MORSEL_PRECISION_F32, TOLERANCE_F32);
      made.network = &short_network;
      check_every_step (&made, MORSEL_PRECISION_F32, TOLERANCE_F32);
    }
}

static void
test_plan_in_bf16_is_close (void)
{
  MadeWeights made = odd_weights;

  if (morsel_cpu_get () < MORSEL_CPU_BF16)
    {
      g_test_skip ("this CPU has no bf16");
      return;
    }

  check_every_step (&made, MORSEL_PRECISION_BF16, TOLERANCE_BF16);
  made.dtype = MORSEL_DTYPE_F16;
  made.head = "convhswish-gap-denserelu-dense";
  check_every_step (&made, MORSEL_PRECISION_BF16, TOLERANCE_BF16);
  made.network = &short_network;
  made.padding = "symmetric";
  made.head = "gap-dense";
  check_every_step (&made, MORSEL_PRECISION_BF16, TOLERANCE_BF16);
}

/* The weights that are shipped. */
static MorselSafetensors *
load_shipped (MorselWeights **weights)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  MorselSafetensors *tensors = morsel_safetensors_load (file, NULL, &error);

  g_assert_no_error (error);
  *weights = morsel_weights_new (tensors, &error);
  g_assert_no_error (error);
  return tensors;
}

/* Logits and features by their largest difference. In bf16 features, 47,040 of them at the end of
 * sixty layers, by the root mean square: the largest difference is one value's luck there (on one
 * CPU, with the same input, 0.058 by AVX512_BF16 and 0.098 by AMX). */
static void
check_shipped (MorselPrecision precision, double tolerance)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = load_shipped (&weights);
  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));
  const MadeWeights made = { .side = morsel_weights_get_side (weights) };
  g_autofree float *input = made_weights_make_input (&made);
  g_autoptr (GPtrArray) maps = reference_run (network, weights, tensors, input);
  g_autoptr (MorselLane) lane = make_lane (network, weights, tensors, precision, input);
  const MorselPlan *plan = morsel_lane_get_plan (lane);
  const ReferenceMap *expected = g_ptr_array_index (maps, maps->len - 1);
  const ReferenceMap *expected_features = g_ptr_array_index (maps, plan->mean - 1);
  g_autofree float *logits = g_new (float, morsel_plan_get_n_outputs (plan));
  g_autofree float *features = g_new (float, (gsize) expected_features->side *
                                                 expected_features->side *
                                                 morsel_plan_get_n_maps (plan));

  g_assert_cmpuint (morsel_plan_get_map_side (plan), ==, expected_features->side);
  g_assert_cmpuint (morsel_plan_get_n_maps (plan), ==, expected_features->channels);
  g_assert_true (morsel_lane_run (lane, logits, features, &error));
  g_test_message ("shipped weights: logits differ by %g, features by %g, at most %g",
                  compare_to_reference (logits, expected),
                  compare_rms_to_reference (features, expected_features),
                  compare_to_reference (features, expected_features));
  g_assert_cmpfloat (compare_to_reference (logits, expected), <=, tolerance);
  g_assert_cmpfloat (compare_rms_to_reference (features, expected_features), <=, tolerance);
  if (precision == MORSEL_PRECISION_F32)
    g_assert_cmpfloat (compare_to_reference (features, expected_features), <=, tolerance);
}

static void
test_plan_runs_the_shipped_weights (void)
{
  check_shipped (MORSEL_PRECISION_F32, TOLERANCE_F32);
  if (morsel_cpu_get () >= MORSEL_CPU_BF16)
    check_shipped (MORSEL_PRECISION_BF16, TOLERANCE_BF16);
}

static void
test_plan_never_takes_a_reference_implementation (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = load_shipped (&weights);
  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));
  const MadeWeights made = { .side = morsel_weights_get_side (weights) };
  g_autofree float *input = made_weights_make_input (&made);
  g_autoptr (MorselLane) lane = make_lane (network, weights, tensors, MORSEL_PRECISION_F32, input);
  g_autoptr (GPtrArray) rows = morsel_profile_run (lane, &error);
  guint64 n_multiply_adds = 0;

  g_assert_no_error (error);

  for (guint i = 0; i < rows->len; i++)
    {
      const MorselProfileRow *row = g_ptr_array_index (rows, i);

      n_multiply_adds += row->n_multiply_adds;
      g_assert_false (g_str_has_prefix (row->implementation, "ref"));
      g_assert_false (g_str_has_prefix (row->implementation, "gemm:ref"));
      g_assert_cmpint (row->nanoseconds, >=, 0);
    }

  g_assert_cmpuint (n_multiply_adds, ==,
                    morsel_network_count_multiply_adds (network, weights, tensors));
}

static void
test_plan_says_which_layer_has_no_implementation (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = made_weights_load (&odd_weights, &weights);

  if (morsel_cpu_get () >= MORSEL_CPU_AVX512)
    {
      g_test_skip ("AVX-512 has every layer in bf16; see the runs with less");
      return;
    }

  MorselPlan *plan = morsel_plan_new (&odd_network, weights, tensors, MORSEL_PRECISION_BF16,
                                      &error);

  g_assert_null (plan);
  g_assert_error (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "stem"));
  g_assert_nonnull (strstr (error->message, "status 3"));
}

static void
test_plan_chooses_the_precision (void)
{
  for (guint allowed = 0; allowed < 2; allowed++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MorselWeights) weights = NULL;
      MadeWeights made = odd_weights;

      made.bf16 = allowed != 0;

      g_autoptr (MorselSafetensors) tensors = made_weights_load (&made, &weights);
      g_autoptr (MorselPlan) plan = morsel_plan_new (&odd_network, weights, tensors,
                                                     MORSEL_PRECISION_AUTO, &error);

      g_assert_no_error (error);
      g_assert_cmpint (morsel_plan_get_precision (plan), ==,
                       allowed != 0 && morsel_cpu_gains_from_bf16 () ? MORSEL_PRECISION_BF16
                                                                     : MORSEL_PRECISION_F32);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/gives-what-plain-loops-give", test_plan_gives_what_plain_loops_give);
  g_test_add_func ("/plan/reads-half-precision-weights", test_plan_reads_half_precision_weights);
  g_test_add_func ("/plan/runs-every-head", test_plan_runs_every_head);
  g_test_add_func ("/plan/in-bf16-is-close", test_plan_in_bf16_is_close);
  g_test_add_func ("/plan/runs-the-shipped-weights", test_plan_runs_the_shipped_weights);
  g_test_add_func ("/plan/never-takes-a-reference-implementation",
                   test_plan_never_takes_a_reference_implementation);
  g_test_add_func ("/plan/says-which-layer-has-no-implementation",
                   test_plan_says_which_layer_has_no_implementation);
  g_test_add_func ("/plan/chooses-the-precision", test_plan_chooses_the_precision);
  return g_test_run ();
}
