/* json.c: JSON from files nobody vouches for, read strictly into a tree
 *
 * Not json-glib, which takes far more than JSON (comments, hexadecimal numbers, duplicate keys),
 * overflows the stack on deep nesting, and took a tenth of the time of a start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/json.h"

#include "engine/json-scan.h"

#include <string.h>

/* Of one object: more than any file of ours has, and few enough for keys that were chosen to meet in
 * the table of them. */
#define MAX_KEYS 2048

static const MorselJsonLimits all_limits[] = {
  [MORSEL_JSON_HEADER] = { 3, " ", "{", FALSE, FALSE, FALSE },
  [MORSEL_JSON_METADATA] = { 6, " \t\r\n", "{[", TRUE, FALSE, FALSE },
  [MORSEL_JSON_CONFIG] = { 32, " \t\r\n", "{", TRUE, TRUE, TRUE },
};

static gboolean read_value (MorselJsonScan *scan, MorselJson *value, GError **error);

/* Adds an empty value to an object or an array. */
static MorselJson *
append (MorselJson *parent, MorselJson **last)
{
  MorselJson *value = g_new0 (MorselJson, 1);

  if (*last == NULL)
    parent->first = value;
  else
    (*last)->next = value;

  *last = value;
  parent->n_values++;
  return value;
}

/* Reads a key and the value it has. */
static gboolean
read_member (MorselJsonScan *scan, GHashTable *keys, MorselJson *value, GError **error)
{
  if (!morsel_json_scan_string (scan, error))
    return FALSE;

  value->key = g_strndup (scan->decoded->str, scan->decoded->len);
  if (!g_hash_table_add (keys, value->key))
    return morsel_json_scan_fail (scan, "A key for the second time", error);

  morsel_json_scan_skip_blanks (scan);
  if (!morsel_json_scan_accept (scan, ':'))
    return morsel_json_scan_fail (scan, "No colon after a key", error);
  return read_value (scan, value, error);
}

/* Reads on after the opening brace. */
static gboolean
read_object (MorselJsonScan *scan, MorselJson *object, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  MorselJson *last = NULL;

  object->kind = MORSEL_JSON_OBJECT;
  morsel_json_scan_skip_blanks (scan);
  if (morsel_json_scan_accept (scan, '}'))
    return TRUE;

  do
    {
      morsel_json_scan_skip_blanks (scan);
      if (object->n_values == MAX_KEYS)
        return morsel_json_scan_fail (scan, "Too many keys", error);
      if (!read_member (scan, keys, append (object, &last), error))
        return FALSE;
      morsel_json_scan_skip_blanks (scan);
    }
  while (morsel_json_scan_accept (scan, ','));

  return morsel_json_scan_accept (scan, '}') ||
         morsel_json_scan_fail (scan, "No comma or closing brace", error);
}

/* Reads on after the opening bracket. */
static gboolean
read_array (MorselJsonScan *scan, MorselJson *array, GError **error)
{
  MorselJson *last = NULL;

  array->kind = MORSEL_JSON_ARRAY;
  morsel_json_scan_skip_blanks (scan);
  if (morsel_json_scan_accept (scan, ']'))
    return TRUE;

  do
    {
      if (!read_value (scan, append (array, &last), error))
        return FALSE;
      morsel_json_scan_skip_blanks (scan);
    }
  while (morsel_json_scan_accept (scan, ','));

  return morsel_json_scan_accept (scan, ']') ||
         morsel_json_scan_fail (scan, "No comma or closing bracket", error);
}

/* Reads an object or an array, one level deeper. */
static gboolean
read_inside (MorselJsonScan *scan, MorselJson *value, GError **error)
{
  if (scan->depth == scan->limits->max_depth)
    return morsel_json_scan_fail (scan, "Too deep nesting", error);
  scan->depth++;

  gboolean ok = morsel_json_scan_accept (scan, '{') ? read_object (scan, value, error)
                : morsel_json_scan_accept (scan, '[')
                    ? read_array (scan, value, error)
                    : morsel_json_scan_fail (scan, "No object", error);

  scan->depth--;
  return ok;
}

static gboolean
read_value (MorselJsonScan *scan, MorselJson *value, GError **error)
{
  morsel_json_scan_skip_blanks (scan);

  char character = morsel_json_scan_peek (scan);

  if (character == '{' || character == '[')
    return read_inside (scan, value, error);
  return morsel_json_scan_scalar (scan, value, error);
}

static gboolean
read_text (MorselJsonScan *scan, MorselJson *root, GError **error)
{
  const gsize n_bytes = (gsize) (scan->end - scan->start);

  if (n_bytes == 0)
    return morsel_json_scan_fail (scan, "Nothing", error);
  if (!g_utf8_validate_len (scan->start, n_bytes, &scan->at))
    return morsel_json_scan_fail (scan, "Text that is not UTF-8", error);

  scan->at = scan->start;
  if (strchr (scan->limits->opening, *scan->start) == NULL)
    return morsel_json_scan_fail (scan, "No object", error);
  if (!read_inside (scan, root, error))
    return FALSE;

  morsel_json_scan_skip_blanks (scan);
  return scan->at == scan->end || morsel_json_scan_fail (scan, "More after the end", error);
}

/**
 * morsel_json_parse:
 * @text: (array length=n_bytes): the text, which need not end with a NUL
 * @n_bytes: its length
 * @rules: what it may hold
 * @error: return location for an error
 *
 * Reads a text that must be strict JSON: one object (or array, where @rules allow
 * it), UTF-8 without NUL, no key twice and no more than 2048 in one object, no
 * deeper and with no other numbers than @rules allow, only blanks after the end.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_DAMAGED; the message says where.
 *
 * Source: RFC 8259; the limits are ours.
 *
 * Returns: (transfer full): the object or array, or %NULL with @error set
 */
MorselJson *
morsel_json_parse (const char *text, gsize n_bytes, MorselJsonRules rules, GError **error)
{
  g_autoptr (MorselJson) root = g_new0 (MorselJson, 1);
  g_autoptr (GString) decoded = g_string_new (NULL);
  MorselJsonScan scan = { text, text, text + n_bytes, &all_limits[rules], 0, decoded };

  if (!read_text (&scan, root, error))
    return NULL;

  return g_steal_pointer (&root);
}

/**
 * morsel_json_free:
 * @self: (transfer full) (nullable): what morsel_json_parse() gave
 *
 * Frees a text's values.
 */
void
morsel_json_free (MorselJson *self)
{
  while (self != NULL)
    {
      MorselJson *next = self->next;

      morsel_json_free (self->first);
      g_free (self->key);
      g_free (self->text);
      g_free (self);
      self = next;
    }
}

/**
 * morsel_json_get:
 * @self: (nullable): a value
 * @key: a key
 *
 * Returns: (transfer none) (nullable): what the key has, if @self is an object that has it
 */
const MorselJson *
morsel_json_get (const MorselJson *self, const char *key)
{
  if (self == NULL || self->kind != MORSEL_JSON_OBJECT)
    return NULL;

  for (const MorselJson *value = self->first; value != NULL; value = value->next)
    if (g_str_equal (value->key, key))
      return value;

  return NULL;
}

/**
 * morsel_json_get_kind:
 * @self: (nullable): a value
 * @key: a key
 * @kind: what it should have
 *
 * Returns: (transfer none) (nullable): what morsel_json_get() gives, if it is of @kind
 */
const MorselJson *
morsel_json_get_kind (const MorselJson *self, const char *key, MorselJsonKind kind)
{
  const MorselJson *value = morsel_json_get (self, key);

  return value != NULL && value->kind == kind ? value : NULL;
}

/**
 * morsel_json_get_text:
 * @self: (nullable): a value
 * @key: a key
 *
 * Returns: (transfer none) (nullable): the string that the key has, if it has one
 */
const char *
morsel_json_get_text (const MorselJson *self, const char *key)
{
  const MorselJson *value = morsel_json_get_kind (self, key, MORSEL_JSON_STRING);

  return value != NULL ? value->text : NULL;
}

/**
 * morsel_json_is_number:
 * @self: (nullable): a value
 *
 * Returns: whether it is a number
 */
gboolean
morsel_json_is_number (const MorselJson *self)
{
  return self != NULL && (self->kind == MORSEL_JSON_INTEGER || self->kind == MORSEL_JSON_DECIMAL);
}
