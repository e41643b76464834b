/* photo-load.c: loads a photo from a file or from bytes, here or on another thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-file.h"
#include "engine/photo-header.h"
#include "engine/photo-pixbuf.h"
#include "engine/photo-private.h"
#include "engine/photo.h"

/* The longest that decoding may take. */
#define DECODE_MICROSECONDS (20 * G_TIME_SPAN_SECOND)

/* What a task is to load: a file or bytes. */
typedef struct
{
  GFile *file;   /* owned, or NULL */
  GBytes *bytes; /* owned, or NULL */
  guint least_side;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->file);
  g_clear_pointer (&load->bytes, g_bytes_unref);
  g_free (load);
}

static MorselPhoto *
load_bytes (
    GBytes *bytes, guint least_side, gint64 started, GCancellable *cancellable, GError **error)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  gint64 deadline = g_get_monotonic_time () + DECODE_MICROSECONDS;
  MorselPhotoHeader header;

  if (!morsel_photo_file_check_length (n_bytes, error) ||
      !morsel_photo_header_parse (data, n_bytes, &header, error))
    return NULL;

  MorselPixels pixels = { 0 };
  gboolean swaps_sides = header.orientation >= 5;

  if (!morsel_pixels_init_decoded (&pixels, bytes, &header, MAX (least_side, MORSEL_PHOTO_MIN_SIDE),
                                   deadline, cancellable, error))
    return NULL;
  return morsel_photo_new_loaded (&pixels, swaps_sides ? header.height : header.width,
                                  swaps_sides ? header.width : header.height,
                                  (double) (g_get_monotonic_time () - started) / 1000.0);
}

static void
load_on_worker (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Load *load = task_data;
  GError *error = NULL;
  MorselPhoto *photo = load->file != NULL
                           ? morsel_photo_load (load->file, load->least_side, cancellable, &error)
                           : morsel_photo_load_bytes (load->bytes, load->least_side, cancellable,
                                                      &error);

  if (photo == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, photo, g_object_unref);
}

static void
start_load (Load *load,
            gpointer source_tag,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_on_worker);
}

/**
 * morsel_photo_load:
 * @file: a JPEG, PNG or WebP file on this computer
 * @least_side: pixels that the shorter side must at least have, unless the file has fewer;
 *   %MORSEL_PHOTO_FULL_SIZE decodes every pixel
 * @cancellable: (nullable): looked at while reading and decoding
 * @error: return location for an error
 *
 * Loads a photo, decoded to a size between @least_side and twice that.
 *
 * The file is not trusted: its limits are read from its structure before a decoder sees it, and a
 * photo that was cut off is refused. Blocks; takes 20 seconds at most to decode.
 *
 * Fails with %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_PERMISSION_DENIED, %G_IO_ERROR_CANCELLED or any
 * code of %MORSEL_PHOTO_ERROR.
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
MorselPhoto *
morsel_photo_load (GFile *file, guint least_side, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  gint64 started = g_get_monotonic_time ();
  g_autoptr (GBytes) bytes = morsel_photo_file_read (file, cancellable, error);

  if (bytes == NULL)
    return NULL;
  return load_bytes (bytes, least_side, started, cancellable, error);
}

/**
 * morsel_photo_load_async:
 * @file: a JPEG, PNG or WebP file on this computer
 * @least_side: as morsel_photo_load() takes it
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does what morsel_photo_load() does on a thread of GLib's pool.
 */
void
morsel_photo_load_async (GFile *file,
                         guint least_side,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  Load *load = g_new0 (Load, 1);

  load->file = g_object_ref (file);
  load->least_side = least_side;
  start_load (load, morsel_photo_load_async, cancellable, callback, user_data);
}

/**
 * morsel_photo_load_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_photo_load_async() began, with the errors of morsel_photo_load().
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
MorselPhoto *
morsel_photo_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, morsel_photo_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * morsel_photo_load_bytes:
 * @bytes: a JPEG, PNG or WebP file
 * @least_side: as morsel_photo_load() takes it
 * @cancellable: (nullable): looked at while decoding
 * @error: return location for an error
 *
 * Loads a photo from memory, as morsel_photo_load() does from a file, with the same errors.
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
MorselPhoto *
morsel_photo_load_bytes (GBytes *bytes, guint least_side, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return load_bytes (bytes, least_side, g_get_monotonic_time (), cancellable, error);
}

/**
 * morsel_photo_load_bytes_async:
 * @bytes: a JPEG, PNG or WebP file
 * @least_side: as morsel_photo_load() takes it
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does what morsel_photo_load_bytes() does on a thread of GLib's pool.
 */
void
morsel_photo_load_bytes_async (GBytes *bytes,
                               guint least_side,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  Load *load = g_new0 (Load, 1);

  load->bytes = g_bytes_ref (bytes);
  load->least_side = least_side;
  start_load (load, morsel_photo_load_bytes_async, cancellable, callback, user_data);
}

/**
 * morsel_photo_load_bytes_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_photo_load_bytes_async() began, with the errors of morsel_photo_load_bytes().
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
MorselPhoto *
morsel_photo_load_bytes_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, morsel_photo_load_bytes_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * morsel_photo_read_stream:
 * @stream: a pasted or dropped picture, or standard input; it stays open
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Reads what may be a photo to its end, for morsel_photo_load_bytes(). Blocks.
 *
 * Fails with %G_IO_ERROR_CANCELLED, or a code of %MORSEL_PHOTO_ERROR: EMPTY, TOO_MANY_BYTES, READ,
 * NO_MEMORY.
 *
 * Returns: (transfer full): the bytes, or %NULL with @error set
 */
GBytes *
morsel_photo_read_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return morsel_photo_file_read_stream (stream, cancellable, error);
}
