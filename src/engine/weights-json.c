/* weights-json.c: the texts of a weights file's metadata that are JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/weights-text.h"

#include "engine/error.h"
#include "engine/json.h"

#include <string.h>

#define MAX_REJECT 1e6
#define MIN_LABELS 2
#define MAX_LABELS 10000
#define LABEL_MAX_BYTES 100

static gboolean
refuse (MorselWeightsError code, const char *key, const char *text, GError **error)
{
  return morsel_weights_error_set (error, code, "The metadata's %s cannot be “%.64s”", key, text);
}

/* Reads a number that may be missing; value then stays what it was. */
static gboolean
read_number (const MorselJson *object, const char *member, double min, double max, float *value)
{
  const MorselJson *json = morsel_json_get (object, member);

  if (json == NULL)
    return TRUE;
  if (!morsel_json_is_number (json))
    return FALSE;

  *value = (float) json->number;
  return json->number >= min && json->number <= max;
}

/* Reads the name of a score that may be missing. */
static gboolean
read_score (const MorselJson *object, MorselScore *score)
{
  const char *name = morsel_json_get_text (object, "score");

  if (morsel_json_get (object, "score") == NULL)
    return TRUE;
  if (g_strcmp0 (name, "msp") != 0 && g_strcmp0 (name, "energy") != 0)
    return FALSE;
  *score = g_strcmp0 (name, "msp") == 0 ? MORSEL_SCORE_MSP : MORSEL_SCORE_ENERGY;
  return TRUE;
}

/**
 * morsel_text_read_thresholds:
 * @text: a JSON object
 * @thresholds: (inout): a member that the object does not have stays as it is
 * @error: return location for an error
 *
 * Returns: whether the thresholds are in order
 */
gboolean
morsel_text_read_thresholds (const char *text, MorselThresholds *thresholds, GError **error)
{
  g_autoptr (MorselJson) root = morsel_json_parse (text, strlen (text), MORSEL_JSON_METADATA,
                                                   error);

  if (root == NULL)
    {
      g_prefix_error (error, "thresholds: ");
      return FALSE;
    }
  if (root->kind != MORSEL_JSON_OBJECT)
    return refuse (MORSEL_WEIGHTS_ERROR_DAMAGED, "thresholds", text, error);

  if (!read_score (root, &thresholds->score))
    return refuse (MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, "thresholds", text, error);
  if (!read_number (root, "certain", 0, 1, &thresholds->certain) ||
      !read_number (root, "probable", 0, 1, &thresholds->probable) ||
      !read_number (root, "also", 0, 1, &thresholds->also) ||
      !read_number (root, "unknown", 0, 1, &thresholds->unknown) ||
      !read_number (root, "reject", -MAX_REJECT, MAX_REJECT, &thresholds->reject) ||
      thresholds->certain < thresholds->probable || thresholds->probable < thresholds->unknown)
    return refuse (MORSEL_WEIGHTS_ERROR_DAMAGED, "thresholds", text, error);
  return TRUE;
}

/* Some characters of text, none of them a control character, no blank at either end. */
static gboolean
is_label (const char *text)
{
  if (*text == '\0' || strlen (text) > LABEL_MAX_BYTES)
    return FALSE;

  g_autofree char *stripped = g_strstrip (g_strdup (text));

  for (char *at = stripped; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_iscntrl (g_utf8_get_char (at)))
      return FALSE;
  return g_str_equal (stripped, text);
}

static gboolean
read_label (const MorselJson *json, GPtrArray *labels, GHashTable *seen, GError **error)
{
  const char *label = json->kind == MORSEL_JSON_STRING ? json->text : NULL;

  if (label == NULL || !is_label (label))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
                                     "Label %u is no usable text", labels->len);
  if (g_hash_table_contains (seen, label))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
                                     "Label %s stands there twice", label);

  char *copy = g_strdup (label);

  g_ptr_array_add (labels, copy);
  g_hash_table_add (seen, copy);
  return TRUE;
}

/**
 * morsel_text_read_labels:
 * @text: a JSON array of strings, in the order of the network's outputs
 * @error: return location for an error
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_WRONG_NAMES when a label is unusable or
 * stands there twice, with %MORSEL_WEIGHTS_ERROR_DAMAGED when this is no array.
 *
 * Returns: (transfer full) (array zero-terminated=1): the labels
 */
char **
morsel_text_read_labels (const char *text, GError **error)
{
  g_autoptr (MorselJson) root = morsel_json_parse (text, strlen (text), MORSEL_JSON_METADATA,
                                                   error);

  if (root == NULL || root->kind != MORSEL_JSON_ARRAY)
    {
      if (root != NULL)
        refuse (MORSEL_WEIGHTS_ERROR_DAMAGED, "labels", text, error);
      g_prefix_error (error, "labels: ");
      return NULL;
    }

  const guint n_labels = root->n_values;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_null_terminated (n_labels, g_free, TRUE);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  if (n_labels < MIN_LABELS || n_labels > MAX_LABELS)
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
                                "There are %u labels; a classifier has %d to %d", n_labels,
                                MIN_LABELS, MAX_LABELS);
      return NULL;
    }
  for (const MorselJson *label = root->first; label != NULL; label = label->next)
    if (!read_label (label, labels, seen, error))
      return NULL;
  return (char **) g_ptr_array_free (g_steal_pointer (&labels), FALSE);
}
