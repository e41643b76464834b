/* test-error-text.c: tests of words/error-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/error-text.h"

#include "engine/error.h"

#include <gio/gio.h>

static void
assert_words (GError *error, const char *title, const char *sentence)
{
  g_autoptr (GError) owned = error;
  g_autofree char *got_title = morsel_error_title (owned);
  g_autofree char *got_sentence = morsel_error_sentence (owned);

  g_assert_cmpstr (got_title, ==, title);
  g_assert_cmpstr (got_sentence, ==, sentence);
}

static GError *
photo_error (MorselPhotoError code)
{
  return g_error_new_literal (MORSEL_PHOTO_ERROR, (int) code, "log");
}

static void
test_error_text_names_the_format_that_is_refused (void)
{
  assert_words (morsel_photo_error_new_format (MORSEL_PHOTO_ERROR_UNSUPPORTED, "HEIC", "log"),
                "Format Not Supported",
                "Morsel cannot open HEIC files. Save it as JPEG and try again.");
  assert_words (morsel_photo_error_new_format (MORSEL_PHOTO_ERROR_NO_DECODER, "WebP", "log"),
                "Format Not Supported",
                "WebP files cannot be opened on this computer. Save it as JPEG and try again.");
}

static void
test_error_text_names_the_limit_that_applied (void)
{
  assert_words (morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS, 100, "log"),
                "Photo Too Large", "The photo has more than 100 megapixels.");
  assert_words (morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_MANY_BYTES, 64, "log"),
                "Photo Too Large", "The file is larger than 64 MB.");
  assert_words (morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_SMALL, 16, "log"),
                "Photo Too Small", "The photo is smaller than 16 pixels.");
}

static void
test_error_text_has_words_without_the_facts (void)
{
  assert_words (photo_error (MORSEL_PHOTO_ERROR_UNSUPPORTED), "Format Not Supported",
                "Morsel cannot open this kind of file. Save it as JPEG and try again.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS), "Photo Too Large",
                "The photo has too many pixels.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_TOO_SMALL), "Photo Too Small",
                "The photo is too small.");
}

static void
test_error_text_of_a_photo_says_what_is_wrong (void)
{
  const char *damaged = "The file is damaged or incomplete.";

  assert_words (photo_error (MORSEL_PHOTO_ERROR_CORRUPT), "Damaged Photo", damaged);
  assert_words (photo_error (MORSEL_PHOTO_ERROR_TRUNCATED), "Damaged Photo", damaged);
  assert_words (photo_error (MORSEL_PHOTO_ERROR_NOT_A_PHOTO), "Not a Photo",
                "This file is not an image.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_NOT_A_FILE), "Not a Photo",
                "This is not a file. Choose a photo.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_EMPTY), "Empty File", "The file has no content.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_TOO_COMPLEX), "Could Not Be Loaded",
                "Opening the photo takes too long.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_TIMEOUT), "Could Not Be Loaded",
                "Opening the photo takes too long.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_REMOTE), "Could Not Be Loaded",
                "The photo could not be loaded.");
  assert_words (photo_error (MORSEL_PHOTO_ERROR_NO_MEMORY), "Not Enough Memory",
                "There is not enough memory for this photo.");
}

static void
test_error_text_of_a_file_says_what_is_wrong (void)
{
  assert_words (g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "log"), "File Not Found",
                "The file was moved or deleted.");
  assert_words (g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "log"), "No Access",
                "You do not have permission to read this file.");
  assert_words (g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "log"), "Could Not Be Loaded",
                "The file could not be loaded.");
}

static void
test_error_text_of_weights_says_what_is_wrong (void)
{
  assert_words (morsel_weights_error_new_names (101, 100), "Model Not Supported",
                "The model has 101 outputs, but there are 100 names.");
  assert_words (g_error_new_literal (MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS, "log"),
                "Not a Model", "This file is not a model.");
  assert_words (g_error_new_literal (MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED, "log"),
                "Damaged Model", "The file is damaged.");
  assert_words (
      g_error_new_literal (MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, "log"),
      "Model Not Supported", "This model has another architecture.");
}

static void
test_error_text_of_a_network_says_what_is_wrong (void)
{
  assert_words (g_error_new_literal (MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_FAILED, "log"),
                "Could Not Be Recognised", "The model cannot be run on this computer.");
  assert_words (g_error_new_literal (MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_NO_LIBRARY, "log"),
                "Could Not Be Recognised",
                "The library oneDNN, which this computer needs, cannot be loaded.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/error-text/names-the-format-that-is-refused",
                   test_error_text_names_the_format_that_is_refused);
  g_test_add_func ("/error-text/names-the-limit-that-applied",
                   test_error_text_names_the_limit_that_applied);
  g_test_add_func ("/error-text/has-words-without-the-facts",
                   test_error_text_has_words_without_the_facts);
  g_test_add_func ("/error-text/of-a-photo-says-what-is-wrong",
                   test_error_text_of_a_photo_says_what_is_wrong);
  g_test_add_func ("/error-text/of-a-file-says-what-is-wrong",
                   test_error_text_of_a_file_says_what_is_wrong);
  g_test_add_func ("/error-text/of-weights-says-what-is-wrong",
                   test_error_text_of_weights_says_what_is_wrong);
  g_test_add_func ("/error-text/of-a-network-says-what-is-wrong",
                   test_error_text_of_a_network_says_what_is_wrong);
  return g_test_run ();
}
