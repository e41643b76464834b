/* save.c: writes a file whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/save.h"

/* A file without a path. Closing commits it: what was not written whole is closed as cancelled, and the
 * old file stays. */
static gboolean
replace (GFile *file, const char *bytes, gsize n_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE,
                                                         cancellable, error);

  if (stream == NULL)
    return FALSE;

  if (g_output_stream_write_all (G_OUTPUT_STREAM (stream), bytes, n_bytes, NULL, cancellable,
                                 error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);

  g_autoptr (GCancellable) cancelled = g_cancellable_new ();

  g_cancellable_cancel (cancelled);
  g_output_stream_close (G_OUTPUT_STREAM (stream), cancelled, NULL);
  return FALSE;
}

/**
 * morsel_save:
 * @file: where to write; replaced if it exists
 * @bytes: (array length=n_bytes): what to write
 * @n_bytes: how many bytes
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * A file with a path is synced before it takes the old one's place: neither a crash nor a power cut
 * leaves half of it. To be called on a thread. Fails with %G_FILE_ERROR or %G_IO_ERROR.
 *
 * Returns: %TRUE when all is written
 */
gboolean
morsel_save (
    GFile *file, const char *bytes, gsize n_bytes, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    return g_file_set_contents_full (path, bytes, (gssize) n_bytes,
                                     G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                     0666, error);

  return replace (file, bytes, n_bytes, cancellable, error);
}
