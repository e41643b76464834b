/* output.c: what the program writes: answers to standard output, complaints to standard error
 *
 * Answers are written at once and every failure to write is noticed: a full disk must not pass for
 * an empty folder. One status line may stand on the terminal below them; whatever is written takes
 * it away first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/output.h"

#include "words/error-text.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Columns where no terminal says how many it has. */
#define DEFAULT_WIDTH 80
#define MIN_WIDTH 40

/* Back to the first column, and everything in the line away (ECMA-48). */
#define CLEAR_LINE "\r\033[K"

static gboolean status_is_shown;

static void
clear_status (void)
{
  if (!status_is_shown)
    return;
  (void) fputs (CLEAR_LINE, stderr);
  (void) fflush (stderr);
  status_is_shown = FALSE;
}

/* In the person's charset; what it lacks becomes something like it, or a question mark. The C
 * library finds nothing like "é" in the locale C, GLib does. */
static char *
to_locale (const char *text, gsize *n_bytes)
{
  const char *charset;

  if (g_get_charset (&charset))
    {
      *n_bytes = strlen (text);
      return g_strdup (text);
    }

  if (strstr (charset, "ASCII") != NULL || g_str_has_prefix (charset, "ANSI_X3.4"))
    {
      char *ascii = g_str_to_ascii (text, NULL);

      *n_bytes = strlen (ascii);
      return ascii;
    }

  g_autofree char *similar = g_strconcat (charset, "//TRANSLIT", NULL);
  char *converted = g_convert (text, -1, similar, "UTF-8", NULL, n_bytes, NULL);

  if (converted == NULL)
    converted = g_convert_with_fallback (text, -1, charset, "UTF-8", "?", NULL, n_bytes, NULL);
  if (converted == NULL)
    converted = g_strdup ("");
  return converted;
}

static gboolean
write_bytes (const char *bytes, gsize n_bytes)
{
  clear_status ();
  if (fwrite (bytes, 1, n_bytes, stdout) == n_bytes && fflush (stdout) == 0)
    return TRUE;

  g_autofree char *message = g_strdup_printf (_ ("The output could not be written: %s"),
                                              g_strerror (errno));

  morsel_output_complain ("morsel-cli", message);
  return FALSE;
}

/**
 * morsel_output_write:
 * @bytes: what to write, as it is
 *
 * Writes rows for programs to standard output. A failure is complained of.
 *
 * Returns: %FALSE when it could not be written; there is no sense in going on
 */
gboolean
morsel_output_write (const GString *bytes)
{
  return write_bytes (bytes->str, bytes->len);
}

/**
 * morsel_output_write_text:
 * @text: UTF-8
 *
 * Writes text for people to standard output, in their charset. A failure is complained of.
 *
 * Returns: %FALSE when it could not be written; there is no sense in going on
 */
gboolean
morsel_output_write_text (const GString *text)
{
  gsize n_bytes = 0;
  g_autofree char *converted = to_locale (text->str, &n_bytes);

  return write_bytes (converted, n_bytes);
}

/**
 * morsel_output_complain:
 * @subject: what it is about, a file as the person named it
 * @sentence: what is wrong
 *
 * Writes one line to standard error.
 */
void
morsel_output_complain (const char *subject, const char *sentence)
{
  g_autofree char *printable = morsel_output_printable (subject);
  g_autofree char *line = g_strdup_printf ("%s: %s\n", printable, sentence);
  gsize n_bytes = 0;
  g_autofree char *converted = to_locale (line, &n_bytes);

  clear_status ();
  (void) fwrite (converted, 1, n_bytes, stderr);
  (void) fflush (stderr);
}

/* The sentence, and for who asked the exact words of the engine as well. */
static void
complain_in_words (const char *subject, const char *sentence, const GError *error, gboolean verbose)
{
  g_autofree char *message = g_strdup_printf ("%s (%s)", sentence, error->message);
  g_autofree char *printable = morsel_output_printable (message);

  morsel_output_complain (subject, verbose ? printable : sentence);
}

/**
 * morsel_output_complain_error:
 * @subject: what it is about, a file as the person named it
 * @error: what is wrong
 * @verbose: whether the engine's own message is added
 *
 * Writes the sentence for an error to standard error.
 */
void
morsel_output_complain_error (const char *subject, const GError *error, gboolean verbose)
{
  g_autofree char *sentence = morsel_error_sentence (error);

  complain_in_words (subject, sentence, error, verbose);
}

/**
 * morsel_output_complain_model:
 * @model: (nullable): the model's file as the person named it, %NULL: Morsel's own
 * @error: why it could not be loaded
 * @verbose: whether the engine's own message is added
 *
 * As morsel_output_complain_error(), for a model: that Morsel's own is missing has its own words.
 */
void
morsel_output_complain_model (const char *model, const GError *error, gboolean verbose)
{
  if (model == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    complain_in_words ("morsel-cli", morsel_error_no_model_sentence (), error, verbose);
  else
    morsel_output_complain_error (model != NULL ? model : "morsel-cli", error, verbose);
}

/**
 * morsel_output_has_status_line:
 *
 * Returns: whether standard error is a terminal, where a status line makes sense
 */
gboolean
morsel_output_has_status_line (void)
{
  return isatty (STDERR_FILENO) == 1;
}

/**
 * morsel_output_show_status:
 * @status: UTF-8, one line
 *
 * Shows a line on the terminal until something is written.
 */
void
morsel_output_show_status (const char *status)
{
  gsize n_bytes = 0;
  g_autofree char *converted = to_locale (status, &n_bytes);

  (void) fputs (CLEAR_LINE, stderr);
  (void) fwrite (converted, 1, n_bytes, stderr);
  (void) fflush (stderr);
  status_is_shown = TRUE;
}

/**
 * morsel_output_printable:
 * @text: any bytes, the name of a file for example
 *
 * Control characters could move the cursor or worse, and bytes that are not UTF-8 cannot be shown:
 * both are replaced.
 *
 * Returns: (transfer full): UTF-8 that is safe on a terminal
 */
char *
morsel_output_printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *printable = g_string_new (NULL);

  for (char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (printable, g_unichar_iscntrl (character) ? 0xfffd : character);
    }
  return g_string_free (printable, FALSE);
}

/**
 * morsel_output_get_width:
 *
 * Returns: the columns of the terminal that standard output is, 80 where it is none
 */
guint
morsel_output_get_width (void)
{
  struct winsize size;

  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return DEFAULT_WIDTH;
  return MAX (size.ws_col, MIN_WIDTH);
}
