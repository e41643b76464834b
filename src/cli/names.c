/* names.c: the photos that a command line names, its folders opened
 *
 * A photo is kept as its name: ten thousand of them then need less than a megabyte.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/names.h"

#include "cli/output.h"
#include "engine/folder.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

static gboolean
is_uri (const char *name)
{
  return strstr (name, "://") != NULL;
}

/**
 * morsel_name_get_file:
 * @name: a path or a URI, as given on a command line
 *
 * Unlike g_file_new_for_commandline_arg(), takes "ramen:2.jpg" for the path that it is; unlike
 * g_file_new_for_path(), loads no modules of GIO for it, which takes 1 of the 35 ms of a start.
 *
 * Returns: (transfer full): the file
 */
GFile *
morsel_name_get_file (const char *name)
{
  return is_uri (name) ? g_file_new_for_uri (name)
                       : g_vfs_get_file_for_path (g_vfs_get_local (), name);
}

/**
 * morsel_name_load_photo:
 * @name: a path, a URI, or "-" for standard input
 * @least_side: the shorter side that is needed, in pixels
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Loads a photo as morsel_photo_load() does, and fails as it does.
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
MorselPhoto *
morsel_name_load_photo (const char *name,
                        guint least_side,
                        GCancellable *cancellable,
                        GError **error)
{
  if (strcmp (name, MORSEL_NAME_STDIN) != 0)
    {
      g_autoptr (GFile) file = morsel_name_get_file (name);

      return morsel_photo_load (file, least_side, cancellable, error);
    }

  g_autoptr (GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GBytes) bytes = morsel_photo_read_stream (stream, cancellable, error);

  return bytes != NULL ? morsel_photo_load_bytes (bytes, least_side, cancellable, error) : NULL;
}

/**
 * morsel_name_in_folder:
 * @folder: a folder as given on a command line
 * @path: of what is in it, in the encoding of file names
 *
 * Returns: (transfer full): its name, a URI as well where @folder is one
 */
char *
morsel_name_in_folder (const char *folder, const char *path)
{
  if (!is_uri (folder))
    return g_build_filename (folder, path, NULL);

  g_autofree char *escaped = g_uri_escape_string (path, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH,
                                                  FALSE);

  return g_strconcat (folder, g_str_has_suffix (folder, "/") ? "" : "/", escaped, NULL);
}

/**
 * morsel_names_add_folder:
 * @names: (element-type filename): where to add
 * @folder: a folder as given on a command line
 * @recursive: whether folders in it count as well
 *
 * Adds the photos of a folder. One that cannot be read is added itself: it fails as a photo, in the
 * place and the form of other failures. One without photos is complained of.
 *
 * Returns: %FALSE when there are no photos in it
 */
gboolean
morsel_names_add_folder (GPtrArray *names, const char *folder, gboolean recursive)
{
  g_autoptr (GFile) top = morsel_name_get_file (folder);
  g_autoptr (GPtrArray) photos = morsel_folder_list (top, recursive, G_MAXSIZE, NULL, NULL, NULL);

  if (photos == NULL)
    {
      g_ptr_array_add (names, g_strdup (folder));
      return TRUE;
    }
  if (photos->len == 0)
    {
      morsel_output_complain (folder, _ ("There are no photos in this folder."));
      return FALSE;
    }

  for (guint i = 0; i < photos->len; i++)
    {
      g_autofree char *path = g_file_get_relative_path (top, g_ptr_array_index (photos, i));

      g_ptr_array_add (names, morsel_name_in_folder (folder, path));
    }
  return TRUE;
}

/**
 * morsel_names_collect:
 * @paths: (array zero-terminated): photos and folders
 * @recursive: whether the folders in folders count as well
 * @has_empty_folder: (out): whether a folder has no photos
 *
 * Opens the folders, and leaves everything else for who loads it to judge. Standard input is taken
 * once.
 *
 * Returns: (transfer full) (element-type filename): the names of the photos, in the order given
 */
GPtrArray *
morsel_names_collect (char *const *paths, gboolean recursive, gboolean *has_empty_folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  gboolean has_stdin = FALSE;

  *has_empty_folder = FALSE;
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autoptr (GFile) file = morsel_name_get_file (paths[i]);
      const char *path = g_file_peek_path (file);
      gboolean is_stdin = strcmp (paths[i], MORSEL_NAME_STDIN) == 0;

      /* Two that read it would each have a part. */
      if (is_stdin && has_stdin)
        continue;
      has_stdin = has_stdin || is_stdin;

      if (is_stdin || path == NULL || !g_file_test (path, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (names, g_strdup (paths[i]));
      else if (!morsel_names_add_folder (names, paths[i], recursive))
        *has_empty_folder = TRUE;
    }
  return names;
}
