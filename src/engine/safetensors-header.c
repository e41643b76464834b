/* safetensors-header.c: the JSON that says what a weights file holds, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/safetensors-header.h"

#include "engine/error.h"
#include "engine/json.h"

#include <string.h>

#define MAX_TENSORS 1024
#define NAME_MAX_BYTES 128

/* A whole number of a text that was read as a header: never negative, never beyond 2^53. */
static gboolean
get_size (const MorselJson *value, gsize *size)
{
  if (value->kind != MORSEL_JSON_INTEGER)
    return FALSE;

  *size = (gsize) value->integer;
  return (guint64) value->integer <= G_MAXSIZE;
}

static gboolean
read_dtype (MorselTensor *tensor, const MorselJson *description, GError **error)
{
  const char *dtype = morsel_json_get_text (description, "dtype");

  if (dtype == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "Tensor %s has no dtype",
                                     tensor->name);

  if (!g_str_equal (dtype, "F32") && !g_str_equal (dtype, "F16"))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "Tensor %s is of dtype %.16s, only F32 and F16 are read",
                                     tensor->name, dtype);

  tensor->dtype = g_str_equal (dtype, "F32") ? MORSEL_DTYPE_F32 : MORSEL_DTYPE_F16;
  return TRUE;
}

static gboolean
read_shape (MorselTensor *tensor, const MorselJson *description, GError **error)
{
  const MorselJson *shape = morsel_json_get_kind (description, "shape", MORSEL_JSON_ARRAY);
  guint i = 0;

  if (shape == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "Tensor %s has no shape",
                                     tensor->name);
  if (shape->n_values > MORSEL_TENSOR_MAX_DIMS)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "Tensor %s has %u dimensions, more than %d", tensor->name,
                                     shape->n_values, MORSEL_TENSOR_MAX_DIMS);

  tensor->n_dims = shape->n_values;
  tensor->n_values = 1;
  for (const MorselJson *size = shape->first; size != NULL; size = size->next, i++)
    {
      if (!get_size (size, &tensor->dims[i]) || tensor->dims[i] == 0)
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Dimension %u of tensor %s is no size", i, tensor->name);
      if (!g_size_checked_mul (&tensor->n_values, tensor->n_values, tensor->dims[i]))
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Tensor %s is beyond all memory", tensor->name);
    }
  return TRUE;
}

static gboolean
read_offsets (MorselTensor *tensor,
              const MorselJson *description,
              const MorselData *data,
              GError **error)
{
  const MorselJson *offsets = morsel_json_get_kind (description, "data_offsets", MORSEL_JSON_ARRAY);
  gsize begin, end;

  if (offsets == NULL || offsets->n_values != 2 || !get_size (offsets->first, &begin) ||
      !get_size (offsets->first->next, &end))
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
read_tensor (MorselHeader *self,
             const MorselJson *description,
             const MorselData *data,
             GError **error)
{
  const char *name = description->key;
  MorselTensor tensor = { .name = name };

  if (*name == '\0' || strlen (name) > NAME_MAX_BYTES)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "A tensor's name is empty or too long");
  if (description->kind != MORSEL_JSON_OBJECT || description->n_values != 3)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "Tensor %s is not described by dtype, shape and data_offsets",
                                     name);

  if (!read_dtype (&tensor, description, error) || !read_shape (&tensor, description, error) ||
      !read_offsets (&tensor, description, data, error))
    return FALSE;

  tensor.name = g_string_chunk_insert (self->names, name);
  g_array_append_val (self->tensors, tensor);
  return TRUE;
}

static gboolean
read_metadata (GHashTable *metadata, const MorselJson *object, GError **error)
{
  if (object->kind != MORSEL_JSON_OBJECT)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "__metadata__ is no object");

  for (const MorselJson *value = object->first; value != NULL; value = value->next)
    {
      if (value->kind != MORSEL_JSON_STRING)
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Metadata %.64s is no text", value->key);
      g_hash_table_insert (metadata, g_strdup (value->key), g_strdup (value->text));
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
  g_autoptr (MorselJson) root = morsel_json_parse (text, n_bytes, MORSEL_JSON_HEADER, error);

  if (root == NULL)
    return FALSE;
  if (root->n_values > MAX_TENSORS)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The file has more than %d tensors", MAX_TENSORS);

  for (const MorselJson *value = root->first; value != NULL; value = value->next)
    {
      gboolean ok = g_str_equal (value->key, "__metadata__")
                        ? read_metadata (self->metadata, value, error)
                        : read_tensor (self, value, data, error);

      if (!ok)
        return FALSE;
    }
  return order_tensors (self->tensors, data, error);
}
