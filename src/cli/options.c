/* options.c: the options that several commands have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/options.h"

#include "cli/names.h"
#include "cli/output.h"
#include "paths/paths.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_THREADS 256

/* A word that an option takes, and what it stands for. */
typedef struct
{
  const char *word;
  int value;
} Choice;

static const Choice formats[] = {
  { "text", MORSEL_FORMAT_TEXT },
  { "json", MORSEL_FORMAT_JSON },
  { "csv", MORSEL_FORMAT_CSV },
};

static const Choice precisions[] = {
  { "auto", MORSEL_PRECISION_AUTO },
  { "f32", MORSEL_PRECISION_F32 },
  { "bf16", MORSEL_PRECISION_BF16 },
};

/* Finds the word among two or three choices. */
static gboolean
choose (const Choice *choices,
        gsize n_choices,
        const char *option,
        const char *word,
        int *value,
        GError **error)
{
  for (gsize i = 0; i < n_choices; i++)
    if (strcmp (choices[i].word, word) == 0)
      {
        *value = choices[i].value;
        return TRUE;
      }

  if (n_choices == 2)
    /* TRANSLATORS: an option, what was given for it, and the two words that it takes */
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("%s cannot be “%s”, only %s or %s."), option, word, choices[0].word,
                 choices[1].word);
  else
    /* TRANSLATORS: an option, what was given for it, and the three words that it takes */
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 _ ("%s cannot be “%s”, only %s, %s or %s."), option, word, choices[0].word,
                 choices[1].word, choices[2].word);
  return FALSE;
}

static gboolean
parse_format_cb (const char *option, const char *word, gpointer data, GError **error)
{
  MorselOptions *self = data;
  gsize n_formats = self->set & MORSEL_OPTIONS_CSV ? 3 : 2;
  int value = MORSEL_FORMAT_TEXT;

  if (!choose (formats, n_formats, option, word, &value, error))
    return FALSE;
  self->format = (MorselFormat) value;
  return TRUE;
}

static gboolean
parse_precision_cb (const char *option, const char *word, gpointer data, GError **error)
{
  MorselOptions *self = data;
  int value = MORSEL_PRECISION_AUTO;

  if (!choose (precisions, G_N_ELEMENTS (precisions), option, word, &value, error))
    return FALSE;
  self->precision = (MorselPrecision) value;
  return TRUE;
}

static gboolean
check_cb (GOptionContext *context, GOptionGroup *group, gpointer data, GError **error)
{
  const MorselOptions *self = data;

  if (self->n_threads >= 1 && self->n_threads <= MAX_THREADS)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _ ("--threads takes a number from 1 to %d."), MAX_THREADS);
  return FALSE;
}

/* GOption takes functions as data pointers. */
static gpointer
as_pointer (GOptionArgFunc function)
{
  gpointer pointer;

  memcpy (&pointer, &function, sizeof pointer);
  return pointer;
}

static GOptionGroup *
make_group (MorselOptions *self, const GOptionEntry *entries)
{
  MorselOptionsSet set = self->set;
  const GOptionEntry format[] = {
    { "format", 'f', 0, G_OPTION_ARG_CALLBACK, as_pointer (parse_format_cb),
      set & MORSEL_OPTIONS_CSV ? N_ ("How the answers are written: text, json or csv")
                               : N_ ("How it is written: text or json"),
      N_ ("FORMAT") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  const GOptionEntry model[] = {
    { "model", 'm', 0, G_OPTION_ARG_FILENAME, &self->model,
      N_ ("Use this model instead of the built-in one"), N_ ("FILE") },
    { "precision", 'p', 0, G_OPTION_ARG_CALLBACK, as_pointer (parse_precision_cb),
      N_ ("Numbers the network computes with: auto, f32 or bf16"), N_ ("PRECISION") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  const GOptionEntry threads[] = {
    { "threads", 't', 0, G_OPTION_ARG_INT, &self->n_threads,
      N_ ("Photos at the same time; as many as cores if not given"), N_ ("N") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  const GOptionEntry common[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &self->verbose,
      N_ ("Add the exact cause to each complaint"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->paths, NULL, NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };
  GOptionGroup *group = g_option_group_new ("main", "", "", self, NULL);

  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_group_set_parse_hooks (group, NULL, check_cb);
  if (entries != NULL)
    g_option_group_add_entries (group, entries);
  if (set & (MORSEL_OPTIONS_FORMAT | MORSEL_OPTIONS_CSV))
    g_option_group_add_entries (group, format);
  if (set & MORSEL_OPTIONS_MODEL)
    g_option_group_add_entries (group, model);
  if (set & MORSEL_OPTIONS_THREADS)
    g_option_group_add_entries (group, threads);
  g_option_group_add_entries (group, common);
  return group;
}

/**
 * morsel_options_parse:
 * @self: where the options go; all zero before
 * @set: which options the command has
 * @entries: (nullable): options of the command's own, first in the help
 * @arguments: (nullable): what stands behind the options, "PATH…", not yet translated
 * @summary: what the command does, translated
 * @argc: the number of arguments
 * @argv: the arguments, the command's name first
 *
 * Reads a command's arguments. `--help` is answered and ends the program. A mistake is complained
 * of.
 *
 * Returns: %FALSE when the command is used wrongly
 */
gboolean
morsel_options_parse (MorselOptions *self,
                      MorselOptionsSet set,
                      const GOptionEntry *entries,
                      const char *arguments,
                      const char *summary,
                      int argc,
                      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (arguments != NULL ? _ (arguments)
                                                                               : NULL);
  g_autofree char *program = g_strdup_printf ("morsel-cli %s", argv[0]);

  self->set = set;
  self->n_threads = (int) MIN (g_get_num_processors (), MAX_THREADS);
  g_set_prgname (program);
  g_option_context_set_summary (context, summary);
  g_option_context_set_main_group (context, make_group (self, entries));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      morsel_options_refuse (error->message);
      return FALSE;
    }
  if (self->paths == NULL)
    self->paths = g_new0 (char *, 1);
  return TRUE;
}

/**
 * morsel_options_clear:
 * @self: the options
 *
 * Frees what the options own.
 */
void
morsel_options_clear (MorselOptions *self)
{
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->paths, g_strfreev);
}

/**
 * morsel_options_refuse:
 * @message: what is wrong with the arguments
 *
 * Complains of a mistake in the arguments and says where help is.
 */
void
morsel_options_refuse (const char *message)
{
  g_autofree char *help = g_strdup_printf (_ ("Try “%s --help”."), g_get_prgname ());

  morsel_output_complain (g_get_prgname (), message);
  morsel_output_complain (g_get_prgname (), help);
}

/**
 * morsel_options_write:
 * @self: the options
 * @text: UTF-8, in the format that the options name
 *
 * Writes to standard output: text for people in their charset, what is for programs as it is. A
 * failure is complained of.
 *
 * Returns: %FALSE when it could not be written; there is no sense in going on
 */
gboolean
morsel_options_write (const MorselOptions *self, const GString *text)
{
  return self->format == MORSEL_FORMAT_TEXT ? morsel_output_write_text (text)
                                            : morsel_output_write (text);
}

/**
 * morsel_options_get_model_file:
 * @self: the options
 *
 * Returns: (transfer full): the file of `--model`, or Morsel's own
 */
GFile *
morsel_options_get_model_file (const MorselOptions *self)
{
  if (self->model != NULL)
    return morsel_name_get_file (self->model);
  return morsel_paths_get_weights ();
}

/**
 * morsel_options_load_recognizer:
 * @self: the options
 * @n_photos: how many photos there are; a lane without one would be made in vain
 *
 * Loads the model that the options name. A failure is complained of.
 *
 * Returns: (transfer full) (nullable): the recognizer
 */
MorselRecognizer *
morsel_options_load_recognizer (const MorselOptions *self, gsize n_photos)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = morsel_options_get_model_file (self);
  guint n_needed = (guint) CLAMP (n_photos, 1, (gsize) self->n_threads);
  MorselRecognizer *recognizer = morsel_recognizer_new (file, n_needed, self->precision, NULL,
                                                        &error);

  if (recognizer == NULL)
    morsel_output_complain_model (self->model, error, self->verbose);
  return recognizer;
}
