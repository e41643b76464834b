/* test-plan.c: the plan against the network in plain loops, layer by layer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "counted-malloc.h"
#include "made-weights.h"
#include "reference.h"

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

static MorselLane *
make_lane (const MorselNetwork *network,
           MorselWeights *weights,
           const MorselSafetensors *tensors,
           MorselPrecision precision,
           const float *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPlan) plan = morsel_plan_new (network, weights, tensors, precision, &error);

  g_assert_no_error (error);

  MorselLane *lane = morsel_lane_new (plan, &error);
  const gsize side = morsel_weights_get_side (weights);

  g_assert_no_error (error);
  memcpy (morsel_lane_get_input (lane), input, side * side * 3 * sizeof *input);
  return lane;
}

/* Largest difference of logits and of features, relative to the largest of them. */
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
  g_test_message ("shipped weights: logits differ by %g, features by %g",
                  compare (logits, expected), compare (features, expected_features));
  g_assert_cmpfloat (compare (logits, expected), <=, tolerance);
  g_assert_cmpfloat (compare (features, expected_features), <=, tolerance);
}

static void
test_plan_runs_the_shipped_weights (void)
{
  check_shipped (MORSEL_PRECISION_F32, TOLERANCE_F32);
  if (morsel_onednn_has_bf16 ())
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

  if (morsel_onednn_may_use_avx512 ())
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
                       allowed != 0 && morsel_onednn_gains_from_bf16 () ? MORSEL_PRECISION_BF16
                                                                        : MORSEL_PRECISION_F32);
    }
}

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
  if (morsel_onednn_may_use_avx2 ()) /* below, oneDNN's own code takes more and gives it back */
    g_assert_cmpuint (counted.largest, <=, 1024);
  g_assert_cmpuint (counted.n_kept, ==, 0);
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
  g_test_add_func ("/plan/gives-the-gradient-of-every-head",
                   test_plan_gives_the_gradient_of_every_head);
  g_test_add_func ("/lane/does-not-disturb-another", test_lanes_do_not_disturb_each_other);
  g_test_add_func ("/lane/takes-no-memory-for-a-photo", test_lane_takes_no_memory_for_a_photo);
  return g_test_run ();
}
