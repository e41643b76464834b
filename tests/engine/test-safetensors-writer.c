/* test-safetensors-writer.c: tests of engine/safetensors-writer.c and of the numbers in tensors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/safetensors-writer.h"
#include "engine/safetensors.h"
#include "weights-fixture.h"

#include <math.h>
#include <string.h>

/* The same bits: also -0 and 0 are not the same. */
static void
assert_same (float value, float expected)
{
  guint32 bits, expected_bits;

  memcpy (&bits, &value, sizeof bits);
  memcpy (&expected_bits, &expected, sizeof bits);
  g_assert_cmphex (bits, ==, expected_bits);
}

static void
test_safetensors_reads_what_the_writer_wrote (void)
{
  g_autoptr (GBytes) bytes = fixture_weights ("license", "“©”\n\"\\");
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, &error);
  float values[6];

  g_assert_no_error (error);
  g_assert_cmpuint (morsel_safetensors_get_n_tensors (tensors), ==, 2);
  g_assert_cmpstr (morsel_safetensors_get_tensor (tensors, 1)->name, ==, "bias");
  g_assert_cmpstr (morsel_safetensors_get_metadata (tensors, "license"), ==, "“©”\n\"\\");
  g_assert_null (morsel_safetensors_get_metadata (tensors, "nothing"));
  g_assert_null (morsel_safetensors_lookup (tensors, "nothing"));

  const MorselTensor *matrix = morsel_safetensors_lookup (tensors, "matrix");

  g_assert_cmpuint (matrix->n_dims, ==, 2);
  g_assert_cmpuint (matrix->dims[0], ==, 2);
  g_assert_cmpuint (matrix->dims[1], ==, 3);
  g_assert_cmpuint (matrix->n_values, ==, 6);
  morsel_tensor_copy_floats (matrix, 5, 1, values);
  assert_same (values[0], 65504);
  morsel_tensor_copy_floats (matrix, 0, 6, values);
  assert_same (values[1], -2);
  assert_same (values[5], 65504);

  morsel_tensor_copy_floats (morsel_safetensors_lookup (tensors, "bias"), 0, 2, values);
  assert_same (values[0], 0.25f);
  assert_same (values[1], -0.75f);
}

static void
test_safetensors_writer_aligns_the_numbers (void)
{
  for (guint n = 0; n < 70; n++)
    {
      g_autofree char *text = g_strnfill (n, 'x');
      g_autoptr (GBytes) bytes = fixture_weights ("license", text);
      guint64 length;

      memcpy (&length, g_bytes_get_data (bytes, NULL), sizeof length);
      g_assert_cmpuint ((GUINT64_FROM_LE (length) + 8) % 64, ==, 0);
    }
}

static void
test_safetensors_writer_refuses_what_a_half_cannot_hold (void)
{
  static const gsize dims[] = { 1 };
  static const float values[] = { 65520, -1e10f, NAN, INFINITY };
  g_autoptr (MorselSafetensorsWriter) writer = fixture_writer_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (morsel_safetensors_writer_add (writer, "a", MORSEL_DTYPE_F16, 1, dims,
                                                     &values[i], &error));
      g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
    }

  g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (writer);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (morsel_safetensors_get_n_tensors (tensors), ==, 2);
}

/* What IEEE 754 says a half is worth. */
static float
expected_half (guint bits)
{
  double fraction = (double) (bits & 0x3ff) / 1024;
  int exponent = (int) (bits >> 10 & 31);
  double value = exponent == 0 ? ldexp (fraction, -14) : ldexp (1 + fraction, exponent - 15);

  return (float) (bits & 0x8000 ? -value : value);
}

static void
assert_all_halves (void)
{
  guint16 halves[0x10000];
  g_autofree float *values = g_new (float, 0x10000);
  /* One byte too far, so that they lie unaligned. */
  g_autofree guint8 *bytes = g_malloc (sizeof halves + 1);

  for (guint i = 0; i < 0x10000; i++)
    halves[i] = GUINT16_TO_LE (i);
  memcpy (bytes + 1, halves, sizeof halves);

  MorselTensor tensor = { .dtype = MORSEL_DTYPE_F16, .n_values = 0x10000, .bytes = bytes + 1 };

  morsel_tensor_copy_floats (&tensor, 0, tensor.n_values, values);
  for (guint i = 0; i < 0x10000; i++)
    {
      float expected = expected_half (i);

      if ((i >> 10 & 31) != 31)
        assert_same (values[i], expected);
      else if ((i & 0x3ff) == 0)
        g_assert_true (isinf (values[i]) && (signbit (values[i]) != 0) == (i >> 15 != 0));
      else
        g_assert_true (isnan (values[i]));
    }
}

static void
test_safetensors_converts_every_half_exactly (void)
{
  assert_all_halves ();
}

static void
test_safetensors_converts_halves_where_denormals_are_zero (void)
{
#ifdef __SSE2__
  guint32 before = __builtin_ia32_stmxcsr ();

  /* Flush to zero, denormals are zero. */
  __builtin_ia32_ldmxcsr (before | 0x8040);

  static const guint16 half = GUINT16_TO_LE (1);
  MorselTensor tensor = { .dtype = MORSEL_DTYPE_F16,
                          .n_values = 1,
                          .bytes = (const guint8 *) &half };
  float value;

  morsel_tensor_copy_floats (&tensor, 0, tensor.n_values, &value);
  __builtin_ia32_ldmxcsr (before);
  assert_same (value, 0x1p-24f);
#else
  g_test_skip ("no SSE2");
#endif
}

static void
test_safetensors_writer_rounds_to_the_nearest_half (void)
{
  static const float values[] = { 1 + 0x1p-11f, 1 + 3 * 0x1p-11f, 1 + 0x1.02p-11f,
                                  65519,        -0x1p-25f,        0x1.8p-24f,
                                  0x1.ff8p-15f, 0x1.ffcp-15f,     -0.333333343267f };
  static const float expected[] = { 1,        1 + 0x1p-9f,  1 + 0x1p-10f, 65504,       -0.0f,
                                    0x1p-23f, 0x1.ff8p-15f, 0x1p-14f,     -0x1.554p-2f };
  static const gsize dims[] = { G_N_ELEMENTS (values) };
  g_autoptr (MorselSafetensorsWriter) writer = fixture_writer_new ();
  g_autoptr (GError) error = NULL;
  float read[G_N_ELEMENTS (values)];

  morsel_safetensors_writer_add (writer, "a", MORSEL_DTYPE_F16, 1, dims, values, &error);
  g_assert_no_error (error);

  g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (writer);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, &error);

  g_assert_no_error (error);
  morsel_tensor_copy_floats (morsel_safetensors_lookup (tensors, "a"), 0,
                             morsel_safetensors_lookup (tensors, "a")->n_values, read);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    assert_same (read[i], expected[i]);
}

static void
test_safetensors_writer_keeps_every_half (void)
{
  static const gsize dims[] = { 1 };

  for (guint bits = 0; bits < 0x10000; bits += 7)
    {
      if ((bits >> 10 & 31) == 31)
        continue;

      g_autoptr (MorselSafetensorsWriter) writer = morsel_safetensors_writer_new ();
      g_autoptr (GError) error = NULL;
      float value = expected_half (bits);

      morsel_safetensors_writer_add (writer, "a", MORSEL_DTYPE_F16, 1, dims, &value, &error);
      g_assert_no_error (error);

      g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (writer);
      const guint8 *last = (const guint8 *) g_bytes_get_data (bytes, NULL) +
                           g_bytes_get_size (bytes) - 2;

      g_assert_cmphex (last[0] + 256u * last[1], ==, bits);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/reads-what-the-writer-wrote",
                   test_safetensors_reads_what_the_writer_wrote);
  g_test_add_func ("/safetensors/writer-aligns-the-numbers",
                   test_safetensors_writer_aligns_the_numbers);
  g_test_add_func ("/safetensors/writer-refuses-what-a-half-cannot-hold",
                   test_safetensors_writer_refuses_what_a_half_cannot_hold);
  g_test_add_func ("/safetensors/converts-every-half-exactly",
                   test_safetensors_converts_every_half_exactly);
  g_test_add_func ("/safetensors/converts-halves-where-denormals-are-zero",
                   test_safetensors_converts_halves_where_denormals_are_zero);
  g_test_add_func ("/safetensors/writer-rounds-to-the-nearest-half",
                   test_safetensors_writer_rounds_to_the_nearest_half);
  g_test_add_func ("/safetensors/writer-keeps-every-half",
                   test_safetensors_writer_keeps_every_half);
  return g_test_run ();
}
