/* network.c: the networks by name, and what they cost
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/network.h"

#include "engine/mobilenet-v3.h"

static const MorselNetwork *const networks[] = {
  &morsel_mobilenet_v3_large,
};

/**
 * morsel_network_lookup:
 * @name: as in the weights' metadata
 *
 * Finds a network by its name.
 *
 * Returns: (transfer none) (nullable): the network, or %NULL if none has that name
 */
const MorselNetwork *
morsel_network_lookup (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (networks); i++)
    if (g_str_equal (networks[i]->name, name))
      return networks[i];

  return NULL;
}

/**
 * morsel_network_check:
 * @network: the network
 * @weights: what the file says about itself
 * @tensors: its tensors
 * @error: return location for an error
 *
 * Checks that the file has exactly the tensors of @network and of its own head, each in the right
 * shape, and as many outputs as labels.
 *
 * Returns: whether the weights fit; if not, @error is set as by morsel_network_list_operations()
 */
gboolean
morsel_network_check (const MorselNetwork *network,
                      MorselWeights *weights,
                      const MorselSafetensors *tensors,
                      GError **error)
{
  g_autoptr (GArray) operations = morsel_network_list_operations (network, weights, tensors, error);

  return operations != NULL;
}

/**
 * morsel_operation_count_multiply_adds:
 * @operation: an operation
 *
 * How many multiplications, each with an addition, the operation takes. Means, activations and
 * the gates' multiplication are not counted, as is usual.
 *
 * Returns: multiply-adds of one photo
 */
guint64
morsel_operation_count_multiply_adds (const MorselOperation *operation)
{
  const guint64 in = operation->in;
  const guint64 out = operation->out;
  const guint64 pixels = (guint64) operation->side_out * operation->side_out;
  const guint64 taps = (guint64) operation->kernel * operation->kernel;

  switch (operation->kind)
    {
    case MORSEL_OPERATION_CONV:
      return in * out * taps * pixels;

    case MORSEL_OPERATION_DEPTHWISE:
      return out * taps * pixels;

    case MORSEL_OPERATION_SQUEEZE_EXCITE:
      return (in + out) * operation->squeeze;

    case MORSEL_OPERATION_DENSE:
      return in * out;

    case MORSEL_OPERATION_MEAN:
    default:
      return 0;
    }
}

/**
 * morsel_network_count_multiply_adds:
 * @network: the network
 * @weights: what the file says about itself
 * @tensors: its tensors, which fit the network
 *
 * Adds up the multiply-adds of all operations.
 *
 * Returns: multiply-adds of one photo, 0 if the weights do not fit
 */
guint64
morsel_network_count_multiply_adds (const MorselNetwork *network,
                                    MorselWeights *weights,
                                    const MorselSafetensors *tensors)
{
  g_autoptr (GArray) operations = morsel_network_list_operations (network, weights, tensors, NULL);
  guint64 sum = 0;

  for (guint i = 0; operations != NULL && i < operations->len; i++)
    sum += morsel_operation_count_multiply_adds (&g_array_index (operations, MorselOperation, i));

  return sum;
}

/**
 * morsel_network_count_parameters:
 * @tensors: tensors that fit a network
 *
 * Counts the numbers the network is made of, without those kept for rejection.
 *
 * Returns: how many
 */
guint64
morsel_network_count_parameters (const MorselSafetensors *tensors)
{
  const gsize n_tensors = morsel_safetensors_get_n_tensors (tensors);
  guint64 sum = 0;

  for (gsize i = 0; i < n_tensors; i++)
    {
      const MorselTensor *tensor = morsel_safetensors_get_tensor (tensors, i);

      if (!g_str_has_prefix (tensor->name, "reject."))
        sum += tensor->n_values;
    }

  return sum;
}
