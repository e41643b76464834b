/* json-scan.c: the characters, strings, numbers and words of a JSON text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/json-scan.h"

#include "engine/error.h"

#include <string.h>

/* Digits that always fit a gint64 and nearly always a double. */
#define MAX_DIGITS 16
/* More than any program writes behind the point. */
#define MAX_FRACTION_DIGITS 32
/* The largest whole number that every JSON reader keeps exactly. */
#define MAX_INTEGER (G_GINT64_CONSTANT (1) << 53)

/**
 * morsel_json_scan_fail:
 * @scan: the text
 * @what: what is wrong
 * @error: return location for an error
 *
 * Says what is wrong, and where.
 *
 * Returns: %FALSE, with %MORSEL_WEIGHTS_ERROR_DAMAGED set
 */
gboolean
morsel_json_scan_fail (const MorselJsonScan *scan, const char *what, GError **error)
{
  g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED,
               "%s at byte %" G_GSIZE_FORMAT " of the JSON text", what,
               (gsize) (scan->at - scan->start));
  return FALSE;
}

/**
 * morsel_json_scan_peek:
 * @scan: the text
 *
 * Returns: the next character, 0 at the end: the text itself holds none, that was checked
 */
char
morsel_json_scan_peek (const MorselJsonScan *scan)
{
  if (scan->at == scan->end)
    return '\0';
  return *scan->at;
}

/**
 * morsel_json_scan_accept:
 * @scan: the text
 * @character: what may come next
 *
 * Reads a character if it is the next one.
 *
 * Returns: whether it was
 */
gboolean
morsel_json_scan_accept (MorselJsonScan *scan, char character)
{
  if (morsel_json_scan_peek (scan) != character)
    return FALSE;
  scan->at++;
  return TRUE;
}

/**
 * morsel_json_scan_skip_blanks:
 * @scan: the text
 *
 * Reads over blanks.
 */
void
morsel_json_scan_skip_blanks (MorselJsonScan *scan)
{
  while (morsel_json_scan_peek (scan) != '\0' && strchr (scan->limits->blanks, *scan->at) != NULL)
    scan->at++;
}

/* Reads the four digits of \uXXXX. */
static gboolean
scan_code_unit (MorselJsonScan *scan, guint *unit, GError **error)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (morsel_json_scan_peek (scan));

      if (digit < 0)
        return morsel_json_scan_fail (scan, "A \\u without four hexadecimal digits", error);
      *unit = *unit * 16 + (guint) digit;
      scan->at++;
    }
  return TRUE;
}

/* Reads what follows \u: one code unit, or two that make a pair. */
static gboolean
scan_code_point (MorselJsonScan *scan, GError **error)
{
  guint unit, low;

  if (!scan_code_unit (scan, &unit, error))
    return FALSE;
  if (unit == 0)
    return morsel_json_scan_fail (scan, "A NUL inside a string", error);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return morsel_json_scan_fail (scan, "Half a surrogate pair", error);

  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!morsel_json_scan_accept (scan, '\\') || !morsel_json_scan_accept (scan, 'u'))
        return morsel_json_scan_fail (scan, "Half a surrogate pair", error);
      if (!scan_code_unit (scan, &low, error))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return morsel_json_scan_fail (scan, "Half a surrogate pair", error);
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }

  g_string_append_unichar (scan->decoded, unit);
  return TRUE;
}

/* Reads what follows a backslash. */
static gboolean
scan_escape (MorselJsonScan *scan, GError **error)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  char name = morsel_json_scan_peek (scan);

  if (morsel_json_scan_accept (scan, 'u'))
    return scan_code_point (scan, error);

  const char *place = name != '\0' ? strchr (names, name) : NULL;

  if (place == NULL)
    return morsel_json_scan_fail (scan, "An unknown escape", error);
  g_string_append_c (scan->decoded, meanings[place - names]);
  scan->at++;
  return TRUE;
}

/**
 * morsel_json_scan_string:
 * @scan: the text
 * @error: return location for an error
 *
 * Reads a string; decoded is what it says, so that "a" and "\u0061" are the same key.
 *
 * Returns: whether there was one
 */
gboolean
morsel_json_scan_string (MorselJsonScan *scan, GError **error)
{
  if (!morsel_json_scan_accept (scan, '"'))
    return morsel_json_scan_fail (scan, "No string", error);

  g_string_truncate (scan->decoded, 0);
  while (morsel_json_scan_peek (scan) != '"')
    {
      char character = morsel_json_scan_peek (scan);

      if (scan->at == scan->end)
        return morsel_json_scan_fail (scan, "An unfinished string", error);
      if (character >= '\0' && character < ' ')
        return morsel_json_scan_fail (scan, "A control character inside a string", error);

      scan->at++;
      if (character != '\\')
        g_string_append_c (scan->decoded, character);
      else if (!scan_escape (scan, error))
        return FALSE;
    }
  scan->at++;
  return TRUE;
}

static gsize
skip_digits (MorselJsonScan *scan)
{
  const char *first = scan->at;

  while (g_ascii_isdigit (morsel_json_scan_peek (scan)))
    scan->at++;
  return (gsize) (scan->at - first);
}

/* Reads the digits before the point: 0, or some that do not begin with 0. */
static gboolean
scan_integer (MorselJsonScan *scan, gint64 *value, GError **error)
{
  const char *first = scan->at;
  gsize n_digits = skip_digits (scan);

  *value = 0;
  if (n_digits == 0)
    return morsel_json_scan_fail (scan, "No value", error);
  if (n_digits > 1 && *first == '0')
    return morsel_json_scan_fail (scan, "A number that begins with 0", error);
  if (n_digits > MAX_DIGITS)
    return morsel_json_scan_fail (scan, "A number beyond 2^53", error);

  for (gsize i = 0; i < n_digits; i++)
    *value = *value * 10 + g_ascii_digit_value (first[i]);
  return *value <= MAX_INTEGER || morsel_json_scan_fail (scan, "A number beyond 2^53", error);
}

/* Reads what follows the digits before the point, if anything does. */
static gboolean
scan_fraction (MorselJsonScan *scan, gboolean *is_integer, GError **error)
{
  *is_integer = TRUE;

  if (scan->limits->decimals && morsel_json_scan_accept (scan, '.'))
    {
      gsize n_digits = skip_digits (scan);

      *is_integer = FALSE;
      if (n_digits == 0 || n_digits > MAX_FRACTION_DIGITS)
        return morsel_json_scan_fail (scan, "No or too many digits after the point", error);
    }

  if (scan->limits->exponents &&
      (morsel_json_scan_accept (scan, 'e') || morsel_json_scan_accept (scan, 'E')))
    {
      if (!morsel_json_scan_accept (scan, '-'))
        morsel_json_scan_accept (scan, '+');

      gsize n_digits = skip_digits (scan);

      *is_integer = FALSE;
      if (n_digits == 0 || n_digits > 2)
        return morsel_json_scan_fail (scan, "An exponent of no or more than two digits", error);
    }
  return TRUE;
}

static gboolean
scan_number (MorselJsonScan *scan, MorselJson *value, GError **error)
{
  const char *first = scan->at;
  const gboolean negative = scan->limits->decimals && morsel_json_scan_accept (scan, '-');
  gboolean is_integer;

  if (!scan_integer (scan, &value->integer, error) || !scan_fraction (scan, &is_integer, error))
    return FALSE;

  if (is_integer)
    {
      value->kind = MORSEL_JSON_INTEGER;
      value->integer = negative ? -value->integer : value->integer;
      value->number = (double) value->integer;
      return TRUE;
    }

  /* The text need not end with a NUL, a number of so many digits fits. */
  char digits[MAX_DIGITS + MAX_FRACTION_DIGITS + 8] = "";

  memcpy (digits, first, (gsize) (scan->at - first));
  value->kind = MORSEL_JSON_DECIMAL;
  value->number = g_ascii_strtod (digits, NULL);
  return TRUE;
}

static gboolean
scan_word (MorselJsonScan *scan, MorselJson *value, GError **error)
{
  static const char *const words[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, words[i], length) == 0)
        {
          scan->at += length;
          value->kind = MORSEL_JSON_WORD;
          value->text = g_strdup (words[i]);
          return TRUE;
        }
    }
  return morsel_json_scan_fail (scan, "An unknown word", error);
}

/**
 * morsel_json_scan_scalar:
 * @scan: the text
 * @value: (inout): an empty value
 * @error: return location for an error
 *
 * Reads a string, a number or a word.
 *
 * Returns: whether there was one
 */
gboolean
morsel_json_scan_scalar (MorselJsonScan *scan, MorselJson *value, GError **error)
{
  char character = morsel_json_scan_peek (scan);

  if (character == '"')
    {
      if (!morsel_json_scan_string (scan, error))
        return FALSE;
      value->kind = MORSEL_JSON_STRING;
      value->text = g_strndup (scan->decoded->str, scan->decoded->len);
      return TRUE;
    }
  if (scan->limits->words && g_ascii_isalpha (character))
    return scan_word (scan, value, error);
  return scan_number (scan, value, error);
}
