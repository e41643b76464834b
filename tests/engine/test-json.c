/* test-json.c: tests of engine/json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/json.h"

#include <string.h>

static gboolean
is_taken (const char *text, MorselJsonRules rules)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselJson) root = morsel_json_parse (text, strlen (text), rules, &error);
  const gboolean taken = root != NULL;

  if (taken)
    g_assert_no_error (error);
  else
    g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
  return taken;
}

static void
assert_each (const char *const *texts, gsize n_texts, MorselJsonRules rules, gboolean taken)
{
  for (gsize i = 0; i < n_texts; i++)
    {
      g_autofree char *shown = g_strescape (texts[i], NULL);

      g_test_message ("%s", shown);
      g_assert_cmpint (is_taken (texts[i], rules), ==, taken);
    }
}

static void
test_json_takes_a_header (void)
{
  static const char *const texts[] = {
    "{}",
    "{}   ",
    "{ \"a\" : { \"b\" : [ 0 , 1 ] } }",
    "{\"a\":9007199254740992}",
    "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83c\\udf5c\"}",
    "{\"é\":[],\"e\":{}}",
    "{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
  };

  assert_each (texts, G_N_ELEMENTS (texts), MORSEL_JSON_HEADER, TRUE);
}

static void
test_json_refuses_what_no_header_has (void)
{
  static const char *const texts[] = {
    "",
    " {}",
    "[]",
    "1",
    "\"a\"",
    "{",
    "}",
    "{}{}",
    "{} x",
    "{}\n",
    "{}]",
    "{\n}",
    "{,}",
    "{\"a\":1,}",
    "{\"a\":1 \"b\":1}",
    "{\"a\" 1}",
    "{\"a\":}",
    "{\"a\"}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "{\"a\":[1,]}",
    "{\"a\":[,1]}",
    "{\"a\":[1 2]}",
    "{\"a\":[1}",
    "{\"a\":{1]",
    "{\"a\":01}",
    "{\"a\":00}",
    "{\"a\":0x10}",
    "{\"a\":-1}",
    "{\"a\":+1}",
    "{\"a\":1.0}",
    "{\"a\":1e3}",
    "{\"a\":.5}",
    "{\"a\":true}",
    "{\"a\":null}",
    "{\"a\":NaN}",
    "{\"a\":9007199254740993}",
    "{\"a\":9223372036854775808}",
    "{\"a\":18446744073709551616}",
    "{\"a\":18446744073709551617}",
    "{\"a\":99999999999999999999999999999999999999}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1,\"\\u0061\":2}",
    "{\"a\":{\"b\":1,\"b\":1}}",
    "{\"a\\u0000b\":1}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":\"\\ud83c\"}",
    "{\"a\":\"\\udf5c\"}",
    "{\"a\":\"\\ud83c\\u0041\"}",
    "{\"a\":\"\\ud83cx\"}",
    "{\"a\":\"\\u12g4\"}",
    "{\"a\":\"\\u12",
    "{\"a\":\"\\x41\"}",
    "{\"a\":\"\\",
    "{\"a\":\"line\nbreak\"}",
    "{\"a\":\"\x7f\xff\"}",
    "{\"a\":\"\xc0\x80\"}",
    "{\"a\":\"\xed\xa0\x80\"}",
    "{\"a\":\"unfinished}",
    "{\"a\":1/*comment*/}",
    "{\"a\":1}//",
    "var x = {};",
    "\xef\xbb\xbf{}",
    "{\"a\":{\"b\":{\"c\":{}}}}",
    "{\"a\":[[[1]]]}",
  };

  assert_each (texts, G_N_ELEMENTS (texts), MORSEL_JSON_HEADER, FALSE);
}

static void
test_json_takes_decimals_in_metadata (void)
{
  static const char *const texts[] = {
    "[]",
    "[\"a\",\t\"b\",\r\n\"c\"]",
    "{\"a\":0.5,\"b\":-1.25,\"c\":-0,\"d\":0.8500000000000001}",
    "{\"a\":[[[[[1]]]]]}",
  };

  assert_each (texts, G_N_ELEMENTS (texts), MORSEL_JSON_METADATA, TRUE);
}

static void
test_json_refuses_other_numbers_in_metadata (void)
{
  static const char *const texts[] = {
    "[1e5]",  "[1.]",   "[.1]",    "[-]",    "[--1]",          "[01.5]",
    "[true]", "[null]", "[1.5.2]", "[1,5,]", "[[[[[[[]]]]]]]", "0.5",
  };

  assert_each (texts, G_N_ELEMENTS (texts), MORSEL_JSON_METADATA, FALSE);
}

static void
test_json_takes_a_configuration (void)
{
  g_assert_true (is_taken ("{\"a\":[1e-07,-2.5E+10,true,false,null]}", MORSEL_JSON_CONFIG));
  g_assert_false (is_taken ("{\"a\":1e999}", MORSEL_JSON_CONFIG));
  g_assert_false (is_taken ("{\"a\":1e}", MORSEL_JSON_CONFIG));
  g_assert_false (is_taken ("{\"a\":NaN}", MORSEL_JSON_CONFIG));
  g_assert_false (is_taken ("{\"a\":nul}", MORSEL_JSON_CONFIG));
}

static void
test_json_survives_100000_brackets (void)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":");

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  g_assert_false (is_taken (text->str, MORSEL_JSON_HEADER));
  g_assert_false (is_taken (text->str, MORSEL_JSON_METADATA));
  g_assert_false (is_taken (text->str, MORSEL_JSON_CONFIG));
}

static gboolean
takes_keys (guint n_keys)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":{");

  for (guint i = 0; i < n_keys; i++)
    g_string_append_printf (text, "%s\"%u\":1", i > 0 ? "," : "", i);
  g_string_append (text, "}}");
  return is_taken (text->str, MORSEL_JSON_HEADER) && is_taken (text->str, MORSEL_JSON_METADATA) &&
         is_taken (text->str, MORSEL_JSON_CONFIG);
}

static void
test_json_refuses_more_keys_than_a_file_has (void)
{
  g_assert_true (takes_keys (2048));
  g_assert_false (takes_keys (2049));
}

/* The copy has no byte behind its end, so that a sanitizer sees one read too far. */
static void
test_json_reads_no_byte_too_far (void)
{
  static const char text[] = "{\"key\":{\"\\u0061\\ud83c\\udf5c\":[12,345]},\"b\":true}";

  for (gsize n_bytes = 0; n_bytes < strlen (text); n_bytes++)
    for (guint rules = MORSEL_JSON_HEADER; rules <= MORSEL_JSON_CONFIG; rules++)
      {
        g_autofree char *cut = g_memdup2 (text, n_bytes);
        g_autoptr (GError) error = NULL;

        g_assert_null (morsel_json_parse (cut, n_bytes, (MorselJsonRules) rules, &error));
        g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
      }
}

static void
test_json_refuses_a_nul_byte (void)
{
  static const char text[] = "{\"a\0b\":1}";
  g_autoptr (GError) error = NULL;

  g_assert_null (morsel_json_parse (text, sizeof text - 1, MORSEL_JSON_HEADER, &error));
  g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
}

static void
test_json_gives_what_the_text_says (void)
{
  static const char text
      [] = "{\"a\":[1,\"\\u00e9\",-2.5e-1,null],\"b\":{\"c\":-7,\"d\":\"\"}} and more of the file";
  g_autoptr (GError) error = NULL;
  const gsize n_bytes = (gsize) (strstr (text, " and") - text);
  g_autoptr (MorselJson) root = morsel_json_parse (text, n_bytes, MORSEL_JSON_CONFIG, &error);

  g_assert_no_error (error);
  g_assert_cmpint (root->kind, ==, MORSEL_JSON_OBJECT);
  g_assert_cmpuint (root->n_values, ==, 2);

  const MorselJson *value = morsel_json_get_kind (root, "a", MORSEL_JSON_ARRAY)->first;

  g_assert_cmpint (value->kind, ==, MORSEL_JSON_INTEGER);
  g_assert_cmpint (value->integer, ==, 1);
  value = value->next;
  g_assert_cmpint (value->kind, ==, MORSEL_JSON_STRING);
  g_assert_cmpstr (value->text, ==, "é");
  value = value->next;
  g_assert_cmpint (value->kind, ==, MORSEL_JSON_DECIMAL);
  g_assert_cmpfloat_with_epsilon (value->number, -0.25, 1e-9);
  value = value->next;
  g_assert_cmpint (value->kind, ==, MORSEL_JSON_WORD);
  g_assert_cmpstr (value->text, ==, "null");
  g_assert_null (value->next);

  const MorselJson *inner = morsel_json_get (root, "b");

  g_assert_cmpint (morsel_json_get (inner, "c")->integer, ==, -7);
  g_assert_true (morsel_json_is_number (morsel_json_get (inner, "c")));
  g_assert_cmpstr (morsel_json_get_text (inner, "d"), ==, "");
}

static void
test_json_gives_nothing_where_there_is_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselJson) root = morsel_json_parse ("{\"a\":[{}]}", 10, MORSEL_JSON_HEADER, &error);
  const MorselJson *array = morsel_json_get (root, "a");

  g_assert_no_error (error);
  g_assert_null (morsel_json_get (root, "b"));
  g_assert_null (morsel_json_get (NULL, "a"));
  g_assert_null (morsel_json_get (array, "a"));
  g_assert_null (morsel_json_get_kind (root, "a", MORSEL_JSON_OBJECT));
  g_assert_null (morsel_json_get_text (root, "a"));
  g_assert_false (morsel_json_is_number (array));
  g_assert_false (morsel_json_is_number (NULL));
}

static void
test_json_says_where (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (morsel_json_parse ("{\"a\":-1}", 8, MORSEL_JSON_HEADER, &error));
  g_assert_cmpstr (error->message, ==, "No value at byte 5 of the JSON text");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/takes-a-header", test_json_takes_a_header);
  g_test_add_func ("/json/refuses-what-no-header-has", test_json_refuses_what_no_header_has);
  g_test_add_func ("/json/takes-decimals-in-metadata", test_json_takes_decimals_in_metadata);
  g_test_add_func ("/json/refuses-other-numbers-in-metadata",
                   test_json_refuses_other_numbers_in_metadata);
  g_test_add_func ("/json/takes-a-configuration", test_json_takes_a_configuration);
  g_test_add_func ("/json/survives-100000-brackets", test_json_survives_100000_brackets);
  g_test_add_func ("/json/refuses-more-keys-than-a-file-has",
                   test_json_refuses_more_keys_than_a_file_has);
  g_test_add_func ("/json/reads-no-byte-too-far", test_json_reads_no_byte_too_far);
  g_test_add_func ("/json/refuses-a-nul-byte", test_json_refuses_a_nul_byte);
  g_test_add_func ("/json/gives-what-the-text-says", test_json_gives_what_the_text_says);
  g_test_add_func ("/json/gives-nothing-where-there-is-nothing",
                   test_json_gives_nothing_where_there_is_nothing);
  g_test_add_func ("/json/says-where", test_json_says_where);
  return g_test_run ();
}
