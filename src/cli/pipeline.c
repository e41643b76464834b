/* pipeline.c: many photos, loaded and recognised side by side, their answers in order
 *
 * Each worker loads a photo and hands it to a lane. There are twice as many workers as lanes, so
 * that one half loads while the other's photos are recognised, and no lane waits for a disk. Memory
 * stays bounded whatever the number of photos: no more photos are under way than workers, and no
 * more answers wait for a slow one before them than there are places.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/pipeline.h"

#include "cli/names.h"

#include <string.h>

#define WORKERS_PER_LANE 2
#define PLACES_PER_WORKER 16

typedef struct _Pipeline Pipeline;

/* One photo on its way. A worker owns it until it is done, the main thread afterwards. */
typedef struct
{
  Pipeline *pipeline; /* borrowed */
  MorselOutcome outcome;
  gboolean is_done;
} Job;

struct _Pipeline
{
  /* borrowed */
  MorselRecognizer *recognizer;
  GPtrArray *names;
  GCancellable *stop;

  /* owned */
  GThreadPool *workers;
  Job **places; /* [n_places], the photo at position is in places[position % n_places] */

  gsize n_places;
  guint n_workers;
  guint n_under_way;
  gsize n_started;
  gsize n_taken;
};

static void
job_free (Job *self)
{
  g_clear_object (&self->outcome.file);
  g_clear_object (&self->outcome.ranking);
  g_clear_error (&self->outcome.error);
  g_free (self);
}

static gboolean
job_done_cb (gpointer data)
{
  Job *job = data;

  job->is_done = TRUE;
  job->pipeline->n_under_way--;
  return G_SOURCE_REMOVE;
}

static void
work_on_worker (gpointer data, gpointer user_data)
{
  Job *job = data;
  MorselOutcome *outcome = &job->outcome;
  guint least_side = morsel_recognizer_get_least_side (job->pipeline->recognizer);
  g_autoptr (MorselPhoto) photo = morsel_name_load_photo (outcome->name, least_side,
                                                          job->pipeline->stop, &outcome->error);

  if (photo != NULL)
    {
      outcome->ranking = morsel_recognizer_recognize_without_features (
          job->pipeline->recognizer, photo, job->pipeline->stop, &outcome->error);
      outcome->short_side = MIN (morsel_photo_get_full_width (photo),
                                 morsel_photo_get_full_height (photo));
    }

  g_idle_add_full (G_PRIORITY_DEFAULT, job_done_cb, job, NULL);
}

static void
start_jobs (Pipeline *self)
{
  while (self->n_started < self->names->len && self->n_under_way < self->n_workers &&
         self->n_started - self->n_taken < self->n_places &&
         !g_cancellable_is_cancelled (self->stop))
    {
      const char *name = g_ptr_array_index (self->names, self->n_started);
      Job *job = g_new0 (Job, 1);

      job->pipeline = self;
      job->outcome.name = name;
      if (strcmp (name, MORSEL_NAME_STDIN) != 0)
        job->outcome.file = morsel_name_get_file (name);
      self->places[self->n_started++ % self->n_places] = job;
      self->n_under_way++;
      g_thread_pool_push (self->workers, job, NULL);
    }
}

/* Hands on what is done and next in order. A photo that was broken off has no answer. */
static void
take_jobs (Pipeline *self, MorselPipelineTake take, gpointer user_data)
{
  while (self->n_taken < self->n_started)
    {
      Job *job = self->places[self->n_taken % self->n_places];

      if (!job->is_done)
        return;
      if (!g_error_matches (job->outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
          !take (self->n_taken, &job->outcome, user_data))
        g_cancellable_cancel (self->stop);
      job_free (job);
      self->n_taken++;
    }
}

/**
 * morsel_pipeline_run:
 * @recognizer: the recognizer
 * @names: (element-type filename): the photos, as given on a command line
 * @stop: ends the work early; what is done by then is still handed on
 * @take: is given each outcome, in the order of @names, on this thread
 * @user_data: for @take
 *
 * Recognises many photos. The default main context is iterated meanwhile. When @take wants no more,
 * @stop is cancelled.
 *
 * Returns: whether all photos were handed on
 */
gboolean
morsel_pipeline_run (MorselRecognizer *recognizer,
                     GPtrArray *names,
                     GCancellable *stop,
                     MorselPipelineTake take,
                     gpointer user_data)
{
  guint n_workers = WORKERS_PER_LANE * morsel_recognizer_get_n_lanes (recognizer);
  g_autofree Job **places = g_new0 (Job *, (gsize) n_workers * PLACES_PER_WORKER);
  Pipeline self = {
    .recognizer = recognizer,
    .names = names,
    .stop = stop,
    .workers = g_thread_pool_new (work_on_worker, NULL, (int) n_workers, FALSE, NULL),
    .places = places,
    .n_places = (gsize) n_workers * PLACES_PER_WORKER,
    .n_workers = n_workers,
  };

  start_jobs (&self);
  while (self.n_taken < self.n_started)
    {
      g_main_context_iteration (NULL, TRUE);
      take_jobs (&self, take, user_data);
      start_jobs (&self);
    }

  g_thread_pool_free (self.workers, FALSE, TRUE);
  return self.n_taken == names->len && !g_cancellable_is_cancelled (stop);
}
