/* network.c: a network as a list of layers, and the check that weights fit it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/network.h"

#include "engine/error.h"
#include "engine/mobilenet-v3.h"

#include <string.h>

#define INPUT_CHANNELS 3
#define MAX_CHANNELS 65536

static const MorselNetwork *const networks[] = {
  &morsel_mobilenet_v3_large,
};

/* The list of operations as it grows, with the checks of the tensors it needs. */
typedef struct
{
  /* owned */
  GArray *operations;
  GHashTable *expected; /* names of tensors */

  /* borrowed */
  const MorselSafetensors *tensors;

  guint channels; /* what the last operation gave */
  guint side;
  MorselPadding padding;
} Listing;

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

static char *
describe_shape (guint n_dims, const gsize *dims)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i == 0 ? "" : ", ", dims[i]);

  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/* Takes ownership of name, which is from then on an expected one. */
static const MorselTensor *
expect_tensor (Listing *listing, char *name, GError **error)
{
  g_hash_table_add (listing->expected, name);

  const MorselTensor *tensor = morsel_safetensors_lookup (listing->tensors, name);

  if (tensor == NULL)
    g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                 "The tensor %s is missing", name);

  return tensor;
}

static gboolean
expect_shape (Listing *listing, char *name, guint n_dims, const gsize *dims, GError **error)
{
  const MorselTensor *tensor = expect_tensor (listing, name, error);

  if (tensor == NULL)
    return FALSE;

  if (tensor->n_dims != n_dims || memcmp (tensor->dims, dims, n_dims * sizeof *dims) != 0)
    {
      g_autofree char *found = describe_shape (tensor->n_dims, tensor->dims);
      g_autofree char *wanted = describe_shape (n_dims, dims);

      g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                   "The tensor %s has the shape %s, not %s", tensor->name, found, wanted);
      return FALSE;
    }

  return TRUE;
}

/* A matrix or kernel with dims[0] outputs, and the bias of each of them. */
static gboolean
expect_pair (Listing *listing, const char *tensor, guint n_dims, const gsize *dims, GError **error)
{
  return expect_shape (listing, g_strconcat (tensor, ".weight", NULL), n_dims, dims, error) &&
         expect_shape (listing, g_strconcat (tensor, ".bias", NULL), 1, dims, error);
}

static gboolean
expect_weights (Listing *listing, const MorselOperation *operation, GError **error)
{
  const gsize in = operation->kind == MORSEL_OPERATION_DEPTHWISE ? 1 : operation->in;
  const gsize dims[4] = { operation->out, in, operation->kernel, operation->kernel };

  switch (operation->kind)
    {
    case MORSEL_OPERATION_CONV:
    case MORSEL_OPERATION_DEPTHWISE:
      return expect_pair (listing, operation->tensor, 4, dims, error);

    case MORSEL_OPERATION_DENSE:
      return expect_pair (listing, operation->tensor, 2, dims, error);

    case MORSEL_OPERATION_SQUEEZE_EXCITE:
      {
        g_autofree char *squeeze = g_strconcat (operation->tensor, ".fc1", NULL);
        g_autofree char *excite = g_strconcat (operation->tensor, ".fc2", NULL);
        const gsize squeeze_dims[4] = { operation->squeeze, operation->in, 1, 1 };
        const gsize excite_dims[4] = { operation->out, operation->squeeze, 1, 1 };

        return expect_pair (listing, squeeze, 4, squeeze_dims, error) &&
               expect_pair (listing, excite, 4, excite_dims, error);
      }

    case MORSEL_OPERATION_MEAN:
    default:
      return TRUE;
    }
}

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

  if (!expect_weights (listing, &operation, error))
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
  const MorselTensor *weight = expect_tensor (listing, g_strconcat (tensor, ".weight", NULL),
                                              error);

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

/* Tensors that nothing asked for belong to another network, except those kept for rejection. */
static gboolean
check_nothing_else (Listing *listing, GError **error)
{
  const gsize n_tensors = morsel_safetensors_get_n_tensors (listing->tensors);

  for (gsize i = 0; i < n_tensors; i++)
    {
      const char *name = morsel_safetensors_get_tensor (listing->tensors, i)->name;

      if (!g_hash_table_contains (listing->expected, name) && !g_str_has_prefix (name, "reject."))
        {
          g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                       "The network has no tensor %s", name);
          return FALSE;
        }
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

  if (!append_head (listing, steps, n_steps, error) || !check_nothing_else (listing, error))
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
  g_autoptr (GHashTable) expected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Listing listing = {
    .operations = operations,
    .expected = expected,
    .tensors = tensors,
    .channels = INPUT_CHANNELS,
    .side = morsel_weights_get_side (weights),
    .padding = morsel_weights_get_padding (weights),
  };

  if (!list_all (&listing, network, weights, error))
    return NULL;

  return g_steal_pointer (&operations);
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
