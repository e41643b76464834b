/* safetensors.c: the container of the weights, read without trusting it
 *
 * Eight bytes say how long the header is, the header is JSON that names each tensor and its place,
 * the rest of the file is the tensors' numbers without a gap.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/safetensors.h"

#include "engine/arena.h"
#include "engine/error.h"
#include "engine/regular-file.h"
#include "engine/safetensors-header.h"

#include <string.h>

#define HEADER_MAX_BYTES (1 << 20)

struct _MorselSafetensors
{
  GBytes *bytes; /* the whole file; the tensors point into it */
  MorselHeader header;
  GHashTable *by_name; /* name → its MorselTensor in the header */
};

/* Reads the length of the header: 8 bytes, little-endian, not to be trusted. */
static gboolean
read_header_length (const guint8 *bytes, gsize n_bytes, gsize *length, GError **error)
{
  guint64 raw;

  if (n_bytes <= sizeof raw)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS,
                                     "The file has only %" G_GSIZE_FORMAT " bytes", n_bytes);

  memcpy (&raw, bytes, sizeof raw);
  raw = GUINT64_FROM_LE (raw);

  /* Of the files that do not begin like ours none is called damaged. */
  if (bytes[sizeof raw] != '{' || raw > HEADER_MAX_BYTES)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS,
                                     "The file is not a safetensors file");
  if (raw > n_bytes - sizeof raw)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "The header claims %" G_GUINT64_FORMAT
                                     " bytes, the file has %" G_GSIZE_FORMAT,
                                     raw, n_bytes);

  *length = (gsize) raw;
  return TRUE;
}

/* Puts the tensors into a table; every number in them must be finite. */
static gboolean
index_tensors (MorselSafetensors *self, GError **error)
{
  for (guint i = 0; i < self->header.tensors->len; i++)
    {
      MorselTensor *tensor = &g_array_index (self->header.tensors, MorselTensor, i);

      if (!morsel_tensor_is_finite (tensor))
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "Tensor %s holds a value that is not finite",
                                         tensor->name);
      g_hash_table_insert (self->by_name, g_strdup (tensor->name), tensor);
    }
  return TRUE;
}

/* Opens a file; one without a path on this computer as GIO reaches it. */
static GInputStream *
open_file (GFile *file, guint64 *n_bytes, GCancellable *cancellable, GError **error)
{
  if (g_file_peek_path (file) != NULL)
    return morsel_regular_file_open (g_file_peek_path (file), n_bytes, error);

  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return NULL;
  *n_bytes = (guint64) g_file_info_get_size (info);
  return G_INPUT_STREAM (g_file_read (file, cancellable, error));
}

static gboolean
check_length (guint64 n_bytes, GError **error)
{
  if (n_bytes > 0 && n_bytes <= MORSEL_SAFETENSORS_MAX_BYTES)
    return TRUE;
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS,
                                   "The file has %" G_GUINT64_FORMAT
                                   " bytes; weights have some, and at most %d",
                                   n_bytes, MORSEL_SAFETENSORS_MAX_BYTES);
}

static void
free_arena (gpointer arena)
{
  morsel_arena_clear (arena);
  g_free (arena);
}

/* Reads a whole file, onto huge pages, since most of the time goes into making pages: a mapped file
   that shrinks would end the process. */
static GBytes *
read_file (GFile *file, GCancellable *cancellable, GError **error)
{
  GError *reason = NULL;
  guint64 length = 0;
  g_autoptr (GInputStream) stream = open_file (file, &length, cancellable, &reason);

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE))
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS, "%s", reason->message);
      g_error_free (reason);
      return NULL;
    }
  if (stream == NULL)
    {
      g_propagate_error (error, reason);
      return NULL;
    }
  if (!check_length (length, error))
    return NULL;

  gsize n_bytes = (gsize) length, n_read;
  MorselArena *arena = g_new0 (MorselArena, 1);
  g_autoptr (GBytes) bytes = NULL;

  if (!morsel_arena_init (arena, n_bytes, error))
    {
      free_arena (arena);
      return NULL;
    }

  bytes = g_bytes_new_with_free_func (arena->bytes, n_bytes, free_arena, arena);
  if (!g_input_stream_read_all (stream, arena->bytes, n_bytes, &n_read, cancellable, error))
    return NULL;

  return g_bytes_new_from_bytes (bytes, 0, n_read);
}

/**
 * morsel_safetensors_load:
 * @file: a regular file of at most 64 MiB
 * @cancellable: (nullable): to give up reading
 * @error: return location for an error
 *
 * Reads a file and does what morsel_safetensors_new() does.
 *
 * Fails with a %G_IO_ERROR when the file cannot be read, else as
 * morsel_safetensors_new().
 *
 * Returns: (transfer full): the tensors and the metadata
 */
MorselSafetensors *
morsel_safetensors_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  g_autoptr (GBytes) bytes = read_file (file, cancellable, error);

  return bytes != NULL ? morsel_safetensors_new (bytes, error) : NULL;
}

/**
 * morsel_safetensors_new:
 * @bytes: a whole file
 * @error: return location for an error
 *
 * Reads the header of @bytes and checks everything it claims: the tensors fill
 * the file without hole, overlap or rest, and every value is finite.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS when the bytes do not begin as a
 * safetensors file, %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK when a tensor is of a
 * kind that Morsel does not use, else with %MORSEL_WEIGHTS_ERROR_DAMAGED.
 *
 * Source: https://github.com/huggingface/safetensors, README, Format.
 *
 * Returns: (transfer full): the tensors and the metadata; they keep @bytes
 */
MorselSafetensors *
morsel_safetensors_new (GBytes *bytes, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  gsize n_bytes, header_length = 0;
  const guint8 *file = g_bytes_get_data (bytes, &n_bytes);

  if (!read_header_length (file, n_bytes, &header_length, error))
    return NULL;

  const guint8 *text = file + sizeof (guint64);
  MorselData data = { text + header_length, n_bytes - sizeof (guint64) - header_length };
  g_autoptr (MorselSafetensors) self = g_new0 (MorselSafetensors, 1);

  self->bytes = g_bytes_ref (bytes);
  self->header.tensors = g_array_new (FALSE, FALSE, sizeof (MorselTensor));
  self->header.names = g_string_chunk_new (4096);
  self->header.metadata = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!morsel_header_read (&self->header, (const char *) text, header_length, &data, error) ||
      !index_tensors (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * morsel_safetensors_free:
 * @self: (transfer full): the tensors, whose numbers go with them
 *
 * Frees what morsel_safetensors_new() made.
 */
void
morsel_safetensors_free (MorselSafetensors *self)
{
  g_bytes_unref (self->bytes);
  g_hash_table_unref (self->by_name);
  g_hash_table_unref (self->header.metadata);
  g_array_unref (self->header.tensors);
  g_string_chunk_free (self->header.names);
  g_free (self);
}

/**
 * morsel_safetensors_get_n_tensors:
 * @self: the tensors
 *
 * Returns: how many there are
 */
gsize
morsel_safetensors_get_n_tensors (const MorselSafetensors *self)
{
  return self->header.tensors->len;
}

/**
 * morsel_safetensors_get_tensor:
 * @self: the tensors
 * @position: from 0, in the order of the numbers in the file
 *
 * Returns: (transfer none): the tensor
 */
const MorselTensor *
morsel_safetensors_get_tensor (const MorselSafetensors *self, gsize position)
{
  g_return_val_if_fail (position < self->header.tensors->len, NULL);

  return &g_array_index (self->header.tensors, MorselTensor, position);
}

/**
 * morsel_safetensors_lookup:
 * @self: the tensors
 * @name: a tensor's name
 *
 * Returns: (transfer none) (nullable): the tensor of that name
 */
const MorselTensor *
morsel_safetensors_lookup (const MorselSafetensors *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name);
}

/**
 * morsel_safetensors_get_metadata:
 * @self: the tensors
 * @key: a key of the file's metadata
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
morsel_safetensors_get_metadata (const MorselSafetensors *self, const char *key)
{
  return g_hash_table_lookup (self->header.metadata, key);
}

/**
 * morsel_safetensors_get_metadata_table:
 * @self: the tensors
 *
 * All of the metadata, which never changes and may be kept with a reference.
 *
 * Returns: (transfer none) (element-type utf8 utf8): key → text
 */
GHashTable *
morsel_safetensors_get_metadata_table (const MorselSafetensors *self)
{
  return self->header.metadata;
}

/**
 * morsel_safetensors_dup_checksum:
 * @self: the tensors
 *
 * Computes the SHA-256 of the whole file: some 25 ms for 6 MB, which is why
 * nobody who does not show it asks for it.
 *
 * Returns: (transfer full): 64 hexadecimal digits
 */
char *
morsel_safetensors_dup_checksum (const MorselSafetensors *self)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->bytes);
}
