/* answer.c: an answer as text for a terminal: the sentence of certainty, and bars
 *
 *   pancakes.jpg
 *     Pancakes · Almost certain
 *     Pancakes      ███████████████████████████████████████████████████████▌  97 %
 *     Waffles       █                                                         2 %
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/answer.h"

#include "cli/output.h"
#include "words/answer-text.h"
#include "words/dish-name.h"
#include "words/percent.h"

/* Columns of the parts of a line: two blanks before the name, between all parts, and at the end. */
#define GAP 2
#define PERCENT_COLUMNS 6
#define BAR_MIN_COLUMNS 8

/* A block of eight eighths, from none to all. */
static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };

/**
 * morsel_answer_get_columns:
 * @text: UTF-8
 *
 * Returns: the columns that the text takes on a terminal; Korean and Japanese take two a character
 */
guint
morsel_answer_get_columns (const char *text)
{
  guint columns = 0;

  for (const char *c = text; *c != '\0'; c += g_utf8_skip[(guchar) *c])
    {
      gunichar character = g_utf8_get_char (c);

      if (!g_unichar_iszerowidth (character))
        columns += g_unichar_iswide (character) ? 2 : 1;
    }
  return columns;
}

/**
 * morsel_answer_append_padded:
 * @text: where to append
 * @string: UTF-8
 * @columns: the columns it shall take at least
 *
 * Appends a string and blanks up to the next column of a table.
 */
void
morsel_answer_append_padded (GString *text, const char *string, guint columns)
{
  g_string_append (text, string);
  for (guint i = morsel_answer_get_columns (string); i < columns; i++)
    g_string_append_c (text, ' ');
}

/* In eighths of a column where the charset has them. At least an eighth: never nothing at all. */
static void
append_bar (GString *text, float probability, guint columns)
{
  gboolean has_blocks = g_get_charset (NULL);
  guint n_eighths = (guint) (probability * (float) (8 * columns) + 0.5f);
  guint n_used = 0;

  n_eighths = CLAMP (n_eighths, 1, 8 * columns);
  for (; n_used < n_eighths / 8; n_used++)
    g_string_append (text, has_blocks ? eighths[8] : "#");
  if (has_blocks && n_eighths % 8 != 0)
    {
      g_string_append (text, eighths[n_eighths % 8]);
      n_used++;
    }
  for (; n_used < columns; n_used++)
    g_string_append_c (text, ' ');
}

static void
append_percent (GString *text, float probability)
{
  g_autofree char *percent = morsel_percent ((double) probability);

  for (guint i = morsel_answer_get_columns (percent); i < PERCENT_COLUMNS; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, percent);
}

static void
append_bars (GString *text, MorselRanking *ranking, gsize n_top, guint width)
{
  guint names_width = 0;
  guint bar_width = BAR_MIN_COLUMNS;

  for (gsize i = 0; i < n_top; i++)
    {
      g_autofree char *name = morsel_dish_name (morsel_ranking_get_label (ranking, i));

      names_width = MAX (names_width, morsel_answer_get_columns (name));
    }
  if (width > names_width + 3 * GAP + PERCENT_COLUMNS + BAR_MIN_COLUMNS)
    bar_width = width - names_width - 3 * GAP - PERCENT_COLUMNS;

  for (gsize i = 0; i < n_top; i++)
    {
      g_autofree char *name = morsel_dish_name (morsel_ranking_get_label (ranking, i));
      float probability = morsel_ranking_get_probability (ranking, i);

      morsel_answer_append_padded (text, "", GAP);
      morsel_answer_append_padded (text, name, names_width + GAP);
      append_bar (text, probability, bar_width);
      morsel_answer_append_padded (text, "", GAP);
      append_percent (text, probability);
      g_string_append_c (text, '\n');
    }
}

/**
 * morsel_answer_append:
 * @text: where to append
 * @name: the photo as the person named it, any bytes
 * @ranking: its dishes
 * @n_top: how many of them
 * @is_small: whether the photo is so small that this has to be said
 * @width: columns of a line
 *
 * Writes what the photo shows: the answer, how sure it is, and the likeliest dishes.
 */
void
morsel_answer_append (GString *text,
                      const char *name,
                      MorselRanking *ranking,
                      guint n_top,
                      gboolean is_small,
                      guint width)
{
  g_autofree char *printable = morsel_output_printable (name);
  g_autofree char *heading = morsel_answer_heading (ranking);
  g_autofree char *sentence = morsel_answer_sentence (ranking);

  g_string_append_printf (text, "%s\n  %s %s %s\n", printable, heading,
                          g_get_charset (NULL) ? "·" : "-", sentence);
  if (is_small)
    g_string_append_printf (text, "  %s\n", morsel_answer_small_photo ());
  append_bars (text, ranking, MIN (n_top, morsel_ranking_get_n_dishes (ranking)), width);
}
