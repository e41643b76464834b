/* test-models.c: the person's own models, with a stand-in for morsel-import
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/keras.h"
#include "app/stores/models.h"
#include "engine/error.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <utime.h>

/* A file of Keras', as far as Morsel itself looks at it. */
#define KERAS "\x89HDF\r\n\x1a\n and so on"

typedef struct
{
  MorselModels *models;
  char *weights;
} Fixture;

static char *folder; /* for files of the tests, and where the program looks for its own */

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  fixture->weights = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "model",
                                       "food101.safetensors", NULL);
  fixture->models = morsel_models_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  GListModel *models = morsel_models_get_model (fixture->models);

  while (g_list_model_get_n_items (models) > 0)
    {
      g_autoptr (MorselModel) model = g_list_model_get_item (models, 0);
      g_autoptr (GFile) file = morsel_models_get_file (fixture->models,
                                                       morsel_model_get_name (model));

      morsel_models_remove (fixture->models, model);
      while (g_file_query_exists (file, NULL))
        g_main_context_iteration (NULL, TRUE);
    }

  g_clear_object (&fixture->models);
  g_free (fixture->weights);
}

static GFile *
new_file (const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

/* What is run in place of morsel-import. Its arguments: FILE -o WEIGHTS [--labels NAMES] */
static void
make_importer (const char *script)
{
  g_autofree char *libexec = g_build_filename (folder, "libexec", NULL);
  g_autofree char *path = g_build_filename (libexec, "morsel-import", NULL);
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n%s\n", script);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (libexec, 0700), ==, 0);
  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0700, &error);
  g_assert_no_error (error);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static MorselModel *
add (const Fixture *fixture, GFile *file, GFile *names, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  morsel_models_add_async (fixture->models, file, names, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return morsel_models_add_finish (fixture->models, result, error);
}

static gssize
count_names (GFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  morsel_keras_count_names_async (file, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return morsel_keras_count_names_finish (result, error);
}

static guint
count_models (const Fixture *fixture)
{
  return g_list_model_get_n_items (morsel_models_get_model (fixture->models));
}

static void
test_weights_are_copied (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->weights);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselModel) model = add (fixture, file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (morsel_model_get_name (model), ==, "food101");
  g_assert_cmpuint (count_models (fixture), ==, 1);

  g_autoptr (GFile) copy = morsel_models_get_file (fixture->models, "food101");
  g_autoptr (MorselModel) again = add (fixture, copy, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (again);
  g_assert_cmpuint (count_models (fixture), ==, 1);
  g_assert_cmpint (count_names (file, &error), ==, 0);
}

/* A file of the models' folder that was written some seconds ago. */
static GFile *
new_left_file (const Fixture *fixture, const char *end, guint seconds)
{
  g_autoptr (GFile) model = morsel_models_get_file (fixture->models, "left");
  g_autofree char *path = g_strconcat (g_file_peek_path (model), end, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  struct utimbuf times = { time (NULL) - seconds, time (NULL) - seconds };

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "half", -1, NULL));
  g_assert_cmpint (g_utime (path, &times), ==, 0);
  return g_file_new_for_path (path);
}

static void
test_what_a_killed_copy_left_is_deleted (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) old = new_left_file (fixture, ".A1B2C3", 100000);
  g_autoptr (GFile) new = new_left_file (fixture, ".D4E5F6", 10);
  g_autoptr (GFile) other = new_left_file (fixture, ".backup.safetensors", 100000);
  g_autoptr (MorselModels) models = morsel_models_new ();

  g_assert_nonnull (models);
  while (g_file_query_exists (old, NULL))
    g_main_context_iteration (NULL, FALSE);

  g_assert_true (g_file_query_exists (new, NULL));
  g_assert_true (g_file_query_exists (other, NULL));
  g_assert_true (g_file_delete (new, NULL, NULL));
  g_assert_true (g_file_delete (other, NULL, NULL));
}

static void
test_what_is_no_model_is_refused (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file ("notes.safetensors", "Buy bread.");
  g_autoptr (GError) error = NULL;

  g_assert_null (add (fixture, file, NULL, &error));
  g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  g_assert_cmpuint (count_models (fixture), ==, 0);
}

static void
test_keras_is_imported (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file ("mine.h5", KERAS);
  g_autoptr (GFile) names = new_file ("names.txt", "soup\n");
  g_autofree char *script = g_strdup_printf ("test \"$2 $4\" = '-o --labels' &&"
                                             " grep -q soup \"$5\" && cp '%s' \"$3\"",
                                             fixture->weights);
  g_autoptr (GError) error = NULL;

  make_importer (script);

  g_autoptr (MorselModel) model = add (fixture, file, names, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (morsel_model_get_name (model), ==, "mine");
}

static void
test_keras_asks_for_names (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file ("mine.h5", KERAS);
  g_autoptr (GError) error = NULL;

  make_importer ("test $# = 3 && touch \"$3\"");

  gssize n_names = count_names (file, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n_names, ==, MORSEL_KERAS_N_KNOWN_NAMES);

  make_importer ("echo 'morsel-import: wrong-names: The network has 12 outputs, but there"
                 " are 0 names' >&2; exit 1");
  n_names = count_names (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n_names, ==, 12);
}

static void
test_keras_is_refused_by_what_is_wrong (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file ("mine.h5", KERAS);
  g_autoptr (GError) other = NULL;
  g_autoptr (GError) killed = NULL;

  make_importer ("echo 'morsel-import: other-network: no' >&2; exit 1");
  g_assert_null (add (fixture, file, NULL, &other));
  g_assert_error (other, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK);

  make_importer ("kill -9 $$");
  g_assert_cmpint (count_names (file, &killed), ==, -1);
  g_assert_error (killed, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
}

static void
test_keras_is_given_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GFile) file = new_file ("mine.h5", KERAS);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *mark = g_build_filename (folder, "pid", NULL);
  g_autofree char *script = g_strdup_printf ("echo $$ >'%s.new'; mv '%s.new' '%s'; exec sleep 1000",
                                             mark, mark, mark);
  g_autofree char *pid = NULL;

  make_importer (script);
  morsel_models_add_async (fixture->models, file, NULL, cancellable, result_cb, &result);
  while (!g_file_test (mark, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (morsel_models_add_finish (fixture->models, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_models (fixture), ==, 0);

  /* Killed and gone, or the test hangs. */
  g_assert_true (g_file_get_contents (mark, &pid, NULL, NULL));
  while (kill ((pid_t) g_ascii_strtoll (pid, NULL, 10), 0) == 0)
    g_usleep (1000);
}

int
main (int argc, char **argv)
{
  const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/models/weights-are-copied", test_weights_are_copied },
    { "/models/what-is-no-model-is-refused", test_what_is_no_model_is_refused },
    { "/models/what-a-killed-copy-left-is-deleted", test_what_a_killed_copy_left_is_deleted },
    { "/models/keras-is-imported", test_keras_is_imported },
    { "/models/keras-asks-for-names", test_keras_asks_for_names },
    { "/models/keras-is-refused-by-what-is-wrong", test_keras_is_refused_by_what_is_wrong },
    { "/models/keras-is-given-up", test_keras_is_given_up },
  };

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("morsel-XXXXXX", NULL);

  g_autofree char *data = g_build_filename (folder, "data", NULL);

  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_setenv ("MORSEL_DATA_DIR", folder, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  char *remove[] = { (char[]){ "rm" }, (char[]){ "-r" }, folder, NULL };
  int result = g_test_run ();

  g_spawn_sync (NULL, remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (folder);
  return result;
}
