/* regular-file.c: opens what should be a file on this computer without ever hanging
 *
 * Not g_file_read(), which waits for a pipe's writer, and for which GIO first loads its modules.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/regular-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <sys/stat.h>

static void
set_error_from_errno (int code, GError **error)
{
  GIOErrorEnum io_code;

  switch (code)
    {
    case ENXIO: /* a socket */
      io_code = G_IO_ERROR_NOT_REGULAR_FILE;
      break;
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
      io_code = G_IO_ERROR_NOT_FOUND;
      break;
    default:
      io_code = g_io_error_from_errno (code);
      break;
    }
  g_set_error_literal (error, G_IO_ERROR, (int) io_code, g_strerror (code));
}

/**
 * morsel_regular_file_open:
 * @path: the path of a file
 * @n_bytes: (out): its length
 * @error: return location for an error
 *
 * Opens a regular file to read it; a pipe without a writer does not hold it up.
 *
 * Fails with %G_IO_ERROR_NOT_FOUND, %G_IO_ERROR_PERMISSION_DENIED, %G_IO_ERROR_NOT_REGULAR_FILE
 * for folders, pipes, sockets and devices, or another %G_IO_ERROR.
 *
 * Returns: (transfer full): its bytes, or %NULL with @error set
 */
GInputStream *
morsel_regular_file_open (const char *path, guint64 *n_bytes, GError **error)
{
  int descriptor = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (descriptor < 0)
    {
      set_error_from_errno (errno, error);
      return NULL;
    }

  /* Asked of the open file: the path may name another one by now. */
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (descriptor, TRUE);
  struct stat status;

  if (fstat (descriptor, &status) != 0)
    {
      set_error_from_errno (errno, error);
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           "This is a folder, pipe or device");
      return NULL;
    }

  *n_bytes = (guint64) status.st_size;
  return g_steal_pointer (&stream);
}
