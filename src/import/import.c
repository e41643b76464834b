/* import.c: morsel-import, which makes a weights file of a Keras file
 *
 * A program of its own: it reads foreign files with a large library, so it limits itself, and
 * whoever starts it takes its death by a signal for a damaged file.
 *
 * Exit status: 0 done, 1 the file could not be imported, 2 wrong use. What went wrong is one line
 * on standard error, "morsel-import: CODE: MESSAGE", which morsel_error_from_line() reads; CODE is
 * morsel_error_get_code()'s.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/safetensors.h"
#include "engine/save.h"
#include "import/keras.h"
#include "import/labels.h"

#include <gio/gio.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#define EXIT_USAGE 2

/* A model with its optimizer's state takes some 60 MB; whatever needs more is not ours. */
#define FILE_MAX_BYTES (G_GUINT64_CONSTANT (512) * 1024 * 1024)
#define MEMORY_MAX_BYTES (G_GUINT64_CONSTANT (1536) * 1024 * 1024)
#define MAX_CPU_SECONDS 60

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
/* The address sanitizer reserves far more addresses than it uses. */
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define IS_SANITIZED TRUE
#else
#define IS_SANITIZED FALSE
#endif

/* What the command line says. */
typedef struct
{
  char *input;
  char *output;
  char *labels;
  char *ending;
  gboolean is_f16;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->input);
  g_free (arguments->output);
  g_free (arguments->labels);
  g_free (arguments->ending);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static void
set_limit (__rlimit_resource_t resource, guint64 value)
{
  struct rlimit limit;

  if (getrlimit (resource, &limit) != 0)
    return;

  /* Where the limit is lower already, that one stays. */
  limit.rlim_max = MIN (limit.rlim_max, value);
  limit.rlim_cur = MIN (limit.rlim_cur, value);
  (void) setrlimit (resource, &limit);
}

static void
limit_self (void)
{
  set_limit (RLIMIT_CORE, 0);
  set_limit (RLIMIT_CPU, MAX_CPU_SECONDS);
  set_limit (RLIMIT_FSIZE, MORSEL_SAFETENSORS_MAX_BYTES);
  if (!IS_SANITIZED)
    set_limit (RLIMIT_AS, MEMORY_MAX_BYTES);
  /* What is too large is an error of writing like a full disk, and leaves nothing behind. */
  (void) signal (SIGXFSZ, SIG_IGN);
}

static gboolean
refuse_usage (const char *what)
{
  g_printerr ("morsel-import: usage: %s; morsel-import --help says more\n", what);
  return FALSE;
}

/* The file to write is named by -o or behind the file to read. */
static gboolean
take_paths (Arguments *arguments, char **paths)
{
  guint n_paths = paths != NULL ? g_strv_length (paths) : 0;
  guint n_expected = arguments->output != NULL ? 1 : 2;

  if (n_paths != n_expected)
    return refuse_usage (n_paths < n_expected ? "a file to read and a file to write are needed"
                                              : "there are too many files");

  arguments->input = g_strdup (paths[0]);
  if (arguments->output == NULL)
    arguments->output = g_strdup (paths[1]);
  return TRUE;
}

static gboolean
parse_arguments (Arguments *arguments, int argc, char **argv)
{
  g_auto (GStrv) paths = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "labels", 'l', 0, G_OPTION_ARG_FILENAME, &arguments->labels,
      "Text file with the name of each output, one a line; needed unless there are 101 outputs, "
      "which are taken for Food-101's",
      "FILE" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments->output, "The weights file to write",
      "FILE" },
    { "ending", 0, 0, G_OPTION_ARG_STRING, &arguments->ending,
      "a: the mean stands behind Conv_2 (Keras before 2.6), b: before it; only needed where the "
      "file does not say",
      "a|b" },
    { "f16", 0, 0, G_OPTION_ARG_NONE, &arguments->is_f16, "Store 16-bit numbers, half the size",
      NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &paths, NULL, NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("KERAS.h5 -o FILE.safetensors");

  g_option_context_set_summary (context,
                                "Makes a weights file of a Keras file of MobileNetV3-Large.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return refuse_usage (error->message);
  if (arguments->ending != NULL && !g_str_equal (arguments->ending, "a") &&
      !g_str_equal (arguments->ending, "b"))
    return refuse_usage ("--ending is a or b");
  return take_paths (arguments, paths);
}

/* Reading would wait for the writer of a pipe, and HDF5 says little about a file that it cannot open.
 * What is no file, or too large, fails with @code. */
static gboolean
check_input (const char *path, guint64 max_bytes, MorselWeightsError code, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file,
                                                  G_FILE_ATTRIBUTE_STANDARD_TYPE
                                                  "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                  "," G_FILE_ATTRIBUTE_ACCESS_CAN_READ,
                                                  G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return morsel_weights_error_set (error, code, "%s is not a regular file", path);
  if (!g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_ACCESS_CAN_READ))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s may not be read", path);
      return FALSE;
    }
  return (guint64) g_file_info_get_size (info) <= max_bytes ||
         morsel_weights_error_set (error, code, "%s has more than %" G_GUINT64_FORMAT " bytes",
                                   path, max_bytes);
}

static MorselEnding
get_ending (const Arguments *arguments)
{
  if (arguments->ending == NULL)
    return MORSEL_ENDING_UNKNOWN;
  return g_str_equal (arguments->ending, "a") ? MORSEL_ENDING_A : MORSEL_ENDING_B;
}

static gboolean
import (const Arguments *arguments, GError **error)
{
  g_auto (GStrv) labels = NULL;

  if (!check_input (arguments->input, FILE_MAX_BYTES, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS, error))
    return FALSE;
  if (arguments->labels != NULL)
    {
      if (check_input (arguments->labels, MORSEL_LABELS_MAX_BYTES, MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
                       error))
        labels = morsel_labels_load (arguments->labels, error);
      if (labels == NULL)
        return FALSE;
    }

  const MorselKerasOptions options = {
    .ending = get_ending (arguments),
    .dtype = arguments->is_f16 ? MORSEL_DTYPE_F16 : MORSEL_DTYPE_F32,
    .labels = (const char *const *) labels,
  };
  MorselKerasSummary summary;
  g_autoptr (MorselHdf5) file = morsel_hdf5_open (arguments->input, error);
  g_autoptr (GBytes) bytes = file != NULL ? morsel_keras_convert (file, &options, &summary, error)
                                          : NULL;

  if (bytes == NULL)
    return FALSE;

  g_autoptr (GFile) output = g_file_new_for_path (arguments->output);
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);

  if (!morsel_save (output, data, n_bytes, NULL, error))
    return FALSE;
  g_print ("%s: %" G_GUINT64_FORMAT " parameters, %u outputs\n", arguments->output,
           summary.n_parameters, summary.n_outputs);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Arguments) arguments = { 0 };
  g_autoptr (GError) error = NULL;

  /* Names of files are written as they are. */
  (void) setlocale (LC_CTYPE, "");
  limit_self ();
  if (!parse_arguments (&arguments, argc, argv))
    return EXIT_USAGE;
  if (import (&arguments, &error))
    return EXIT_SUCCESS;

  g_autofree char *line = morsel_error_to_line (error);

  g_printerr ("morsel-import: %s\n", line);
  return EXIT_FAILURE;
}
