/* results.c: what a weights file was measured to do, on which photos
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/results.h"

#include "engine/error.h"
#include "engine/json.h"

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

/* A string of some bytes, or NULL. */
static const char *
get_text (const MorselJson *json)
{
  return json != NULL && json->kind == MORSEL_JSON_STRING && *json->text != '\0' ? json->text
                                                                                 : NULL;
}

/* A number of photos. */
static gboolean
get_count (const MorselJson *json, guint *count)
{
  if (json == NULL || json->kind != MORSEL_JSON_INTEGER || json->integer < 0 ||
      json->integer > G_MAXINT)
    return FALSE;
  *count = (guint) json->integer;
  return TRUE;
}

static gboolean
get_fraction (const MorselJson *object, const char *member, double *fraction)
{
  const MorselJson *json = morsel_json_get (object, member);

  if (!morsel_json_is_number (json))
    return FALSE;
  *fraction = json->number;
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
read_set (MorselResults *self, const MorselJson *json, GError **error)
{
  MorselResultsSet set = { .ece = -1 };

  if (json->kind != MORSEL_JSON_OBJECT)
    return refuse ("a set is no object", error);

  const char *name = get_text (morsel_json_get (json, "name"));

  if (name == NULL)
    return refuse ("a set has no name", error);
  if (!get_count (morsel_json_get (json, "photos"), &set.n_photos))
    return refuse ("a set has no number of photos", error);
  if (!get_fraction (json, "top1", &set.top1) || !get_fraction (json, "top5", &set.top5))
    return refuse ("a set has no top1 and top5 from 0 to 1", error);
  if (morsel_json_get (json, "ece") != NULL && !get_fraction (json, "ece", &set.ece))
    return refuse ("the ece of a set is not from 0 to 1", error);

  set.name = g_strdup (name);
  g_array_append_val (self->sets, set);
  return TRUE;
}

static gboolean
read_sets (MorselResults *self, const MorselJson *root, GError **error)
{
  const MorselJson *sets = morsel_json_get_kind (root, "sets", MORSEL_JSON_ARRAY);

  if (sets == NULL)
    return morsel_json_get (root, "sets") == NULL || refuse ("sets is no array", error);

  for (const MorselJson *set = sets->first; set != NULL; set = set->next)
    if (!read_set (self, set, error))
      return FALSE;
  return TRUE;
}

/* Reads [LABEL, how often]. */
static gboolean
read_mistake (GArray *mistakes, const MorselJson *pair, GHashTable *labels, GError **error)
{
  MorselMistake mistake;

  if (pair->kind != MORSEL_JSON_ARRAY || pair->n_values != 2)
    return refuse ("a mistake is no pair of a label and a number", error);

  const char *label = get_text (pair->first);

  if (label == NULL || !g_hash_table_contains (labels, label))
    return refuse ("a mistake has an unknown label", error);
  if (!get_count (pair->first->next, &mistake.n_photos))
    return refuse ("a mistake has no number of photos", error);

  mistake.label = g_strdup (label);
  g_array_append_val (mistakes, mistake);
  return TRUE;
}

static gboolean
read_mistakes (Dish *dish, const MorselJson *object, GHashTable *labels, GError **error)
{
  const MorselJson *mistaken = morsel_json_get (object, "mistaken");

  if (mistaken != NULL && mistaken->kind != MORSEL_JSON_ARRAY)
    return refuse ("mistaken is no array", error);

  for (const MorselJson *pair = mistaken != NULL ? mistaken->first : NULL; pair != NULL;
       pair = pair->next)
    if (!read_mistake (dish->mistakes, pair, labels, error))
      return FALSE;

  g_array_sort (dish->mistakes, compare_mistakes);
  /* Of an empty array there is no first one. */
  dish->results.mistakes = (const MorselMistake *) (const void *) dish->mistakes->data;
  dish->results.n_mistakes = dish->mistakes->len;
  return TRUE;
}

static gboolean
read_dish (MorselResults *self, const MorselJson *json, GHashTable *labels, GError **error)
{
  if (!g_hash_table_contains (labels, json->key))
    return refuse ("a dish has an unknown label", error);
  if (json->kind != MORSEL_JSON_OBJECT)
    return refuse ("a dish is no object", error);

  Dish *dish = g_new0 (Dish, 1);

  dish->mistakes = g_array_new (FALSE, FALSE, sizeof (MorselMistake));
  g_array_set_clear_func (dish->mistakes, clear_mistake);
  g_hash_table_insert (self->dishes, g_strdup (json->key), dish);

  if (!get_count (morsel_json_get (json, "right"), &dish->results.n_right) ||
      !get_count (morsel_json_get (json, "photos"), &dish->results.n_photos) ||
      dish->results.n_right > dish->results.n_photos)
    return refuse ("a dish has no number of photos, right ones among them", error);
  return read_mistakes (dish, json, labels, error);
}

static gboolean
read_dishes (MorselResults *self, const MorselJson *root, const char *const *labels, GError **error)
{
  const MorselJson *dishes = morsel_json_get_kind (root, "dishes", MORSEL_JSON_OBJECT);
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (dishes == NULL)
    return morsel_json_get (root, "dishes") == NULL || refuse ("dishes is no object", error);

  for (gsize i = 0; labels[i] != NULL; i++)
    g_hash_table_add (known, g_strdup (labels[i]));

  for (const MorselJson *dish = dishes->first; dish != NULL; dish = dish->next)
    if (!read_dish (self, dish, known, error))
      return FALSE;
  return TRUE;
}

static gboolean
read_unknown (MorselResults *self, const MorselJson *root, GError **error)
{
  const MorselJson *unknown = morsel_json_get (root, "unknown");

  if (unknown == NULL)
    return TRUE;

  self->has_unknown = TRUE;
  if (!get_count (morsel_json_get (unknown, "turned_away"), &self->n_turned_away) ||
      !get_count (morsel_json_get (unknown, "photos"), &self->n_unknown) ||
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

  g_autoptr (MorselJson) root = morsel_json_parse (json, strlen (json), MORSEL_JSON_METADATA,
                                                   error);

  if (root == NULL)
    {
      g_prefix_error (error, "results: ");
      return NULL;
    }
  if (root->kind != MORSEL_JSON_OBJECT)
    {
      refuse ("no object", error);
      return NULL;
    }

  g_autoptr (MorselResults) self = g_new0 (MorselResults, 1);

  self->sets = g_array_new (FALSE, FALSE, sizeof (MorselResultsSet));
  g_array_set_clear_func (self->sets, clear_set);
  self->dishes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_dish);

  if (!read_sets (self, root, error) || !read_dishes (self, root, labels, error) ||
      !read_unknown (self, root, error))
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
