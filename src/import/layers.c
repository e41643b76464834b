/* layers.c: the layers of the network, from Keras' arrays to ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/layers.h"

#include "engine/error.h"

#include <math.h>

/* Of all batch normalizations in Keras' network. */
#define BN_EPSILON 1e-3

/* A convolution's numbers: kernels [out, in, size, size] and one bias for each of its outputs. */
typedef struct
{
  gsize out;
  gsize in;
  gsize size;
  float *kernel;
  float *bias;
} Kernel;

static void
kernel_clear (Kernel *kernel)
{
  g_free (kernel->kernel);
  g_free (kernel->bias);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kernel, kernel_clear)

/* Keras has [height, width, in, out], of a depthwise layer [height, width, channels, 1]. */
static gboolean
read_kernel (MorselConversion *self,
             const char *layer,
             gboolean is_depthwise,
             Kernel *kernel,
             GError **error)
{
  const gsize dims[4] = { kernel->size, kernel->size, is_depthwise ? kernel->out : kernel->in,
                          is_depthwise ? 1 : kernel->out };
  g_autofree char *layer_name = morsel_conversion_dup_layer_name (self, layer);
  g_autofree char *special = g_strconcat (layer_name, "/depthwise_kernel", NULL);
  const char *variable = morsel_catalog_has (self->catalog, special) ? "depthwise_kernel"
                                                                     : "kernel";
  g_autoptr (MorselArray) array = morsel_conversion_take (self, layer, variable, 4, dims, error);

  if (array == NULL)
    return FALSE;

  gsize in = is_depthwise ? 1 : kernel->in;
  gsize n_taps = kernel->size * kernel->size;
  gsize n_columns = is_depthwise ? 1 : kernel->out;

  kernel->kernel = g_new (float, array->n_values);
  for (gsize o = 0; o < kernel->out; o++)
    for (gsize i = 0; i < in; i++)
      for (gsize tap = 0; tap < n_taps; tap++)
        {
          gsize row = tap * dims[2] + (is_depthwise ? o : i);
          gsize column = is_depthwise ? 0 : o;

          kernel->kernel[(o * in + i) * n_taps + tap] = array->values[row * n_columns + column];
        }
  kernel->in = in;
  return TRUE;
}

static gboolean
read_bias (MorselConversion *self, const char *layer, Kernel *kernel, GError **error)
{
  g_autoptr (MorselArray) bias = morsel_conversion_take (self, layer, "bias", 1, &kernel->out,
                                                         error);

  if (bias == NULL)
    return FALSE;
  kernel->bias = g_steal_pointer (&bias->values);
  return TRUE;
}

/* With s = gamma / sqrt (variance + epsilon): kernel × s, and beta - mean × s as bias. */
static gboolean
fold (MorselConversion *self, const char *layer, Kernel *kernel, GError **error)
{
  g_autofree char *name = g_strconcat (layer, "/BatchNorm", NULL);
  g_autoptr (MorselArray) gamma = morsel_conversion_take (self, name, "gamma", 1, &kernel->out,
                                                          error);
  g_autoptr (MorselArray) beta = gamma != NULL ? morsel_conversion_take (self, name, "beta", 1,
                                                                         &kernel->out, error)
                                               : NULL;
  g_autoptr (MorselArray) mean = beta != NULL ? morsel_conversion_take (self, name, "moving_mean",
                                                                        1, &kernel->out, error)
                                              : NULL;
  g_autoptr (MorselArray) variance = mean != NULL
                                         ? morsel_conversion_take (self, name, "moving_variance", 1,
                                                                   &kernel->out, error)
                                         : NULL;
  gsize n_inputs = kernel->in * kernel->size * kernel->size;

  if (variance == NULL)
    return FALSE;

  kernel->bias = g_new (float, kernel->out);
  for (gsize o = 0; o < kernel->out; o++)
    {
      if (!(variance->values[o] >= 0))
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "%s has a variance below 0", name);

      double scale = (double) gamma->values[o] / sqrt ((double) variance->values[o] + BN_EPSILON);

      kernel->bias[o] = (float) ((double) beta->values[o] - (double) mean->values[o] * scale);
      for (gsize i = 0; i < n_inputs; i++)
        {
          float *value = &kernel->kernel[o * n_inputs + i];

          *value = (float) ((double) *value * scale);
        }
    }
  return TRUE;
}

static gboolean
write_kernel (MorselConversion *self, const char *tensor, const Kernel *kernel, GError **error)
{
  const gsize dims[4] = { kernel->out, kernel->in, kernel->size, kernel->size };
  g_autofree char *weight = g_strconcat (tensor, ".weight", NULL);
  g_autofree char *bias = g_strconcat (tensor, ".bias", NULL);

  return morsel_safetensors_writer_add (self->writer, weight, self->dtype, 4, dims, kernel->kernel,
                                        error) &&
         morsel_safetensors_writer_add (self->writer, bias, self->dtype, 1, dims, kernel->bias,
                                        error);
}

/* A convolution with a batch normalization behind it. */
static gboolean
convert_folded (MorselConversion *self,
                const char *layer,
                const char *tensor,
                guint size,
                gsize out,
                GError **error)
{
  gboolean is_depthwise = g_str_has_suffix (layer, "/depthwise");
  g_auto (Kernel) kernel = { .out = out, .in = self->width, .size = size };

  if (!read_kernel (self, layer, is_depthwise, &kernel, error) ||
      !fold (self, layer, &kernel, error) || !write_kernel (self, tensor, &kernel, error))
    return FALSE;
  self->width = out;
  return TRUE;
}

/**
 * morsel_layers_convert_biased:
 * @self: a conversion
 * @layer: a layer's name in Keras 2
 * @tensor: its name in our file
 * @in: channels that come to it
 * @out: channels that it gives
 * @error: return location for an error
 *
 * Converts a 1×1 convolution with a bias.
 *
 * Returns: whether it was there in this shape
 */
gboolean
morsel_layers_convert_biased (MorselConversion *self,
                              const char *layer,
                              const char *tensor,
                              gsize in,
                              gsize out,
                              GError **error)
{
  g_auto (Kernel) kernel = { .out = out, .in = in, .size = 1 };

  return read_kernel (self, layer, FALSE, &kernel, error) &&
         read_bias (self, layer, &kernel, error) && write_kernel (self, tensor, &kernel, error);
}

static gboolean
convert_squeeze (
    MorselConversion *self, const char *block, const char *tensor, guint squeeze, GError **error)
{
  g_autofree char *first = g_strconcat (block, "/squeeze_excite/Conv", NULL);
  g_autofree char *second = g_strconcat (block, "/squeeze_excite/Conv_1", NULL);
  g_autofree char *fc1 = g_strconcat (tensor, ".fc1", NULL);
  g_autofree char *fc2 = g_strconcat (tensor, ".fc2", NULL);

  return morsel_layers_convert_biased (self, first, fc1, self->width, squeeze, error) &&
         morsel_layers_convert_biased (self, second, fc2, squeeze, self->width, error);
}

/* Row 1 of the table is Keras' block "expanded_conv", row 2 "expanded_conv_1". */
static gboolean
convert_bottleneck (MorselConversion *self, const MorselLayer *layer, guint row, GError **error)
{
  g_autofree char *block = row == 1 ? g_strdup ("expanded_conv")
                                    : g_strdup_printf ("expanded_conv_%u", row - 1);
  g_autofree char *expand = g_strconcat (block, "/expand", NULL);
  g_autofree char *depthwise = g_strconcat (block, "/depthwise", NULL);
  g_autofree char *project = g_strconcat (block, "/project", NULL);
  guint part = 0;
  char tensor[64];

  if (layer->expand != self->width)
    {
      g_snprintf (tensor, sizeof tensor, "features.%u.block.%u.0", row, part++);
      if (!convert_folded (self, expand, tensor, 1, layer->expand, error))
        return FALSE;
    }

  g_snprintf (tensor, sizeof tensor, "features.%u.block.%u.0", row, part++);
  if (!convert_folded (self, depthwise, tensor, layer->kernel, layer->expand, error))
    return FALSE;

  if (layer->squeeze != 0)
    {
      g_snprintf (tensor, sizeof tensor, "features.%u.block.%u", row, part++);
      if (!convert_squeeze (self, block, tensor, layer->squeeze, error))
        return FALSE;
    }

  g_snprintf (tensor, sizeof tensor, "features.%u.block.%u.0", row, part);
  return convert_folded (self, project, tensor, 1, layer->out, error);
}

/**
 * morsel_layers_convert:
 * @self: a conversion
 * @network: the table of the network
 * @error: return location for an error
 *
 * Walks the table and converts each layer of it. Batch normalizations are
 * folded into the convolution before them.
 *
 * Returns: whether each layer was there in its shape
 */
gboolean
morsel_layers_convert (MorselConversion *self, const MorselNetwork *network, GError **error)
{
  self->width = 3;
  for (guint row = 0; row < network->n_layers; row++)
    {
      const MorselLayer *layer = &network->layers[row];
      char tensor[32];

      g_snprintf (tensor, sizeof tensor, "features.%u.0", row);

      gboolean ok = layer->kind == MORSEL_LAYER_BOTTLENECK
                        ? convert_bottleneck (self, layer, row, error)
                        : convert_folded (self, row == 0 ? "Conv" : "Conv_1", tensor, layer->kernel,
                                          layer->out, error);

      if (!ok)
        return FALSE;
    }
  return TRUE;
}
