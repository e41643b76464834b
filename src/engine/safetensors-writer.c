/* safetensors-writer.c: writes the container that safetensors.c reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/safetensors-writer.h"

#include "engine/error.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* The numbers begin at a multiple of this, so that whoever maps the file may read them in place. */
#define ALIGNMENT 64

struct _MorselSafetensorsWriter
{
  JsonObject *header;
  JsonObject *metadata; /* a member of it, borrowed */
  GByteArray *data;
};

/* Rounds to the nearest half, ties to even; what is too large becomes infinite. */
static guint16
half_from_float (float value)
{
  const double smallest_normal = 0x1p-14;
  double magnitude = fabs ((double) value);
  guint16 sign = signbit (value) ? 0x8000 : 0;
  int exponent = 0;

  double half;

  if (magnitude < smallest_normal)
    half = rint (magnitude * 0x1p24);
  else
    {
      /* The fraction with its leading one is a whole number from 2^10 to 2^11. */
      double fraction = rint (frexp (magnitude, &exponent) * 0x1p11);

      half = (double) (exponent + 13) * 0x1p10 + fraction;
    }
  return (guint16) (sign | (half < 0x7c00 ? (guint16) half : 0x7c00));
}

static void
append_number (GByteArray *data, MorselDtype dtype, float value)
{
  if (dtype == MORSEL_DTYPE_F32)
    {
      guint32 bits;

      memcpy (&bits, &value, sizeof bits);
      bits = GUINT32_TO_LE (bits);
      g_byte_array_append (data, (const guint8 *) &bits, sizeof bits);
    }
  else
    {
      guint16 bits = GUINT16_TO_LE (half_from_float (value));

      g_byte_array_append (data, (const guint8 *) &bits, sizeof bits);
    }
}

/**
 * morsel_safetensors_writer_new:
 *
 * Begins a file without tensors and metadata.
 *
 * Returns: (transfer full): the writer
 */
MorselSafetensorsWriter *
morsel_safetensors_writer_new (void)
{
  MorselSafetensorsWriter *self = g_new0 (MorselSafetensorsWriter, 1);

  self->header = json_object_new ();
  self->metadata = json_object_new ();
  self->data = g_byte_array_new ();
  json_object_set_object_member (self->header, "__metadata__", self->metadata);
  return self;
}

/**
 * morsel_safetensors_writer_free:
 * @self: (transfer full): the writer
 *
 * Frees what morsel_safetensors_writer_new() made.
 */
void
morsel_safetensors_writer_free (MorselSafetensorsWriter *self)
{
  json_object_unref (self->header);
  g_byte_array_unref (self->data);
  g_free (self);
}

/**
 * morsel_safetensors_writer_set_text:
 * @self: the writer
 * @key: a key of the metadata
 * @text: UTF-8
 *
 * Says something about the file, in place of what was said under the same key.
 */
void
morsel_safetensors_writer_set_text (MorselSafetensorsWriter *self,
                                    const char *key,
                                    const char *text)
{
  json_object_set_string_member (self->metadata, key, text);
}

/**
 * morsel_safetensors_writer_add:
 * @self: the writer
 * @name: the tensor's name, not there yet
 * @dtype: how its numbers are stored
 * @n_dims: how many dimensions, at most %MORSEL_TENSOR_MAX_DIMS
 * @dims: (array length=n_dims): the shape
 * @values: (array): the numbers, row-major, as many as the shape says
 * @error: return location for an error
 *
 * Adds a tensor behind the last.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_DAMAGED when a number is not finite, or not
 * any more in @dtype.
 *
 * Returns: whether it was added
 */
gboolean
morsel_safetensors_writer_add (MorselSafetensorsWriter *self,
                               const char *name,
                               MorselDtype dtype,
                               guint n_dims,
                               const gsize *dims,
                               const float *values,
                               GError **error)
{
  g_return_val_if_fail (n_dims <= MORSEL_TENSOR_MAX_DIMS, FALSE);
  g_return_val_if_fail (!json_object_has_member (self->header, name), FALSE);

  g_autoptr (JsonObject) description = json_object_new ();
  g_autoptr (JsonArray) shape = json_array_new ();
  g_autoptr (JsonArray) offsets = json_array_new ();
  MorselTensor tensor = { .name = name, .dtype = dtype, .n_values = 1 };
  guint begin = self->data->len;

  for (guint i = 0; i < n_dims; i++)
    {
      json_array_add_int_element (shape, (gint64) dims[i]);
      tensor.n_values *= dims[i];
    }
  for (gsize i = 0; i < tensor.n_values; i++)
    append_number (self->data, dtype, values[i]);

  tensor.bytes = self->data->data + begin;
  if (!morsel_tensor_is_finite (&tensor))
    {
      g_byte_array_set_size (self->data, begin);
      return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                       "Tensor %s holds a number that is not finite as %s", name,
                                       dtype == MORSEL_DTYPE_F32 ? "F32" : "F16");
    }

  json_array_add_int_element (offsets, begin);
  json_array_add_int_element (offsets, self->data->len);
  json_object_set_string_member (description, "dtype", dtype == MORSEL_DTYPE_F32 ? "F32" : "F16");
  json_object_set_array_member (description, "shape", g_steal_pointer (&shape));
  json_object_set_array_member (description, "data_offsets", g_steal_pointer (&offsets));
  json_object_set_object_member (self->header, name, g_steal_pointer (&description));
  return TRUE;
}

/**
 * morsel_safetensors_writer_dup_bytes:
 * @self: the writer
 *
 * Returns: (transfer full): the whole file, as far as it was said
 */
GBytes *
morsel_safetensors_writer_dup_bytes (MorselSafetensorsWriter *self)
{
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), self->header);
  g_autofree char *header = json_to_string (root, FALSE);
  gsize length = strlen (header);
  gsize n_blanks = (ALIGNMENT - (sizeof (guint64) + length) % ALIGNMENT) % ALIGNMENT;
  guint64 raw_length = GUINT64_TO_LE ((guint64) (length + n_blanks));
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *) &raw_length, sizeof raw_length);
  g_byte_array_append (file, (const guint8 *) header, (guint) length);
  for (gsize i = 0; i < n_blanks; i++)
    g_byte_array_append (file, (const guint8 *) " ", 1);
  g_byte_array_append (file, self->data->data, self->data->len);
  return g_byte_array_free_to_bytes (file);
}
