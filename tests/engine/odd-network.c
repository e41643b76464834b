/* odd-network.c: a small network with everything a layer can be, and what tests of plans share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "odd-network.h"

#include <math.h>
#include <string.h>

#define RELU MORSEL_ACTIVATION_RELU
#define SWISH MORSEL_ACTIVATION_HARD_SWISH

/* clang-format off */
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
/* clang-format on */

const MorselNetwork odd_network = {
  .name = "mobilenet_v3_large",
  .layers = odd_layers,
  .n_layers = G_N_ELEMENTS (odd_layers),
};

/* A sum is what the mean is taken of. */
const MorselNetwork short_network = {
  .name = "mobilenet_v3_large",
  .layers = odd_layers,
  .n_layers = 7,
};

const MadeWeights odd_weights = {
  .network = &odd_network,
  .padding = "same",
  .head = "gap-dense",
  .side = 96,
  .n_labels = 37,
  .n_hidden = 72,
  .dtype = MORSEL_DTYPE_F32,
  .bf16 = TRUE,
};

double
compare_to_reference (const float *values, const ReferenceMap *map)
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

double
compare_rms_to_reference (const float *values, const ReferenceMap *map)
{
  const gsize n_values = (gsize) map->side * map->side * map->channels;
  double squares = 0.0;
  double squares_of_difference = 0.0;

  for (gsize i = 0; i < n_values; i++)
    {
      const double difference = (double) values[i] - map->values[i];

      squares += (double) map->values[i] * map->values[i];
      squares_of_difference += difference * difference;
    }

  return sqrt (squares_of_difference / squares);
}

MorselLane *
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
