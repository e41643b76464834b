/* cells.c: strings and numbers as JSON and CSV write them, whatever the locale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/cells.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A float needs at least six digits to be itself, and never more than nine. */
#define FLOAT_MIN_DIGITS 6
#define FLOAT_MAX_DIGITS 9

/**
 * morsel_cells_append_json_string:
 * @text: where to append
 * @string: any string; what is not UTF-8 in it is replaced
 *
 * A string of JSON with its quotes (RFC 8259, section 7).
 */
void
morsel_cells_append_json_string (GString *text, const char *string)
{
  g_autofree char *valid = g_utf8_make_valid (string, -1);

  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (text, '\\');
      if ((guchar) *c >= 0x20)
        g_string_append_c (text, *c);
      else
        g_string_append_printf (text, "\\u%04x", (guint) *c);
    }
  g_string_append_c (text, '"');
}

/**
 * morsel_cells_append_csv_string:
 * @text: where to append
 * @string: any string; what is not UTF-8 in it is replaced
 *
 * A cell of CSV: quotes round it where it needs them, quotes in it doubled (RFC 4180, section 2).
 * Nothing else is changed.
 */
void
morsel_cells_append_csv_string (GString *text, const char *string)
{
  g_autofree char *valid = g_utf8_make_valid (string, -1);

  if (strpbrk (valid, ",\"\r\n") == NULL)
    {
      g_string_append (text, valid);
      return;
    }

  g_string_append_c (text, '"');
  for (const char *c = valid; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

/**
 * morsel_cells_append_float:
 * @text: where to append
 * @number: a number; what is not finite becomes 0, which both formats can hold
 *
 * The fewest digits, at least six, that read back as the same float.
 */
void
morsel_cells_append_float (GString *text, float number)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (number))
    number = 0.0f;

  for (int n_digits = FLOAT_MIN_DIGITS; n_digits <= FLOAT_MAX_DIGITS; n_digits++)
    {
      const char format[] = { '%', '.', (char) ('0' + n_digits), 'g', '\0' };
      float read_back;

      g_ascii_formatd (digits, sizeof digits, format, (double) number);
      read_back = (float) g_ascii_strtod (digits, NULL);
      if (!islessgreater (read_back, number))
        break;
    }
  g_string_append (text, digits);
}

/**
 * morsel_cells_append_decimal:
 * @text: where to append
 * @number: a number; what is not finite becomes 0, which both formats can hold
 * @n_decimals: digits after the point, at most 9
 *
 * A number with a fixed count of decimals.
 */
void
morsel_cells_append_decimal (GString *text, double number, guint n_decimals)
{
  const char format[] = { '%', '.', (char) ('0' + MIN (n_decimals, 9)), 'f', '\0' };
  g_autofree char *digits = g_malloc (G_ASCII_DTOSTR_BUF_SIZE + DBL_MAX_10_EXP);

  g_ascii_formatd (digits, G_ASCII_DTOSTR_BUF_SIZE + DBL_MAX_10_EXP, format,
                   isfinite (number) ? number : 0.0);
  g_string_append (text, digits);
}
