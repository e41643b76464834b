/* photo-file.c: the bytes of a photo's file, or of a stream, and no more of them than allowed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-file.h"

#include "engine/error.h"
#include "engine/regular-file.h"

#define MAX_MEGABYTES 64
#define MAX_BYTES (MAX_MEGABYTES * (gsize) 1024 * 1024)
/* How much is read between two looks at the cancellable. */
#define CHUNK_BYTES ((gsize) 1024 * 1024)
/* The first guess at the length of a stream. */
#define STREAM_BYTES ((gsize) 256 * 1024)

static gboolean
refuse (MorselPhotoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MORSEL_PHOTO_ERROR, (int) code, message);
  return FALSE;
}

/* Not found, no permission and cancelled pass; all else is a photo that cannot be read. */
static void
propagate_read_error (GError **error, GError *reason)
{
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    {
      g_propagate_error (error, reason);
      return;
    }
  refuse (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE)
              ? MORSEL_PHOTO_ERROR_NOT_A_FILE
              : MORSEL_PHOTO_ERROR_READ,
          reason->message, error);
  g_error_free (reason);
}

/* Makes room for more; what a file once said of its length may have changed. */
static gboolean
grow (guint8 **bytes, gsize *n_allocated, GError **error)
{
  gsize n_wanted = MIN (*n_allocated * 2, MAX_BYTES + 1);
  guint8 *grown = g_try_realloc (*bytes, n_wanted);

  if (grown == NULL)
    return refuse (MORSEL_PHOTO_ERROR_NO_MEMORY, "Not enough memory for the file", error);

  *bytes = grown;
  *n_allocated = n_wanted;
  return TRUE;
}

/* Reads to the end, which is expected after @n_expected bytes and enforced at the limit. */
static GBytes *
read_all (GInputStream *stream, gsize n_expected, GCancellable *cancellable, GError **error)
{
  /* One byte more shows the end without a second allocation. */
  gsize n_allocated = n_expected + 1;
  g_autofree guint8 *bytes = g_try_malloc (n_allocated);
  gsize n_bytes = 0;

  if (bytes == NULL)
    {
      refuse (MORSEL_PHOTO_ERROR_NO_MEMORY, "Not enough memory for the file", error);
      return NULL;
    }

  for (;;)
    {
      /* Not every kind of stream looks at it. */
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (n_bytes == n_allocated && !grow (&bytes, &n_allocated, error))
        return NULL;

      g_autoptr (GError) reason = NULL;
      gsize n_wanted = MIN (n_allocated - n_bytes, CHUNK_BYTES);
      gssize n_read = g_input_stream_read (stream, bytes + n_bytes, n_wanted, cancellable, &reason);

      if (n_read < 0)
        {
          propagate_read_error (error, g_steal_pointer (&reason));
          return NULL;
        }
      if (n_read == 0)
        break;

      n_bytes += (gsize) n_read;
      if (n_bytes > MAX_BYTES)
        break;
    }

  if (!morsel_photo_file_check_length (n_bytes, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), n_bytes);
}

/**
 * morsel_photo_file_check_length:
 * @n_bytes: the length of a file
 * @error: return location for an error
 *
 * Fails with %MORSEL_PHOTO_ERROR_EMPTY, or %MORSEL_PHOTO_ERROR_TOO_MANY_BYTES above 64 MiB.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_file_check_length (guint64 n_bytes, GError **error)
{
  if (n_bytes == 0)
    return refuse (MORSEL_PHOTO_ERROR_EMPTY, "The file is empty", error);
  if (n_bytes > MAX_BYTES)
    {
      g_propagate_error (
          error, morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_MANY_BYTES, MAX_MEGABYTES,
                                               "The file is larger than 64 megabytes"));
      return FALSE;
    }
  return TRUE;
}

/**
 * morsel_photo_file_read:
 * @file: a file with a path on this computer
 * @cancellable: (nullable): looked at between megabytes
 * @error: return location for an error
 *
 * Reads a regular file; pipes, sockets, devices and folders are turned away at once.
 *
 * Fails with %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_PERMISSION_DENIED, %G_IO_ERROR_CANCELLED, or a
 * code of %MORSEL_PHOTO_ERROR: REMOTE, NOT_A_FILE, EMPTY, TOO_MANY_BYTES, READ, NO_MEMORY.
 *
 * Returns: (transfer full): the bytes, or %NULL with @error set
 */
GBytes *
morsel_photo_file_read (GFile *file, GCancellable *cancellable, GError **error)
{
  const char *path = g_file_peek_path (file);
  guint64 n_bytes = 0;
  GError *reason = NULL;

  if (path == NULL)
    {
      refuse (MORSEL_PHOTO_ERROR_REMOTE, "The file has no path on this computer", error);
      return NULL;
    }

  g_autoptr (GInputStream) stream = morsel_regular_file_open (path, &n_bytes, &reason);

  if (stream == NULL)
    {
      propagate_read_error (error, reason);
      return NULL;
    }
  if (!morsel_photo_file_check_length (n_bytes, error))
    return NULL;
  return read_all (stream, (gsize) n_bytes, cancellable, error);
}

/**
 * morsel_photo_file_read_stream:
 * @stream: where the bytes come from; it stays open
 * @cancellable: (nullable): looked at between reads
 * @error: return location for an error
 *
 * Reads a stream to its end.
 *
 * Fails as morsel_photo_file_read() does.
 *
 * Returns: (transfer full): the bytes, or %NULL with @error set
 */
GBytes *
morsel_photo_file_read_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  return read_all (stream, STREAM_BYTES, cancellable, error);
}
