/* weights-fixture.c: small weights files for tests, right ones and wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "weights-fixture.h"

#include <string.h>

static const char *const texts[][2] = {
  { "format", "morsel-1" },
  { "architecture", "mobilenet_v3_large" },
  { "padding", "same" },
  { "head", "gap-dense" },
  { "bn", "folded" },
  { "input_size", "224" },
  { "resize", "short256-crop224-antialias" },
  { "mean", "127.5,127.5,127.5" },
  { "std", "127.5,127.5,127.5" },
  { "labels", "[\"apple_pie\", \"pho\", \"ramen\"]" },
  { "temperature", "0.75" },
  { "precision", "f32" },
  { "license", "made by a test" },
};

GBytes *
fixture_container (const char *header, gsize n_data)
{
  guint64 length = GUINT64_TO_LE ((guint64) strlen (header));
  GByteArray *file = g_byte_array_new ();
  g_autofree guint8 *zeros = g_malloc0 (n_data + 1);

  g_byte_array_append (file, (const guint8 *) &length, sizeof length);
  g_byte_array_append (file, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (file, zeros, (guint) n_data);
  return g_byte_array_free_to_bytes (file);
}

static MorselSafetensorsWriter *
new_writer (const char *changed_key, const char *changed_text)
{
  static const float matrix[] = { 1, -2, 0.5f, 3, 0, 65504 };
  static const float bias[] = { 0.25f, -0.75f };
  static const gsize dims[] = { 2, 3 };
  MorselSafetensorsWriter *writer = morsel_safetensors_writer_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (texts[i][0], changed_key) != 0)
      morsel_safetensors_writer_set_text (writer, texts[i][0], texts[i][1]);
  if (changed_text != NULL)
    morsel_safetensors_writer_set_text (writer, changed_key, changed_text);

  morsel_safetensors_writer_add (writer, "matrix", MORSEL_DTYPE_F16, 2, dims, matrix, &error);
  g_assert_no_error (error);
  morsel_safetensors_writer_add (writer, "bias", MORSEL_DTYPE_F32, 1, dims, bias, &error);
  g_assert_no_error (error);
  return writer;
}

MorselSafetensorsWriter *
fixture_writer_new (void)
{
  return new_writer (NULL, NULL);
}

GBytes *
fixture_weights (const char *key, const char *text)
{
  g_autoptr (MorselSafetensorsWriter) writer = new_writer (key, text);

  return morsel_safetensors_writer_dup_bytes (writer);
}

MorselWeights *
fixture_new_weights (const char *key, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = fixture_weights (key, text);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, error);

  g_assert_nonnull (tensors);
  return morsel_weights_new (tensors, error);
}
