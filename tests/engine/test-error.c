/* test-error.c: tests of engine/error.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"

#include <gio/gio.h>

static void
test_error_keeps_its_format_when_copied (void)
{
  g_autoptr (GError) error = morsel_photo_error_new_format (MORSEL_PHOTO_ERROR_UNSUPPORTED, "HEIC",
                                                            "HEIC refused");
  g_autoptr (GError) copy = g_error_copy (error);

  g_clear_error (&error);
  g_assert_error (copy, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_UNSUPPORTED);
  g_assert_cmpstr (morsel_photo_error_get_format (copy), ==, "HEIC");
}

static void
test_error_keeps_both_numbers_of_wrong_names (void)
{
  g_autoptr (GError) error = morsel_weights_error_new_names (101, 100);

  g_assert_cmpuint (morsel_weights_error_get_n_outputs (error), ==, 101);
  g_assert_cmpuint (morsel_weights_error_get_n_names (error), ==, 100);
  g_assert_cmpstr (error->message, ==, "The network has 101 outputs, but there are 100 names");
}

static void
test_error_has_a_word_for_every_photo_code (void)
{
  for (int code = 0; code <= MORSEL_PHOTO_ERROR_NO_MEMORY; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (MORSEL_PHOTO_ERROR, code, "");

      g_assert_nonnull (morsel_error_get_code (error));
      g_assert_cmpstr (morsel_error_get_code (error), !=, "failed");
    }
}

static void
test_error_says_not_found (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "");

  g_assert_cmpstr (morsel_error_get_code (error), ==, "not-found");
}

static void
assert_line (const char *line, GQuark domain, int code, const char *message)
{
  g_autoptr (GError) error = morsel_error_from_line (line);

  g_assert_error (error, domain, code);
  g_assert_cmpstr (error->message, ==, message);
}

static void
test_error_comes_back_from_its_line (void)
{
  g_autoptr (GError) names = morsel_weights_error_new_names (101, 100);
  g_autofree char *line = morsel_error_to_line (names);
  g_autoptr (GError) read = morsel_error_from_line (line);

  g_assert_cmpuint (morsel_weights_error_get_n_outputs (read), ==, 101);
  g_assert_cmpuint (morsel_weights_error_get_n_names (read), ==, 100);

  assert_line ("morsel-import: damaged: No numbers: cut off\n", MORSEL_WEIGHTS_ERROR,
               MORSEL_WEIGHTS_ERROR_DAMAGED, "No numbers: cut off");
  assert_line ("other-network: x", MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, "x");
  assert_line ("morsel-import: not-found: gone", G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");
  assert_line ("morsel-import: failed: disk", G_IO_ERROR, G_IO_ERROR_FAILED, "disk");
  assert_line ("wrong-names: Label 3 is no usable text", MORSEL_WEIGHTS_ERROR,
               MORSEL_WEIGHTS_ERROR_WRONG_NAMES, "Label 3 is no usable text");
}

static void
test_error_is_damaged_when_a_program_said_nothing (void)
{
  static const char *const lines[] = { "", "\n", "Killed", "morsel-import: broken" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = morsel_error_from_line (lines[i]);

      g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
    }
}

static void
test_error_is_one_line (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "a\nb\r");
  g_autofree char *line = morsel_error_to_line (error);

  g_assert_cmpstr (line, ==, "not-found: a b ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error/keeps-its-format-when-copied", test_error_keeps_its_format_when_copied);
  g_test_add_func ("/error/keeps-both-numbers-of-wrong-names",
                   test_error_keeps_both_numbers_of_wrong_names);
  g_test_add_func ("/error/has-a-word-for-every-photo-code",
                   test_error_has_a_word_for_every_photo_code);
  g_test_add_func ("/error/says-not-found", test_error_says_not_found);
  g_test_add_func ("/error/comes-back-from-its-line", test_error_comes_back_from_its_line);
  g_test_add_func ("/error/is-damaged-when-a-program-said-nothing",
                   test_error_is_damaged_when_a_program_said_nothing);
  g_test_add_func ("/error/is-one-line", test_error_is_one_line);
  return g_test_run ();
}
