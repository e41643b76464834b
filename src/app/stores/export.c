/* export.c: writes the results of many photos to a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/export.h"

#include "app/stores/photo-item.h"
#include "engine/save.h"
#include "words/dish-name.h"
#include "words/error-text.h"

#define N_TOP 5 /* dishes per row, as morsel-cli writes them */

static const char *const endings[] = {
  [MORSEL_REPORT_CSV] = ".csv",
  [MORSEL_REPORT_JSON] = ".jsonl",
};

/* What of an item is written: taken on the main thread, where items change. */
typedef struct
{
  GFile *file;
  MorselRanking *ranking;
  GError *error;
} Row;

typedef struct
{
  GArray *rows;
  MorselReportFormat format;
  GFile *file;
} Export;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_clear_object (&row->file);
  g_clear_object (&row->ranking);
  g_clear_error (&row->error);
}

static void
export_free (gpointer data)
{
  Export *export = data;

  g_array_unref (export->rows);
  g_object_unref (export->file);
  g_free (export);
}

static GArray *
take_rows (GPtrArray *items)
{
  GArray *rows = g_array_sized_new (FALSE, TRUE, sizeof (Row), items->len);

  g_array_set_clear_func (rows, row_clear);

  for (guint i = 0; i < items->len; i++)
    {
      MorselPhotoItem *item = MORSEL_PHOTO_ITEM (items->pdata[i]);
      MorselRanking *ranking = morsel_photo_item_get_ranking (item);
      const GError *error = morsel_photo_item_get_error (item);

      /* What it may have is the answer of another model. */
      if (morsel_photo_item_get_state (item) == MORSEL_PHOTO_WAITING)
        continue;

      Row row = {
        .file = g_object_ref (morsel_photo_item_get_file (item)),
        .ranking = ranking != NULL ? g_object_ref (ranking) : NULL,
        .error = error != NULL ? g_error_copy (error) : NULL,
      };

      g_array_append_val (rows, row);
    }

  return rows;
}

static void
export_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Export *export = task_data;
  const MorselReport report = {
    .format = export->format,
    .n_top = N_TOP,
    .name = morsel_dish_name,
    .sentence = morsel_error_sentence,
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  morsel_report_append_header (&report, text);

  for (guint i = 0; i < export->rows->len; i++)
    {
      const Row *row = &g_array_index (export->rows, Row, i);
      g_autofree char *name = g_file_get_parse_name (row->file);

      if (row->ranking != NULL)
        morsel_report_append_ranking (&report, row->file, name, row->ranking, text);
      else
        morsel_report_append_error (&report, row->file, name, row->error, text);
    }

  if (morsel_save (export->file, text->str, text->len, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * morsel_export_async:
 * @items: (element-type MorselPhotoItem): what to write; those that wait are left out
 * @format: JSON Lines or CSV
 * @file: where to write it; replaced if it exists
 * @cancellable: (nullable): a cancellable
 * @callback: called when the file is written
 * @user_data: for @callback
 *
 * Writes the results on a thread, all of them or nothing.
 */
void
morsel_export_async (GPtrArray *items,
                     MorselReportFormat format,
                     GFile *file,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (items != NULL);
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Export *export = g_new (Export, 1);

  export->rows = take_rows (items);
  export->format = format;
  export->file = g_object_ref (file);
  g_task_set_source_tag (task, morsel_export_async);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, export_on_thread);
}

/**
 * morsel_export_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_export_async() began. Fails with %G_IO_ERROR or %G_FILE_ERROR.
 *
 * Returns: %TRUE when the file is written
 */
gboolean
morsel_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
has_ending (const char *name, MorselReportFormat format)
{
  gsize n_name = strlen (name);
  gsize n_ending = strlen (endings[format]);

  return n_name > n_ending && g_ascii_strcasecmp (name + n_name - n_ending, endings[format]) == 0;
}

/**
 * morsel_export_dup_name:
 * @stem: a name without an ending
 * @format: JSON Lines or CSV
 *
 * Returns: (transfer full): the name of a file of that format
 */
char *
morsel_export_dup_name (const char *stem, MorselReportFormat format)
{
  return g_strconcat (stem, endings[format], NULL);
}

/**
 * morsel_export_dup_better_name:
 * @name: of the file, as the person left it
 * @offered: the format that was offered, with a name of its ending
 * @chosen: the format that the person chose
 *
 * A format that was chosen counts, and the ending that was offered before does not.
 *
 * Returns: (transfer full) (nullable): the name that @chosen wants, or %NULL where @name will do
 */
char *
morsel_export_dup_better_name (const char *name,
                               MorselReportFormat offered,
                               MorselReportFormat chosen)
{
  g_return_val_if_fail (name != NULL, NULL);

  if (chosen == offered || !has_ending (name, offered))
    return NULL;

  g_autofree char *stem = g_strndup (name, strlen (name) - strlen (endings[offered]));

  return morsel_export_dup_name (stem, chosen);
}

/**
 * morsel_export_find_format:
 * @name: of the file that is written
 * @chosen: the format for a name that does not say
 *
 * Returns: the format that the ending of @name promises
 */
MorselReportFormat
morsel_export_find_format (const char *name, MorselReportFormat chosen)
{
  g_return_val_if_fail (name != NULL, chosen);

  if (has_ending (name, MORSEL_REPORT_CSV))
    return MORSEL_REPORT_CSV;
  if (has_ending (name, MORSEL_REPORT_JSON))
    return MORSEL_REPORT_JSON;

  return chosen;
}
