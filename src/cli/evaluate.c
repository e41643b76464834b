/* evaluate.c: morsel-cli evaluate, which measures the answers on photos whose dishes are known
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/commands.h"
#include "cli/evaluation.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "cli/statistics.h"
#include "cli/stop.h"

#include <glib/gi18n.h>
#include <string.h>

/* Instead of an output of the network: none of its dishes is on the photo. */
#define NO_DISH G_MAXUINT

typedef struct
{
  MorselOptions options;       /* owned */
  MorselStatistics statistics; /* owned */
  MorselProgress progress;
  GPtrArray *names; /* owned; the photos of all folders */
  GArray *dishes;   /* owned; guint for each of them, an output of the network or NO_DISH */
  const char *const *labels; /* borrowed */
  gsize n_done;
  guint n_failed;
} Evaluate;

static void
evaluate_clear (Evaluate *self)
{
  morsel_options_clear (&self->options);
  morsel_statistics_clear (&self->statistics);
  g_ptr_array_unref (self->names);
  g_array_unref (self->dishes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Evaluate, evaluate_clear)

static gboolean
take_cb (gsize position, const MorselOutcome *outcome, gpointer user_data)
{
  Evaluate *self = user_data;
  guint dish = g_array_index (self->dishes, guint, position);

  self->n_done++;
  if (outcome->error != NULL)
    {
      self->n_failed++;
      morsel_output_complain_error (outcome->name, outcome->error, self->options.verbose);
    }
  else if (dish == NO_DISH)
    morsel_statistics_add_other (&self->statistics, outcome->ranking);
  else
    morsel_statistics_add (&self->statistics, outcome->ranking, dish);

  morsel_progress_show (&self->progress, self->n_done);
  return TRUE;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The names of the folders in a folder, in a fixed order. */
static GPtrArray *
list_folders (const char *path)
{
  g_autoptr (GFile) folder = morsel_name_get_file (path);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      folder,
      G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE
                                     "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN,
      G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (children == NULL)
    return NULL;

  for (;;)
    {
      GFileInfo *info;

      if (!g_file_enumerator_iterate (children, &info, NULL, NULL, NULL))
        return NULL;
      if (info == NULL)
        break;
      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY &&
          !g_file_info_get_is_hidden (info))
        g_ptr_array_add (names, g_strdup (g_file_info_get_name (info)));
    }
  g_ptr_array_sort (names, compare_strings);
  return g_steal_pointer (&names);
}

static guint
find_dish (const Evaluate *self, const char *label)
{
  for (guint i = 0; i < self->statistics.n_dishes; i++)
    if (strcmp (self->labels[i], label) == 0)
      return i;
  return NO_DISH;
}

/* Takes the photos of one folder, whose name says what they show. */
static gboolean
add_folder (Evaluate *self, const char *label)
{
  g_autofree char *path = morsel_name_in_folder (self->options.paths[0], label);
  guint dish = find_dish (self, label);

  if (!morsel_names_add_folder (self->names, path, TRUE))
    return FALSE;
  if (dish == NO_DISH)
    morsel_output_complain (path, _ ("The model does not know this dish: its photos should be "
                                     "turned away."));
  while (self->dishes->len < self->names->len)
    g_array_append_val (self->dishes, dish);
  return TRUE;
}

/* Finds the photos. */
static gboolean
collect (Evaluate *self)
{
  g_autoptr (GPtrArray) folders = list_folders (self->options.paths[0]);

  if (folders == NULL)
    {
      morsel_output_complain (self->options.paths[0], _ ("The folder cannot be read."));
      return FALSE;
    }

  for (guint i = 0; i < folders->len; i++)
    add_folder (self, g_ptr_array_index (folders, i));
  if (self->names->len > 0)
    return TRUE;

  morsel_output_complain (self->options.paths[0],
                          _ ("There are no folders with photos in it, named after their dishes."));
  return FALSE;
}

static gboolean
parse (Evaluate *self, int argc, char **argv)
{
  if (!morsel_options_parse (
          &self->options, MORSEL_OPTIONS_CSV | MORSEL_OPTIONS_MODEL | MORSEL_OPTIONS_THREADS, NULL,
          N_ ("FOLDER"),
          _ ("Measures the answers on a folder of folders, each named after the label of the dish "
             "that its photos show."),
          argc, argv))
    return FALSE;

  if (g_strv_length (self->options.paths) == 1)
    return TRUE;
  morsel_options_refuse (_ ("One folder is needed."));
  return FALSE;
}

static gboolean
write_evaluation (const Evaluate *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const MorselEvaluation evaluation = {
    .statistics = &self->statistics,
    .labels = self->labels,
    .n_failed = self->n_failed,
  };

  switch (self->options.format)
    {
    case MORSEL_FORMAT_JSON:
      morsel_evaluation_append_json (&evaluation, text);
      break;
    case MORSEL_FORMAT_CSV:
      morsel_evaluation_append_csv (&evaluation, text);
      break;
    case MORSEL_FORMAT_TEXT:
    default:
      morsel_evaluation_append_text (&evaluation, text);
      break;
    }
  return morsel_options_write (&self->options, text);
}

MorselExit
morsel_cli_evaluate (int argc, char **argv)
{
  g_auto (Evaluate) self = {
    .names = g_ptr_array_new_with_free_func (g_free),
    .dishes = g_array_new (FALSE, FALSE, sizeof (guint)),
  };

  if (!parse (&self, argc, argv))
    return MORSEL_EXIT_USAGE;

  g_autoptr (MorselRecognizer) recognizer = morsel_options_load_recognizer (&self.options,
                                                                            G_MAXUINT);

  if (recognizer == NULL)
    return MORSEL_EXIT_FAILED;

  MorselWeights *weights = morsel_recognizer_get_weights (recognizer);

  self.labels = morsel_weights_get_labels (weights);
  morsel_statistics_init (&self.statistics, morsel_weights_get_n_labels (weights));
  if (!collect (&self))
    return MORSEL_EXIT_FAILED;

  g_autoptr (GCancellable) stop = morsel_stop_watch ();

  morsel_progress_start (&self.progress, self.names->len);

  gboolean is_complete = morsel_pipeline_run (recognizer, self.names, stop, take_cb, &self);

  if (!write_evaluation (&self))
    return MORSEL_EXIT_FAILED;
  if (is_complete)
    return self.n_failed > 0 ? MORSEL_EXIT_FAILED : MORSEL_EXIT_DONE;

  morsel_progress_complain (&self.progress, self.n_done);
  return MORSEL_EXIT_INTERRUPTED;
}
