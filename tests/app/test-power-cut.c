/* test-power-cut.c: whatever is being written when the program dies, nothing half-written is read
 *
 *   test-power-cut [N]            kills each writer N times, at random moments; 4 if not said
 *   test-power-cut WRITER FOLDER  writes for ever, and says when it begins anew
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/history.h"
#include "power-cut-writers.h"

#include <stdlib.h>

typedef void (*Write) (GFile *folder);
typedef void (*Check) (GFile *folder);

static const char *program;
static guint n_kills = 4;

/* The checks: what is there is whole. */

static void
check_export (GFile *folder)
{
  g_autoptr (GFile) file = g_file_get_child (folder, "results.jsonl");
  g_autofree char *text = NULL;

  if (!g_file_load_contents (file, NULL, &text, NULL, NULL, NULL))
    return;

  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (rows), ==, POWER_CUT_N_ROWS + 1);
  for (guint i = 0; i < POWER_CUT_N_ROWS; i++)
    g_assert_cmpstr (rows[i], ==, rows[0]);
  g_assert_cmpstr (rows[POWER_CUT_N_ROWS], ==, "");
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
  g_autoptr (GFile) original = power_cut_get_weights_file ();
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
  { "export", power_cut_write_export, check_export },
  { "history", power_cut_write_history, check_history },
  { "model", power_cut_write_model, check_model },
  { "picture", power_cut_write_picture, check_picture },
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
  g_autoptr (GError) error = NULL;

  for_each (file, "", remove_all);
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
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
