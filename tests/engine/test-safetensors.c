/* test-safetensors.c: tests of engine/safetensors.c and what it stands on
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/safetensors.h"
#include "weights-fixture.h"

#include <string.h>

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
  g_test_add_func ("/safetensors/computes-the-checksum-of-the-file",
                   test_safetensors_computes_the_checksum_of_the_file);
  return g_test_run ();
}
