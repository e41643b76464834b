/* fuzz-safetensors.c: any bytes are weights that keep their promises, or an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/network.h"
#include "fuzz.h"

#include <math.h>

static void
check_tensor (const MorselTensor *tensor)
{
  g_autofree float *values = g_new (float, tensor->n_values);

  morsel_tensor_copy_floats (tensor, 0, tensor->n_values, values);
  for (gsize i = 0; i < tensor->n_values; i++)
    g_assert_true (isfinite (values[i]));
}

static void
check_weights (MorselWeights *weights)
{
  const MorselInput *input = morsel_weights_get_input (weights);
  const MorselThresholds *thresholds = morsel_weights_get_thresholds (weights);
  guint n_steps;
  const MorselHeadStep *head = morsel_weights_get_head (weights, &n_steps);

  g_assert_cmpuint (input->side, >=, 32);
  g_assert_cmpuint (input->side, <=, 512);
  g_assert_cmpuint (input->short_side, >=, input->side);
  for (guint i = 0; i < 3; i++)
    g_assert_true (isfinite (input->mean[i]) && input->std[i] > 0 && isfinite (input->std[i]));
  g_assert_true (morsel_weights_get_temperature (weights) > 0);
  g_assert_true (thresholds->certain >= thresholds->probable);
  g_assert_cmpuint (n_steps, >=, 2);
  g_assert_cmpint (head[n_steps - 1].kind, ==, MORSEL_HEAD_DENSE);
  for (guint i = 0; i < morsel_weights_get_n_labels (weights); i++)
    g_assert_true (*morsel_weights_get_labels (weights)[i] != '\0');
  g_assert_null (morsel_weights_get_labels (weights)[morsel_weights_get_n_labels (weights)]);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, &error);

  g_assert_true ((tensors == NULL) == (error != NULL));
  if (tensors == NULL)
    return 0;
  for (gsize i = 0; i < morsel_safetensors_get_n_tensors (tensors); i++)
    check_tensor (morsel_safetensors_get_tensor (tensors, i));

  g_autoptr (MorselWeights) weights = morsel_weights_new (tensors, &error);

  g_assert_true ((weights == NULL) == (error != NULL));
  if (weights == NULL)
    return 0;
  check_weights (weights);

  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));

  if (network != NULL && !morsel_network_check (network, weights, tensors, &error))
    g_assert_nonnull (error);
  return 0;
}
