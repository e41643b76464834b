/* test-photo-fixtures.c: photos, honest and hostile, become what the table says
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo.h"
#include "fixtures.h"
#include "pixels.h"

#define LEAST_SIDE 448

/* A row of photos.tsv: a made photo and what must become of it. */
typedef struct
{
  char *name;
  char *code; /* "ok", or the error's */
  guint width;
  guint height;
  char *colours; /* "x,y=rrggbb …" */
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->name);
  g_free (row->code);
  g_free (row->colours);
  g_free (row);
}

static void
test_photo_becomes_what_the_table_says (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GFile) file = new_fixture (row->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = morsel_photo_load (file, LEAST_SIDE, NULL, &error);

  g_assert_true ((photo == NULL) == (error != NULL));
  if (g_error_matches (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NO_DECODER))
    {
      g_test_skip ("no decoder of WebP (webp-pixbuf-loader) on this computer");
      return;
    }
  if (error != NULL)
    g_test_message ("%s", error->message);
  g_assert_cmpstr (error == NULL ? "ok" : morsel_error_get_code (error), ==, row->code);
  if (photo == NULL)
    return;

  g_assert_cmpuint (morsel_photo_get_full_width (photo), ==, row->width);
  g_assert_cmpuint (morsel_photo_get_full_height (photo), ==, row->height);
  g_assert_true (morsel_photo_has_least_side (photo, LEAST_SIDE));
  g_assert_cmpuint (MIN (morsel_photo_get_width (photo), morsel_photo_get_height (photo)), <,
                    2 * LEAST_SIDE);
  assert_colours (photo, row->colours);
  g_assert_finalize_object (g_steal_pointer (&photo));
}

/* Adds a test for each row of the table. */
static GPtrArray *
add_rows (void)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_TEST_PHOTOS"), "photos.tsv", NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return rows;

  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);

      g_assert_cmpuint (g_strv_length (cells), ==, 5);

      Row *row = g_new0 (Row, 1);
      g_autofree char *test = g_strdup_printf ("/photo-fixtures/%s/is-%s", cells[0], cells[1]);

      row->name = g_strdup (cells[0]);
      row->code = g_strdup (cells[1]);
      row->width = (guint) g_ascii_strtoull (cells[2], NULL, 10);
      row->height = (guint) g_ascii_strtoull (cells[3], NULL, 10);
      row->colours = g_strdup (cells[4]);
      g_ptr_array_add (rows, row);
      g_test_add_data_func (test, row, test_photo_becomes_what_the_table_says);
    }
  return rows;
}

static void
test_photo_fixtures_are_made (void)
{
  g_assert_true (skips_without_fixtures ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_autoptr (GPtrArray) rows = add_rows ();

  if (rows->len == 0)
    g_test_add_func ("/photo-fixtures/are-made", test_photo_fixtures_are_made);
  return g_test_run ();
}
