/* reference.c: the network in plain loops, slow and obviously right
 *
 * It shares nothing with the engine but the network's table, the metadata and the tensors: names,
 * shapes and paddings are worked out here once more, by the rules of TensorFlow and torchvision.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "reference.h"

#include <math.h>
#include <string.h>

/* The floats of one tensor. */
static float *
read_tensor (const MorselSafetensors *tensors, const char *prefix, const char *suffix)
{
  g_autofree char *name = g_strconcat (prefix, suffix, NULL);
  const MorselTensor *tensor = morsel_safetensors_lookup (tensors, name);

  g_assert_nonnull (tensor);

  float *values = g_new (float, tensor->n_values);

  morsel_tensor_copy_floats (tensor, 0, tensor->n_values, values);
  return values;
}

static guint
count_outputs (const MorselSafetensors *tensors, const char *prefix)
{
  g_autofree char *name = g_strconcat (prefix, ".bias", NULL);

  return (guint) morsel_safetensors_lookup (tensors, name)->n_values;
}

ReferenceMap *
reference_map_new (guint side, guint channels)
{
  ReferenceMap *map = g_new (ReferenceMap, 1);

  map->side = side;
  map->channels = channels;
  map->values = g_new0 (double, (gsize) side *side *channels);
  return map;
}

void
reference_map_free (ReferenceMap *map)
{
  g_free (map->values);
  g_free (map);
}

static double *
pixel (const ReferenceMap *map, guint y, guint x)
{
  return map->values + ((gsize) y * map->side + x) * map->channels;
}

static double
hard_sigmoid (double x)
{
  return fmin (fmax (x + 3.0, 0.0), 6.0) / 6.0;
}

static double
activate (MorselActivation activation, double x)
{
  switch (activation)
    {
    case MORSEL_ACTIVATION_RELU:
      return fmax (x, 0.0);
    case MORSEL_ACTIVATION_HARD_SWISH:
      return x * hard_sigmoid (x);
    case MORSEL_ACTIVATION_NONE:
    default:
      return x;
    }
}

/* TensorFlow's rule for "same": as many zeros as make side / stride outputs, the odd one last.
   torchvision's: half the kernel all round. */
static guint
get_padding_before (MorselPadding padding, guint side, guint kernel, guint stride)
{
  const guint n_outputs = (side + stride - 1) / stride;
  const guint reach = (n_outputs - 1) * stride + kernel;

  if (padding == MORSEL_PADDING_SYMMETRIC)
    return (kernel - 1) / 2;

  return reach > side ? (reach - side) / 2 : 0;
}

/* One output pixel of one channel: the sum over the kernel and the channels it sees. */
static double
sum_window (const ReferenceMap *from,
            const float *weights, /* [n_inputs, kernel, kernel] */
            guint first_input,
            guint n_inputs,
            guint kernel,
            int top,
            int left)
{
  double sum = 0.0;

  for (guint ky = 0; ky < kernel; ky++)
    for (guint kx = 0; kx < kernel; kx++)
      {
        const int y = top + (int) ky;
        const int x = left + (int) kx;

        if (y < 0 || x < 0 || y >= (int) from->side || x >= (int) from->side)
          continue;

        const double *values = pixel (from, (guint) y, (guint) x) + first_input;

        for (guint i = 0; i < n_inputs; i++)
          sum += values[i] * (double) weights[((gsize) i * kernel + ky) * kernel + kx];
      }

  return sum;
}

static ReferenceMap *
run_conv (const MorselSafetensors *tensors,
          const char *prefix,
          const ReferenceMap *from,
          guint kernel,
          guint stride,
          gboolean depthwise,
          MorselPadding padding,
          MorselActivation activation)
{
  const guint n_outputs = count_outputs (tensors, prefix);
  const guint n_inputs = depthwise ? 1 : from->channels;
  const int before = (int) get_padding_before (padding, from->side, kernel, stride);
  g_autofree float *weights = read_tensor (tensors, prefix, ".weight");
  g_autofree float *bias = read_tensor (tensors, prefix, ".bias");
  ReferenceMap *to = reference_map_new ((from->side + stride - 1) / stride, n_outputs);

  for (guint y = 0; y < to->side; y++)
    for (guint x = 0; x < to->side; x++)
      for (guint o = 0; o < n_outputs; o++)
        pixel (to, y, x)[o] = activate (
            activation, (double) bias[o] +
                            sum_window (from, weights + (gsize) o * n_inputs * kernel * kernel,
                                        depthwise ? o : 0, n_inputs, kernel,
                                        (int) (y * stride) - before, (int) (x * stride) - before));

  return to;
}

static ReferenceMap *
run_mean (const ReferenceMap *from)
{
  ReferenceMap *to = reference_map_new (1, from->channels);
  const gsize n_pixels = (gsize) from->side * from->side;

  for (gsize p = 0; p < n_pixels; p++)
    for (guint c = 0; c < from->channels; c++)
      to->values[c] += from->values[p * from->channels + c] / (double) n_pixels;

  return to;
}

/* A dense layer is a 1×1 convolution of one pixel. */
static ReferenceMap *
run_dense (const MorselSafetensors *tensors,
           const char *prefix,
           const ReferenceMap *from,
           MorselActivation activation)
{
  return run_conv (tensors, prefix, from, 1, 1, FALSE, MORSEL_PADDING_SYMMETRIC, activation);
}

static ReferenceMap *
run_squeeze_excite (const MorselSafetensors *tensors, const char *prefix, const ReferenceMap *from)
{
  g_autofree char *squeeze = g_strconcat (prefix, ".fc1", NULL);
  g_autofree char *excite = g_strconcat (prefix, ".fc2", NULL);
  ReferenceMap *mean = run_mean (from);
  ReferenceMap *squeezed = run_dense (tensors, squeeze, mean, MORSEL_ACTIVATION_RELU);
  ReferenceMap *gates = run_dense (tensors, excite, squeezed, MORSEL_ACTIVATION_NONE);
  ReferenceMap *to = reference_map_new (from->side, from->channels);
  const gsize n_pixels = (gsize) from->side * from->side;

  for (gsize p = 0; p < n_pixels; p++)
    for (guint c = 0; c < from->channels; c++)
      to->values[p * from->channels + c] = from->values[p * from->channels + c] *
                                           hard_sigmoid (gates->values[c]);

  reference_map_free (mean);
  reference_map_free (squeezed);
  reference_map_free (gates);
  return to;
}

static const ReferenceMap *
last_map (GPtrArray *maps)
{
  return g_ptr_array_index (maps, maps->len - 1);
}

static void
run_bottleneck (const MorselSafetensors *tensors,
                GPtrArray *maps,
                const MorselLayer *layer,
                guint position,
                MorselPadding padding)
{
  const ReferenceMap *input = last_map (maps);
  const gboolean residual = layer->stride == 1 && layer->out == input->channels;
  guint part = 0;

  if (layer->expand != input->channels)
    {
      g_autofree char *expand = g_strdup_printf ("features.%u.block.%u.0", position, part++);

      g_ptr_array_add (maps,
                       run_conv (tensors, expand, input, 1, 1, FALSE, padding, layer->activation));
    }

  g_autofree char *depthwise = g_strdup_printf ("features.%u.block.%u.0", position, part++);

  g_ptr_array_add (maps, run_conv (tensors, depthwise, last_map (maps), layer->kernel,
                                   layer->stride, TRUE, padding, layer->activation));

  if (layer->squeeze != 0)
    {
      g_autofree char *squeeze = g_strdup_printf ("features.%u.block.%u", position, part++);

      g_ptr_array_add (maps, run_squeeze_excite (tensors, squeeze, last_map (maps)));
    }

  g_autofree char *project = g_strdup_printf ("features.%u.block.%u.0", position, part);
  ReferenceMap *to = run_conv (tensors, project, last_map (maps), 1, 1, FALSE, padding,
                               MORSEL_ACTIVATION_NONE);

  for (gsize i = 0; residual && i < (gsize) to->side * to->side * to->channels; i++)
    to->values[i] += input->values[i];

  g_ptr_array_add (maps, to);
}

static void
run_head (MorselWeights *weights, const MorselSafetensors *tensors, GPtrArray *maps)
{
  guint n_steps;
  const MorselHeadStep *steps = morsel_weights_get_head (weights, &n_steps);
  guint n_hidden = 0;

  for (guint i = 0; i < n_steps; i++)
    {
      if (steps[i].kind == MORSEL_HEAD_GAP)
        {
          g_ptr_array_add (maps, run_mean (last_map (maps)));
          continue;
        }

      g_autofree char *prefix = i + 1 == n_steps ? g_strdup ("classifier")
                                                 : g_strdup_printf ("head.%u", n_hidden++);

      g_ptr_array_add (maps, run_dense (tensors, prefix, last_map (maps), steps[i].activation));
    }
}

GPtrArray *
reference_run (const MorselNetwork *network,
               MorselWeights *weights,
               const MorselSafetensors *tensors,
               const float *input)
{
  GPtrArray *maps = g_ptr_array_new_with_free_func ((GDestroyNotify) reference_map_free);
  const MorselPadding padding = morsel_weights_get_padding (weights);
  ReferenceMap *photo = reference_map_new (morsel_weights_get_side (weights), 3);

  for (gsize i = 0; i < (gsize) photo->side * photo->side * 3; i++)
    photo->values[i] = (double) input[i];

  g_ptr_array_add (maps, photo);

  for (guint i = 0; i < network->n_layers; i++)
    {
      const MorselLayer *layer = &network->layers[i];
      g_autofree char *prefix = g_strdup_printf ("features.%u.0", i);

      if (layer->kind == MORSEL_LAYER_BOTTLENECK)
        run_bottleneck (tensors, maps, layer, i, padding);
      else
        g_ptr_array_add (maps, run_conv (tensors, prefix, last_map (maps), layer->kernel,
                                         layer->stride, FALSE, padding, layer->activation));
    }

  run_head (weights, tensors, maps);
  g_ptr_array_remove_index (maps, 0); /* the photo itself */
  return maps;
}

/* The logit of a dish when the mean features are these. */
static double
get_logit (MorselWeights *weights,
           const MorselSafetensors *tensors,
           const double *means,
           guint n_maps,
           guint dish)
{
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func ((GDestroyNotify) reference_map_free);
  guint n_steps;
  const MorselHeadStep *steps = morsel_weights_get_head (weights, &n_steps);
  ReferenceMap *mean = reference_map_new (1, n_maps);
  guint n_hidden = 0;

  memcpy (mean->values, means, n_maps * sizeof *means);
  g_ptr_array_add (maps, mean);

  for (guint i = 0; i < n_steps; i++)
    {
      g_autofree char *prefix = i + 1 == n_steps ? g_strdup ("classifier")
                                                 : g_strdup_printf ("head.%u", n_hidden);

      n_hidden += steps[i].kind != MORSEL_HEAD_GAP ? 1 : 0;
      if (steps[i].kind == MORSEL_HEAD_DENSE)
        g_ptr_array_add (maps, run_dense (tensors, prefix, last_map (maps), steps[i].activation));
    }

  return last_map (maps)->values[dish];
}

void
reference_get_gradient (MorselWeights *weights,
                        const MorselSafetensors *tensors,
                        const ReferenceMap *features,
                        guint dish,
                        double *gradient)
{
  const double step = 1e-6;
  ReferenceMap *mean = run_mean (features);

  for (guint i = 0; i < features->channels; i++)
    {
      const double before = mean->values[i];

      mean->values[i] = before + step;
      gradient[i] = get_logit (weights, tensors, mean->values, features->channels, dish);
      mean->values[i] = before - step;
      gradient[i] -= get_logit (weights, tensors, mean->values, features->channels, dish);
      gradient[i] /= 2.0 * step;
      mean->values[i] = before;
    }

  reference_map_free (mean);
}
