/* json-scan.c: JSON from files nobody vouches for, scanned before json-glib sees it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/json-scan.h"

#include "engine/error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Digits that always fit a gint64 and nearly always a double. */
#define MAX_DIGITS 16
/* More than any program writes behind the point. */
#define MAX_FRACTION_DIGITS 32
/* The largest whole number that every JSON reader keeps exactly. */
#define MAX_INTEGER (G_GUINT64_CONSTANT (1) << 53)

/* What one kind of text may hold. */
typedef struct
{
  guint max_depth;
  const char *blanks;
  const char *opening; /* characters that the text may begin with */
  gboolean decimals;
  gboolean exponents;
  gboolean words; /* true, false, null */
} Rules;

static const Rules all_rules[] = {
  [MORSEL_JSON_HEADER] = { 3, " ", "{", FALSE, FALSE, FALSE },
  [MORSEL_JSON_METADATA] = { 6, " \t\r\n", "{[", TRUE, FALSE, FALSE },
  [MORSEL_JSON_CONFIG] = { 32, " \t\r\n", "{", TRUE, TRUE, TRUE },
};

/* A text and how far it was read. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  const Rules *rules;
  guint depth;
} Scan;

static gboolean scan_value (Scan *scan, GError **error);

static gboolean
fail (const Scan *scan, const char *what, GError **error)
{
  g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED,
               "%s at byte %" G_GSIZE_FORMAT " of the JSON text", what,
               (gsize) (scan->at - scan->start));
  return FALSE;
}

/* The next character, 0 at the end: the text itself holds none, that was checked. */
static char
peek (const Scan *scan)
{
  if (scan->at == scan->end)
    return '\0';
  return *scan->at;
}

static gboolean
accept (Scan *scan, char character)
{
  if (peek (scan) != character)
    return FALSE;
  scan->at++;
  return TRUE;
}

static void
skip_blanks (Scan *scan)
{
  while (peek (scan) != '\0' && strchr (scan->rules->blanks, *scan->at) != NULL)
    scan->at++;
}

/* Reads the four digits of \uXXXX. */
static gboolean
scan_code_unit (Scan *scan, guint *unit, GError **error)
{
  *unit = 0;
  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (peek (scan));

      if (digit < 0)
        return fail (scan, "A \\u without four hexadecimal digits", error);
      *unit = *unit * 16 + (guint) digit;
      scan->at++;
    }
  return TRUE;
}

/* Reads what follows \u: one code unit, or two that make a pair. */
static gboolean
scan_code_point (Scan *scan, GString *decoded, GError **error)
{
  guint unit, low;

  if (!scan_code_unit (scan, &unit, error))
    return FALSE;
  if (unit == 0)
    return fail (scan, "A NUL inside a string", error);
  if (unit >= 0xdc00 && unit <= 0xdfff)
    return fail (scan, "Half a surrogate pair", error);

  if (unit >= 0xd800 && unit <= 0xdbff)
    {
      if (!accept (scan, '\\') || !accept (scan, 'u'))
        return fail (scan, "Half a surrogate pair", error);
      if (!scan_code_unit (scan, &low, error))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (scan, "Half a surrogate pair", error);
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }

  g_string_append_unichar (decoded, unit);
  return TRUE;
}

/* Reads what follows a backslash. */
static gboolean
scan_escape (Scan *scan, GString *decoded, GError **error)
{
  static const char names[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  char name = peek (scan);

  if (accept (scan, 'u'))
    return scan_code_point (scan, decoded, error);

  const char *place = name != '\0' ? strchr (names, name) : NULL;

  if (place == NULL)
    return fail (scan, "An unknown escape", error);
  g_string_append_c (decoded, meanings[place - names]);
  scan->at++;
  return TRUE;
}

/* Reads a string; decoded is what it says, so that "a" and "\u0061" are the same key. */
static gboolean
scan_string (Scan *scan, GString *decoded, GError **error)
{
  if (!accept (scan, '"'))
    return fail (scan, "No string", error);

  g_string_truncate (decoded, 0);
  while (peek (scan) != '"')
    {
      char character = peek (scan);

      if (scan->at == scan->end)
        return fail (scan, "An unfinished string", error);
      if (character >= '\0' && character < ' ')
        return fail (scan, "A control character inside a string", error);

      scan->at++;
      if (character != '\\')
        g_string_append_c (decoded, character);
      else if (!scan_escape (scan, decoded, error))
        return FALSE;
    }
  scan->at++;
  return TRUE;
}

static gsize
skip_digits (Scan *scan)
{
  const char *first = scan->at;

  while (g_ascii_isdigit (peek (scan)))
    scan->at++;
  return (gsize) (scan->at - first);
}

/* Reads the digits before the point: 0, or some that do not begin with 0. */
static gboolean
scan_integer (Scan *scan, GError **error)
{
  const char *first = scan->at;
  gsize n_digits = skip_digits (scan);
  guint64 value = 0;

  if (n_digits == 0)
    return fail (scan, "No value", error);
  if (n_digits > 1 && *first == '0')
    return fail (scan, "A number that begins with 0", error);
  if (n_digits > MAX_DIGITS)
    return fail (scan, "A number beyond 2^53", error);

  for (gsize i = 0; i < n_digits; i++)
    value = value * 10 + (guint64) g_ascii_digit_value (first[i]);
  return value <= MAX_INTEGER || fail (scan, "A number beyond 2^53", error);
}

static gboolean
scan_number (Scan *scan, GError **error)
{
  if (scan->rules->decimals)
    accept (scan, '-');
  if (!scan_integer (scan, error))
    return FALSE;

  if (scan->rules->decimals && accept (scan, '.'))
    {
      gsize n_digits = skip_digits (scan);

      if (n_digits == 0 || n_digits > MAX_FRACTION_DIGITS)
        return fail (scan, "No or too many digits after the point", error);
    }

  if (scan->rules->exponents && (accept (scan, 'e') || accept (scan, 'E')))
    {
      if (!accept (scan, '-'))
        accept (scan, '+');

      gsize n_digits = skip_digits (scan);

      if (n_digits == 0 || n_digits > 2)
        return fail (scan, "An exponent of no or more than two digits", error);
    }
  return TRUE;
}

static gboolean
scan_word (Scan *scan, GError **error)
{
  static const char *const words[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (scan->end - scan->at) >= length && memcmp (scan->at, words[i], length) == 0)
        {
          scan->at += length;
          return TRUE;
        }
    }
  return fail (scan, "An unknown word", error);
}

/* Reads a key and the value it has. */
static gboolean
scan_member (Scan *scan, GHashTable *keys, GString *decoded, GError **error)
{
  if (!scan_string (scan, decoded, error))
    return FALSE;
  if (!g_hash_table_add (keys, g_strdup (decoded->str)))
    return fail (scan, "A key for the second time", error);

  skip_blanks (scan);
  if (!accept (scan, ':'))
    return fail (scan, "No colon after a key", error);
  return scan_value (scan, error);
}

/* Reads on after the opening brace. */
static gboolean
scan_object (Scan *scan, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) decoded = g_string_new (NULL);

  skip_blanks (scan);
  if (accept (scan, '}'))
    return TRUE;

  do
    {
      skip_blanks (scan);
      if (!scan_member (scan, keys, decoded, error))
        return FALSE;
      skip_blanks (scan);
    }
  while (accept (scan, ','));

  return accept (scan, '}') || fail (scan, "No comma or closing brace", error);
}

/* Reads on after the opening bracket. */
static gboolean
scan_array (Scan *scan, GError **error)
{
  skip_blanks (scan);
  if (accept (scan, ']'))
    return TRUE;

  do
    {
      if (!scan_value (scan, error))
        return FALSE;
      skip_blanks (scan);
    }
  while (accept (scan, ','));

  return accept (scan, ']') || fail (scan, "No comma or closing bracket", error);
}

/* Reads an object or an array, one level deeper. */
static gboolean
scan_inside (Scan *scan, GError **error)
{
  if (scan->depth == scan->rules->max_depth)
    return fail (scan, "Too deep nesting", error);
  scan->depth++;

  gboolean ok = accept (scan, '{')   ? scan_object (scan, error)
                : accept (scan, '[') ? scan_array (scan, error)
                                     : fail (scan, "No object", error);

  scan->depth--;
  return ok;
}

static gboolean
scan_value (Scan *scan, GError **error)
{
  skip_blanks (scan);

  char character = peek (scan);

  if (character == '{' || character == '[')
    return scan_inside (scan, error);
  if (character == '"')
    {
      g_autoptr (GString) decoded = g_string_new (NULL);

      return scan_string (scan, decoded, error);
    }
  if (scan->rules->words && g_ascii_isalpha (character))
    return scan_word (scan, error);
  return scan_number (scan, error);
}

/**
 * morsel_json_scan:
 * @text: (array length=n_bytes): the text, which need not end with a NUL
 * @n_bytes: its length
 * @rules: what it may hold
 * @error: return location for an error
 *
 * Checks that a text is strict JSON: one object (or array, where @rules allow
 * it), UTF-8 without NUL, no key twice in one object, no deeper and with no
 * other numbers than @rules allow, only blanks after the end.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_DAMAGED; the message says where.
 *
 * Source: RFC 8259; the limits are ours.
 *
 * Returns: whether the text may be given to json-glib
 */
gboolean
morsel_json_scan (const char *text, gsize n_bytes, MorselJsonRules rules, GError **error)
{
  Scan scan = { text, text, text + n_bytes, &all_rules[rules], 0 };

  if (n_bytes == 0)
    return fail (&scan, "Nothing", error);
  if (!g_utf8_validate_len (text, n_bytes, &scan.at))
    return fail (&scan, "Text that is not UTF-8", error);

  scan.at = text;
  if (strchr (scan.rules->opening, *text) == NULL)
    return fail (&scan, "No object", error);
  if (!scan_inside (&scan, error))
    return FALSE;

  skip_blanks (&scan);
  return scan.at == scan.end || fail (&scan, "More after the end", error);
}

/**
 * morsel_json_parse:
 * @text: (array length=n_bytes): the text
 * @n_bytes: its length
 * @rules: what it may hold
 * @error: return location for an error
 *
 * Scans a text as morsel_json_scan() does and only then lets json-glib read it.
 *
 * Returns: (transfer full): the root, or %NULL with @error set to
 *   %MORSEL_WEIGHTS_ERROR_DAMAGED
 */
JsonNode *
morsel_json_parse (const char *text, gsize n_bytes, MorselJsonRules rules, GError **error)
{
  if (!morsel_json_scan (text, n_bytes, rules, error))
    return NULL;

  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) parse_error = NULL;

  /* The length was bounded by who read the file, far below what a gssize holds. */
  if (!json_parser_load_from_data (parser, text, (gssize) n_bytes, &parse_error) ||
      json_parser_get_root (parser) == NULL)
    {
      g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED,
                   "JSON that json-glib refuses: %s",
                   parse_error != NULL ? parse_error->message : "empty");
      return NULL;
    }
  return json_node_ref (json_parser_get_root (parser));
}
