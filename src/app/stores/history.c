/* history.c: the newest answers, kept in the person's own folder
 *
 * Of every answer there are two files: ID.png, the thumbnail, is written first, ID.answer, the rest,
 * whole or not at all. A thumbnail without an answer is what a crash left, and goes with the next
 * start. One thread does all this, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/history.h"

#include "app/scale.h"

#define MAX_ENTRIES 200
#define THUMBNAIL_SIDE 256 /* pixels, of the longer side */
#define SUFFIX ".answer"
#define THUMBNAIL_SUFFIX ".png"
#define REMOVED_SUFFIX ".png~" /* may come back by an undo, until the program ends */
#define SHOWN_SIDE 96          /* pixels of the square that is kept in memory */

struct _MorselHistory
{
  GObject parent_instance;

  /* owned */
  GFile *folder;
  GListStore *entries; /* the newest first */
  GThreadPool *disk;

  int max_age_days; /* negative: for ever */
};

G_DEFINE_FINAL_TYPE (MorselHistory, morsel_history, G_TYPE_OBJECT)

typedef enum
{
  JOB_LOAD,
  JOB_WRITE,
  JOB_REMOVE,
  JOB_RESTORE,
  JOB_SWEEP,
} JobKind;

/* Something to be done on the disk. */
typedef struct
{
  MorselHistory *history;
  MorselHistoryEntry *entry; /* NULL: load all */
  MorselPhoto *photo;        /* to make the thumbnail of */
  JobKind kind;
} Job;

/* Entries on their way to the main thread. */
typedef struct
{
  MorselHistory *history;
  GPtrArray *entries;
} Loaded;

static GFile *
get_file (MorselHistory *self, const char *id, const char *suffix)
{
  g_autofree char *name = g_strconcat (id, suffix, NULL);

  return g_file_get_child (self->folder, name);
}

static void
delete_files (MorselHistory *self, const char *id)
{
  g_autoptr (GFile) record = get_file (self, id, SUFFIX);
  g_autoptr (GFile) thumbnail = get_file (self, id, THUMBNAIL_SUFFIX);

  g_file_delete (record, NULL, NULL);
  g_file_delete (thumbnail, NULL, NULL);
}

/* Forgets an answer, but for its thumbnail, so that an undo can bring it back. */
static void
set_aside (MorselHistory *self, const char *id)
{
  g_autoptr (GFile) record = get_file (self, id, SUFFIX);
  g_autoptr (GFile) thumbnail = get_file (self, id, THUMBNAIL_SUFFIX);
  g_autoptr (GFile) removed = get_file (self, id, REMOVED_SUFFIX);

  g_file_delete (record, NULL, NULL);
  g_file_move (thumbnail, removed, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL);
}

static void
write_record (MorselHistory *self, MorselHistoryEntry *entry)
{
  g_autoptr (GFile) record = get_file (self, morsel_history_entry_get_id (entry), SUFFIX);
  g_autofree char *path = g_file_get_path (record);
  g_autoptr (GBytes) bytes = morsel_history_entry_to_bytes (entry);
  g_autoptr (GError) error = NULL;
  gsize n_bytes = 0;
  const char *text = g_bytes_get_data (bytes, &n_bytes);

  if (!g_file_set_contents_full (path, text, (gssize) n_bytes, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_message ("History: %s", error->message);
}

static void
restore_files (MorselHistory *self, MorselHistoryEntry *entry)
{
  const char *id = morsel_history_entry_get_id (entry);
  g_autoptr (GFile) thumbnail = get_file (self, id, THUMBNAIL_SUFFIX);
  g_autoptr (GFile) removed = get_file (self, id, REMOVED_SUFFIX);

  g_file_move (removed, thumbnail, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL);
  write_record (self, entry);
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

static void
write_files (MorselHistory *self, MorselHistoryEntry *entry, MorselPhoto *photo)
{
  g_autoptr (GFile) file = get_file (self, morsel_history_entry_get_id (entry), THUMBNAIL_SUFFIX);
  g_autoptr (MorselPhoto) small = morsel_scale_fit (photo, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
  g_autoptr (GError) error = NULL;
  Made *made = g_new (Made, 1);

  made->entry = g_object_ref (entry);
  made->thumbnail = morsel_scale_square (small, SHOWN_SIDE);
  g_idle_add (made_idle_cb, made);

  g_file_make_directory_with_parents (self->folder, NULL, NULL);
  if (morsel_photo_save_png (small, file, NULL, &error))
    write_record (self, entry);
  else
    g_message ("History: %s", error->message);
}

static gboolean
is_too_old (MorselHistory *self, MorselHistoryEntry *entry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GTimeSpan age = g_date_time_difference (now, morsel_history_entry_get_time (entry));

  return self->max_age_days >= 0 && age > self->max_age_days * G_TIME_SPAN_DAY;
}

static MorselHistoryEntry *
load_entry (MorselHistory *self, const char *name)
{
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (SUFFIX));
  g_autoptr (GFile) file = get_file (self, id, SUFFIX);
  g_autoptr (GFile) thumbnail_file = get_file (self, id, THUMBNAIL_SUFFIX);
  g_autoptr (GBytes) record = g_file_load_bytes (file, NULL, NULL, NULL);
  g_autoptr (MorselHistoryEntry) entry = record != NULL
                                             ? morsel_history_entry_new_from_bytes (record, NULL)
                                             : NULL;

  if (entry == NULL || !g_str_equal (morsel_history_entry_get_id (entry), id) ||
      is_too_old (self, entry))
    {
      delete_files (self, id);
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

static gboolean
loaded_idle_cb (gpointer user_data)
{
  Loaded *loaded = user_data;
  GListStore *entries = loaded->history->entries;

  /* Answers of the meantime are newer. */
  g_list_store_splice (entries, g_list_model_get_n_items (G_LIST_MODEL (entries)), 0,
                       loaded->entries->pdata, loaded->entries->len);
  g_ptr_array_unref (loaded->entries);
  g_object_unref (loaded->history);
  g_free (loaded);
  return G_SOURCE_REMOVE;
}

static void
remove_orphan (MorselHistory *self, const char *name)
{
  g_autofree char *id = g_strndup (name, strlen (name) - strlen (THUMBNAIL_SUFFIX));
  g_autoptr (GFile) record = get_file (self, id, SUFFIX);

  if (!g_file_query_exists (record, NULL))
    delete_files (self, id);
}

static GFileEnumerator *
enumerate (MorselHistory *self)
{
  return g_file_enumerate_children (self->folder, G_FILE_ATTRIBUTE_STANDARD_NAME,
                                    G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
}

/* What a crash left of a file that was being written: the name, a point and some letters. */
static gboolean
is_unfinished (const char *name)
{
  return strstr (name, SUFFIX ".") != NULL || strstr (name, THUMBNAIL_SUFFIX ".") != NULL;
}

/* Deletes what was set aside, and what was never finished. */
static void
sweep (MorselHistory *self)
{
  g_autoptr (GFileEnumerator) children = enumerate (self);
  GFileInfo *info = NULL;
  GFile *child = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, &info, &child, NULL, NULL) &&
         info != NULL)
    if (g_str_has_suffix (g_file_info_get_name (info), REMOVED_SUFFIX) ||
        is_unfinished (g_file_info_get_name (info)))
      g_file_delete (child, NULL, NULL);
}

static void
load_all (MorselHistory *self)
{
  g_autoptr (GFileEnumerator) children = enumerate (self);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  GFileInfo *info = NULL;

  while (children != NULL && g_file_enumerator_iterate (children, &info, NULL, NULL, NULL) &&
         info != NULL)
    {
      const char *name = g_file_info_get_name (info);
      MorselHistoryEntry *entry = NULL;

      if (g_str_has_suffix (name, THUMBNAIL_SUFFIX))
        remove_orphan (self, name);
      else if (g_str_has_suffix (name, SUFFIX))
        entry = load_entry (self, name);

      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }

  sweep (self);
  g_ptr_array_sort (entries, compare_entries);
  while (entries->len > MAX_ENTRIES)
    {
      delete_files (self, morsel_history_entry_get_id (entries->pdata[entries->len - 1]));
      g_ptr_array_set_size (entries, (int) entries->len - 1);
    }

  Loaded *loaded = g_new (Loaded, 1);

  loaded->history = g_object_ref (self);
  loaded->entries = g_steal_pointer (&entries);
  g_idle_add (loaded_idle_cb, loaded);
}

static void
do_job_on_disk (gpointer data, gpointer user_data)
{
  Job *job = data;

  switch (job->kind)
    {
    case JOB_WRITE:
      write_files (job->history, job->entry, job->photo);
      break;
    case JOB_REMOVE:
      set_aside (job->history, morsel_history_entry_get_id (job->entry));
      break;
    case JOB_RESTORE:
      restore_files (job->history, job->entry);
      break;
    case JOB_SWEEP:
      sweep (job->history);
      break;
    case JOB_LOAD:
    default:
      load_all (job->history);
      break;
    }

  g_clear_object (&job->entry);
  g_clear_object (&job->photo);
  /* The last reference may be this one, and dispose touches nothing but memory. */
  g_object_unref (job->history);
  g_free (job);
}

static void
push_job (MorselHistory *self, JobKind kind, MorselHistoryEntry *entry, MorselPhoto *photo)
{
  Job *job = g_new0 (Job, 1);

  if (self->disk == NULL)
    self->disk = g_thread_pool_new (do_job_on_disk, NULL, 1, FALSE, NULL);

  job->history = g_object_ref (self);
  job->entry = entry != NULL ? g_object_ref (entry) : NULL;
  job->photo = photo != NULL ? g_object_ref (photo) : NULL;
  job->kind = kind;
  g_thread_pool_push (self->disk, job, NULL);
}

static void
morsel_history_finalize (GObject *object)
{
  MorselHistory *self = MORSEL_HISTORY (object);

  if (self->disk != NULL)
    g_thread_pool_free (self->disk, FALSE, FALSE);
  g_clear_object (&self->folder);
  g_clear_object (&self->entries);

  G_OBJECT_CLASS (morsel_history_parent_class)->finalize (object);
}

static void
morsel_history_class_init (MorselHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_history_finalize;
}

static void
morsel_history_init (MorselHistory *self)
{
  self->entries = g_list_store_new (MORSEL_TYPE_HISTORY_ENTRY);
}

/**
 * morsel_history_new:
 * @folder: where the answers are kept; it need not exist
 * @max_age_days: older answers are forgotten; negative: none are
 *
 * Begins to load what is kept.
 *
 * Returns: (transfer full): the history
 */
MorselHistory *
morsel_history_new (GFile *folder, int max_age_days)
{
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  MorselHistory *self = g_object_new (MORSEL_TYPE_HISTORY, NULL);

  self->folder = g_object_ref (folder);
  self->max_age_days = max_age_days;
  push_job (self, JOB_LOAD, NULL, NULL);
  return self;
}

/**
 * morsel_history_finish:
 * @self: the history
 *
 * Waits until everything is on the disk: for the end of the program.
 */
void
morsel_history_finish (MorselHistory *self)
{
  g_return_if_fail (MORSEL_IS_HISTORY (self));

  push_job (self, JOB_SWEEP, NULL, NULL);
  g_thread_pool_free (self->disk, FALSE, TRUE);
  self->disk = NULL;
}

/**
 * morsel_history_get_thumbnail_file:
 * @self: the history
 * @entry: one of its answers
 *
 * Returns: (transfer full): what is kept of the photo, 256 pixels wide or high
 */
GFile *
morsel_history_get_thumbnail_file (MorselHistory *self, MorselHistoryEntry *entry)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY (self), NULL);

  return get_file (self, morsel_history_entry_get_id (entry), THUMBNAIL_SUFFIX);
}

/**
 * morsel_history_get_model:
 * @self: the history
 *
 * Returns: (transfer none): the answers, as #MorselHistoryEntry, the newest first
 */
GListModel *
morsel_history_get_model (MorselHistory *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY (self), NULL);

  return G_LIST_MODEL (self->entries);
}

/* Files of the portal are gone with its next start. */
static char *
dup_lasting_uri (GFile *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || (g_str_has_prefix (path, "/run/user/") && strstr (path, "/doc/") != NULL))
    return NULL;

  return g_file_get_uri (file);
}

static void
remove_entry (MorselHistory *self, MorselHistoryEntry *entry)
{
  guint position = 0;

  if (g_list_store_find (self->entries, entry, &position))
    g_list_store_remove (self->entries, position);
  push_job (self, JOB_REMOVE, entry, NULL);
}

/* A photo that is looked at again is remembered once, as of now. */
static void
remove_earlier (MorselHistory *self, const char *uri)
{
  guint n_entries = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr (MorselHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries),
                                                                    i);

      if (g_strcmp0 (morsel_history_entry_get_uri (entry), uri) == 0)
        {
          remove_entry (self, entry);
          return;
        }
    }
}

/**
 * morsel_history_add:
 * @self: the history
 * @reading: a photo with its answer
 *
 * Remembers the answer; the oldest one beyond two hundred is forgotten.
 */
void
morsel_history_add (MorselHistory *self, MorselReading *reading)
{
  g_return_if_fail (MORSEL_IS_HISTORY (self));
  g_return_if_fail (morsel_reading_get_ranking (reading) != NULL);

  g_autofree char *uri = dup_lasting_uri (morsel_reading_get_file (reading));
  MorselPhoto *photo = morsel_reading_get_photo (reading);
  g_autoptr (MorselHistoryEntry) entry = morsel_history_entry_new (
      morsel_reading_get_ranking (reading), morsel_reading_get_name (reading), uri);

  if (uri != NULL)
    remove_earlier (self, uri);

  g_list_store_insert (self->entries, 0, entry);
  push_job (self, JOB_WRITE, entry, photo);

  while (g_list_model_get_n_items (G_LIST_MODEL (self->entries)) > MAX_ENTRIES)
    {
      g_autoptr (MorselHistoryEntry) oldest = g_list_model_get_item (G_LIST_MODEL (self->entries),
                                                                     MAX_ENTRIES);

      remove_entry (self, oldest);
    }
}

/**
 * morsel_history_remove:
 * @self: the history
 * @entries: (element-type MorselHistoryEntry): what to forget
 *
 * Forgets answers, on the disk as well.
 */
void
morsel_history_remove (MorselHistory *self, GPtrArray *entries)
{
  g_return_if_fail (MORSEL_IS_HISTORY (self));

  for (guint i = 0; i < entries->len; i++)
    remove_entry (self, entries->pdata[i]);
}

static int
compare_items (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return compare_entries (&a, &b);
}

/**
 * morsel_history_restore:
 * @self: the history
 * @entries: (element-type MorselHistoryEntry): what was forgotten
 *
 * Remembers them after all.
 */
void
morsel_history_restore (MorselHistory *self, GPtrArray *entries)
{
  g_return_if_fail (MORSEL_IS_HISTORY (self));

  for (guint i = 0; i < entries->len; i++)
    {
      g_list_store_insert_sorted (self->entries, entries->pdata[i], compare_items, NULL);
      push_job (self, JOB_RESTORE, entries->pdata[i], NULL);
    }
}

/**
 * morsel_history_clear:
 * @self: the history
 *
 * Forgets everything.
 *
 * Returns: (transfer full) (element-type MorselHistoryEntry): what was forgotten
 */
GPtrArray *
morsel_history_clear (MorselHistory *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY (self), NULL);

  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_entries = g_list_model_get_n_items (G_LIST_MODEL (self->entries));

  for (guint i = 0; i < n_entries; i++)
    g_ptr_array_add (entries, g_list_model_get_item (G_LIST_MODEL (self->entries), i));

  morsel_history_remove (self, entries);
  return entries;
}
