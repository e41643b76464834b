/* recognizer.c: the engine's front door: photos in, rankings out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/recognizer.h"

#include "engine/exit-guard.h"
#include "engine/focus.h"
#include "engine/recognizer-private.h"

G_DEFINE_FINAL_TYPE (MorselRecognizer, morsel_recognizer, G_TYPE_OBJECT)

/* A photo, or a part of it, that waits for a worker. */
typedef struct
{
  MorselPhoto *photo;
  gboolean has_part;
  MorselPart part;
} Job;

static void
job_free (Job *job)
{
  g_object_unref (job->photo);
  g_free (job);
}

static double
milliseconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

/* Photo to ranking on a lane that nobody else uses. */
static MorselRanking *
run_lane (MorselRecognizer *self,
          MorselLane *lane,
          MorselPhoto *photo,
          const MorselPart *part,
          gboolean with_features,
          GCancellable *cancellable,
          GError **error)
{
  gsize map_side = morsel_plan_get_map_side (self->plan);
  gsize n_features = map_side * map_side * morsel_plan_get_n_maps (self->plan);
  g_autofree float *logits = g_new (float, morsel_plan_get_n_outputs (self->plan));
  g_autofree float *features = with_features ? g_new (float, n_features) : NULL;
  double milliseconds[MORSEL_N_STAGES] = { 0 };
  gint64 start = g_get_monotonic_time ();

  morsel_preprocess_run (morsel_weights_get_input (self->weights), photo, part,
                         morsel_lane_get_input (lane));
  milliseconds[MORSEL_STAGE_LOAD] = morsel_photo_get_load_milliseconds (photo);
  milliseconds[MORSEL_STAGE_PREPROCESS] = milliseconds_since (start);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  start = g_get_monotonic_time ();
  if (!morsel_lane_run (lane, logits, features, error))
    return NULL;
  milliseconds[MORSEL_STAGE_NETWORK] = milliseconds_since (start);

  g_autoptr (GBytes) kept = with_features ? g_bytes_new_take (g_steal_pointer (&features),
                                                              n_features * sizeof *features)
                                          : NULL;

  return morsel_ranking_new (self->weights, logits, kept, milliseconds);
}

/* On the first lane that is at rest. */
static MorselRanking *
recognize (MorselRecognizer *self,
           MorselPhoto *photo,
           const MorselPart *part,
           gboolean with_features,
           GCancellable *cancellable,
           GError **error)
{
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  MorselLane *lane = g_async_queue_pop (self->lanes);
  MorselRanking *ranking = run_lane (self, lane, photo, part, with_features, cancellable, error);

  g_async_queue_push (self->lanes, lane);
  return ranking;
}

/* Each waiting or running task holds a reference, so the queue is empty and all lanes are at rest.
 * This may be one of the workers, so nobody waits for them: they end by themselves. */
static void
morsel_recognizer_finalize (GObject *object)
{
  MorselRecognizer *self = MORSEL_RECOGNIZER (object);

  if (self->workers != NULL)
    g_thread_pool_free (self->workers, FALSE, FALSE);
  g_clear_pointer (&self->lanes, g_async_queue_unref);
  g_clear_pointer (&self->plan, morsel_plan_unref);
  g_clear_object (&self->weights);

  G_OBJECT_CLASS (morsel_recognizer_parent_class)->finalize (object);
}

static void
morsel_recognizer_class_init (MorselRecognizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_recognizer_finalize;
}

static void
morsel_recognizer_init (MorselRecognizer *self)
{
  self->lanes = g_async_queue_new_full ((GDestroyNotify) morsel_lane_free);
}

/* A worker's function: does the next task of the queue. The lane is back before the task, and with it maybe the last
 * reference to the recognizer, is let go. */
void
morsel_recognizer_recognize_on_worker (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  MorselRecognizer *self = g_task_get_source_object (task);
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  MorselRanking *ranking = morsel_recognizer_recognize (
      self, job->photo, job->has_part ? &job->part : NULL, g_task_get_cancellable (task), &error);

  if (ranking != NULL)
    g_task_return_pointer (task, ranking, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * morsel_recognizer_get_weights:
 * @self: a recognizer
 *
 * Returns: (transfer none): what the weights say about themselves; without a checksum
 */
MorselWeights *
morsel_recognizer_get_weights (MorselRecognizer *self)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), NULL);

  return self->weights;
}

/**
 * morsel_recognizer_get_precision:
 * @self: a recognizer
 *
 * Returns: what it computes in, never %MORSEL_PRECISION_AUTO
 */
MorselPrecision
morsel_recognizer_get_precision (MorselRecognizer *self)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), MORSEL_PRECISION_F32);

  return morsel_plan_get_precision (self->plan);
}

/**
 * morsel_recognizer_get_n_lanes:
 * @self: a recognizer
 *
 * Returns: how many photos may run at the same time
 */
guint
morsel_recognizer_get_n_lanes (MorselRecognizer *self)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), 0);

  return self->n_lanes;
}

/**
 * morsel_recognizer_get_least_side:
 * @self: a recognizer
 *
 * The shorter side that a photo, or the part of it that is recognised, should be loaded with. A
 * smaller one is used as it is: whoever has the file loads it again.
 *
 * Returns: pixels, or %MORSEL_PHOTO_FULL_SIZE
 */
guint
morsel_recognizer_get_least_side (MorselRecognizer *self)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), 0);

  return morsel_preprocess_get_least_side (morsel_weights_get_input (self->weights));
}

/**
 * morsel_recognizer_recognize:
 * @self: a recognizer
 * @photo: the photo
 * @part: (nullable): the part of it to recognise, or %NULL for all
 * @cancellable: (nullable): to give up before the network runs
 * @error: return location for an error
 *
 * Names the dish in the calling thread, as soon as a lane is at rest. A part is rounded to whole
 * pixels and cut to what is inside the photo.
 *
 * Fails with %G_IO_ERROR_CANCELLED, or with %MORSEL_NETWORK_ERROR_FAILED when oneDNN cannot run the
 * network.
 *
 * Returns: (transfer full): the ranking, or %NULL with @error set
 */
MorselRanking *
morsel_recognizer_recognize (MorselRecognizer *self,
                             MorselPhoto *photo,
                             const MorselPart *part,
                             GCancellable *cancellable,
                             GError **error)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), NULL);
  g_return_val_if_fail (MORSEL_IS_PHOTO (photo), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  return recognize (self, photo, part, TRUE, cancellable, error);
}

/**
 * morsel_recognizer_recognize_without_features:
 * @self: a recognizer
 * @photo: the photo
 * @cancellable: (nullable): to give up before the network runs
 * @error: return location for an error
 *
 * Does what morsel_recognizer_recognize() does with all of a photo whose map of where the network
 * looked nobody asks for: the ranking's features, 188 kB, are not made.
 *
 * Returns: (transfer full): the ranking, or %NULL with @error set
 */
MorselRanking *
morsel_recognizer_recognize_without_features (MorselRecognizer *self,
                                              MorselPhoto *photo,
                                              GCancellable *cancellable,
                                              GError **error)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), NULL);
  g_return_val_if_fail (MORSEL_IS_PHOTO (photo), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);

  return recognize (self, photo, NULL, FALSE, cancellable, error);
}

/**
 * morsel_recognizer_recognize_async:
 * @self: a recognizer
 * @photo: the photo
 * @part: (nullable): the part of it to recognise, or %NULL for all
 * @cancellable: (nullable): to take the photo out of the queue, or to give up before the network
 *   runs; a network that runs is not broken off, but its ranking is not handed out
 * @callback: called in the caller's main context when it is done
 * @user_data: for @callback
 *
 * Names the dish on one of the recognizer's workers. Photos are begun in the order of the calls.
 */
void
morsel_recognizer_recognize_async (MorselRecognizer *self,
                                   MorselPhoto *photo,
                                   const MorselPart *part,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_RECOGNIZER (self));
  g_return_if_fail (MORSEL_IS_PHOTO (photo));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->photo = g_object_ref (photo);
  job->has_part = part != NULL;
  if (part != NULL)
    job->part = *part;
  g_task_set_source_tag (task, morsel_recognizer_recognize_async);
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_thread_pool_push (self->workers, g_steal_pointer (&task), NULL);
}

/**
 * morsel_recognizer_recognize_finish:
 * @self: a recognizer
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_recognizer_recognize_async() began, and fails as morsel_recognizer_recognize()
 * does.
 *
 * Returns: (transfer full): the ranking, or %NULL with @error set
 */
MorselRanking *
morsel_recognizer_recognize_finish (MorselRecognizer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * morsel_recognizer_dup_focus:
 * @self: the recognizer that made @ranking
 * @ranking: a ranking
 * @position: of a dish in it, from 0, the likeliest
 * @side: (out): rows and columns of the map
 *
 * Where the network looked for a dish, over the square that it was shown: the whole photo, or the
 * centre of it, as the weights' resize rule has it. Pure, any thread; some 1.5 million
 * multiply-adds.
 *
 * Returns: (transfer full) (nullable) (array): [side, side], 0 to 1; all 0 when no part of the
 *   photo spoke for the dish; %NULL when the ranking has no features or is another recognizer's
 */
float *
morsel_recognizer_dup_focus (MorselRecognizer *self,
                             MorselRanking *ranking,
                             gsize position,
                             guint *side)
{
  g_return_val_if_fail (MORSEL_IS_RECOGNIZER (self), NULL);
  g_return_val_if_fail (MORSEL_IS_RANKING (ranking), NULL);
  g_return_val_if_fail (position < morsel_ranking_get_n_dishes (ranking), NULL);
  g_return_val_if_fail (side != NULL, NULL);

  GBytes *kept = morsel_ranking_get_features (ranking);

  *side = morsel_plan_get_map_side (self->plan);
  if (kept == NULL || morsel_ranking_get_weights (ranking) != self->weights)
    return NULL;

  guint n_maps = morsel_plan_get_n_maps (self->plan);
  const float *features = g_bytes_get_data (kept, NULL);
  g_autofree float *gradient = g_new (float, n_maps);
  float *map = g_new (float, (gsize) *side **side);

  morsel_plan_get_gradient (self->plan, features,
                            (guint) morsel_ranking_get_output (ranking, position), gradient);
  morsel_focus_compute (features, gradient, n_maps, *side, map);
  return map;
}

/**
 * morsel_recognizer_end_all:
 *
 * Waits for the networks that are running, those of all recognizers, and lets none begin. To be
 * called at the end of main(): oneDNN's generated code goes when the program does, and a worker
 * still running it would crash. Takes as long as one photo at most, or as making a recognizer.
 * Afterwards nothing of the engine may be used but to free it in the calling thread.
 */
void
morsel_recognizer_end_all (void)
{
  morsel_exit_guard_close ();
}
