/* test-reading.c: one photo being read, with the real recognizer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "stores-fixture.h"

#include "app/stores/reading-private.h"

static void
test_reading_waits_for_its_recognizer (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = stores_new_file (fixture, "a.png", 1);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  while (morsel_reading_get_photo (reading) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (morsel_reading_is_busy (reading));
  g_assert_null (morsel_reading_get_ranking (reading));

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  stores_iterate_until_idle (reading);
  g_assert_nonnull (morsel_reading_get_ranking (reading));
  g_assert_cmpstr (morsel_reading_get_name (reading), ==, "a.png");
}

static void
test_reading_fails_with_a_reason (StoresFixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "gone.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  stores_iterate_until_idle (reading);
  g_assert_error (morsel_reading_get_error (reading), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_reading_takes_the_newest_part (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (MorselPhoto) photo = stores_new_photo (2);
  const MorselPart first = { 0.0f, 0.0f, 0.5f, 0.5f };
  const MorselPart second = { 0.5f, 0.5f, 0.5f, 0.5f };
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, "photo");
  g_autoptr (MorselRanking) expected = NULL;

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  morsel_reading_set_part (reading, &first);
  morsel_reading_set_part (reading, &second);
  stores_iterate_until_idle (reading);

  expected = morsel_recognizer_recognize (fixture->recognizer, photo, &second, NULL, NULL);
  for (gsize i = 0; i < 5; i++)
    g_assert_cmpstr (morsel_ranking_get_label (morsel_reading_get_ranking (reading), i), ==,
                     morsel_ranking_get_label (expected, i));
}

static void
test_reading_sees_the_centre_square (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (MorselPhoto) photo = stores_new_photo (3);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, "photo");
  MorselPart area;

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  stores_iterate_until_idle (reading);
  morsel_reading_get_seen_area (reading, &area);

  /* 224 of 256 pixels of a square photo */
  g_assert_cmpfloat_with_epsilon (area.width, 0.875f, 0.001f);
  g_assert_cmpfloat_with_epsilon (area.x, 0.0625f, 0.001f);
}

/* A JPEG, which is decoded at the size that is asked for. */
static GFile *
new_large_file (const StoresFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "large.jpg", NULL);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 4000, 3000);
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_fill (pixbuf, 0x806040ff);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", &error, NULL));
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_assert_not_reached ();
}

static void
test_reading_is_sharpened_after_its_answer (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_large_file (fixture);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);
  guint too_long = g_timeout_add_seconds (60, too_long_cb, NULL);

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  stores_iterate_until_idle (reading);

  /* What is answered is small; a part of the photo is a matter of its whole size all the same. */
  g_autoptr (MorselPhoto) first = g_object_ref (morsel_reading_get_photo (reading));
  g_autoptr (MorselRanking) ranking = g_object_ref (morsel_reading_get_ranking (reading));

  g_assert_cmpuint (morsel_photo_get_height (first), ==, 750);
  g_assert_cmpuint (morsel_photo_get_full_height (first), ==, 3000);

  while (morsel_reading_get_photo (reading) == first)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (morsel_photo_get_height (morsel_reading_get_photo (reading)), ==, 1500);
  g_assert_true (morsel_reading_get_ranking (reading) == ranking);
  g_assert_false (morsel_reading_is_busy (reading));
  g_source_remove (too_long);
}

static void
test_reading_is_sharpened_only_where_it_is_seen (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_large_file (fixture);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  morsel_reading_set_unseen (reading, TRUE);
  while (morsel_reading_get_photo (reading) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (reading->sharpen_timeout, ==, 0);

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  stores_iterate_until_idle (reading);
  g_assert_nonnull (morsel_reading_get_ranking (reading));
  g_assert_cmpuint (reading->sharpen_timeout, ==, 0);

  morsel_reading_set_unseen (reading, FALSE);
  g_assert_cmpuint (reading->sharpen_timeout, !=, 0);
  morsel_reading_cancel (reading);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  STORES_ADD ("/reading/waits-for-its-recognizer", test_reading_waits_for_its_recognizer);
  STORES_ADD ("/reading/fails-with-a-reason", test_reading_fails_with_a_reason);
  STORES_ADD ("/reading/takes-the-newest-part", test_reading_takes_the_newest_part);
  STORES_ADD ("/reading/sees-the-centre-square", test_reading_sees_the_centre_square);
  STORES_ADD ("/reading/is-sharpened-after-its-answer", test_reading_is_sharpened_after_its_answer);
  STORES_ADD ("/reading/is-sharpened-only-where-it-is-seen",
              test_reading_is_sharpened_only_where_it_is_seen);
  return g_test_run ();
}
