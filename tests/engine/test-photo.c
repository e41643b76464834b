/* test-photo.c: a photo keeps the pixels it is made of, and is saved whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo.h"
#include "pixels.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define WIDTH 19
#define HEIGHT 17
#define ROWSTRIDE ((gsize) 64)
#define N_ROW_BYTES ((gsize) 3 * WIDTH)

/* Every pixel another one; rows are padded, but for the last one. */
static MorselPhoto *
make_photo (void)
{
  gsize n_bytes = ROWSTRIDE * (HEIGHT - 1) + 3 * WIDTH;
  guint8 *rgb = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    rgb[i] = (guint8) (i * 7);

  g_autoptr (GBytes) bytes = g_bytes_new_take (rgb, n_bytes);

  return morsel_photo_new_from_pixels (bytes, WIDTH, HEIGHT, ROWSTRIDE);
}

static void
test_photo_shares_the_pixels_it_is_made_of (void)
{
  static const guint8 rgb[12] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255 };
  GBytes *bytes = g_bytes_new_static (rgb, sizeof rgb);
  MorselPhoto *photo = morsel_photo_new_from_pixels (bytes, 2, 2, 6);

  g_assert_true (morsel_photo_get_pixels (photo) == bytes);
  g_bytes_unref (bytes);
  assert_colours (photo, "0,0=ff0000 1,0=00ff00 0,1=0000ff 1,1=ffffff");
  g_assert_cmpuint (morsel_photo_get_full_width (photo), ==, 2);
  g_assert_cmpuint (morsel_photo_get_rowstride (photo), ==, 6);
  g_assert_true (morsel_photo_has_least_side (photo, MORSEL_PHOTO_FULL_SIZE));
  g_assert_finalize_object (photo);
}

static void
test_photo_of_too_few_pixels_is_a_mistake (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static ("12345678901", 11);
      g_autoptr (MorselPhoto) photo = morsel_photo_new_from_pixels (bytes, 2, 2, 6);

      g_assert_null (photo);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*CRITICAL*g_bytes_get_size*");
}

/* A path in a new folder; remove_folder() takes both away. */
static GFile *
new_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("morsel-XXXXXX", &error);

  g_assert_no_error (error);
  return g_file_new_build_filename (folder, "photo.png", NULL);
}

static void
remove_folder (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GError) error = NULL;

  g_file_delete (file, NULL, NULL);
  /* A folder can only be removed when nothing else was left in it. */
  g_file_delete (folder, NULL, &error);
  g_assert_no_error (error);
}

static void
assert_is_saved (MorselPhoto *photo, GFile *file)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (morsel_photo_save_png (photo, file, NULL, &error));
  g_assert_no_error (error);

  g_autoptr (MorselPhoto) saved = morsel_photo_load (file, MORSEL_PHOTO_FULL_SIZE, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (morsel_photo_get_width (saved), ==, WIDTH);
  g_assert_cmpuint (morsel_photo_get_height (saved), ==, HEIGHT);
  for (guint y = 0; y < HEIGHT; y++)
    g_assert_cmpint (memcmp (get_pixel (saved, 0, y), get_pixel (photo, 0, y), N_ROW_BYTES), ==, 0);
}

static void
test_photo_is_saved_as_it_is (void)
{
  g_autoptr (MorselPhoto) photo = make_photo ();
  g_autoptr (GFile) file = new_file ();

  assert_is_saved (photo, file);
  remove_folder (file);
}

static void
test_photo_replaces_an_old_file (void)
{
  g_autoptr (MorselPhoto) photo = make_photo ();
  g_autoptr (GFile) file = new_file ();

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "old", -1, NULL));
  assert_is_saved (photo, file);
  remove_folder (file);
}

static void
test_photo_is_not_saved_where_it_cannot_be (void)
{
  g_autoptr (MorselPhoto) photo = make_photo ();
  g_autoptr (GFile) missing = g_file_new_for_path ("/nowhere/photo.png");
  g_autoptr (GFile) device = g_file_new_for_path ("/dev/full");
  g_autoptr (GError) error = NULL;

  g_assert_false (morsel_photo_save_png (photo, missing, NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (morsel_photo_save_png (photo, device, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmpint (g_file_query_file_type (device, G_FILE_QUERY_INFO_NONE, NULL), ==,
                   G_FILE_TYPE_SPECIAL);
}

/* Saves to a file that may not grow, as on a full disk. */
static void
save_on_full_disk (GFile *file)
{
  g_autoptr (MorselPhoto) photo = make_photo ();
  g_autoptr (GError) error = NULL;
  struct rlimit limit = { 10, 10 };

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (morsel_photo_save_png (photo, file, NULL, &error));
  g_assert_nonnull (error);
}

static void
test_photo_leaves_nothing_half_written (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GFile) file = g_file_new_for_path (g_getenv ("MORSEL_TEST_FILE"));

      save_on_full_disk (file);
      return;
    }

  g_autoptr (GFile) file = new_file ();
  g_autofree char *link = g_strconcat (g_file_peek_path (file), ".link", NULL);
  g_autofree char *text = NULL;

  g_setenv ("MORSEL_TEST_FILE", g_file_peek_path (file), TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_assert_false (g_file_query_exists (file, NULL));

  g_assert_true (g_file_set_contents (g_file_peek_path (file), "old", -1, NULL));
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");

  g_assert_cmpint (symlink (g_file_peek_path (file), link), ==, 0);
  g_setenv ("MORSEL_TEST_FILE", link, TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_clear_pointer (&text, g_free);
  g_assert_true (g_file_get_contents (g_file_peek_path (file), &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpint (unlink (link), ==, 0);
  remove_folder (file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo/shares-the-pixels-it-is-made-of",
                   test_photo_shares_the_pixels_it_is_made_of);
  g_test_add_func ("/photo/of-too-few-pixels-is-a-mistake",
                   test_photo_of_too_few_pixels_is_a_mistake);
  g_test_add_func ("/photo/is-saved-as-it-is", test_photo_is_saved_as_it_is);
  g_test_add_func ("/photo/replaces-an-old-file", test_photo_replaces_an_old_file);
  g_test_add_func ("/photo/is-not-saved-where-it-cannot-be",
                   test_photo_is_not_saved_where_it_cannot_be);
  g_test_add_func ("/photo/leaves-nothing-half-written", test_photo_leaves_nothing_half_written);
  return g_test_run ();
}
