/* operations.c: a network written out as operations with their shapes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/network.h"

#include "engine/error.h"
#include "engine/expected-tensors.h"

#define INPUT_CHANNELS 3
#define MAX_CHANNELS 65536

/* The list as it grows. */
typedef struct
{
  GArray *operations; /* owned */
  MorselExpectedTensors expected;
  guint channels; /* what the last operation gave */
  guint side;
  MorselPadding padding;
} Listing;

/* Keras pads an even side by one pixel less at the top and the left when the stride is 2. */
static void
set_padding (MorselOperation *operation, MorselPadding padding)
{
  const guint half = operation->kernel / 2;
  const gboolean shifted = padding == MORSEL_PADDING_SAME && operation->stride == 2 &&
                           operation->side_in % 2 == 0 && half > 0;

  operation->pad_before = shifted ? half - 1 : half;
  operation->pad_after = half;
  operation->side_out = (operation->side_in + operation->pad_before + operation->pad_after -
                         operation->kernel) /
                            operation->stride +
                        1;
}

/* Appends the operation with the shapes that follow from the one before it. */
static gboolean
append (Listing *listing, MorselOperation operation, GError **error)
{
  operation.in = listing->channels;
  operation.side_in = listing->side;
  operation.side_out = listing->side;

  if (operation.out == 0)
    operation.out = operation.in;

  if (operation.kind == MORSEL_OPERATION_CONV || operation.kind == MORSEL_OPERATION_DEPTHWISE)
    set_padding (&operation, listing->padding);
  else if (operation.kind == MORSEL_OPERATION_MEAN)
    operation.side_out = 1;

  if (!morsel_expected_tensors_expect_operation (&listing->expected, &operation, error))
    return FALSE;

  listing->channels = operation.out;
  listing->side = operation.side_out;
  g_array_append_val (listing->operations, operation);
  return TRUE;
}

static gboolean
append_conv (Listing *listing, const MorselLayer *layer, guint position, GError **error)
{
  MorselOperation operation = {
    .kind = MORSEL_OPERATION_CONV,
    .out = layer->out,
    .kernel = layer->kernel,
    .stride = layer->stride,
    .activation = layer->activation,
    .residual = MORSEL_OPERATION_NO_RESIDUAL,
  };

  if (position == 0)
    g_strlcpy (operation.name, "stem", sizeof operation.name);
  else
    g_snprintf (operation.name, sizeof operation.name, "conv %u", position);

  g_snprintf (operation.tensor, sizeof operation.tensor, "features.%u.0", position);
  return append (listing, operation, error);
}

/* One part of a bottleneck; layer is its row, part its name, index its place in the file. */
static MorselOperation
describe_part (guint position, const char *part, guint index)
{
  MorselOperation operation = {
    .kernel = 1,
    .stride = 1,
    .residual = MORSEL_OPERATION_NO_RESIDUAL,
  };

  /* The stem is row 0 and the first block row 1, but people count blocks from 0. */
  g_snprintf (operation.name, sizeof operation.name, "block %u %s", position - 1, part);
  g_snprintf (operation.tensor, sizeof operation.tensor, "features.%u.block.%u", position, index);
  return operation;
}

static gboolean
append_bottleneck (Listing *listing, const MorselLayer *layer, guint position, GError **error)
{
  const guint before = listing->operations->len - 1;
  const gboolean residual = layer->stride == 1 && layer->out == listing->channels;
  guint index = 0;

  if (layer->expand != listing->channels)
    {
      MorselOperation expand = describe_part (position, "expand", index++);

      expand.kind = MORSEL_OPERATION_CONV;
      expand.out = layer->expand;
      expand.activation = layer->activation;
      g_strlcat (expand.tensor, ".0", sizeof expand.tensor);
      if (!append (listing, expand, error))
        return FALSE;
    }

  MorselOperation depthwise = describe_part (position, "depthwise", index++);

  depthwise.kind = MORSEL_OPERATION_DEPTHWISE;
  depthwise.kernel = layer->kernel;
  depthwise.stride = layer->stride;
  depthwise.activation = layer->activation;
  g_strlcat (depthwise.tensor, ".0", sizeof depthwise.tensor);
  if (!append (listing, depthwise, error))
    return FALSE;

  if (layer->squeeze != 0)
    {
      MorselOperation squeeze = describe_part (position, "squeeze-excite", index++);

      squeeze.kind = MORSEL_OPERATION_SQUEEZE_EXCITE;
      squeeze.squeeze = layer->squeeze;
      if (!append (listing, squeeze, error))
        return FALSE;
    }

  MorselOperation project = describe_part (position, "project", index);

  project.kind = MORSEL_OPERATION_CONV;
  project.out = layer->out;
  project.residual = residual ? before : MORSEL_OPERATION_NO_RESIDUAL;
  g_strlcat (project.tensor, ".0", sizeof project.tensor);
  return append (listing, project, error);
}

/* How many outputs a layer of the head has, which only its tensor knows. */
static gboolean
read_width (Listing *listing, const char *tensor, guint *width, GError **error)
{
  const MorselTensor *weight = morsel_expected_tensors_expect (
      &listing->expected, g_strconcat (tensor, ".weight", NULL), error);

  if (weight == NULL)
    return FALSE;

  if (weight->n_dims == 0 || weight->dims[0] == 0 || weight->dims[0] > MAX_CHANNELS)
    {
      g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                   "The tensor %s has no usable number of outputs", weight->name);
      return FALSE;
    }

  *width = (guint) weight->dims[0];
  return TRUE;
}

static gboolean
append_head_layer (
    Listing *listing, const MorselHeadStep *step, guint n_hidden, gboolean last, GError **error)
{
  MorselOperation operation = {
    .kind = step->kind == MORSEL_HEAD_CONV ? MORSEL_OPERATION_CONV : MORSEL_OPERATION_DENSE,
    .kernel = 1,
    .stride = 1,
    .activation = step->activation,
    .residual = MORSEL_OPERATION_NO_RESIDUAL,
  };

  if (last)
    {
      g_strlcpy (operation.name, "classifier", sizeof operation.name);
      g_strlcpy (operation.tensor, "classifier", sizeof operation.tensor);
    }
  else
    {
      g_snprintf (operation.name, sizeof operation.name, "head %u", n_hidden);
      g_snprintf (operation.tensor, sizeof operation.tensor, "head.%u", n_hidden);
    }

  return read_width (listing, operation.tensor, &operation.out, error) &&
         append (listing, operation, error);
}

/* Convolutions, one mean, dense layers, the last of them without activation. */
static gboolean
check_head (const MorselHeadStep *steps, guint n_steps, GError **error)
{
  guint n_means = 0;
  gboolean good = n_steps > 0 && steps[n_steps - 1].kind == MORSEL_HEAD_DENSE &&
                  steps[n_steps - 1].activation == MORSEL_ACTIVATION_NONE;

  for (guint i = 0; i < n_steps; i++)
    {
      if (steps[i].kind == MORSEL_HEAD_GAP)
        n_means++;
      else
        good = good && (steps[i].kind == MORSEL_HEAD_DENSE) == (n_means > 0);
    }

  if (!good || n_means != 1)
    {
      g_set_error_literal (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                           "The head is not convolutions, a mean and dense layers in this order");
      return FALSE;
    }

  return TRUE;
}

static gboolean
append_head (Listing *listing, const MorselHeadStep *steps, guint n_steps, GError **error)
{
  guint n_hidden = 0;

  if (!check_head (steps, n_steps, error))
    return FALSE;

  for (guint i = 0; i < n_steps; i++)
    {
      const MorselOperation mean = {
        .kind = MORSEL_OPERATION_MEAN,
        .name = "mean",
        .residual = MORSEL_OPERATION_NO_RESIDUAL,
      };
      const gboolean good = steps[i].kind == MORSEL_HEAD_GAP
                                ? append (listing, mean, error)
                                : append_head_layer (listing, &steps[i], n_hidden++,
                                                     i + 1 == n_steps, error);

      if (!good)
        return FALSE;
    }

  return TRUE;
}

static gboolean
list_all (Listing *listing, const MorselNetwork *network, MorselWeights *weights, GError **error)
{
  guint n_steps;
  const MorselHeadStep *steps = morsel_weights_get_head (weights, &n_steps);
  const guint n_labels = morsel_weights_get_n_labels (weights);

  for (guint i = 0; i < network->n_layers; i++)
    {
      const MorselLayer *layer = &network->layers[i];
      const gboolean good = layer->kind == MORSEL_LAYER_CONV
                                ? append_conv (listing, layer, i, error)
                                : append_bottleneck (listing, layer, i, error);

      if (!good)
        return FALSE;
    }

  if (!append_head (listing, steps, n_steps, error) ||
      !morsel_expected_tensors_check_nothing_else (&listing->expected, error))
    return FALSE;

  if (listing->channels != n_labels)
    {
      g_propagate_error (error, morsel_weights_error_new_names (listing->channels, n_labels));
      return FALSE;
    }

  return TRUE;
}

/**
 * morsel_network_list_operations:
 * @network: the network
 * @weights: what the file says about itself: side, padding, head, labels
 * @tensors: its tensors
 * @error: return location for an error
 *
 * Writes the network out as operations with their shapes, in the order in which they run, the
 * head included, and checks that the file has exactly the tensors they need, in these shapes.
 * Tensors whose name begins with "reject." are let be.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, which names the tensor, or
 * %MORSEL_WEIGHTS_ERROR_WRONG_NAMES when there are more or fewer outputs than labels.
 *
 * Returns: (transfer full) (element-type MorselOperation): the operations, or %NULL with @error set
 */
GArray *
morsel_network_list_operations (const MorselNetwork *network,
                                MorselWeights *weights,
                                const MorselSafetensors *tensors,
                                GError **error)
{
  g_autoptr (GArray) operations = g_array_new (FALSE, TRUE, sizeof (MorselOperation));
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Listing listing = {
    .operations = operations,
    .expected = { .names = names, .tensors = tensors },
    .channels = INPUT_CHANNELS,
    .side = morsel_weights_get_side (weights),
    .padding = morsel_weights_get_padding (weights),
  };

  if (!list_all (&listing, network, weights, error))
    return NULL;

  return g_steal_pointer (&operations);
}
