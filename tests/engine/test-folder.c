/* test-folder.c: tests of engine/folder.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/folder.h"

#include <unistd.h>

/* A folder that lives as long as one test. */
typedef struct
{
  char *path;
  GFile *file;
} Fixture;

static void
delete_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL) &&
         child != NULL)
    delete_tree (child);
  g_file_delete (file, NULL, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->path = g_dir_make_tmp ("morsel-folder-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_file_new_for_path (fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  delete_tree (fixture->file);
  g_object_unref (fixture->file);
  g_free (fixture->path);
}

static void
add_file (Fixture *fixture, const char *name, const char *content)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}

/* The paths below the folder, with a blank between them. */
static char *
list (Fixture *fixture, gboolean recursive, gsize max_photos, gboolean *truncated)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) photos = morsel_folder_list (fixture->file, recursive, max_photos,
                                                     truncated, NULL, &error);
  GString *names = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < photos->len; i++)
    {
      g_autofree char *name = g_file_get_relative_path (fixture->file,
                                                        g_ptr_array_index (photos, i));

      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", name);
    }
  return g_string_free (names, FALSE);
}

static void
assert_list (Fixture *fixture, gboolean recursive, const char *expected)
{
  g_autofree char *names = list (fixture, recursive, MORSEL_FOLDER_MAX_PHOTOS, NULL);

  g_assert_cmpstr (names, ==, expected);
}

static void
test_folder_is_in_natural_order (Fixture *fixture, gconstpointer data)
{
  add_file (fixture, "photo10.jpg", "");
  add_file (fixture, "photo9.jpg", "");
  add_file (fixture, "photo1.png", "");
  assert_list (fixture, FALSE, "photo1.png photo9.jpg photo10.jpg");
}

static void
test_folder_has_what_is_a_photo_by_its_name (Fixture *fixture, gconstpointer data)
{
  add_file (fixture, "a.JPG", "");
  add_file (fixture, "b.webp", "");
  add_file (fixture, "c.heic", "");
  add_file (fixture, "notes.txt", "");
  add_file (fixture, "clip.mp4", "");
  add_file (fixture, "photo.jpg.bak", "");
  assert_list (fixture, FALSE, "a.JPG b.webp c.heic");
}

static void
test_folder_looks_into_names_without_an_end (Fixture *fixture, gconstpointer data)
{
  add_file (fixture, "jpeg", "\xff\xd8\xff\xe0 and more");
  add_file (fixture, "png", "\x89PNG\r\n\x1a\n");
  add_file (fixture, "webp", "RIFF....WEBP");
  add_file (fixture, "sound", "RIFF....WAVE");
  add_file (fixture, "text", "text");
  add_file (fixture, "empty", "");
  assert_list (fixture, FALSE, "jpeg png webp");
}

static void
test_folder_goes_down_only_when_told (Fixture *fixture, gconstpointer data)
{
  add_file (fixture, "b.jpg", "");
  add_file (fixture, "a/2.jpg", "");
  add_file (fixture, "a/deep/1.jpg", "");
  assert_list (fixture, FALSE, "b.jpg");
  assert_list (fixture, TRUE, "b.jpg a/2.jpg a/deep/1.jpg");
}

static void
test_folder_passes_over_hidden_files_and_links (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->path, "link.jpg", NULL);
  g_autofree char *loop = g_build_filename (fixture->path, "loop", NULL);

  add_file (fixture, "seen.jpg", "");
  add_file (fixture, ".hidden.jpg", "");
  add_file (fixture, ".folder/a.jpg", "");
  g_assert_cmpint (symlink ("seen.jpg", link), ==, 0);
  g_assert_cmpint (symlink (".", loop), ==, 0);
  assert_list (fixture, TRUE, "seen.jpg");
}

static void
test_folder_says_when_there_are_more (Fixture *fixture, gconstpointer data)
{
  gboolean truncated = FALSE;

  add_file (fixture, "1.jpg", "");
  add_file (fixture, "2.jpg", "");
  add_file (fixture, "below/3.jpg", "");

  g_autofree char *two = list (fixture, TRUE, 2, &truncated);

  g_assert_cmpstr (two, ==, "1.jpg 2.jpg");
  g_assert_true (truncated);

  g_autofree char *three = list (fixture, TRUE, 3, &truncated);

  g_assert_cmpstr (three, ==, "1.jpg 2.jpg below/3.jpg");
  g_assert_false (truncated);
}

static void
test_folder_keeps_names_that_are_not_utf_8 (Fixture *fixture, gconstpointer data)
{
  add_file (fixture, "caf\xe9.jpg", "");
  assert_list (fixture, FALSE, "caf\xe9.jpg");
}

static void
test_folder_that_is_missing_is_an_error (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) missing = g_file_get_child (fixture->file, "missing");
  g_autoptr (GPtrArray) photos = morsel_folder_list (missing, FALSE, 10, NULL, NULL, &error);

  g_assert_null (photos);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_folder_stops_when_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);

  g_autoptr (GPtrArray) photos = morsel_folder_list (fixture->file, TRUE, 10, NULL, cancellable,
                                                     &error);

  g_assert_null (photos);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
add (const char *path, void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/folder/is-in-natural-order", test_folder_is_in_natural_order);
  add ("/folder/has-what-is-a-photo-by-its-name", test_folder_has_what_is_a_photo_by_its_name);
  add ("/folder/looks-into-names-without-an-end", test_folder_looks_into_names_without_an_end);
  add ("/folder/goes-down-only-when-told", test_folder_goes_down_only_when_told);
  add ("/folder/passes-over-hidden-files-and-links",
       test_folder_passes_over_hidden_files_and_links);
  add ("/folder/says-when-there-are-more", test_folder_says_when_there_are_more);
  add ("/folder/keeps-names-that-are-not-utf-8", test_folder_keeps_names_that_are_not_utf_8);
  add ("/folder/that-is-missing-is-an-error", test_folder_that_is_missing_is_an_error);
  add ("/folder/stops-when-cancelled", test_folder_stops_when_cancelled);
  return g_test_run ();
}
