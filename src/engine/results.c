/* results.c: what a weights file was measured to do, on which photos
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/results.h"

#include "engine/error.h"
#include "engine/json-scan.h"

#include <json-glib/json-glib.h>
#include <string.h>

struct _MorselResults
{
  GArray *sets;       /* of MorselResultsSet */
  GHashTable *dishes; /* label → Dish */
  gboolean has_unknown;
  guint n_turned_away;
  guint n_unknown;
};

/* What is given out of a dish, and what owns the mistakes in it. */
typedef struct
{
  MorselDishResults results;
  GArray *mistakes; /* of MorselMistake */
} Dish;

static gboolean
refuse (const char *what, GError **error)
{
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "results: %s", what);
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *
get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* A string of some bytes, or NULL. */
static const char *
get_text (JsonNode *node)
{
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return *json_node_get_string (node) != '\0' ? json_node_get_string (node) : NULL;
}

/* A number of photos. */
static gboolean
get_count (JsonNode *node, guint *count)
{
  if (node == NULL || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0 || json_node_get_int (node) > G_MAXINT)
    return FALSE;
  *count = (guint) json_node_get_int (node);
  return TRUE;
}

static gboolean
get_fraction (JsonObject *object, const char *member, double *fraction)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || (json_node_get_value_type (node) != G_TYPE_INT64 &&
                       json_node_get_value_type (node) != G_TYPE_DOUBLE))
    return FALSE;
  *fraction = json_node_get_double (node);
  return *fraction >= 0 && *fraction <= 1;
}

static void
clear_set (gpointer data)
{
  MorselResultsSet *set = data;

  g_free (set->name);
}

static void
clear_mistake (gpointer data)
{
  MorselMistake *mistake = data;

  g_free (mistake->label);
}

static void
free_dish (gpointer data)
{
  Dish *dish = data;

  g_array_unref (dish->mistakes);
  g_free (dish);
}

static int
compare_mistakes (gconstpointer a, gconstpointer b)
{
  guint first = ((const MorselMistake *) a)->n_photos;
  guint second = ((const MorselMistake *) b)->n_photos;

  return (first < second) - (first > second);
}

static gboolean
read_set (MorselResults *self, JsonNode *node, GError **error)
{
  MorselResultsSet set = { .ece = -1 };

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse ("a set is no object", error);

  JsonObject *object = json_node_get_object (node);
  const char *name = get_text (json_object_get_member (object, "name"));

  if (name == NULL)
    return refuse ("a set has no name", error);
  if (!get_count (json_object_get_member (object, "photos"), &set.n_photos))
    return refuse ("a set has no number of photos", error);
  if (!get_fraction (object, "top1", &set.top1) || !get_fraction (object, "top5", &set.top5))
    return refuse ("a set has no top1 and top5 from 0 to 1", error);
  if (json_object_has_member (object, "ece") && !get_fraction (object, "ece", &set.ece))
    return refuse ("the ece of a set is not from 0 to 1", error);

  set.name = g_strdup (name);
  g_array_append_val (self->sets, set);
  return TRUE;
}

static gboolean
read_sets (MorselResults *self, JsonObject *root, GError **error)
{
  JsonArray *sets = get_array (root, "sets");

  if (sets == NULL)
    return !json_object_has_member (root, "sets") || refuse ("sets is no array", error);

  for (guint i = 0; i < json_array_get_length (sets); i++)
    if (!read_set (self, json_array_get_element (sets, i), error))
      return FALSE;
  return TRUE;
}

/* Reads [LABEL, how often]. */
static gboolean
read_mistake (GArray *mistakes, JsonNode *node, const char *const *labels, GError **error)
{
  JsonArray *pair = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  MorselMistake mistake;

  if (pair == NULL || json_array_get_length (pair) != 2)
    return refuse ("a mistake is no pair of a label and a number", error);

  const char *label = get_text (json_array_get_element (pair, 0));

  if (label == NULL || !g_strv_contains (labels, label))
    return refuse ("a mistake has an unknown label", error);
  if (!get_count (json_array_get_element (pair, 1), &mistake.n_photos))
    return refuse ("a mistake has no number of photos", error);

  mistake.label = g_strdup (label);
  g_array_append_val (mistakes, mistake);
  return TRUE;
}

static gboolean
read_mistakes (Dish *dish, JsonObject *object, const char *const *labels, GError **error)
{
  JsonArray *mistaken = get_array (object, "mistaken");
  guint n = mistaken != NULL ? json_array_get_length (mistaken) : 0;

  if (mistaken == NULL && json_object_has_member (object, "mistaken"))
    return refuse ("mistaken is no array", error);

  for (guint i = 0; i < n; i++)
    if (!read_mistake (dish->mistakes, json_array_get_element (mistaken, i), labels, error))
      return FALSE;

  g_array_sort (dish->mistakes, compare_mistakes);
  /* Of an empty array there is no first one. */
  dish->results.mistakes = (const MorselMistake *) (const void *) dish->mistakes->data;
  dish->results.n_mistakes = dish->mistakes->len;
  return TRUE;
}

static gboolean
read_dish (MorselResults *self,
           const char *label,
           JsonNode *node,
           const char *const *labels,
           GError **error)
{
  if (!g_strv_contains (labels, label))
    return refuse ("a dish has an unknown label", error);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse ("a dish is no object", error);

  JsonObject *object = json_node_get_object (node);
  Dish *dish = g_new0 (Dish, 1);

  dish->mistakes = g_array_new (FALSE, FALSE, sizeof (MorselMistake));
  g_array_set_clear_func (dish->mistakes, clear_mistake);
  g_hash_table_insert (self->dishes, g_strdup (label), dish);

  if (!get_count (json_object_get_member (object, "right"), &dish->results.n_right) ||
      !get_count (json_object_get_member (object, "photos"), &dish->results.n_photos) ||
      dish->results.n_right > dish->results.n_photos)
    return refuse ("a dish has no number of photos, right ones among them", error);
  return read_mistakes (dish, object, labels, error);
}

static gboolean
read_dishes (MorselResults *self, JsonObject *root, const char *const *labels, GError **error)
{
  JsonObject *dishes = get_object (root, "dishes");
  JsonObjectIter iter;
  const char *label;
  JsonNode *node;

  if (dishes == NULL)
    return !json_object_has_member (root, "dishes") || refuse ("dishes is no object", error);

  json_object_iter_init (&iter, dishes);
  while (json_object_iter_next (&iter, &label, &node))
    if (!read_dish (self, label, node, labels, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_unknown (MorselResults *self, JsonObject *root, GError **error)
{
  JsonObject *unknown = get_object (root, "unknown");

  if (!json_object_has_member (root, "unknown"))
    return TRUE;

  self->has_unknown = TRUE;
  if (unknown == NULL ||
      !get_count (json_object_get_member (unknown, "turned_away"), &self->n_turned_away) ||
      !get_count (json_object_get_member (unknown, "photos"), &self->n_unknown) ||
      self->n_turned_away > self->n_unknown)
    return refuse ("unknown has no number of photos, turned away ones among them", error);
  return TRUE;
}

/**
 * morsel_results_new:
 * @json: the text of the metadata's key `results`, as model/FORMAT.md describes it
 * @labels: (array zero-terminated=1): the labels of the weights
 * @error: return location for an error
 *
 * Reads test results. Each part may be missing, and members that are not known
 * are passed over.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_DAMAGED when a part says something
 * impossible, or something about a label that the weights do not have.
 *
 * Returns: (transfer full): the results, or %NULL with @error set
 */
MorselResults *
morsel_results_new (const char *json, const char *const *labels, GError **error)
{
  g_return_val_if_fail (json != NULL && labels != NULL, NULL);

  g_autoptr (JsonNode) root = morsel_json_parse (json, strlen (json), MORSEL_JSON_METADATA, error);

  if (root == NULL)
    {
      g_prefix_error (error, "results: ");
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      refuse ("no object", error);
      return NULL;
    }

  JsonObject *object = json_node_get_object (root);
  g_autoptr (MorselResults) self = g_new0 (MorselResults, 1);

  self->sets = g_array_new (FALSE, FALSE, sizeof (MorselResultsSet));
  g_array_set_clear_func (self->sets, clear_set);
  self->dishes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_dish);

  if (!read_sets (self, object, error) || !read_dishes (self, object, labels, error) ||
      !read_unknown (self, object, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * morsel_results_free:
 * @self: (transfer full): the results
 *
 * Frees what morsel_results_new() made.
 */
void
morsel_results_free (MorselResults *self)
{
  g_array_unref (self->sets);
  g_hash_table_unref (self->dishes);
  g_free (self);
}

/**
 * morsel_results_get_n_sets:
 * @self: the results
 *
 * Returns: how many sets of photos were measured
 */
guint
morsel_results_get_n_sets (const MorselResults *self)
{
  return self->sets->len;
}

/**
 * morsel_results_get_set:
 * @self: the results
 * @position: from 0, in the order of the file
 *
 * Returns: (transfer none): the set
 */
const MorselResultsSet *
morsel_results_get_set (const MorselResults *self, guint position)
{
  g_return_val_if_fail (position < self->sets->len, NULL);

  return &g_array_index (self->sets, MorselResultsSet, position);
}

/**
 * morsel_results_lookup_dish:
 * @self: the results
 * @label: a label of the weights
 *
 * Returns: (transfer none) (nullable): the dish's test photos, %NULL when there
 *   were none
 */
const MorselDishResults *
morsel_results_lookup_dish (const MorselResults *self, const char *label)
{
  const Dish *dish = g_hash_table_lookup (self->dishes, label);

  return dish != NULL ? &dish->results : NULL;
}

/**
 * morsel_results_get_unknown:
 * @self: the results
 * @n_turned_away: (out): photos without a known dish that got the answer unknown
 * @n_photos: (out): all photos without a known dish
 *
 * Returns: whether it was measured; if not, the numbers are not set
 */
gboolean
morsel_results_get_unknown (const MorselResults *self, guint *n_turned_away, guint *n_photos)
{
  if (!self->has_unknown)
    return FALSE;
  *n_turned_away = self->n_turned_away;
  *n_photos = self->n_unknown;
  return TRUE;
}
