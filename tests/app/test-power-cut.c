/* test-power-cut.c: whatever is being written when the program dies, nothing half-written is read
 *
 *   test-power-cut [N]            kills each writer N times, at random moments; 4 if not said
 *   test-power-cut WRITER FOLDER  writes for ever, and says when it begins anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/export.h"
#include "app/stores/history.h"
#include "app/stores/models.h"
#include "app/stores/photo-item.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS 1000 /* of an export */
#define SIDE 600    /* pixels of the picture */

typedef void (*Write) (GFile *folder);
typedef void (*Check) (GFile *folder);

static const char *program;
static guint n_kills = 4;

static GFile *
get_weights_file (void)
{
  return g_file_new_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model", "food101.safetensors",
                                    NULL);
}

static MorselRanking *
new_ranking (void)
{
  g_autoptr (GFile) file = get_weights_file ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = morsel_weights_load (file, NULL, &error);

  g_assert_no_error (error);

  guint n_labels = morsel_weights_get_n_labels (weights);
  g_autofree float *probabilities = g_new (float, n_labels);

  for (guint i = 0; i < n_labels; i++)
    probabilities[i] = 1.0f / (float) n_labels;

  return morsel_ranking_new_from_probabilities (weights, probabilities, 1.0);
}

/* Noise, so that the file is large. */
static MorselPhoto *
new_photo (void)
{
  guint8 *pixels = g_malloc (SIDE * SIDE * 3);

  for (gsize i = 0; i < SIDE * SIDE * 3; i++)
    pixels[i] = (guint8) g_random_int ();

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, SIDE * SIDE * 3);

  return morsel_photo_new_from_pixels (bytes, SIDE, SIDE, SIDE * 3);
}

/* The writers: one turn each. Every other turn there is no old file. */

static void
begin_turn (GFile *file)
{
  static guint n_turns = 0;

  if (file != NULL && n_turns % 2 == 0)
    g_file_delete (file, NULL, NULL);
  n_turns++;
  g_print ("turn\n");
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
write_export (GFile *folder)
{
  static GPtrArray *items = NULL;
  g_autoptr (GFile) file = g_file_get_child (folder, "results.jsonl");
  g_autoptr (GAsyncResult) result = NULL;

  if (items == NULL)
    {
      g_autoptr (MorselRanking) ranking = new_ranking ();

      items = g_ptr_array_new ();
      for (guint i = 0; i < N_ROWS; i++)
        {
          g_ptr_array_add (items, morsel_photo_item_new (file, i));
          morsel_photo_item_set_ranking (items->pdata[i], ranking);
        }
    }

  begin_turn (file);
  morsel_export_async (items, MORSEL_REPORT_JSON, file, NULL, done_cb, &result);
  g_assert_true (morsel_export_finish (wait_for (&result), NULL));
}

static void
write_picture (GFile *folder)
{
  static MorselPhoto *photo = NULL;
  g_autoptr (GFile) file = g_file_get_child (folder, "picture.png");

  if (photo == NULL)
    photo = new_photo ();

  begin_turn (file);
  g_assert_true (morsel_photo_save_png (photo, file, NULL, NULL));
}

static void
write_model (GFile *folder)
{
  static MorselModels *models = NULL;
  g_autoptr (GFile) weights = get_weights_file ();
  g_autoptr (GAsyncResult) result = NULL;

  if (models == NULL)
    models = morsel_models_new ();

  begin_turn (NULL);
  morsel_models_add_async (models, weights, NULL, NULL, done_cb, &result);

  g_autoptr (MorselModel) model = morsel_models_add_finish (models, wait_for (&result), NULL);

  g_assert_nonnull (model);
}

static void
write_history (GFile *folder)
{
  static MorselHistory *history = NULL;
  static MorselReading *reading = NULL;

  if (history == NULL)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, "photo.png");
      g_autoptr (GFile) answers = g_file_get_child (folder, "history");
      g_autoptr (MorselPhoto) photo = new_photo ();
      g_autoptr (MorselRanking) ranking = new_ranking ();

      g_assert_true (morsel_photo_save_png (photo, file, NULL, NULL));
      history = morsel_history_new (answers, -1);
      reading = morsel_reading_new_for_answer (file, "photo.png", ranking);
      while (morsel_reading_get_ranking (reading) == NULL)
        g_main_context_iteration (NULL, TRUE);
    }

  begin_turn (NULL);
  for (guint i = 0; i < 3; i++)
    morsel_history_add (history, reading);

  g_autoptr (GPtrArray) forgotten = morsel_history_clear (history);

  morsel_history_restore (history, forgotten);
  morsel_history_finish (history);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* The checks: what is there is whole. */

static void
check_export (GFile *folder)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "results.jsonl");
  g_autofree char *text = NULL;

  if (!g_file_load_contents (file, NULL, &text, NULL, NULL, NULL))
    return;

  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (rows), ==, N_ROWS + 1);
  for (guint i = 0; i < N_ROWS; i++)
    g_assert_cmpstr (rows[i], ==, rows[0]);
  g_assert_cmpstr (rows[N_ROWS], ==, "");
}

static void
check_is_picture (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = morsel_photo_load (file, MORSEL_PHOTO_FULL_SIZE, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
}

static void
check_picture (GFile *folder)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "picture.png");

  if (g_file_query_exists (file, NULL))
    check_is_picture (file);
}

static void
for_each (GFile *folder, const char *suffix, Check check)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      folder, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  GFileInfo *info = NULL;
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) &&
         info != NULL)
    if (g_str_has_suffix (g_file_info_get_name (info), suffix))
      check (child);
}

static void
check_is_model (GFile *file)
{
  g_autoptr (GFile) original = get_weights_file ();
  g_autoptr (GBytes) copied = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (GBytes) wanted = g_file_load_bytes (original, NULL, NULL, NULL);

  g_assert_true (g_bytes_equal (copied, wanted));
}

static void
check_model (GFile *folder)
{
  g_autoptr (GFile) models = g_file_new_build_filename (g_get_user_data_dir (), "morsel", "models",
                                                        NULL);

  for_each (models, ".safetensors", check_is_model);
}

static void
check_is_entry (GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) record = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (MorselHistoryEntry) entry = morsel_history_entry_new_from_bytes (record, &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
}

static void
check_is_known (GFile *file)
{
  const char *path = g_file_peek_path (file);

  g_assert_true (g_str_has_suffix (path, ".png") || g_str_has_suffix (path, ".answer"));
}

/* And the next start finds a thumbnail for every answer, and leaves nothing else. */
static void
check_history (GFile *folder)
{
  g_autoptr (GFile) answers = g_file_get_child (folder, "history");

  for_each (answers, ".png", check_is_picture);
  for_each (answers, ".answer", check_is_entry);

  g_autoptr (MorselHistory) history = morsel_history_new (answers, -1);

  morsel_history_finish (history);
  while (g_main_context_iteration (NULL, FALSE))
    ;

  GListModel *entries = morsel_history_get_model (history);

  for (guint i = 0; i < g_list_model_get_n_items (entries); i++)
    {
      g_autoptr (MorselHistoryEntry) entry = g_list_model_get_item (entries, i);

      g_assert_nonnull (morsel_history_entry_get_thumbnail (entry));
    }

  for_each (answers, "", check_is_known);
}

static const struct
{
  const char *name;
  Write write;
  Check check;
} writers[] = {
  { "export", write_export, check_export },
  { "history", write_history, check_history },
  { "model", write_model, check_model },
  { "picture", write_picture, check_picture },
};

/* Lets a writer do two turns, to see how long they take, and kills it somewhere in the third. */
static void
kill_writer (const char *name, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) writer = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                     program, name, folder, NULL);

  g_assert_no_error (error);

  g_autoptr (GDataInputStream) output = g_data_input_stream_new (
      g_subprocess_get_stdout_pipe (writer));
  gint64 begin = 0;

  for (guint turn = 0; turn < 3; turn++)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (line, ==, "turn");
      if (turn == 0)
        begin = g_get_monotonic_time ();
    }

  double turn_microseconds = (double) (g_get_monotonic_time () - begin) / 2.0;

  g_usleep ((gulong) (g_random_double () * turn_microseconds));
  g_subprocess_force_exit (writer);
  g_assert_true (g_subprocess_wait (writer, NULL, &error));
  g_assert_true (g_subprocess_get_if_signaled (writer));
}

static void
remove_all (GFile *file)
{
  for_each (file, "", remove_all);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

static void
test_writer (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = g_dir_make_tmp ("morsel-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  for (guint kill = 0; kill < n_kills; kill++)
    {
      kill_writer (writers[i].name, path);
      writers[i].check (folder);
    }

  g_test_message ("%s: killed %u times", writers[i].name, n_kills);
  remove_all (folder);
}

static int
write_for_ever (const char *name, const char *path)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    while (g_str_equal (writers[i].name, name))
      writers[i].write (folder);
  return 2;
}

int
main (int argc, char **argv)
{
  program = argv[0];
  if (argc == 3 && argv[1][0] != '-')
    return write_for_ever (argv[1], argv[2]);

  g_test_init (&argc, &argv, NULL);
  if (argc == 2)
    n_kills = (guint) atoi (argv[1]);

  g_autofree char *data = g_dir_make_tmp ("morsel-XXXXXX", NULL);
  g_autoptr (GFile) data_folder = g_file_new_for_path (data);

  g_setenv ("XDG_DATA_HOME", data, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      g_autofree char *test = g_strdup_printf ("/power-cut/%s", writers[i].name);

      g_test_add_data_func (test, GSIZE_TO_POINTER (i), test_writer);
    }

  int result = g_test_run ();

  remove_all (data_folder);
  return result;
}
