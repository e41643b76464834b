/* keras.c: models in Keras' format, which morsel-import turns into weights
 *
 * A program of its own reads these files: what they break is not the window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/keras.h"

#include "engine/error.h"
#include "paths/paths.h"

#include <string.h>

#define SIGNATURE "\x89HDF\r\n\x1a\n" /* HDF5, at the beginning of every file of ours */

/**
 * morsel_keras_is_available:
 *
 * Returns: %TRUE if the program that reads Keras' files is installed
 */
gboolean
morsel_keras_is_available (void)
{
  g_autofree char *program = morsel_paths_get_import_program ();

  return program != NULL;
}

/**
 * morsel_keras_is_keras:
 * @file: a file
 * @cancellable: (nullable): a cancellable
 *
 * To be called on a thread.
 *
 * Returns: %TRUE if @file begins as Keras' files do, whatever its name
 */
gboolean
morsel_keras_is_keras (GFile *file, GCancellable *cancellable)
{
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  char begin[sizeof SIGNATURE - 1];
  gsize n_read = 0;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);

  return stream != NULL &&
         g_input_stream_read_all (G_INPUT_STREAM (stream), begin, sizeof begin, &n_read,
                                  cancellable, NULL) &&
         n_read == sizeof begin && memcmp (begin, SIGNATURE, sizeof begin) == 0;
}

/* Runs morsel-import. It is killed when its work is not wanted any more. */
static gboolean
run (const char *const *arguments, GCancellable *cancellable, GError **error)
{
  g_autofree char *complaint = NULL;
  g_autoptr (GSubprocess) subprocess = g_subprocess_newv (
      arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);

  if (subprocess == NULL)
    return FALSE;

  if (!g_subprocess_communicate_utf8 (subprocess, NULL, cancellable, NULL, &complaint, error))
    {
      g_subprocess_force_exit (subprocess);
      return FALSE;
    }

  if (g_subprocess_get_successful (subprocess))
    return TRUE;

  g_propagate_error (error, morsel_error_from_line (complaint));
  return FALSE;
}

/**
 * morsel_keras_import:
 * @file: a model in Keras' format
 * @names: (nullable): a text file with the name of each output, one a line; %NULL for Food-101's
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Makes a weights file of a model, which is the caller's to delete. To be called on a thread.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR, or %G_IO_ERROR.
 *
 * Returns: (transfer full): the weights, a temporary file, or %NULL with @error set
 */
GFile *
morsel_keras_import (GFile *file, GFile *names, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (names == NULL || G_IS_FILE (names), NULL);

  g_autofree char *program = morsel_paths_get_import_program ();
  const char *path = g_file_peek_path (file);
  const char *names_path = names != NULL ? g_file_peek_path (names) : NULL;
  g_autoptr (GFileIOStream) stream = NULL;

  if (program == NULL || path == NULL || (names != NULL && names_path == NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s",
                   program == NULL ? "morsel-import is not installed" : "The file has no path");
      return NULL;
    }

  g_autoptr (GFile) weights = g_file_new_tmp ("morsel-XXXXXX.safetensors", &stream, error);

  if (weights == NULL)
    return NULL;

  const char *labels = names != NULL ? "--labels" : NULL;
  const char *const arguments[] = { program, path,       "-o", g_file_peek_path (weights),
                                    labels,  names_path, NULL };

  if (run (arguments, cancellable, error))
    return g_steal_pointer (&weights);

  g_file_delete (weights, NULL, NULL);
  return NULL;
}

static void
count_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!morsel_keras_is_keras (G_FILE (task_data), cancellable))
    {
      g_task_return_int (task, 0);
      return;
    }

  g_autoptr (GFile) weights = morsel_keras_import (G_FILE (task_data), NULL, cancellable, &error);

  if (weights != NULL)
    {
      g_file_delete (weights, NULL, NULL);
      g_task_return_int (task, MORSEL_KERAS_N_KNOWN_NAMES);
    }
  else if (g_error_matches (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_WRONG_NAMES))
    {
      g_task_return_int (task, morsel_weights_error_get_n_outputs (error));
    }
  else
    {
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/**
 * morsel_keras_count_names_async:
 * @file: a model
 * @cancellable: (nullable): a cancellable
 * @callback: called when the number is known, or the model is refused
 * @user_data: for @callback
 *
 * Finds out how many names a model asks for, on a thread: Keras' files have none.
 */
void
morsel_keras_count_names_async (GFile *file,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, morsel_keras_count_names_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, count_on_thread);
}

/**
 * morsel_keras_count_names_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_keras_count_names_async() began. Fails as morsel_keras_import() does.
 *
 * Returns: how many names are asked for; 0 for a file that is none of Keras'; -1 with @error set
 */
gssize
morsel_keras_count_names_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}
