/* test-photo.c: photos, honest and hostile ones, are loaded or refused as they should be
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo.h"

#include <string.h>

/* How far a colour may be off after it went through a JPEG or WebP file, of 255. */
#define COLOUR_TOLERANCE 12
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

static GFile *
new_fixture (const char *name)
{
  return g_file_new_build_filename (g_getenv ("MORSEL_TEST_PHOTOS"), name, NULL);
}

static gboolean
skips_without_fixtures (void)
{
  g_autoptr (GFile) table = new_fixture ("photos.tsv");

  if (g_file_query_exists (table, NULL))
    return FALSE;
  g_test_skip ("no made photos: Python's Pillow (python3-pil) is missing");
  return TRUE;
}

static MorselPhoto *
load_fixture (const char *name, guint least_side)
{
  g_autoptr (GFile) file = new_fixture (name);
  g_autoptr (GError) error = NULL;
  MorselPhoto *photo = morsel_photo_load (file, least_side, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (MORSEL_IS_PHOTO (photo));
  return photo;
}

static const guint8 *
get_pixel (MorselPhoto *photo, guint x, guint y)
{
  gsize n_bytes;
  const guint8 *pixels = g_bytes_get_data (morsel_photo_get_pixels (photo), &n_bytes);
  gsize at = y * morsel_photo_get_rowstride (photo) + 3 * (gsize) x;

  g_assert_cmpuint (at + 3, <=, n_bytes);
  return pixels + at;
}

static void
assert_colour (MorselPhoto *photo, guint x, guint y, guint colour)
{
  const guint8 *pixel = get_pixel (photo, x, y);

  for (guint c = 0; c < 3; c++)
    {
      int wanted = (int) (colour >> (16 - 8 * c) & 0xff);

      if (ABS (pixel[c] - wanted) > COLOUR_TOLERANCE)
        g_test_message ("at %u,%u: %02x%02x%02x", x, y, pixel[0], pixel[1], pixel[2]);
      g_assert_cmpint (ABS (pixel[c] - wanted), <=, COLOUR_TOLERANCE);
    }
}

/* Reads "x,y=rrggbb x,y=rrggbb". */
static void
assert_colours (MorselPhoto *photo, const char *colours)
{
  g_auto (GStrv) each = g_strsplit (colours, " ", -1);

  for (guint i = 0; each[i] != NULL && each[i][0] != '\0'; i++)
    {
      char *end = NULL;
      guint x = (guint) g_ascii_strtoull (each[i], &end, 10);
      guint y = (guint) g_ascii_strtoull (end + 1, &end, 10);

      assert_colour (photo, x, y, (guint) g_ascii_strtoull (end + 1, NULL, 16));
    }
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
      g_autofree char *test = g_strdup_printf ("/photo/%s/is-%s", cells[0], cells[1]);

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
test_photo_fixtures_are_there (void)
{
  if (skips_without_fixtures ())
    return;

  g_autoptr (MorselPhoto) photo = load_fixture ("good.jpg", MORSEL_PHOTO_FULL_SIZE);

  g_assert_cmpuint (morsel_photo_get_width (photo), ==, 640);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_autoptr (GPtrArray) rows = add_rows ();

  g_test_add_func ("/photo/fixtures-are-there", test_photo_fixtures_are_there);
  return g_test_run ();
}
