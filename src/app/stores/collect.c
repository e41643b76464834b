/* collect.c: from what was dropped or opened to items of the list: folders are searched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/collect.h"

#include "app/stores/photo-item.h"
#include "engine/folder.h"

typedef struct
{
  GPtrArray *files;
  gsize max_photos;
  gboolean truncated;
} Collection;

static void
collection_free (gpointer data)
{
  Collection *collection = data;

  g_ptr_array_unref (collection->files);
  g_free (collection);
}

/* Adds one thing, or what a folder holds. A folder that cannot be read is a row with its error. */
static void
collect (Collection *collection, GFile *file, GPtrArray *photos, GCancellable *cancellable)
{
  gsize room = collection->max_photos - MIN (photos->len, collection->max_photos);
  gboolean truncated = FALSE;
  g_autoptr (GPtrArray) found = NULL;

  if (room == 0)
    {
      collection->truncated = TRUE;
      return;
    }

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_DIRECTORY)
    found = morsel_folder_list (file, TRUE, room, &truncated, cancellable, NULL);

  if (found != NULL)
    {
      collection->truncated |= truncated;
      g_ptr_array_extend_and_steal (photos, g_steal_pointer (&found));
    }
  else
    {
      g_ptr_array_add (photos, g_object_ref (file));
    }
}

static void
collect_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Collection *collection = task_data;
  g_autoptr (GPtrArray) photos = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < collection->files->len; i++)
    {
      if (g_task_return_error_if_cancelled (task))
        return;

      collect (collection, collection->files->pdata[i], photos, cancellable);
    }

  /* What they are sorted by and searched for takes long to make. */
  for (guint i = 0; i < photos->len; i++)
    g_ptr_array_add (items, morsel_photo_item_new (photos->pdata[i], i));

  g_task_return_pointer (task, g_steal_pointer (&items), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * morsel_collect_async:
 * @files: (element-type GFile): photos and folders
 * @max_photos: how many at most
 * @cancellable: (nullable): a cancellable
 * @callback: called when all folders are searched
 * @user_data: for @callback
 *
 * Searches folders on a thread, with all below them, in natural order.
 */
void
morsel_collect_async (GPtrArray *files,
                      gsize max_photos,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (files != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Collection *collection = g_new0 (Collection, 1);

  collection->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (collection->files, g_object_ref (files->pdata[i]));
  collection->max_photos = max_photos;
  g_task_set_source_tag (task, morsel_collect_async);
  g_task_set_task_data (task, collection, collection_free);
  g_task_run_in_thread (task, collect_on_thread);
}

/**
 * morsel_collect_finish:
 * @result: what the callback was given
 * @truncated: (out): whether there were more than the most allowed
 * @error: return location for an error
 *
 * Ends what morsel_collect_async() began. Fails with %G_IO_ERROR_CANCELLED only.
 *
 * Returns: (transfer full) (element-type MorselPhotoItem): the photos, or %NULL with @error set
 */
GPtrArray *
morsel_collect_finish (GAsyncResult *result, gboolean *truncated, GError **error)
{
  const Collection *collection = g_task_get_task_data (G_TASK (result));

  *truncated = collection->truncated;
  return g_task_propagate_pointer (G_TASK (result), error);
}
