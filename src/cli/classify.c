/* classify.c: morsel-cli classify, which names the dishes in photos
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/answer.h"
#include "cli/commands.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/pipeline.h"
#include "cli/progress.h"
#include "cli/stop.h"
#include "engine/report.h"
#include "words/dish-name.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

#define DEFAULT_TOP 5

/* Below this shorter side, in pixels, an answer comes with a warning. */
#define SMALL_SIDE 96

/* A row that waits for those that are less sure. */
typedef struct
{
  float probability; /* of the likeliest dish; above 1 for a photo that failed: it comes last */
  gsize position;
  char *text;
} Row;

typedef struct
{
  MorselOptions options; /* owned */
  int n_top;
  gboolean recursive;
  gboolean least_sure_first;

  MorselReport report;
  MorselProgress progress;
  GString *text; /* owned; scratch */
  GArray *rows;  /* owned; of Row, for least_sure_first */
  guint width;   /* columns of a line of text */
  gsize n_done;
  gboolean has_failed;
  gboolean has_written; /* some text, so that the next photo keeps a distance */
  gboolean output_is_gone;
} Classify;

static void
row_clear (Row *self)
{
  g_free (self->text);
}

static void
classify_clear (Classify *self)
{
  morsel_options_clear (&self->options);
  g_string_free (self->text, TRUE);
  g_array_unref (self->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Classify, classify_clear)

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const Row *first = a;
  const Row *second = b;

  if (first->probability < second->probability)
    return -1;
  if (first->probability > second->probability)
    return 1;
  return first->position < second->position ? -1 : 1;
}

static gboolean
write_row (Classify *self, const GString *row)
{
  if (row->len == 0)
    return TRUE;

  if (self->options.format != MORSEL_FORMAT_TEXT)
    self->output_is_gone = !morsel_output_write (row);
  else
    {
      g_autoptr (GString) text = g_string_new (self->has_written ? "\n" : NULL);

      g_string_append_len (text, row->str, (gssize) row->len);
      self->output_is_gone = !morsel_output_write_text (text);
    }
  self->has_written = TRUE;
  return !self->output_is_gone;
}

/* The row of an outcome; as text, a failure is a complaint and has no row. */
static void
format_row (Classify *self, const MorselOutcome *outcome, GString *row)
{
  if (self->options.format == MORSEL_FORMAT_TEXT && outcome->error != NULL)
    morsel_output_complain_error (outcome->name, outcome->error, self->options.verbose);
  else if (self->options.format == MORSEL_FORMAT_TEXT)
    morsel_answer_append (row, outcome->name, outcome->ranking, self->report.n_top,
                          outcome->short_side < SMALL_SIDE, self->width);
  else if (outcome->error != NULL)
    morsel_report_append_error (&self->report, outcome->file, outcome->name, outcome->error, row);
  else
    morsel_report_append_ranking (&self->report, outcome->file, outcome->name, outcome->ranking,
                                  row);
}

static gboolean
take_cb (gsize position, const MorselOutcome *outcome, gpointer user_data)
{
  Classify *self = user_data;

  /* The photos that were done by then are handed on as well. */
  if (self->output_is_gone)
    return FALSE;

  self->n_done++;
  if (outcome->error != NULL)
    self->has_failed = TRUE;

  g_string_truncate (self->text, 0);
  format_row (self, outcome, self->text);
  if (self->least_sure_first)
    {
      Row row = {
        .probability = outcome->error != NULL
                           ? 2.0f
                           : morsel_ranking_get_probability (outcome->ranking, 0),
        .position = position,
        .text = g_strdup (self->text->str),
      };

      g_array_append_val (self->rows, row);
    }
  else if (!write_row (self, self->text))
    return FALSE;

  morsel_progress_show (&self->progress, self->n_done);
  return TRUE;
}

static void
write_kept_rows (Classify *self)
{
  g_array_sort (self->rows, compare_rows);
  for (guint i = 0; i < self->rows->len && !self->output_is_gone; i++)
    {
      g_string_assign (self->text, g_array_index (self->rows, Row, i).text);
      write_row (self, self->text);
    }
}

static gboolean
parse (Classify *self, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "top", 'n', 0, G_OPTION_ARG_INT, &self->n_top, N_ ("Dishes per photo; 5 if not given"),
      N_ ("N") },
    { "recursive", 'r', 0, G_OPTION_ARG_NONE, &self->recursive,
      N_ ("Search the folders in a folder as well"), NULL },
    { "least-sure-first", 'l', 0, G_OPTION_ARG_NONE, &self->least_sure_first,
      N_ ("Write the answers at the end, the least sure first"), NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };

  if (!morsel_options_parse (
          &self->options, MORSEL_OPTIONS_CSV | MORSEL_OPTIONS_MODEL | MORSEL_OPTIONS_THREADS,
          entries, N_ ("PATH…"),
          _ ("Names the dishes in photos and in the photos of folders. “-” reads a photo from "
             "standard input."),
          argc, argv))
    return FALSE;

  if (self->n_top < 1)
    morsel_options_refuse (_ ("--top takes a number from 1 on."));
  else if (self->options.paths[0] == NULL)
    morsel_options_refuse (_ ("A photo or a folder is missing."));
  else
    return TRUE;
  return FALSE;
}

/* What stands before the first row, and what does not change from row to row. */
static gboolean
begin (Classify *self, MorselRecognizer *recognizer, gsize n_photos)
{
  guint n_labels = morsel_weights_get_n_labels (morsel_recognizer_get_weights (recognizer));

  self->report = (MorselReport){
    .format = self->options.format == MORSEL_FORMAT_CSV ? MORSEL_REPORT_CSV : MORSEL_REPORT_JSON,
    .n_top = MIN ((guint) self->n_top, n_labels),
    .name = morsel_dish_name,
    .sentence = morsel_error_sentence,
  };
  self->width = morsel_output_get_width ();
  morsel_progress_start (&self->progress, n_photos);

  if (self->options.format != MORSEL_FORMAT_CSV)
    return TRUE;
  morsel_report_append_header (&self->report, self->text);
  return morsel_output_write (self->text);
}

static MorselExit
finish (Classify *self, gboolean is_complete)
{
  if (self->least_sure_first && !self->output_is_gone)
    write_kept_rows (self);
  if (self->output_is_gone)
    return MORSEL_EXIT_FAILED;
  if (is_complete)
    return self->has_failed ? MORSEL_EXIT_FAILED : MORSEL_EXIT_DONE;

  morsel_progress_complain (&self->progress, self->n_done);
  return MORSEL_EXIT_INTERRUPTED;
}

MorselExit
morsel_cli_classify (int argc, char **argv)
{
  g_auto (Classify) self = {
    .n_top = DEFAULT_TOP,
    .text = g_string_new (NULL),
    .rows = g_array_new (FALSE, FALSE, sizeof (Row)),
  };

  g_array_set_clear_func (self.rows, (GDestroyNotify) row_clear);
  if (!parse (&self, argc, argv))
    return MORSEL_EXIT_USAGE;

  gboolean has_empty_folder;
  g_autoptr (GPtrArray) names = morsel_names_collect (self.options.paths, self.recursive,
                                                      &has_empty_folder);

  self.has_failed = has_empty_folder;

  g_autoptr (MorselRecognizer) recognizer = morsel_options_load_recognizer (&self.options,
                                                                            names->len);

  if (recognizer == NULL || !begin (&self, recognizer, names->len))
    return MORSEL_EXIT_FAILED;

  g_autoptr (GCancellable) stop = morsel_stop_watch ();
  gboolean is_complete = morsel_pipeline_run (recognizer, names, stop, take_cb, &self);

  return finish (&self, is_complete);
}
