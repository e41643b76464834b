/* history.c: the newest answers, kept in the person's own folder
 *
 * One thread does what is to be done on the disk, in order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/history.h"

#include "app/stores/history-disk.h"

#define MAX_ENTRIES 200

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

static void trim (MorselHistory *self);

static gboolean
loaded_idle_cb (gpointer user_data)
{
  Loaded *loaded = user_data;
  GListStore *entries = loaded->history->entries;

  /* Answers of the meantime are newer. */
  g_list_store_splice (entries, g_list_model_get_n_items (G_LIST_MODEL (entries)), 0,
                       loaded->entries->pdata, loaded->entries->len);
  trim (loaded->history);
  g_ptr_array_unref (loaded->entries);
  g_object_unref (loaded->history);
  g_free (loaded);
  return G_SOURCE_REMOVE;
}

static void
load_on_disk (MorselHistory *self)
{
  Loaded *loaded = g_new (Loaded, 1);

  loaded->history = g_object_ref (self);
  loaded->entries = morsel_history_disk_load (self->folder, self->max_age_days, MAX_ENTRIES);
  g_idle_add (loaded_idle_cb, loaded);
}

static void
do_job_on_disk (gpointer data, gpointer user_data)
{
  Job *job = data;

  switch (job->kind)
    {
    case JOB_WRITE:
      morsel_history_disk_write (job->history->folder, job->entry, job->photo);
      break;
    case JOB_REMOVE:
      morsel_history_disk_remove (job->history->folder, morsel_history_entry_get_id (job->entry));
      break;
    case JOB_RESTORE:
      morsel_history_disk_restore (job->history->folder, job->entry);
      break;
    case JOB_SWEEP:
      morsel_history_disk_sweep (job->history->folder);
      break;
    case JOB_LOAD:
    default:
      load_on_disk (job->history);
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

  return morsel_history_disk_get_thumbnail (self->folder, morsel_history_entry_get_id (entry));
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

/* A photo is remembered once, by its newest answer, and no more than two hundred are. */
static void
trim (MorselHistory *self)
{
  g_autoptr (GHashTable) uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_kept = 0;

  while (n_kept < g_list_model_get_n_items (G_LIST_MODEL (self->entries)))
    {
      g_autoptr (MorselHistoryEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->entries),
                                                                    n_kept);
      const char *uri = morsel_history_entry_get_uri (entry);

      if (n_kept == MAX_ENTRIES || (uri != NULL && !g_hash_table_add (uris, g_strdup (uri))))
        remove_entry (self, entry);
      else
        n_kept++;
    }
}

/**
 * morsel_history_add:
 * @self: the history
 * @reading: a photo with its answer
 *
 * Remembers the answer; an earlier one about the same photo, and the oldest one beyond two hundred,
 * are forgotten.
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

  g_list_store_insert (self->entries, 0, entry);
  push_job (self, JOB_WRITE, entry, photo);
  trim (self);
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
  gconstpointer pointers[] = { a, b };
  MorselHistoryEntry *const *entries = (gconstpointer) pointers;

  return strcmp (morsel_history_entry_get_id (entries[1]),
                 morsel_history_entry_get_id (entries[0]));
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
