/* catalog.c: the weights that a Keras file lists, by name
 *
 * A file of weights has the attribute `layer_names`, a file of a whole model has it at its group
 * `model_weights`. Each layer is a group with the attribute `weight_names`; these lead on from the
 * group: the layer `Conv/BatchNorm` keeps its `Conv/BatchNorm/gamma:0` at
 * `Conv/BatchNorm/Conv/BatchNorm/gamma:0`. A network inside another is one layer with many weights.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/catalog.h"

#include "engine/error.h"

#include <string.h>

#define WHOLE_MODEL "model_weights"
#define MAX_WEIGHTS 4096

/* One array of numbers. */
typedef struct
{
  char *name; /* "Conv/BatchNorm/gamma", without Keras 2's ":0" */
  char *path;
  gboolean is_taken;
} Weight;

struct _MorselCatalog
{
  MorselHdf5 *file; /* borrowed */
  const char *group;
  GArray *weights;     /* of Weight, in the file's order */
  GHashTable *by_name; /* name → its position + 1 */
  guint64 n_taken;     /* values */
};

static void
weight_clear (gpointer data)
{
  Weight *weight = data;

  g_free (weight->name);
  g_free (weight->path);
}

static void
add_weight (MorselCatalog *self, const char *layer, const char *name)
{
  Weight weight = {
    .name = g_str_has_suffix (name, ":0") ? g_strndup (name, strlen (name) - 2) : g_strdup (name),
    .path = g_strjoin ("/", self->group, layer, name, NULL),
  };

  g_array_append_val (self->weights, weight);
  g_hash_table_insert (self->by_name, g_strdup (weight.name),
                       GUINT_TO_POINTER (self->weights->len));
}

static gboolean
add_layer (MorselCatalog *self, const char *layer, GError **error)
{
  g_autofree char *group = g_strjoin ("/", self->group, layer, NULL);

  if (!morsel_hdf5_has (self->file, group))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "The layer %s is listed, but not there", layer);

  g_auto (GStrv) names = morsel_hdf5_read_texts (self->file, group, "weight_names", error);

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    add_weight (self, layer, names[i]);
  return names != NULL;
}

static gboolean
add_layers (MorselCatalog *self, GError **error)
{
  g_auto (GStrv) layers = morsel_hdf5_read_texts (self->file, self->group, "layer_names", error);

  if (layers == NULL)
    return FALSE;
  if (layers[0] == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS,
                                     "The file does not list the layers of a Keras model");

  for (gsize i = 0; layers[i] != NULL; i++)
    {
      if (!add_layer (self, layers[i], error))
        return FALSE;
      if (self->weights->len > MAX_WEIGHTS)
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                         "The model has more than %d arrays", MAX_WEIGHTS);
    }

  if (g_hash_table_size (self->by_name) != self->weights->len)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "The model lists an array twice");
  return TRUE;
}

/**
 * morsel_catalog_new:
 * @file: a Keras file, of a whole model or its weights alone
 * @error: return location for an error
 *
 * Lists the weights without reading them. @file must outlive the list.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS when the file is not Keras',
 * %MORSEL_WEIGHTS_ERROR_DAMAGED when its lists cannot be read.
 *
 * Returns: (transfer full): the list
 */
MorselCatalog *
morsel_catalog_new (MorselHdf5 *file, GError **error)
{
  g_autoptr (MorselCatalog) self = g_new0 (MorselCatalog, 1);

  self->file = file;
  self->group = morsel_hdf5_has (file, WHOLE_MODEL) ? WHOLE_MODEL : "";
  self->weights = g_array_new (FALSE, FALSE, sizeof (Weight));
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_array_set_clear_func (self->weights, weight_clear);

  return add_layers (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * morsel_catalog_free:
 * @self: (transfer full): the list
 *
 * Frees what morsel_catalog_new() made.
 */
void
morsel_catalog_free (MorselCatalog *self)
{
  g_array_unref (self->weights);
  g_hash_table_unref (self->by_name);
  g_free (self);
}

/**
 * morsel_catalog_get_group:
 * @self: the list
 *
 * Returns: (transfer none): the group that holds the layers, "" or "model_weights"
 */
const char *
morsel_catalog_get_group (const MorselCatalog *self)
{
  return self->group;
}

/**
 * morsel_catalog_get_n_weights:
 * @self: the list
 *
 * Returns: how many arrays the file lists
 */
gsize
morsel_catalog_get_n_weights (const MorselCatalog *self)
{
  return self->weights->len;
}

/**
 * morsel_catalog_get_name:
 * @self: the list
 * @position: from 0, in the file's order
 *
 * Returns: (transfer none): the array's name, "dense/kernel"
 */
const char *
morsel_catalog_get_name (const MorselCatalog *self, gsize position)
{
  return g_array_index (self->weights, Weight, position).name;
}

/**
 * morsel_catalog_is_taken:
 * @self: the list
 * @position: from 0, in the file's order
 *
 * Returns: whether the array was read
 */
gboolean
morsel_catalog_is_taken (const MorselCatalog *self, gsize position)
{
  return g_array_index (self->weights, Weight, position).is_taken;
}

/**
 * morsel_catalog_has:
 * @self: the list
 * @name: an array's name
 *
 * Returns: whether the file lists it
 */
gboolean
morsel_catalog_has (const MorselCatalog *self, const char *name)
{
  return g_hash_table_contains (self->by_name, name);
}

/**
 * morsel_catalog_take:
 * @self: the list
 * @name: an array's name
 * @error: return location for an error
 *
 * Reads an array, which is not left over from then on.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK when the file does not list it,
 * %MORSEL_WEIGHTS_ERROR_DAMAGED when it cannot be read.
 *
 * Returns: (transfer full): the array
 */
MorselArray *
morsel_catalog_take (MorselCatalog *self, const char *name, GError **error)
{
  gpointer place = g_hash_table_lookup (self->by_name, name);

  if (place == NULL)
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, "The model has no %s",
                                name);
      return NULL;
    }

  Weight *weight = &g_array_index (self->weights, Weight, GPOINTER_TO_UINT (place) - 1);
  MorselArray *array = morsel_hdf5_read_array (self->file, weight->path, error);

  if (array != NULL && !weight->is_taken)
    {
      weight->is_taken = TRUE;
      self->n_taken += array->n_values;
    }
  return array;
}

/**
 * morsel_catalog_get_untaken:
 * @self: the list
 *
 * Returns: (transfer none) (nullable): the first array that nobody took
 */
const char *
morsel_catalog_get_untaken (const MorselCatalog *self)
{
  for (guint i = 0; i < self->weights->len; i++)
    if (!g_array_index (self->weights, Weight, i).is_taken)
      return g_array_index (self->weights, Weight, i).name;
  return NULL;
}

/**
 * morsel_catalog_count_taken:
 * @self: the list
 *
 * Returns: how many numbers were taken: the parameters, as Keras counts them
 */
guint64
morsel_catalog_count_taken (const MorselCatalog *self)
{
  return self->n_taken;
}
