/* test-safetensors.c: tests of engine/safetensors.c and what it stands on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/safetensors.h"
#include "weights-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TENSOR(name, dtype, shape, offsets)                                                        \
  "\"" name "\":{\"dtype\":\"" dtype "\",\"shape\":" shape ",\"data_offsets\":" offsets "}"

/* A wrong header with a number of bytes behind it, and what is said about it. */
typedef struct
{
  const char *header;
  gsize n_data;
  MorselWeightsError code;
} Hostile;

/* Each is refused by safetensors-header.c; what the JSON scan refuses has its own test. */
static const Hostile hostile[] = {
  { "{\"a\":1}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":\"F32\"}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":[]}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{}}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"__metadata__\":1}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"__metadata__\":[]}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"__metadata__\":{\"format\":1}}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"__metadata__\":{\"format\":{}}}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"__metadata__\":{\"format\":[\"morsel-1\"]}}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"offsets\":[0,4]}}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{\"a\":{\"dtype\":[],\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("", "F32", "[1]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "f32", "[1]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "", "[1]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "BF16", "[2]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "F64", "[1]", "[0,8]") "}", 8, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "I32", "[1]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "U8", "[4]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "BOOL", "[4]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "F8_E4M3", "[4]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "F32", "[1,1,1,1,1]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "{" TENSOR ("a", "F32", "1", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "\"1\"", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "{}", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[\"1\"]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[[1]]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[{}]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[0]", "[0,0]") "}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1,0]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[-1]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1.0]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1e0]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[01]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[4294967297,4294967297]", "[0,4]") "}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[9007199254740992,2048]", "[0,0]") "}", 0,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[4611686018427387905]", "[0,4]") "}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[4503599627370496,1024]", "[0,0]") "}", 0,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "4") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[\"0\",4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[4,0]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,5]") "}", 5, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,3]") "}", 3, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,8]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[2]", "[0,4]") "}", 4, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[4,8]") "}", 8, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "}", 5, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "}", 8, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "}", 0, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[9007199254740988,9007199254740992]") "}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[18446744073709551612,0]") "}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[18446744073709551616,18446744073709551620]") "}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{}", 1, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("b", "F32", "[1]", "[0,4]") "}", 4,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("b", "F32", "[1]", "[2,6]") "}", 8,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("b", "F32", "[1]", "[8,12]") "}", 12,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[2]", "[0,8]") "," TENSOR ("b", "F32", "[1]", "[4,8]") "}", 8,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F32", "[1]", "[0,4]") "," TENSOR ("a", "F32", "[1]", "[4,8]") "}", 8,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "{" TENSOR ("a", "F16", "[1]", "[0,2]") "," TENSOR ("b", "F16", "[1]", "[3,5]") "}", 5,
    MORSEL_WEIGHTS_ERROR_DAMAGED },
};

static void
assert_refused (GBytes *bytes, MorselWeightsError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (morsel_safetensors_new (bytes, &error));
  g_assert_error (error, MORSEL_WEIGHTS_ERROR, (int) code);
}

static void
test_safetensors_refuses_wrong_headers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GBytes) bytes = fixture_container (hostile[i].header, hostile[i].n_data);

      g_test_message ("%s", hostile[i].header);
      assert_refused (bytes, hostile[i].code);
    }
}

/* Every shorter file of a right one; the copy lets a sanitizer see a byte read too far. */
static void
test_safetensors_refuses_every_cut_off_file (void)
{
  g_autoptr (GBytes) whole = fixture_weights (NULL, NULL);
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (whole, &n_bytes);

  g_assert_cmpuint (n_bytes, >, 300);
  for (gsize n_left = 0; n_left < n_bytes; n_left++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (bytes, n_left);

      assert_refused (cut, n_left <= 8 ? MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS
                                       : MORSEL_WEIGHTS_ERROR_DAMAGED);
    }
}

static void
test_safetensors_refuses_a_lie_about_the_length (void)
{
  static const guint64 lies[] = { 1,          2,          100,         100000,     1048576,
                                  1048577,    G_MAXINT32, G_MAXUINT32, G_MAXINT64, G_MAXUINT64 - 7,
                                  G_MAXUINT64 };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GBytes) whole = fixture_weights (NULL, NULL);
      gsize n_bytes;
      g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (whole, &n_bytes),
                                            g_bytes_get_size (whole));
      guint64 raw = GUINT64_TO_LE (lies[i]);
      g_autoptr (GError) error = NULL;

      memcpy (bytes, &raw, sizeof raw);

      g_autoptr (GBytes) lying = g_bytes_new (bytes, n_bytes);

      g_assert_null (morsel_safetensors_new (lying, &error));
      g_assert_cmpuint (error->domain, ==, MORSEL_WEIGHTS_ERROR);
    }
}

/* Every byte of the header in turn becomes every byte of a list: some files stay right. */
static void
test_safetensors_survives_changed_bytes (void)
{
  static const char others[] = "\"{}[]:,0-9.\\ \n\377";
  g_autoptr (GBytes) whole = fixture_weights (NULL, NULL);
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (whole, &n_bytes);
  guint n_refused = 0;

  for (gsize place = 0; place < n_bytes; place++)
    for (gsize i = 0; i < sizeof others; i++)
      {
        g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

        copy[place] = (guint8) others[i];

        g_autoptr (GBytes) changed = g_bytes_new_take (g_steal_pointer (&copy), n_bytes);
        g_autoptr (GError) error = NULL;
        g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (changed, &error);

        g_assert_true ((tensors == NULL) == (error != NULL));
        n_refused += tensors == NULL;
      }
  g_test_message ("%u files refused", n_refused);
  g_assert_cmpuint (n_refused, >, 300);
}

static void
test_safetensors_refuses_too_many_tensors (void)
{
  g_autoptr (GString) header = g_string_new ("{");

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (header,
                            "%s\"t%u\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[%u,%u]}",
                            i > 0 ? "," : "", i, 2 * i, 2 * i + 2);
  g_string_append_c (header, '}');

  g_autoptr (GBytes) bytes = fixture_container (header->str, 4000);

  assert_refused (bytes, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK);
}

static void
test_safetensors_refuses_a_long_name (void)
{
  g_autofree char *name = g_strnfill (129, 'n');
  g_autofree char *header = g_strdup_printf (
      "{\"%s\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", name);
  g_autoptr (GBytes) bytes = fixture_container (header, 4);

  assert_refused (bytes, MORSEL_WEIGHTS_ERROR_DAMAGED);
}

static void
test_safetensors_survives_nested_brackets (void)
{
  g_autoptr (GString) header = g_string_new ("{\"a\":");

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (header, '[');

  g_autoptr (GBytes) bytes = fixture_container (header->str, 0);

  assert_refused (bytes, MORSEL_WEIGHTS_ERROR_DAMAGED);
}

/* The last number of a tensor of n_values becomes these bits. */
static GBytes *
make_tensor (const char *dtype, gsize n_values, gsize value_bytes, guint32 bits)
{
  g_autofree char *header = g_strdup_printf ("{\"a\":{\"dtype\":\"%s\",\"shape\":[%" G_GSIZE_FORMAT
                                             "],\"data_offsets\":[0,%" G_GSIZE_FORMAT "]}}",
                                             dtype, n_values, n_values * value_bytes);
  g_autoptr (GBytes) zeros = fixture_container (header, n_values * value_bytes);
  gsize n_bytes;
  guint8 *bytes = g_bytes_unref_to_data (g_steal_pointer (&zeros), &n_bytes);
  guint32 raw = GUINT32_TO_LE (bits);

  memcpy (bytes + n_bytes - value_bytes, &raw, value_bytes);
  return g_bytes_new_take (bytes, n_bytes);
}

static void
test_safetensors_refuses_values_that_are_not_finite (void)
{
  static const guint32 floats[] = { 0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001, 0xffffffff };
  static const guint32 halves[] = { 0x7c00, 0xfc00, 0x7e00, 0x7c01, 0xffff };
  static const gsize sizes[] = { 1, 63, 64, 65, 200 };

  for (gsize i = 0; i < G_N_ELEMENTS (floats); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (sizes); j++)
      {
        g_autoptr (GBytes) with_float = make_tensor ("F32", sizes[j], 4, floats[i]);
        g_autoptr (GBytes) with_half = make_tensor ("F16", sizes[j], 2, halves[i]);

        assert_refused (with_float, MORSEL_WEIGHTS_ERROR_DAMAGED);
        assert_refused (with_half, MORSEL_WEIGHTS_ERROR_DAMAGED);
      }
}

static void
test_safetensors_takes_the_largest_values (void)
{
  g_autoptr (GBytes) with_float = make_tensor ("F32", 65, 4, 0xff7fffff);
  g_autoptr (GBytes) with_half = make_tensor ("F16", 65, 2, 0xfbff);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) floats = morsel_safetensors_new (with_float, &error);
  g_autoptr (MorselSafetensors) halves = morsel_safetensors_new (with_half, &error);

  g_assert_no_error (error);
  g_assert_nonnull (floats);
  g_assert_nonnull (halves);
}

static void
test_safetensors_does_not_call_other_files_damaged (void)
{
  static const char *const beginnings[] = {
    "\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08\0",
    "\xff\xd8\xff\xe0\0\x10JFIF\0\1",
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "# names\napple_pie\n",
    "{\"a\": 1, \"b\": 2}",
  };
  static const gsize lengths[] = { 16, 13, 16, 18, 16 };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (beginnings[i], lengths[i]);

      assert_refused (bytes, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
    }
}

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

static void
assert_file_refused (const char *path, GQuark domain, int code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (morsel_safetensors_load (file, NULL, &error));
  g_assert_error (error, domain, code);
}

static void
test_safetensors_refuses_what_is_no_file_of_weights (void)
{
  g_autofree char *folder = g_dir_make_tmp ("morsel-XXXXXX", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *huge = g_build_filename (folder, "huge", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (huge, "x", 1, NULL));
  g_assert_cmpint (truncate (huge, 64 * 1024 * 1024 + 1), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);

  assert_file_refused (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_file_refused (folder, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused (empty, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused (huge, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused (fifo, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused ("/dev/zero", MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);

  g_unlink (empty);
  g_unlink (huge);
  g_unlink (fifo);
  g_rmdir (folder);
}

static void
test_safetensors_stops_when_cancelled (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (morsel_safetensors_load (file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_safetensors_computes_the_checksum_of_the_file (void)
{
  g_autoptr (GBytes) bytes = fixture_container ("{}", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, &error);

  g_assert_no_error (error);

  g_autofree char *checksum = morsel_safetensors_dup_checksum (tensors);

  /* printf '\2\0\0\0\0\0\0\0{}' | sha256sum */
  g_assert_cmpstr (checksum, ==,
                   "411a485216e432ece6b9af94fa32154cf79a2a56d4f81266baa50063f45092bd");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors/refuses-wrong-headers", test_safetensors_refuses_wrong_headers);
  g_test_add_func ("/safetensors/refuses-every-cut-off-file",
                   test_safetensors_refuses_every_cut_off_file);
  g_test_add_func ("/safetensors/refuses-a-lie-about-the-length",
                   test_safetensors_refuses_a_lie_about_the_length);
  g_test_add_func ("/safetensors/survives-changed-bytes", test_safetensors_survives_changed_bytes);
  g_test_add_func ("/safetensors/refuses-too-many-tensors",
                   test_safetensors_refuses_too_many_tensors);
  g_test_add_func ("/safetensors/refuses-a-long-name", test_safetensors_refuses_a_long_name);
  g_test_add_func ("/safetensors/survives-nested-brackets",
                   test_safetensors_survives_nested_brackets);
  g_test_add_func ("/safetensors/refuses-values-that-are-not-finite",
                   test_safetensors_refuses_values_that_are_not_finite);
  g_test_add_func ("/safetensors/takes-the-largest-values",
                   test_safetensors_takes_the_largest_values);
  g_test_add_func ("/safetensors/does-not-call-other-files-damaged",
                   test_safetensors_does_not_call_other_files_damaged);
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
  g_test_add_func ("/safetensors/refuses-what-is-no-file-of-weights",
                   test_safetensors_refuses_what_is_no_file_of_weights);
  g_test_add_func ("/safetensors/stops-when-cancelled", test_safetensors_stops_when_cancelled);
  g_test_add_func ("/safetensors/computes-the-checksum-of-the-file",
                   test_safetensors_computes_the_checksum_of_the_file);
  return g_test_run ();
}
