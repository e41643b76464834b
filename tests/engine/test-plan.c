/* test-plan.c: the plan against the network in plain loops, layer by layer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "made-weights.h"
#include "reference.h"

#include "engine/plan-private.h"
#include "engine/plan.h"
#include "engine/squeeze-excite.h"

#include <math.h>
#include <string.h>

/* Sums of a few hundred f32 products against double: relative to the map's largest value. */
#define TOLERANCE_F32 2e-5

/* bf16 has 8 bits; rounding at each of a dozen layers adds up. */
#define TOLERANCE_BF16 0.06

#define RELU MORSEL_ACTIVATION_RELU
#define SWISH MORSEL_ACTIVATION_HARD_SWISH

/* Odd sides (96 becomes 3 and 3 becomes 2), all kernels, strides, sums, gates, channel counts
   that are no multiple of a vector, and a block without expansion. */
static const MorselLayer odd_layers[] = {
  { MORSEL_LAYER_CONV, 3, 0, 16, 0, SWISH, 2 }, /* 48 */
  { MORSEL_LAYER_BOTTLENECK, 3, 16, 16, 0, RELU, 1 },
  { MORSEL_LAYER_BOTTLENECK, 5, 24, 20, 8, RELU, 2 }, /* 24 */
  { MORSEL_LAYER_BOTTLENECK, 3, 40, 20, 0, SWISH, 1 },
  { MORSEL_LAYER_BOTTLENECK, 3, 72, 24, 24, SWISH, 2 }, /* 12 */
  { MORSEL_LAYER_BOTTLENECK, 5, 72, 24, 24, SWISH, 1 },
  { MORSEL_LAYER_BOTTLENECK, 5, 72, 24, 0, RELU, 1 },
  { MORSEL_LAYER_BOTTLENECK, 3, 88, 32, 16, RELU, 2 }, /* 6 */
  { MORSEL_LAYER_BOTTLENECK, 5, 96, 40, 0, SWISH, 2 }, /* 3 */
  { MORSEL_LAYER_BOTTLENECK, 5, 100, 40, 12, SWISH, 1 },
  { MORSEL_LAYER_BOTTLENECK, 5, 112, 48, 0, RELU, 2 }, /* 2 */
  { MORSEL_LAYER_CONV, 1, 0, 144, 0, SWISH, 1 },
};

static const MorselNetwork odd_network = {
  .name = "mobilenet_v3_large",
  .layers = odd_layers,
  .n_layers = G_N_ELEMENTS (odd_layers),
};

/* A sum is what the mean is taken of. */
static const MorselNetwork short_network = {
  .name = "mobilenet_v3_large",
  .layers = odd_layers,
  .n_layers = 7,
};

static const MadeWeights odd_weights = {
  .network = &odd_network,
  .padding = "same",
  .head = "gap-dense",
  .side = 96,
  .n_labels = 37,
  .n_hidden = 72,
  .dtype = MORSEL_DTYPE_F32,
  .bf16 = TRUE,
};

/* The largest difference, relative to the largest value. */
static double
compare (const float *values, const ReferenceMap *map)
{
  const gsize n_values = (gsize) map->side * map->side * map->channels;
  double largest = 0.0;
  double difference = 0.0;

  for (gsize i = 0; i < n_values; i++)
    {
      largest = fmax (largest, fabs (map->values[i]));
      difference = fmax (difference, fabs ((double) values[i] - map->values[i]));
    }

  return difference / largest;
}

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
      if (morsel_step_is_cut (&plan->steps[i]))
        continue;

      g_autofree float *output = dup_output (lane, &plan->steps[i]);
      const double difference = compare (output, map);

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

  if (!morsel_onednn_has_bf16 ())
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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/gives-what-plain-loops-give", test_plan_gives_what_plain_loops_give);
  g_test_add_func ("/plan/reads-half-precision-weights", test_plan_reads_half_precision_weights);
  g_test_add_func ("/plan/runs-every-head", test_plan_runs_every_head);
  g_test_add_func ("/plan/in-bf16-is-close", test_plan_in_bf16_is_close);
  return g_test_run ();
}
