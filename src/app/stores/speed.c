/* speed.c: how fast photos are recognised on this computer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/speed.h"

#include <stdlib.h>

#define N_RUNS 20
#define SIDE 448 /* pixels, of the photo that is measured with */
#define N_CHANNELS 3

/* Any picture takes the same time. */
static MorselPhoto *
new_photo (void)
{
  gsize n_bytes = SIDE * SIDE * N_CHANNELS;
  guint8 *pixels = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    pixels[i] = (guint8) (i * 31 % 251);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, n_bytes);

  return morsel_photo_new_from_pixels (bytes, SIDE, SIDE, SIDE * N_CHANNELS);
}

static int
compare_doubles (const void *a, const void *b)
{
  const double *first = a;
  const double *second = b;

  return (*first > *second) - (*first < *second);
}

static void
measure_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (MorselPhoto) photo = new_photo ();
  g_autoptr (GError) error = NULL;
  double times[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 begin = g_get_monotonic_time ();
      g_autoptr (MorselRanking) ranking = morsel_recognizer_recognize (
          MORSEL_RECOGNIZER (source), photo, NULL, cancellable, &error);

      if (ranking == NULL)
        {
          g_task_return_error (task, g_steal_pointer (&error));
          return;
        }

      times[i] = (double) (g_get_monotonic_time () - begin) / 1000.0;
    }

  qsort (times, N_RUNS, sizeof *times, compare_doubles);

  double *median = g_new (double, 1);

  *median = (times[N_RUNS / 2 - 1] + times[N_RUNS / 2]) / 2.0;
  g_task_return_pointer (task, median, g_free);
}

/**
 * morsel_speed_measure_async:
 * @recognizer: what to measure
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is measured
 * @user_data: for @callback
 *
 * Recognises a photo twenty times, on a thread.
 */
void
morsel_speed_measure_async (MorselRecognizer *recognizer,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_RECOGNIZER (recognizer));

  g_autoptr (GTask) task = g_task_new (recognizer, cancellable, callback, user_data);

  g_task_set_source_tag (task, morsel_speed_measure_async);
  g_task_run_in_thread (task, measure_on_thread);
}

/**
 * morsel_speed_measure_finish:
 * @result: what the callback was given
 * @milliseconds: (out): for one photo that is loaded already, the median
 * @error: return location for an error
 *
 * Ends what morsel_speed_measure_async() began. Fails as morsel_recognizer_recognize() does.
 *
 * Returns: %TRUE when @milliseconds is set
 */
gboolean
morsel_speed_measure_finish (GAsyncResult *result, double *milliseconds, GError **error)
{
  g_autofree double *median = g_task_propagate_pointer (G_TASK (result), error);

  if (median == NULL)
    return FALSE;

  *milliseconds = *median;
  return TRUE;
}
