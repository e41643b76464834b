/* test-history-store.c: what is remembered, with the real recognizer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/history.h"
#include "stores-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

static MorselReading *
new_reading (const StoresFixture *fixture, GFile *file)
{
  MorselReading *reading = morsel_reading_new_for_file (file);

  morsel_reading_set_recognizer (reading, fixture->recognizer);
  stores_iterate_until_idle (reading);
  return reading;
}

static MorselHistory *
open_history (const StoresFixture *fixture)
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
test_history_remembers (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = stores_new_file (fixture, "dish.png", 5);
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
test_history_forgets_and_takes_it_back (StoresFixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = stores_new_file (fixture, "dish.png", 5);
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
test_history_survives_what_a_crash_leaves (StoresFixture *fixture, gconstpointer user_data)
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

/* Whatever may be wrong with reading a file, it is not the file's fault. Root may read all others. */
static void
test_history_keeps_what_cannot_be_read (StoresFixture *fixture, gconstpointer user_data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "history", NULL);
  g_autofree char *record = g_build_filename (folder, "0123456789abcdef.answer", NULL);
  g_autofree char *thumbnail = g_build_filename (folder, "0123456789abcdef.png", NULL);
  g_autoptr (MorselHistory) history = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("0123456789abcdef.answer", record), ==, 0);
  g_assert_true (g_file_set_contents (thumbnail, "a picture", -1, NULL));
  history = open_history (fixture);
  morsel_history_finish (history);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  g_assert_cmpuint (count_entries (history), ==, 0);
  g_assert_true (g_file_test (record, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (thumbnail, G_FILE_TEST_EXISTS));
}

/* The records of two hundred answers that are older than any other. */
static void
write_two_hundred (const StoresFixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "history", NULL);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *id = g_strdup_printf ("%016x", i + 1);
      g_autofree char *name = g_strconcat (id, ".answer", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = g_strdup_printf ("[Answer]\nId=%s\nName=%u.png\n"
                                               "Uri=file:///nowhere/%u.png\nLine=Ramen\n"
                                               "Time=2001-01-01T00:00:00Z\nDishes=ramen;\n"
                                               "Probabilities=1;\n",
                                               id, i, i);

      g_assert_true (g_file_set_contents (path, text, -1, NULL));
    }
}

static void
test_history_may_be_added_to_before_it_is_loaded (StoresFixture *fixture, gconstpointer user_data)
{
  write_two_hundred (fixture);

  g_autoptr (GFile) file = stores_new_file (fixture, "dish.png", 5);
  g_autoptr (MorselReading) reading = new_reading (fixture, file);
  g_autoptr (MorselHistory) first = open_history (fixture);

  while (count_entries (first) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_entries (first), ==, 200);
  morsel_history_add (first, reading);
  g_assert_cmpuint (count_entries (first), ==, 200);
  morsel_history_finish (first);

  /* The same photo and another one, which nothing is known of yet. */
  g_autoptr (GFile) other_file = stores_new_file (fixture, "other.png", 6);
  g_autoptr (MorselReading) other = new_reading (fixture, other_file);
  g_autoptr (MorselHistory) second = open_history (fixture);

  morsel_history_add (second, reading);
  morsel_history_add (second, other);
  while (count_entries (second) == 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_entries (second), ==, 200);

  guint n_found = 0;

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (MorselHistoryEntry) entry = g_list_model_get_item (
          morsel_history_get_model (second), i);

      n_found += g_str_equal (morsel_history_entry_get_name (entry), "dish.png");
    }
  g_assert_cmpuint (n_found, ==, 1);
  morsel_history_finish (second);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  STORES_ADD ("/history/remembers", test_history_remembers);
  STORES_ADD ("/history/forgets-and-takes-it-back", test_history_forgets_and_takes_it_back);
  STORES_ADD ("/history/survives-what-a-crash-leaves", test_history_survives_what_a_crash_leaves);
  STORES_ADD ("/history/keeps-what-cannot-be-read", test_history_keeps_what_cannot_be_read);
  STORES_ADD ("/history/may-be-added-to-before-it-is-loaded",
              test_history_may_be_added_to_before_it_is_loaded);
  return g_test_run ();
}
