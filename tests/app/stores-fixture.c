/* stores-fixture.c: what the tests of the stores have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stores-fixture.h"

#include <glib/gstdio.h>

/* A photo of coloured squares; which ones goes by the seed. */
MorselPhoto *
stores_new_photo (guint seed)
{
  enum
  {
    SIDE = 300,
  };
  guint8 *pixels = g_malloc (SIDE * SIDE * 3);

  for (gsize y = 0; y < SIDE; y++)
    for (gsize x = 0; x < SIDE; x++)
      for (gsize c = 0; c < 3; c++)
        pixels[(y * SIDE + x) * 3 + c] = (guint8) ((x / 50 + y / 50 * 7 + c * 3 + seed) * 37 *
                                                   (seed + 1) % 256);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, SIDE * SIDE * 3);

  return morsel_photo_new_from_pixels (bytes, SIDE, SIDE, SIDE * 3);
}

GFile *
stores_new_file (const StoresFixture *fixture, const char *name, guint seed)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  GFile *file = g_file_new_for_path (path);
  g_autoptr (MorselPhoto) photo = stores_new_photo (seed);
  g_autoptr (GError) error = NULL;

  g_assert_true (morsel_photo_save_png (photo, file, NULL, &error));
  g_assert_no_error (error);
  return file;
}

void
stores_iterate_until_idle (MorselReading *reading)
{
  while (morsel_reading_is_busy (reading))
    g_main_context_iteration (NULL, TRUE);
}

void
stores_set_up (StoresFixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) weights = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  fixture->recognizer = morsel_recognizer_new (weights, 2, MORSEL_PRECISION_F32, NULL, &error);
  g_assert_no_error (error);
  fixture->folder = g_dir_make_tmp ("morsel-XXXXXX", &error);
  g_assert_no_error (error);
}

void
stores_remove_folder (const char *path)
{
  g_autoptr (GDir) children = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (children != NULL && (name = g_dir_read_name (children)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        stores_remove_folder (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }

  g_assert_cmpint (g_rmdir (path), ==, 0);
}

void
stores_tear_down (StoresFixture *fixture, gconstpointer user_data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->recognizer);
  stores_remove_folder (fixture->folder);
  g_free (fixture->folder);
}
