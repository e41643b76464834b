/* test-percent.c: tests of words/percent.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/percent.h"

#include <math.h>

static void
assert_percent (double probability, const char *expected)
{
  g_autofree char *percent = morsel_percent (probability);

  g_assert_cmpstr (percent, ==, expected);
}

static void
test_percent_rounds_to_whole_numbers (void)
{
  assert_percent (0.87, "87 %");
  assert_percent (0.874, "87 %");
  assert_percent (0.875, "88 %");
  assert_percent (0.01, "1 %");
  assert_percent (0.9949, "99 %");
}

static void
test_percent_is_never_0_and_never_100 (void)
{
  assert_percent (0.0, "< 1 %");
  assert_percent (0.0049, "< 1 %");
  assert_percent (0.005, "1 %");
  assert_percent (0.995, "> 99 %");
  assert_percent (1.0, "> 99 %");
}

static void
test_percent_claims_nothing_for_what_is_not_a_number (void)
{
  assert_percent ((double) NAN, "< 1 %");
}

static void
test_percent_is_spoken_without_signs (void)
{
  g_autofree char *some = morsel_percent_spoken (0.87);
  g_autofree char *one = morsel_percent_spoken (0.01);
  g_autofree char *least = morsel_percent_spoken (0.0);
  g_autofree char *most = morsel_percent_spoken (1.0);

  g_assert_cmpstr (some, ==, "87 percent");
  g_assert_cmpstr (one, ==, "1 percent");
  g_assert_cmpstr (least, ==, "less than 1 percent");
  g_assert_cmpstr (most, ==, "more than 99 percent");
}

static void
test_percent_of_a_measured_share_has_one_decimal (void)
{
  g_autofree char *some = morsel_fraction_percent (0.8164);
  g_autofree char *all = morsel_fraction_percent (1.0);

  g_assert_cmpstr (some, ==, "81.6 %");
  g_assert_cmpstr (all, ==, "100.0 %");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/percent/rounds-to-whole-numbers", test_percent_rounds_to_whole_numbers);
  g_test_add_func ("/percent/is-never-0-and-never-100", test_percent_is_never_0_and_never_100);
  g_test_add_func ("/percent/claims-nothing-for-what-is-not-a-number",
                   test_percent_claims_nothing_for_what_is_not_a_number);
  g_test_add_func ("/percent/is-spoken-without-signs", test_percent_is_spoken_without_signs);
  g_test_add_func ("/percent/of-a-measured-share-has-one-decimal",
                   test_percent_of_a_measured_share_has_one_decimal);
  return g_test_run ();
}
