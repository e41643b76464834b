/* made-weights.c: weights files for tests, made of random numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "made-weights.h"

#include "engine/safetensors-writer.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const MadeWeights *made;
  MorselSafetensorsWriter *writer;
  GRand *random;
} Maker;

static void
add_tensor (Maker *maker, const char *name, guint n_dims, const gsize *dims, double spread)
{
  g_autoptr (GError) error = NULL;
  gsize n_values = 1;

  if (g_strcmp0 (name, maker->made->skip) == 0)
    return;

  for (guint i = 0; i < n_dims; i++)
    n_values *= dims[i];

  g_autofree float *values = g_new (float, n_values);

  for (gsize i = 0; i < n_values; i++)
    values[i] = (float) g_rand_double_range (maker->random, -spread, spread);

  if (g_strcmp0 (name, maker->made->flat) == 0)
    morsel_safetensors_writer_add (maker->writer, name, maker->made->dtype, 1, &n_values, values,
                                   &error);
  else
    morsel_safetensors_writer_add (maker->writer, name, maker->made->dtype, n_dims, dims, values,
                                   &error);

  g_assert_no_error (error);
}

/* Weights so spread that outputs are about as large as inputs, whatever the number of inputs. */
static void
add_pair (Maker *maker, const char *prefix, guint n_dims, gsize out, gsize in, gsize kernel)
{
  const gsize dims[] = { out, in, kernel, kernel };
  g_autofree char *weight = g_strconcat (prefix, ".weight", NULL);
  g_autofree char *bias = g_strconcat (prefix, ".bias", NULL);

  add_tensor (maker, weight, n_dims, dims, sqrt (6.0 / (double) (in * kernel * kernel)));
  add_tensor (maker, bias, 1, dims, 0.5);
}

static void
add_bottleneck (Maker *maker, const MorselLayer *layer, guint position, guint channels)
{
  guint part = 0;

  if (layer->expand != channels)
    {
      g_autofree char *expand = g_strdup_printf ("features.%u.block.%u.0", position, part++);

      add_pair (maker, expand, 4, layer->expand, channels, 1);
    }

  g_autofree char *depthwise = g_strdup_printf ("features.%u.block.%u.0", position, part++);

  add_pair (maker, depthwise, 4, layer->expand, 1, layer->kernel);

  if (layer->squeeze != 0)
    {
      g_autofree char *squeeze = g_strdup_printf ("features.%u.block.%u.fc1", position, part);
      g_autofree char *excite = g_strdup_printf ("features.%u.block.%u.fc2", position, part++);

      add_pair (maker, squeeze, 4, layer->squeeze, layer->expand, 1);
      add_pair (maker, excite, 4, layer->expand, layer->squeeze, 1);
    }

  g_autofree char *project = g_strdup_printf ("features.%u.block.%u.0", position, part);

  add_pair (maker, project, 4, layer->out, layer->expand, 1);
}

static void
add_head (Maker *maker, guint channels)
{
  const MadeWeights *made = maker->made;
  g_auto (GStrv) steps = g_strsplit (made->head, "-", -1);
  const guint n_steps = g_strv_length (steps);
  guint n_hidden = 0;

  for (guint i = 0; i + 1 < n_steps; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("head.%u", n_hidden);

      if (g_str_equal (steps[i], "gap"))
        continue;

      add_pair (maker, prefix, g_str_has_prefix (steps[i], "conv") ? 4 : 2, made->n_hidden,
                channels, 1);
      channels = made->n_hidden;
      n_hidden++;
    }

  add_pair (maker, "classifier", 2, made->n_outputs != 0 ? made->n_outputs : made->n_labels,
            channels, 1);
}

static void
set_metadata (Maker *maker)
{
  const MadeWeights *made = maker->made;
  g_autoptr (GString) labels = g_string_new ("[");
  g_autofree char *side = g_strdup_printf ("%u", made->side);

  for (guint i = 0; i < made->n_labels; i++)
    g_string_append_printf (labels, "%s\"dish_%u\"", i == 0 ? "" : ", ", i);

  g_string_append_c (labels, ']');

  const char *const texts[][2] = {
    { "format", "morsel-1" },
    { "architecture", made->network->name },
    { "padding", made->padding },
    { "head", made->head },
    { "bn", "folded" },
    { "input_size", side },
    { "resize", "stretch-bilinear" },
    { "mean", "127.5,127.5,127.5" },
    { "std", "127.5,127.5,127.5" },
    { "labels", labels->str },
    { "temperature", "1.0" },
    { "precision", made->bf16 ? "bf16-ok" : "f32" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    morsel_safetensors_writer_set_text (maker->writer, texts[i][0], texts[i][1]);
}

GBytes *
made_weights_dup_bytes (const MadeWeights *made)
{
  g_autoptr (MorselSafetensorsWriter) writer = morsel_safetensors_writer_new ();
  g_autoptr (GRand) random = g_rand_new_with_seed (101);
  Maker maker = { .made = made, .writer = writer, .random = random };
  const gsize extra_dims[] = { 3 };
  guint channels = 3;

  set_metadata (&maker);

  for (guint i = 0; i < made->network->n_layers; i++)
    {
      const MorselLayer *layer = &made->network->layers[i];
      g_autofree char *prefix = g_strdup_printf ("features.%u.0", i);

      if (layer->kind == MORSEL_LAYER_BOTTLENECK)
        add_bottleneck (&maker, layer, i, channels);
      else
        add_pair (&maker, prefix, 4, layer->out, channels, layer->kernel);

      channels = layer->out;
    }

  add_head (&maker, channels);
  if (made->extra != NULL)
    add_tensor (&maker, made->extra, 1, extra_dims, 1.0);

  return morsel_safetensors_writer_dup_bytes (writer);
}

MorselSafetensors *
made_weights_load (const MadeWeights *made, MorselWeights **weights)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = made_weights_dup_bytes (made);
  MorselSafetensors *tensors = morsel_safetensors_new (bytes, &error);

  g_assert_no_error (error);
  *weights = morsel_weights_new (tensors, &error);
  g_assert_no_error (error);
  return tensors;
}

float *
made_weights_make_input (const MadeWeights *made)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  const gsize n_values = (gsize) made->side * made->side * 3;
  float *input = g_new (float, n_values);

  for (gsize i = 0; i < n_values; i++)
    input[i] = (float) g_rand_double_range (random, -1.0, 1.0);

  return input;
}
