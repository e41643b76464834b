/* history-disk.c: the files of the history
 *
 * Of every answer there are two files: ID.png, the thumbnail, is written first, ID.answer, the rest;
 * each whole or not at all. A thumbnail without an answer is what a crash left, and goes with the next
 * start. Everything here blocks, and is called on one thread, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/history-disk.h"

#include "app/scale.h"

#define THUMBNAIL_SIDE 256 /* pixels, of the longer side */
#define SUFFIX ".answer"
#define THUMBNAIL_SUFFIX ".png"
#define REMOVED_SUFFIX ".png~" /* may come back by an undo, until the program ends */
#define SHOWN_SIDE 96          /* pixels of the square that is kept in memory */

static GFile *
get_file (GFile *folder, const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_file_get_child (folder, name);
}

/**
 * morsel_history_disk_get_thumbnail:
 * @folder: of the history
 * @id: of an answer
 *
 * Returns: (transfer full): the file of its thumbnail
 */
GFile *
morsel_history_disk_get_thumbnail (GFile *folder, const char *id)
{
  return get_file (folder, id, THUMBNAIL_SUFFIX);
}

static void
delete_files (GFile *folder, const char *id)
{
  g_autoptr (GFile) record = get_file (folder, id, SUFFIX);
  g_autoptr (GFile) thumbnail = get_file (folder, id, THUMBNAIL_SUFFIX);

  g_file_delete (record, NULL, NULL);
  g_file_delete (thumbnail, NULL, NULL);
}

/**
 * morsel_history_disk_remove:
 * @folder: of the history
 * @id: of an answer
 *
 * Forgets an answer, but for its thumbnail, so that an undo can bring it back.
 */
void
morsel_history_disk_remove (GFile *folder, const char *id)
{
  g_autoptr (GFile) record = get_file (folder, id, SUFFIX);
  g_autoptr (GFile) thumbnail = get_file (folder, id, THUMBNAIL_SUFFIX);
  g_autoptr (GFile) removed = get_file (folder, id, REMOVED_SUFFIX);

  g_file_delete (record, NULL, NULL);
  g_file_move (thumbnail, removed, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL);
}

static void
write_record (GFile *folder, MorselHistoryEntry *entry)
{
  g_autoptr (GFile) record = get_file (folder, morsel_history_entry_get_id (entry), SUFFIX);
  g_autofree char *path = g_file_get_path (record);
  g_autoptr (GBytes) bytes = morsel_history_entry_to_bytes (entry);
  g_autoptr (GError) error = NULL;
  gsize n_bytes = 0;
  const char *text = g_bytes_get_data (bytes, &n_bytes);

  if (!g_file_set_contents_full (path, text, (gssize) n_bytes, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_message ("History: %s", error->message);
}

/**
 * morsel_history_disk_restore:
 * @folder: of the history
 * @entry: an answer that was removed
 *
 * Brings it back.
 */
void
morsel_history_disk_restore (GFile *folder, MorselHistoryEntry *entry)
{
  const char *id = morsel_history_entry_get_id (entry);
  g_autoptr (GFile) thumbnail = get_file (folder, id, THUMBNAIL_SUFFIX);
  g_autoptr (GFile) removed = get_file (folder, id, REMOVED_SUFFIX);

  g_file_move (removed, thumbnail, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL);
  write_record (folder, entry);
}

/* A thumbnail on its way to the main thread. */
typedef struct
{
  MorselHistoryEntry *entry;
  MorselPhoto *thumbnail;
} Made;

static gboolean
made_idle_cb (gpointer user_data)
{
  Made *made = user_data;

  morsel_history_entry_set_thumbnail (made->entry, made->thumbnail);
  g_object_unref (made->entry);
  g_object_unref (made->thumbnail);
  g_free (made);
  return G_SOURCE_REMOVE;
}

/**
 * morsel_history_disk_write:
 * @folder: of the history, made if it is missing
 * @entry: an answer; it is given its thumbnail on the main thread
 * @photo: its photo
 *
 * Writes both files.
 */
void
morsel_history_disk_write (GFile *folder, MorselHistoryEntry *entry, MorselPhoto *photo)
{
  g_autoptr (GFile) file = get_file (folder, morsel_history_entry_get_id (entry), THUMBNAIL_SUFFIX);
  g_autoptr (MorselPhoto) small = morsel_scale_fit (photo, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
  g_autoptr (GError) error = NULL;
  Made *made = g_new (Made, 1);

  made->entry = g_object_ref (entry);
  made->thumbnail = morsel_scale_square (small, SHOWN_SIDE);
  g_idle_add (made_idle_cb, made);

  g_file_make_directory_with_parents (folder, NULL, NULL);
  if (morsel_photo_save_png (small, file, NULL, &error))
    write_record (folder, entry);
  else
    g_message ("History: %s", error->message);
}

static gboolean
is_too_old (MorselHistoryEntry *entry, int max_age_days)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GTimeSpan age = g_date_time_difference (now, morsel_history_entry_get_time (entry));

  return max_age_days >= 0 && age > max_age_days * G_TIME_SPAN_DAY;
}

/* What cannot be read now may be readable another time: it is left alone. */
static MorselHistoryEntry *
load_entry (GFile *folder, const char *name, int max_age_days)
{
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (SUFFIX));
  g_autoptr (GFile) file = get_file (folder, id, SUFFIX);
  g_autoptr (GFile) thumbnail_file = get_file (folder, id, THUMBNAIL_SUFFIX);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) record = g_file_load_bytes (file, NULL, NULL, &error);

  if (record == NULL)
    {
      g_message ("History: %s", error->message);
      return NULL;
    }

  g_autoptr (MorselHistoryEntry) entry = morsel_history_entry_new_from_bytes (record, NULL);

  if (entry == NULL || !g_str_equal (morsel_history_entry_get_id (entry), id) ||
      is_too_old (entry, max_age_days))
    {
      delete_files (folder, id);
      return NULL;
    }

  g_autoptr (MorselPhoto) thumbnail = morsel_photo_load (thumbnail_file, 1, NULL, NULL);

  if (thumbnail != NULL)
    {
      g_autoptr (MorselPhoto) shown = morsel_scale_square (thumbnail, SHOWN_SIDE);

      morsel_history_entry_set_thumbnail (entry, shown);
    }
  return g_steal_pointer (&entry);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  MorselHistoryEntry *const *first = a;
  MorselHistoryEntry *const *second = b;

  return strcmp (morsel_history_entry_get_id (*second), morsel_history_entry_get_id (*first));
}

static void
remove_orphan (GFile *folder, const char *name)
{
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (THUMBNAIL_SUFFIX));
  g_autoptr (GFile) record = get_file (folder, id, SUFFIX);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (record, G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, &error);

  if (info == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    delete_files (folder, id);
}

static GFileEnumerator *
enumerate (GFile *folder)
{
  return g_file_enumerate_children (folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                    G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
}

/* What a crash left of a file that was being written: the name, a point and some letters. */
static gboolean
is_unfinished (const char *name)
{
  return strstr (name, SUFFIX ".") != NULL || strstr (name, THUMBNAIL_SUFFIX ".") != NULL;
}

/**
 * morsel_history_disk_sweep:
 * @folder: of the history
 *
 * Deletes what was set aside, and what was never finished.
 */
void
morsel_history_disk_sweep (GFile *folder)
{
  g_autoptr (GFileEnumerator) children = enumerate (folder);
  GFileInfo *info = NULL;
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) &&
         info != NULL)
    if (g_str_has_suffix (g_file_info_get_name (info), REMOVED_SUFFIX) ||
        is_unfinished (g_file_info_get_name (info)))
      g_file_delete (child, NULL, NULL);
}

/**
 * morsel_history_disk_load:
 * @folder: of the history
 * @max_age_days: older answers are deleted; negative: none are
 * @max_entries: how many are kept
 *
 * Deletes what a crash left, too.
 *
 * Returns: (transfer full) (element-type MorselHistoryEntry): the answers, the newest first
 */
GPtrArray *
morsel_history_disk_load (GFile *folder, int max_age_days, guint max_entries)
{
  g_autoptr (GFileEnumerator) children = enumerate (folder);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  GFileInfo *info = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, &info, NULL, NULL, NULL) &&
         info != NULL)
    {
      const char *name = g_file_info_get_name (info);
      MorselHistoryEntry *entry = NULL;

      if (g_str_has_suffix (name, THUMBNAIL_SUFFIX))
        remove_orphan (folder, name);
      else if (g_str_has_suffix (name, SUFFIX))
        entry = load_entry (folder, name, max_age_days);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }

  morsel_history_disk_sweep (folder);
  g_ptr_array_sort (entries, compare_entries);
  while (entries->len > max_entries)
    {
      delete_files (folder, morsel_history_entry_get_id (entries->pdata[entries->len - 1]));
      g_ptr_array_set_size (entries, (int) entries->len - 1);
    }

  return g_steal_pointer (&entries);
}
