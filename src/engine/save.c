/* save.c: writes a file whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/save.h"

#include <stdlib.h>
#include <sys/stat.h>

/* Written beside its place and renamed. A link stays one: its file is replaced. (GIO would empty a
 * file that has links before the new one is there.) */
static gboolean
replace_path (const char *path, const char *bytes, gsize n_bytes, GError **error)
{
  g_autofree char *target = realpath (path, NULL);
  struct stat status = { .st_mode = S_IFREG | 0666 };

  if (target != NULL && stat (target, &status) == 0 && !S_ISREG (status.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "%s is not a regular file",
                   path);
      return FALSE;
    }
  return g_file_set_contents_full (target != NULL ? target : path, bytes, (gssize) n_bytes,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   (int) (status.st_mode & 0777), error);
}

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
 * leaves half of it. Blocks. Fails with %G_FILE_ERROR or %G_IO_ERROR.
 *
 * Returns: %TRUE when all is written
 */
gboolean
morsel_save (
    GFile *file, const char *bytes, gsize n_bytes, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  const char *path = g_file_peek_path (file);

  return path != NULL ? replace_path (path, bytes, n_bytes, error)
                      : replace (file, bytes, n_bytes, cancellable, error);
}
