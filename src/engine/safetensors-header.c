/* safetensors-header.c: the JSON that says what a weights file holds, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/safetensors-header.h"

#include "engine/error.h"
#include "engine/json-scan.h"

#include <json-glib/json-glib.h>
#include <string.h>

#define MAX_TENSORS 1024
#define NAME_MAX_BYTES 128

/* A whole number of an array that was scanned as a header: never negative, never beyond 2^53. */
static gboolean
get_size (JsonArray *array, guint position, gsize *size)
{
  JsonNode *node = json_array_get_element (array, position);

  gint64 value = json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : -1;

  *size = (gsize) value;
  return value >= 0 && (guint64) value <= G_MAXSIZE;
}

/* A member of a tensor's description that must be an array. */
static JsonArray *
get_array (JsonObject *description, const char *member)
{
  JsonNode *node = json_object_get_member (description, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static gboolean
read_dtype (MorselTensor *tensor, JsonObject *description, GError **error)
{
  JsonNode *node = json_object_get_member (description, "dtype");

  if (node == NULL || json_node_get_value_type (node) != G_TYPE_STRING)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "Tensor %s has no dtype",
                                     tensor->name);

  const char *dtype = json_node_get_string (node);

  if (!g_str_equal (dtype, "F32") && !g_str_equal (dtype, "F16"))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "Tensor %s is of dtype %.16s, only F32 and F16 are read",
                                     tensor->name, dtype);

  tensor->dtype = g_str_equal (dtype, "F32") ? MORSEL_DTYPE_F32 : MORSEL_DTYPE_F16;
  return TRUE;
}

static gboolean
read_shape (MorselTensor *tensor, JsonObject *description, GError **error)
{
  JsonArray *shape = get_array (description, "shape");

  if (shape == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "Tensor %s has no shape",
                                     tensor->name);
  if (json_array_get_length (shape) > MORSEL_TENSOR_MAX_DIMS)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "Tensor %s has %u dimensions, more than %d", tensor->name,
                                     json_array_get_length (shape), MORSEL_TENSOR_MAX_DIMS);

  tensor->n_dims = json_array_get_length (shape);
  tensor->n_values = 1;
  for (guint i = 0; i < tensor->n_dims; i++)
    {
      if (!get_size (shape, i, &tensor->dims[i]) || tensor->dims[i] == 0)
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Dimension %u of tensor %s is no size", i, tensor->name);
      if (!g_size_checked_mul (&tensor->n_values, tensor->n_values, tensor->dims[i]))
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Tensor %s is beyond all memory", tensor->name);
    }
  return TRUE;
}

static gboolean
read_offsets (MorselTensor *tensor, JsonObject *description, const MorselData *data, GError **error)
{
  JsonArray *offsets = get_array (description, "data_offsets");
  gsize begin, end;

  if (offsets == NULL || json_array_get_length (offsets) != 2 || !get_size (offsets, 0, &begin) ||
      !get_size (offsets, 1, &end))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "Tensor %s has no two data_offsets", tensor->name);

  /* The first two tests bound n_values, so that its bytes can be counted without overflow. */
  if (begin > end || end > data->n_bytes || tensor->n_values > data->n_bytes ||
      end - begin != tensor->n_values * morsel_dtype_get_n_bytes (tensor->dtype))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "The data_offsets %" G_GSIZE_FORMAT " to %" G_GSIZE_FORMAT
                                     " of tensor %s fit neither its shape nor the file",
                                     begin, end, tensor->name);

  tensor->bytes = data->bytes + begin;
  return TRUE;
}

static gboolean
read_tensor (
    MorselHeader *self, const char *name, JsonNode *node, const MorselData *data, GError **error)
{
  MorselTensor tensor = { .name = name };

  if (*name == '\0' || strlen (name) > NAME_MAX_BYTES)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "A tensor's name is empty or too long");
  if (!JSON_NODE_HOLDS_OBJECT (node) || json_object_get_size (json_node_get_object (node)) != 3)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "Tensor %s is not described by dtype, shape and data_offsets",
                                     name);

  JsonObject *description = json_node_get_object (node);

  if (!read_dtype (&tensor, description, error) || !read_shape (&tensor, description, error) ||
      !read_offsets (&tensor, description, data, error))
    return FALSE;

  tensor.name = g_string_chunk_insert (self->names, name);
  g_array_append_val (self->tensors, tensor);
  return TRUE;
}

static gboolean
read_metadata (GHashTable *metadata, JsonNode *node, GError **error)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *text;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "__metadata__ is no object");

  json_object_iter_init (&iter, json_node_get_object (node));
  while (json_object_iter_next (&iter, &key, &text))
    {
      if (json_node_get_value_type (text) != G_TYPE_STRING)
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Metadata %.64s is no text", key);
      g_hash_table_insert (metadata, g_strdup (key), json_node_dup_string (text));
    }
  return TRUE;
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const guint8 *first = ((const MorselTensor *) a)->bytes;
  const guint8 *second = ((const MorselTensor *) b)->bytes;

  return (first > second) - (first < second);
}

/* Puts the tensors into the order of their numbers: these fill the file, without hole or overlap. */
static gboolean
order_tensors (GArray *tensors, const MorselData *data, GError **error)
{
  const guint8 *end = data->bytes;

  g_array_sort (tensors, compare_places);
  for (guint i = 0; i < tensors->len; i++)
    {
      const MorselTensor *tensor = &g_array_index (tensors, MorselTensor, i);

      if (tensor->bytes != end)
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Before tensor %s there is a hole or an overlap",
                                         tensor->name);
      end += tensor->n_values * morsel_dtype_get_n_bytes (tensor->dtype);
    }

  if (end != data->bytes + data->n_bytes)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "Bytes follow the last tensor");
  return TRUE;
}

/**
 * morsel_header_read:
 * @self: tables to which the tensors, in the order of their numbers, and the
 *   metadata are added
 * @text: (array length=n_bytes): the header
 * @n_bytes: its length
 * @data: what follows the header in the file
 * @error: return location for an error
 *
 * Reads a header and checks that the tensors fill @data without hole, overlap
 * or rest. What the numbers are is not looked at.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK when a tensor is of a kind that
 * Morsel does not use, else with %MORSEL_WEIGHTS_ERROR_DAMAGED.
 *
 * Returns: whether the header is right; if not, @self may hold some of it
 */
gboolean
morsel_header_read (
    MorselHeader *self, const char *text, gsize n_bytes, const MorselData *data, GError **error)
{
  g_autoptr (JsonNode) root = morsel_json_parse (text, n_bytes, MORSEL_JSON_HEADER, error);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (root == NULL)
    return FALSE;
  if (json_object_get_size (json_node_get_object (root)) > MAX_TENSORS)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The file has more than %d tensors", MAX_TENSORS);

  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      gboolean ok = g_str_equal (name, "__metadata__")
                        ? read_metadata (self->metadata, node, error)
                        : read_tensor (self, name, node, data, error);

      if (!ok)
        return FALSE;
    }
  return order_tensors (self->tensors, data, error);
}
