/* recognizer-new.c: makes a recognizer: weights read, their network made ready, workers started
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/recognizer.h"

#include "engine/error.h"
#include "engine/recognizer-private.h"

/* More lanes than any desktop has cores. */
#define MAX_LANES 256

/* What a new recognizer is made of. */
typedef struct
{
  GFile *file;
  guint n_lanes;
  MorselPrecision precision;
} Recipe;

static void
recipe_free (Recipe *recipe)
{
  g_object_unref (recipe->file);
  g_free (recipe);
}

/* Reads the file and packs its tensors, which are not needed afterwards. */
static gboolean
make_plan (MorselRecognizer *self, const Recipe *recipe, GCancellable *cancellable, GError **error)
{
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (recipe->file, cancellable,
                                                                   error);

  if (tensors == NULL)
    return FALSE;

  self->weights = morsel_weights_new (tensors, error);
  if (self->weights == NULL)
    return FALSE;

  const char *architecture = morsel_weights_get_architecture (self->weights);
  const MorselNetwork *network = morsel_network_lookup (architecture);

  if (network == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The weights are for the network %s", architecture);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  self->plan = morsel_plan_new (network, self->weights, tensors, recipe->precision, error);
  return self->plan != NULL;
}

static gboolean
make_lanes (MorselRecognizer *self, guint n_lanes, GError **error)
{
  self->n_lanes = MIN (n_lanes != 0 ? n_lanes : g_get_num_processors (), MAX_LANES);
  for (guint i = 0; i < self->n_lanes; i++)
    {
      MorselLane *lane = morsel_lane_new (self->plan, error);

      if (lane == NULL)
        return FALSE;
      g_async_queue_push (self->lanes, lane);
    }

  self->workers = g_thread_pool_new (morsel_recognizer_recognize_on_worker, NULL,
                                     (int) self->n_lanes, TRUE, error);
  return self->workers != NULL;
}

static MorselRecognizer *
make_recognizer (const Recipe *recipe, GCancellable *cancellable, GError **error)
{
  g_autoptr (MorselRecognizer) self = g_object_new (MORSEL_TYPE_RECOGNIZER, NULL);

  if (!make_plan (self, recipe, cancellable, error) || !make_lanes (self, recipe->n_lanes, error))
    return NULL;
  return g_steal_pointer (&self);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  MorselRecognizer *self = make_recognizer (data, cancellable, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * morsel_recognizer_new:
 * @file: a weights file
 * @n_lanes: how many photos may run at the same time, each on one thread; 0: as many as cores
 * @precision: what to compute in
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Reads weights, checks them and makes their network ready to run. Blocks for some 30 ms.
 *
 * Fails with a %G_IO_ERROR when the file cannot be read, with a %MORSEL_WEIGHTS_ERROR when it is
 * not what this network needs, or with %MORSEL_NETWORK_ERROR_FAILED when oneDNN cannot run it.
 *
 * Returns: (transfer full): the recognizer, or %NULL with @error set
 */
MorselRecognizer *
morsel_recognizer_new (GFile *file,
                       guint n_lanes,
                       MorselPrecision precision,
                       GCancellable *cancellable,
                       GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  const Recipe recipe = { file, n_lanes, precision };

  return make_recognizer (&recipe, cancellable, error);
}

/**
 * morsel_recognizer_new_async:
 * @file: a weights file
 * @n_lanes: how many photos may run at the same time, each on one thread; 0: as many as cores
 * @precision: what to compute in
 * @cancellable: (nullable): to give up
 * @callback: called in the caller's main context when it is done
 * @user_data: for @callback
 *
 * Does what morsel_recognizer_new() does without blocking.
 */
void
morsel_recognizer_new_async (GFile *file,
                             guint n_lanes,
                             MorselPrecision precision,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Recipe *recipe = g_new (Recipe, 1);

  *recipe = (Recipe){ g_object_ref (file), n_lanes, precision };
  g_task_set_source_tag (task, morsel_recognizer_new_async);
  g_task_set_task_data (task, recipe, (GDestroyNotify) recipe_free);
  g_task_run_in_thread (task, make_in_thread);
}

/**
 * morsel_recognizer_new_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_recognizer_new_async() began, and fails as morsel_recognizer_new() does or with
 * %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the recognizer, or %NULL with @error set
 */
MorselRecognizer *
morsel_recognizer_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
