/* save.c: writes a file whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/save.h"

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

  return g_file_replace_contents (file, bytes, n_bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  cancellable, error);
}
