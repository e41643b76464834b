/* tiny-weights.h: weights for tests that need no network, only what a file says about itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/safetensors-writer.h"
#include "engine/weights.h"

/* labels: a JSON array; thresholds: a JSON object, or NULL for none */
static inline MorselWeights *
make_tiny_weights (const char *labels, const char *temperature, const char *thresholds)
{
  const char *const texts[][2] = {
    { "format", "morsel-1" },
    { "architecture", "mobilenet_v3_large" },
    { "padding", "same" },
    { "head", "gap-dense" },
    { "bn", "folded" },
    { "input_size", "224" },
    { "resize", "short256-crop224-antialias" },
    { "mean", "127.5,127.5,127.5" },
    { "std", "127.5,127.5,127.5" },
    { "labels", labels },
    { "temperature", temperature },
    { "precision", "f32" },
  };
  const gsize dims[] = { 1 };
  const float values[] = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensorsWriter) writer = morsel_safetensors_writer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    morsel_safetensors_writer_set_text (writer, texts[i][0], texts[i][1]);
  if (thresholds != NULL)
    morsel_safetensors_writer_set_text (writer, "thresholds", thresholds);
  morsel_safetensors_writer_add (writer, "x", MORSEL_DTYPE_F32, 1, dims, values, &error);
  g_assert_no_error (error);

  g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (writer);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, &error);

  g_assert_no_error (error);

  MorselWeights *weights = morsel_weights_new (tensors, &error);

  g_assert_no_error (error);
  return weights;
}
