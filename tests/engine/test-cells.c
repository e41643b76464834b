/* test-cells.c: tests of engine/cells.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/cells.h"

#include <math.h>
#include <string.h>

static void
assert_text (GString *text, const char *expected)
{
  g_assert_cmpstr (text->str, ==, expected);
  g_string_truncate (text, 0);
}

static void
test_cells_escape_json_strings (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_cells_append_json_string (text, "a\"b\\c/\t\n\x01 é");
  assert_text (text, "\"a\\\"b\\\\c/\\u0009\\u000a\\u0001 é\"");
  morsel_cells_append_json_string (text, "caf\xe9");
  assert_text (text, "\"caf\xef\xbf\xbd\"");
}

static void
test_cells_quote_csv_strings_only_where_needed (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_cells_append_csv_string (text, "plain; text");
  assert_text (text, "plain; text");
  morsel_cells_append_csv_string (text, "a,b");
  assert_text (text, "\"a,b\"");
  morsel_cells_append_csv_string (text, "say \"ah\"");
  assert_text (text, "\"say \"\"ah\"\"\"");
  morsel_cells_append_csv_string (text, "two\nlines");
  assert_text (text, "\"two\nlines\"");
}

static void
test_cells_leave_what_looks_like_a_formula_as_it_is (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_cells_append_csv_string (text, "=1+1");
  assert_text (text, "=1+1");
}

static void
test_cells_read_back_as_the_same_float (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (int i = 0; i < 10000; i++)
    {
      float number = (float) exp (g_rand_double_range (random, -60.0, 0.0));
      float read_back;

      g_string_truncate (text, 0);
      morsel_cells_append_float (text, number);
      read_back = (float) g_ascii_strtod (text->str, NULL);
      g_assert_true (memcmp (&read_back, &number, sizeof number) == 0);
    }
}

static void
test_cells_have_no_more_digits_than_needed (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_cells_append_float (text, 0.87f);
  assert_text (text, "0.87");
  morsel_cells_append_float (text, 0.0f);
  assert_text (text, "0");
  morsel_cells_append_float (text, NAN);
  assert_text (text, "0");
}

static void
test_cells_have_fixed_decimals (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_cells_append_decimal (text, 12.3456, 3);
  assert_text (text, "12.346");
  morsel_cells_append_decimal (text, -INFINITY, 1);
  assert_text (text, "0.0");
  morsel_cells_append_decimal (text, 1e300, 0);
  g_assert_cmpuint (text->len, ==, 301);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cells/escape-json-strings", test_cells_escape_json_strings);
  g_test_add_func ("/cells/quote-csv-strings-only-where-needed",
                   test_cells_quote_csv_strings_only_where_needed);
  g_test_add_func ("/cells/leave-what-looks-like-a-formula-as-it-is",
                   test_cells_leave_what_looks_like_a_formula_as_it_is);
  g_test_add_func ("/cells/read-back-as-the-same-float", test_cells_read_back_as_the_same_float);
  g_test_add_func ("/cells/have-no-more-digits-than-needed",
                   test_cells_have_no_more_digits_than_needed);
  g_test_add_func ("/cells/have-fixed-decimals", test_cells_have_fixed_decimals);
  return g_test_run ();
}
