/* test-stores.c: readings, many photos and the history, with the real recognizer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/export.h"
#include "app/stores/history.h"
#include "app/stores/photo-list.h"
#include "app/stores/photo-sieve.h"
#include "app/stores/reading.h"

#include <glib/gstdio.h>
#include <gtk/gtk.h>
#include <string.h>

typedef struct
{
  MorselRecognizer *recognizer;
  char *folder; /* for files of the test */
} Fixture;

/* A photo of coloured squares; which ones goes by the seed. */
static MorselPhoto *
new_photo (guint seed)
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

static GFile *
new_file (const Fixture *fixture, const char *name, guint seed)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  GFile *file = g_file_new_for_path (path);
  g_autoptr (MorselPhoto) photo = new_photo (seed);
  g_autoptr (GError) error = NULL;

  g_assert_true (morsel_photo_save_png (photo, file, NULL, &error));
  g_assert_no_error (error);
  return file;
}

static void
iterate_until_idle (MorselReading *reading)
{
  while (morsel_reading_is_busy (reading))
    g_main_context_iteration (NULL, TRUE);
}

static void
iterate_until_done (MorselPhotoList *photos)
{
  while (morsel_photo_list_is_running (photos))
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer user_data)
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

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) children = g_dir_open (path, 0, NULL);
  const char *name = NULL;

  while (children != NULL && (name = g_dir_read_name (children)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }

  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&fixture->recognizer);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static void
test_reading_waits_for_its_recognizer (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file (fixture, "a.png", 1);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  while (morsel_reading_get_photo (reading) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (morsel_reading_is_busy (reading));
  g_assert_null (morsel_reading_get_ranking (reading));

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  iterate_until_idle (reading);
  g_assert_nonnull (morsel_reading_get_ranking (reading));
  g_assert_cmpstr (morsel_reading_get_name (reading), ==, "a.png");
}

static void
test_reading_fails_with_a_reason (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "gone.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_file (file);

  iterate_until_idle (reading);
  g_assert_error (morsel_reading_get_error (reading), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_reading_takes_the_newest_part (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (MorselPhoto) photo = new_photo (2);
  const MorselPart first = { 0.0f, 0.0f, 0.5f, 0.5f };
  const MorselPart second = { 0.5f, 0.5f, 0.5f, 0.5f };
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, "photo");
  g_autoptr (MorselRanking) expected = NULL;

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  morsel_reading_set_part (reading, &first);
  morsel_reading_set_part (reading, &second);
  iterate_until_idle (reading);

  expected = morsel_recognizer_recognize (fixture->recognizer, photo, &second, NULL, NULL);
  for (gsize i = 0; i < 5; i++)
    g_assert_cmpstr (morsel_ranking_get_label (morsel_reading_get_ranking (reading), i), ==,
                     morsel_ranking_get_label (expected, i));
}

static void
test_reading_sees_the_centre_square (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (MorselPhoto) photo = new_photo (3);
  g_autoptr (MorselReading) reading = morsel_reading_new_for_photo (photo, "photo");
  MorselPart area;

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  iterate_until_idle (reading);
  morsel_reading_get_seen_area (reading, &area);

  /* 224 of 256 pixels of a square photo */
  g_assert_cmpfloat_with_epsilon (area.width, 0.875f, 0.001f);
  g_assert_cmpfloat_with_epsilon (area.x, 0.0625f, 0.001f);
}

static GPtrArray *
new_files (const Fixture *fixture, guint n_files)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      g_ptr_array_add (files, new_file (fixture, name, i));
    }

  return files;
}

static gboolean
add_files (MorselPhotoList *photos, GPtrArray *files)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (items, morsel_photo_item_new (files->pdata[i], 0));

  return morsel_photo_list_add (photos, items);
}

static void
test_list_recognizes_all_and_names_what_is_broken (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 8);
  g_autofree char *broken = g_build_filename (fixture->folder, "broken.jpg", NULL);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();
  guint n_failed = 0;

  g_assert_true (g_file_set_contents (broken, "no photo", -1, NULL));
  g_ptr_array_add (files, g_file_new_for_path (broken));
  morsel_photo_list_set_recognizer (photos, fixture->recognizer);
  g_assert_true (add_files (photos, files));
  iterate_until_done (photos);

  for (guint i = 0; i < 9; i++)
    {
      g_autoptr (MorselPhotoItem) item = g_list_model_get_item (
          morsel_photo_list_get_model (photos), i);

      n_failed += morsel_photo_item_get_state (item) == MORSEL_PHOTO_FAILED;
      g_assert_nonnull (morsel_photo_item_get_line (item));
    }
  g_assert_cmpuint (n_failed, ==, 1);
}

static void
test_list_goes_on_after_a_cancel (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 10);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();

  morsel_photo_list_set_recognizer (photos, fixture->recognizer);
  g_assert_true (add_files (photos, files));
  while (morsel_photo_list_get_n_done (photos) < 2)
    g_main_context_iteration (NULL, TRUE);
  morsel_photo_list_cancel (photos);
  g_assert_false (morsel_photo_list_is_running (photos));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (morsel_photo_list_get_n_done (photos), <, 10);

  morsel_photo_list_resume (photos);
  iterate_until_done (photos);
  g_assert_cmpuint (morsel_photo_list_get_n_done (photos), ==, 10);
}

static void
test_list_gives_back_what_was_removed (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 5);
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();
  GListModel *model = morsel_photo_list_get_model (photos);

  g_assert_true (add_files (photos, files));
  g_ptr_array_add (removed, g_list_model_get_item (model, 3));
  g_ptr_array_add (removed, g_list_model_get_item (model, 1));
  morsel_photo_list_remove (photos, removed);
  g_assert_cmpuint (morsel_photo_list_get_n_photos (photos), ==, 3);
  morsel_photo_list_set_recognizer (photos, fixture->recognizer);
  iterate_until_done (photos);
  g_assert_cmpuint (morsel_photo_list_get_n_done (photos), ==, 3);

  morsel_photo_list_restore (photos, removed);
  iterate_until_done (photos);
  g_assert_cmpuint (morsel_photo_list_get_n_done (photos), ==, 5);

  g_autoptr (MorselPhotoItem) item = g_list_model_get_item (model, 1);

  g_assert_true (item == removed->pdata[1]);
}

static void
test_list_takes_ten_thousand (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();
  g_autoptr (MorselPhotoSieve) sieve = NULL;

  for (guint i = 0; i <= MORSEL_PHOTO_LIST_MAX; i++)
    {
      g_autofree char *path = g_strdup_printf ("/nowhere/photo %u.jpg", MORSEL_PHOTO_LIST_MAX - i);

      g_ptr_array_add (files, g_file_new_for_path (path));
    }

  g_assert_false (add_files (photos, files));
  g_assert_cmpuint (morsel_photo_list_get_n_photos (photos), ==, MORSEL_PHOTO_LIST_MAX);

  sieve = morsel_photo_sieve_new (morsel_photo_list_get_model (photos));
  gint64 begin = g_get_monotonic_time ();

  morsel_photo_sieve_set_order (sieve, MORSEL_PHOTO_ORDER_NAME);
  while (gtk_sort_list_model_get_pending (
             GTK_SORT_LIST_MODEL (morsel_photo_sieve_get_model (sieve))) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_test_message ("sorting 10,000 photos by name: %.1f ms",
                  (double) (g_get_monotonic_time () - begin) / 1000.0);

  g_autoptr (MorselPhotoItem) first = g_list_model_get_item (morsel_photo_sieve_get_model (sieve),
                                                             0);

  g_assert_cmpstr (morsel_photo_item_get_name (first), ==, "photo 1.jpg");

  begin = g_get_monotonic_time ();
  morsel_photo_sieve_set_search (sieve, "PHÓTO 77");
  g_test_message ("filtering 10,000 photos: %.1f ms",
                  (double) (g_get_monotonic_time () - begin) / 1000.0);
  /* 77, 770 to 779, 7700 to 7799 */
  g_assert_cmpuint (g_list_model_get_n_items (morsel_photo_sieve_get_model (sieve)), ==, 111);
}

static void
export_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean *is_done = user_data;

  g_assert_true (morsel_export_finish (result, &error));
  g_assert_no_error (error);
  *is_done = TRUE;
}

static void
test_export_writes_a_row_a_photo (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 3);
  g_autofree char *path = g_build_filename (fixture->folder, "results.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();
  g_autoptr (MorselPhotoSieve) sieve = morsel_photo_sieve_new (
      morsel_photo_list_get_model (photos));
  g_autofree char *text = NULL;
  gboolean is_done = FALSE;

  morsel_photo_list_set_recognizer (photos, fixture->recognizer);
  g_assert_true (add_files (photos, files));
  iterate_until_done (photos);

  g_autoptr (GPtrArray) items = morsel_photo_sieve_dup_items (sieve);

  morsel_export_async (items, MORSEL_REPORT_CSV, file, NULL, export_cb, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_true (g_str_has_prefix (lines[0], "photo,answer,label,name,probability"));
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_nonnull (strstr (lines[3], "2.png"));
}

static MorselReading *
new_reading (const Fixture *fixture, GFile *file)
{
  MorselReading *reading = morsel_reading_new_for_file (file);

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  iterate_until_idle (reading);
  return reading;
}

static MorselHistory *
open_history (const Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "history", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  return morsel_history_new (folder, -1);
}

static guint
count_entries (MorselHistory *history)
{
  return g_list_model_get_n_items (morsel_history_get_model (history));
}

static void
test_history_remembers (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file (fixture, "dish.png", 5);
  g_autoptr (MorselReading) reading = new_reading (fixture, file);
  g_autoptr (MorselHistory) first = open_history (fixture);

  morsel_history_add (first, reading);
  morsel_history_add (first, reading);
  g_assert_cmpuint (count_entries (first), ==, 1);
  morsel_history_finish (first);

  g_autoptr (MorselHistory) second = open_history (fixture);

  while (count_entries (second) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_autoptr (MorselHistoryEntry) entry = g_list_model_get_item (morsel_history_get_model (second),
                                                                0);
  g_autoptr (MorselRanking) ranking = morsel_history_entry_dup_ranking (
      entry, morsel_recognizer_get_weights (fixture->recognizer));
  g_autofree char *uri = g_file_get_uri (file);

  g_assert_cmpstr (morsel_history_entry_get_name (entry), ==, "dish.png");
  g_assert_cmpstr (morsel_history_entry_get_uri (entry), ==, uri);
  g_assert_nonnull (morsel_history_entry_get_thumbnail (entry));
  for (gsize i = 0; i < 5; i++)
    g_assert_cmpstr (morsel_ranking_get_label (ranking, i), ==,
                     morsel_ranking_get_label (morsel_reading_get_ranking (reading), i));
  morsel_history_finish (second);
}

static void
test_history_forgets_and_takes_it_back (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file (fixture, "dish.png", 5);
  g_autoptr (MorselReading) reading = new_reading (fixture, file);
  g_autoptr (MorselHistory) first = open_history (fixture);

  morsel_history_add (first, reading);
  g_autoptr (GPtrArray) entries = morsel_history_clear (first);

  g_assert_cmpuint (count_entries (first), ==, 0);
  morsel_history_restore (first, entries);
  g_assert_cmpuint (count_entries (first), ==, 1);
  morsel_history_finish (first);

  g_autoptr (MorselHistory) second = open_history (fixture);

  while (count_entries (second) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_autoptr (GPtrArray) all = morsel_history_clear (second);

  g_assert_cmpuint (all->len, ==, 1);
  morsel_history_finish (second);
  g_autofree char *path = g_build_filename (fixture->folder, "history", NULL);
  g_autoptr (GDir) children = g_dir_open (path, 0, NULL);

  g_assert_null (g_dir_read_name (children));
}

static void
test_history_survives_what_a_crash_leaves (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "history", NULL);
  g_autofree char *orphan = g_build_filename (folder, "0123456789abcdef.png", NULL);
  g_autofree char *half = g_build_filename (folder, "0123456789abcdee.answer", NULL);
  g_autofree char *unfinished = g_build_filename (folder, "0123456789abcded.png.X1Y2Z3", NULL);
  g_autoptr (MorselHistory) history = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (orphan, "half a picture", -1, NULL));
  g_assert_true (g_file_set_contents (unfinished, "half a picture", -1, NULL));
  g_assert_true (g_file_set_contents (half, "[Answer]\nId=0123456789abcdee\nTi", -1, NULL));
  history = open_history (fixture);
  morsel_history_finish (history);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (count_entries (history), ==, 0);
  g_assert_false (g_file_test (orphan, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (half, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (unfinished, G_FILE_TEST_EXISTS));
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  ADD ("/reading/waits-for-its-recognizer", test_reading_waits_for_its_recognizer);
  ADD ("/reading/fails-with-a-reason", test_reading_fails_with_a_reason);
  ADD ("/reading/takes-the-newest-part", test_reading_takes_the_newest_part);
  ADD ("/reading/sees-the-centre-square", test_reading_sees_the_centre_square);
  ADD ("/photo-list/recognizes-all-and-names-what-is-broken",
       test_list_recognizes_all_and_names_what_is_broken);
  ADD ("/photo-list/goes-on-after-a-cancel", test_list_goes_on_after_a_cancel);
  ADD ("/photo-list/gives-back-what-was-removed", test_list_gives_back_what_was_removed);
  ADD ("/photo-list/takes-ten-thousand", test_list_takes_ten_thousand);
  ADD ("/export/writes-a-row-a-photo", test_export_writes_a_row_a_photo);
  ADD ("/history/remembers", test_history_remembers);
  ADD ("/history/forgets-and-takes-it-back", test_history_forgets_and_takes_it_back);
  ADD ("/history/survives-what-a-crash-leaves", test_history_survives_what_a_crash_leaves);
  return g_test_run ();
}
