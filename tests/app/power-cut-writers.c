/* power-cut-writers.c: what is killed while it writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "power-cut-writers.h"

#include "app/stores/export.h"
#include "app/stores/history.h"
#include "app/stores/models.h"
#include "app/stores/photo-item.h"

#define SIDE 600 /* pixels of the picture */

GFile *
power_cut_get_weights_file (void)
{
  return g_file_new_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model", "food101.safetensors",
                                    NULL);
}

static MorselRanking *
new_ranking (void)
{
  g_autoptr (GFile) file = power_cut_get_weights_file ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = morsel_weights_load (file, NULL, &error);

  g_assert_no_error (error);

  guint n_labels = morsel_weights_get_n_labels (weights);
  g_autofree float *probabilities = g_new (float, n_labels);

  for (guint i = 0; i < n_labels; i++)
    probabilities[i] = 1.0f / (float) n_labels;

  return morsel_ranking_new_from_probabilities (weights, probabilities, 1.0);
}

/* Noise, so that the file is large. */
static MorselPhoto *
new_photo (void)
{
  guint8 *pixels = g_malloc (SIDE * SIDE * 3);

  for (gsize i = 0; i < SIDE * SIDE * 3; i++)
    pixels[i] = (guint8) g_random_int ();

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, SIDE * SIDE * 3);

  return morsel_photo_new_from_pixels (bytes, SIDE, SIDE, SIDE * 3);
}

/* The writers: one turn each. Every other turn there is no old file. */

static void
begin_turn (GFile *file)
{
  static guint n_turns = 0;

  if (file != NULL && n_turns % 2 == 0)
    g_file_delete (file, NULL, NULL);
  n_turns++;
  g_print ("turn\n");
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

void
power_cut_write_export (GFile *folder)
{
  static GPtrArray *items = NULL;
  g_autoptr (GFile) file = g_file_get_child (folder, "results.jsonl");
  g_autoptr (GAsyncResult) result = NULL;

  if (items == NULL)
    {
      g_autoptr (MorselRanking) ranking = new_ranking ();

      items = g_ptr_array_new ();
      for (guint i = 0; i < POWER_CUT_N_ROWS; i++)
        {
          g_ptr_array_add (items, morsel_photo_item_new (file, i));
          morsel_photo_item_set_ranking (items->pdata[i], ranking);
        }
    }

  begin_turn (file);
  morsel_export_async (items, MORSEL_REPORT_JSON, file, NULL, done_cb, &result);
  g_assert_true (morsel_export_finish (wait_for (&result), NULL));
}

void
power_cut_write_picture (GFile *folder)
{
  static MorselPhoto *photo = NULL;
  g_autoptr (GFile) file = g_file_get_child (folder, "picture.png");

  if (photo == NULL)
    photo = new_photo ();

  begin_turn (file);
  g_assert_true (morsel_photo_save_png (photo, file, NULL, NULL));
}

void
power_cut_write_model (GFile *folder)
{
  static MorselModels *models = NULL;
  g_autoptr (GFile) weights = power_cut_get_weights_file ();
  g_autoptr (GAsyncResult) result = NULL;

  if (models == NULL)
    models = morsel_models_new ();

  begin_turn (NULL);
  morsel_models_add_async (models, weights, NULL, NULL, done_cb, &result);

  g_autoptr (MorselModel) model = morsel_models_add_finish (models, wait_for (&result), NULL);

  g_assert_nonnull (model);
}

void
power_cut_write_history (GFile *folder)
{
  static MorselHistory *history = NULL;
  static MorselReading *reading = NULL;

  if (history == NULL)
    {
      g_autoptr (GFile) file = g_file_get_child (folder, "photo.png");
      g_autoptr (GFile) answers = g_file_get_child (folder, "history");
      g_autoptr (MorselPhoto) photo = new_photo ();
      g_autoptr (MorselRanking) ranking = new_ranking ();

      g_assert_true (morsel_photo_save_png (photo, file, NULL, NULL));
      history = morsel_history_new (answers, -1);
      reading = morsel_reading_new_for_answer (file, "photo.png", ranking);
      while (morsel_reading_get_ranking (reading) == NULL)
        g_main_context_iteration (NULL, TRUE);
    }

  begin_turn (NULL);
  for (guint i = 0; i < 3; i++)
    morsel_history_add (history, reading);

  g_autoptr (GPtrArray) forgotten = morsel_history_clear (history);

  morsel_history_restore (history, forgotten);
  morsel_history_finish (history);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}
