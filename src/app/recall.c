/* recall.c: from a remembered answer back to a photo on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/recall.h"

typedef struct
{
  MorselHistory *history;
  MorselHistoryEntry *entry;
  MorselWeights *weights; /* NULL: there is no model yet */
} Recall;

static void
recall_free (gpointer data)
{
  Recall *recall = data;

  g_object_unref (recall->history);
  g_object_unref (recall->entry);
  g_clear_object (&recall->weights);
  g_free (recall);
}

/* The photo is gone: what is left of it, and the answer of then. */
static void
return_remembered (GTask *task)
{
  const Recall *recall = g_task_get_task_data (task);
  g_autoptr (GFile) thumbnail = morsel_history_get_thumbnail_file (recall->history, recall->entry);
  g_autoptr (MorselRanking) ranking = recall->weights != NULL ? morsel_history_entry_dup_ranking (
                                                                    recall->entry, recall->weights)
                                                              : NULL;

  if (ranking == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                             "The photo is gone, and the model does not know its dishes");
  else
    g_task_return_pointer (task,
                           morsel_reading_new_for_answer (
                               thumbnail, morsel_history_entry_get_name (recall->entry), ranking),
                           g_object_unref);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (info != NULL)
    g_task_return_pointer (task, morsel_reading_new_for_file (G_FILE (source)), g_object_unref);
  else
    return_remembered (task);
}

/**
 * morsel_recall_async:
 * @history: the history
 * @entry: one of its answers
 * @weights: (nullable): the model in use
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known whether the photo is still there
 * @user_data: for @callback
 *
 * The photo itself where its file still opens, else its thumbnail with the answer of then.
 */
void
morsel_recall_async (MorselHistory *history,
                     MorselHistoryEntry *entry,
                     MorselWeights *weights,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_HISTORY (history));
  g_return_if_fail (MORSEL_IS_HISTORY_ENTRY (entry));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *uri = morsel_history_entry_get_uri (entry);
  Recall *recall = g_new0 (Recall, 1);

  recall->history = g_object_ref (history);
  recall->entry = g_object_ref (entry);
  recall->weights = weights != NULL ? g_object_ref (weights) : NULL;
  g_task_set_source_tag (task, morsel_recall_async);
  g_task_set_task_data (task, recall, recall_free);

  if (uri == NULL)
    {
      return_remembered (task);
      return;
    }

  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, cancellable, found_cb, g_steal_pointer (&task));
}

/**
 * morsel_recall_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_recall_async() began. Fails with %G_IO_ERROR_NOT_FOUND when neither is left.
 *
 * Returns: (transfer full): the reading, or %NULL with @error set
 */
MorselReading *
morsel_recall_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
