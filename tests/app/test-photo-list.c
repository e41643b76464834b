/* test-photo-list.c: many photos and their export, with the real recognizer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/export.h"
#include "app/stores/photo-list.h"
#include "app/stores/photo-sieve.h"
#include "app/stores/thumbnails.h"
#include "stores-fixture.h"

#include <string.h>

static void
iterate_until_done (MorselPhotoList *photos)
{
  while (morsel_photo_list_is_running (photos))
    g_main_context_iteration (NULL, TRUE);
}

static GPtrArray *
new_files (const StoresFixture *fixture, guint n_files)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n_files; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.png", i);

      g_ptr_array_add (files, stores_new_file (fixture, name, i));
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
test_list_recognizes_all_and_names_what_is_broken (StoresFixture *fixture, gconstpointer user_data)
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
test_list_goes_on_after_a_cancel (StoresFixture *fixture, gconstpointer user_data)
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
test_list_goes_on_when_photos_are_added (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 3);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();

  g_assert_true (add_files (photos, files));
  morsel_photo_list_cancel (photos);
  morsel_photo_list_set_recognizer (photos, fixture->recognizer);
  g_assert_false (morsel_photo_list_is_running (photos));

  g_assert_true (add_files (photos, files));
  g_assert_true (morsel_photo_list_is_running (photos));
  iterate_until_done (photos);
  g_assert_cmpuint (morsel_photo_list_get_n_done (photos), ==, 6);
}

static GPtrArray *
dup_items (MorselPhotoList *photos)
{
  GListModel *model = morsel_photo_list_get_model (photos);
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));

  return items;
}

static void
test_list_lets_go_of_what_was_removed (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 5);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();

  g_assert_true (add_files (photos, files));
  morsel_photo_list_cancel (photos);
  GPtrArray *items = dup_items (photos);
  GObject *last = items->pdata[4];

  morsel_photo_list_remove (photos, items);
  g_assert_false (morsel_photo_list_is_cancelled (photos));
  g_object_add_weak_pointer (last, (gpointer *) &last);
  g_ptr_array_unref (items);
  g_assert_null (last);
}

static void
test_list_asks_another_model_about_what_was_removed (StoresFixture *fixture,
                                                     gconstpointer user_data)
{
  g_autoptr (GPtrArray) files = new_files (fixture, 2);
  g_autoptr (MorselPhotoList) photos = morsel_photo_list_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) weights = g_file_new_for_path (path);
  g_autoptr (MorselRecognizer) other = morsel_recognizer_new (weights, 1, MORSEL_PRECISION_F32,
                                                              NULL, &error);

  g_assert_no_error (error);
  morsel_photo_list_set_recognizer (photos, fixture->recognizer);
  g_assert_true (add_files (photos, files));
  iterate_until_done (photos);

  g_autoptr (GPtrArray) items = dup_items (photos);

  morsel_photo_list_remove (photos, items);
  morsel_photo_list_set_recognizer (photos, other);
  morsel_photo_list_restore (photos, items);
  iterate_until_done (photos);
  for (guint i = 0; i < items->len; i++)
    g_assert_true (morsel_ranking_get_weights (morsel_photo_item_get_ranking (items->pdata[i])) ==
                   morsel_recognizer_get_weights (other));
}

static void
test_list_gives_back_what_was_removed (StoresFixture *fixture, gconstpointer user_data)
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
test_list_takes_ten_thousand (StoresFixture *fixture, gconstpointer user_data)
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
test_export_writes_a_row_a_photo (StoresFixture *fixture, gconstpointer user_data)
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

  /* The answer that it has meanwhile is out of date. */
  morsel_photo_item_set_waiting (items->pdata[1]);
  g_assert_nonnull (morsel_photo_item_get_line (items->pdata[1]));
  is_done = FALSE;
  morsel_export_async (items, MORSEL_REPORT_CSV, file, NULL, export_cb, &is_done);
  while (!is_done)
    g_main_context_iteration (NULL, TRUE);

  g_autofree char *without = NULL;

  g_assert_true (g_file_get_contents (path, &without, NULL, NULL));
  g_assert_nonnull (strstr (without, "0.png"));
  g_assert_null (strstr (without, "1.png"));
  g_assert_nonnull (strstr (without, "2.png"));
}

static void
test_export_goes_by_what_was_chosen_and_typed (void)
{
  const struct
  {
    const char *name;
    MorselReportFormat offered;
    MorselReportFormat chosen;
    const char *better_name;
    MorselReportFormat format; /* without a better name */
  } cases[] = {
    { "morsel.csv", MORSEL_REPORT_CSV, MORSEL_REPORT_CSV, NULL, MORSEL_REPORT_CSV },
    /* Another format was chosen, the name is still the other's. */
    { "morsel.csv", MORSEL_REPORT_CSV, MORSEL_REPORT_JSON, "morsel.jsonl", 0 },
    { "my.csv.csv", MORSEL_REPORT_CSV, MORSEL_REPORT_JSON, "my.csv.jsonl", 0 },
    { "Lunch.CSV", MORSEL_REPORT_CSV, MORSEL_REPORT_JSON, "Lunch.jsonl", 0 },
    { "morsel.jsonl", MORSEL_REPORT_JSON, MORSEL_REPORT_CSV, "morsel.csv", 0 },
    /* The ending was typed. */
    { "lunch.jsonl", MORSEL_REPORT_CSV, MORSEL_REPORT_CSV, NULL, MORSEL_REPORT_JSON },
    { "lunch.csv", MORSEL_REPORT_JSON, MORSEL_REPORT_JSON, NULL, MORSEL_REPORT_CSV },
    { "lunch.jsonl", MORSEL_REPORT_CSV, MORSEL_REPORT_JSON, NULL, MORSEL_REPORT_JSON },
    /* An ending that says nothing, or none. */
    { "lunch.txt", MORSEL_REPORT_CSV, MORSEL_REPORT_JSON, NULL, MORSEL_REPORT_JSON },
    { "csv", MORSEL_REPORT_CSV, MORSEL_REPORT_JSON, NULL, MORSEL_REPORT_JSON },
    { "lunch", MORSEL_REPORT_CSV, MORSEL_REPORT_CSV, NULL, MORSEL_REPORT_CSV },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *better_name = morsel_export_dup_better_name (cases[i].name, cases[i].offered,
                                                                    cases[i].chosen);

      g_assert_cmpstr (better_name, ==, cases[i].better_name);
      if (better_name == NULL)
        g_assert_cmpint (morsel_export_find_format (cases[i].name, cases[i].chosen), ==,
                         cases[i].format);
    }
}

static void
test_thumbnail_is_made_of_an_offered_photo (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (MorselThumbnails) thumbnails = morsel_thumbnails_new (32);
  g_autoptr (GFile) file = stores_new_file (fixture, "first.png", 0);
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nowhere/second.png");
  g_autoptr (MorselPhotoItem) first = morsel_photo_item_new (file, 0);
  g_autoptr (MorselPhotoItem) second = morsel_photo_item_new (nowhere, 1);
  g_autoptr (MorselPhoto) photo = stores_new_photo (1);

  morsel_thumbnails_request (thumbnails, first);
  morsel_thumbnails_request (thumbnails, second);
  morsel_thumbnails_offer (thumbnails, second, photo);
  /* Not here and now: a photo may be large. */
  g_assert_null (morsel_photo_item_get_thumbnail (second));
  while (morsel_photo_item_get_thumbnail (first) == NULL ||
         morsel_photo_item_get_thumbnail (second) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (gdk_texture_get_width (morsel_photo_item_get_thumbnail (second)), ==, 32);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  STORES_ADD ("/photo-list/recognizes-all-and-names-what-is-broken",
              test_list_recognizes_all_and_names_what_is_broken);
  STORES_ADD ("/photo-list/goes-on-after-a-cancel", test_list_goes_on_after_a_cancel);
  STORES_ADD ("/photo-list/goes-on-when-photos-are-added", test_list_goes_on_when_photos_are_added);
  STORES_ADD ("/photo-list/gives-back-what-was-removed", test_list_gives_back_what_was_removed);
  STORES_ADD ("/photo-list/lets-go-of-what-was-removed", test_list_lets_go_of_what_was_removed);
  STORES_ADD ("/photo-list/asks-another-model-about-what-was-removed",
              test_list_asks_another_model_about_what_was_removed);
  STORES_ADD ("/photo-list/takes-ten-thousand", test_list_takes_ten_thousand);
  STORES_ADD ("/export/writes-a-row-a-photo", test_export_writes_a_row_a_photo);
  g_test_add_func ("/export/goes-by-what-was-chosen-and-typed",
                   test_export_goes_by_what_was_chosen_and_typed);
  STORES_ADD ("/thumbnails/are-made-of-offered-photos", test_thumbnail_is_made_of_an_offered_photo);
  return g_test_run ();
}
