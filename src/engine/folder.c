/* folder.c: the photos of a folder, in natural order
 *
 * What counts as a photo is said by the end of its name: the formats that Morsel opens, and those
 * that it refuses with a sentence, so that nobody wonders where their HEIC files went. Only a name
 * without an end is opened, for its first bytes. Everything else is passed over.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/folder.h"

#include <string.h>

#define ATTRIBUTES                                                                                 \
  G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME                        \
                                 "," G_FILE_ATTRIBUTE_STANDARD_TYPE                                \
                                 "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN

/* Bytes that tell a photo from anything else. */
#define SIGNATURE_BYTES 12

/* One entry of a folder, with what it is sorted by. */
typedef struct
{
  GFile *file;
  char *key;
} Entry;

/* What goes down with a search through folders. */
typedef struct
{
  GPtrArray *photos; /* of GFile */
  gsize max_photos;
  gboolean recursive;
  gboolean truncated;
  GCancellable *cancellable;
} Search;

static void
entry_free (Entry *self)
{
  g_object_unref (self->file);
  g_free (self->key);
  g_free (self);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const Entry *first = *(const Entry *const *) a;
  const Entry *second = *(const Entry *const *) b;
  int order = strcmp (first->key, second->key);

  if (order != 0)
    return order;

  /* Names that look the same still have an order, the same on every run. */
  g_autofree char *first_uri = g_file_get_uri (first->file);
  g_autofree char *second_uri = g_file_get_uri (second->file);

  return strcmp (first_uri, second_uri);
}

static gboolean
has_photo_signature (GFile *file, GCancellable *cancellable)
{
  guint8 bytes[SIGNATURE_BYTES] = { 0 };
  gsize n_bytes;
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, NULL);

  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), bytes, sizeof bytes,
                                                  &n_bytes, cancellable, NULL))
    return FALSE;

  return memcmp (bytes, "\xff\xd8\xff", 3) == 0 || memcmp (bytes, "\x89PNG\r\n\x1a\n", 8) == 0 ||
         (memcmp (bytes, "RIFF", 4) == 0 && memcmp (bytes + 8, "WEBP", 4) == 0);
}

static gboolean
is_photo (GFile *file, const char *name, GCancellable *cancellable)
{
  static const char *const ends[] = {
    "jpg",  "jpeg", "jpe", "jfif", "png",  "webp",                /* opened */
    "avif", "bmp",  "gif", "heic", "heif", "jxl",  "tif", "tiff", /* refused by name */
    NULL,
  };
  const char *dot = strrchr (name, '.');

  if (dot == NULL)
    return has_photo_signature (file, cancellable);

  g_autofree char *end = g_ascii_strdown (dot + 1, -1);

  return g_strv_contains (ends, end);
}

static void
add_entry (GPtrArray *entries, GFile *file, const char *display_name)
{
  Entry *entry = g_new (Entry, 1);

  entry->file = g_object_ref (file);
  entry->key = g_utf8_collate_key_for_filename (display_name, -1);
  g_ptr_array_add (entries, entry);
}

/* Reads one folder into two lists; hidden files, links, pipes and devices are in neither. */
static gboolean
read_folder (
    GFile *folder, GPtrArray *files, GPtrArray *folders, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      folder, ATTRIBUTES, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, error);

  if (children == NULL)
    return FALSE;

  for (;;)
    {
      GFileInfo *info;
      GFile *child;

      if (!g_file_enumerator_iterate (children, &info, &child, cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      if (g_file_info_get_is_hidden (info))
        continue;

      const char *display_name = g_file_info_get_display_name (info);

      if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
        add_entry (folders, child, display_name);
      else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR &&
               is_photo (child, g_file_info_get_name (info), cancellable))
        add_entry (files, child, display_name);
    }
}

/* Takes a photo, or notes that there was one too many. */
static void
take (Search *search, GFile *file)
{
  if (search->photos->len < search->max_photos)
    g_ptr_array_add (search->photos, g_object_ref (file));
  else
    search->truncated = TRUE;
}

/* A folder's own files come first, then those of its folders: depth first. */
static gboolean
search_folder (Search *search, GFile *folder, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  g_autoptr (GPtrArray) folders = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);

  if (!read_folder (folder, files, folders, search->cancellable, error))
    return FALSE;

  g_ptr_array_sort (files, compare_entries);
  for (guint i = 0; i < files->len && !search->truncated; i++)
    take (search, ((const Entry *) g_ptr_array_index (files, i))->file);

  if (!search->recursive)
    return TRUE;

  g_ptr_array_sort (folders, compare_entries);
  for (guint i = 0; i < folders->len && !search->truncated; i++)
    {
      GFile *below = ((const Entry *) g_ptr_array_index (folders, i))->file;
      g_autoptr (GError) local = NULL;

      if (search_folder (search, below, &local))
        continue;
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      /* Loading it as a photo fails as well, and so the person hears of it. */
      take (search, below);
    }
  return TRUE;
}

/**
 * morsel_folder_list:
 * @folder: a folder; a link to one is followed
 * @recursive: whether the folders in it are searched as well
 * @max_photos: how many photos are taken at most
 * @truncated: (out) (optional): whether there were more
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Finds the photos of a folder, in natural order ("2.jpg" before "10.jpg"), the folder's own before
 * those of the folders in it. Hidden files, links and whatever is not a photo by its name are
 * passed over. A folder in it that cannot be read stands in the list itself, so that it fails where
 * the others are loaded.
 *
 * Fails with an error of %G_IO_ERROR when @folder cannot be read.
 *
 * Returns: (transfer full) (element-type GFile): the photos, or %NULL with @error set
 */
GPtrArray *
morsel_folder_list (GFile *folder,
                    gboolean recursive,
                    gsize max_photos,
                    gboolean *truncated,
                    GCancellable *cancellable,
                    GError **error)
{
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  g_autoptr (GPtrArray) photos = g_ptr_array_new_with_free_func (g_object_unref);
  Search search = {
    .photos = photos,
    .max_photos = max_photos,
    .recursive = recursive,
    .cancellable = cancellable,
  };

  if (!search_folder (&search, folder, error))
    return NULL;
  if (truncated != NULL)
    *truncated = search.truncated;
  return g_steal_pointer (&photos);
}
