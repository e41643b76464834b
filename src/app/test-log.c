/* test-log.c: what happened when, for tests that wait for it and measure it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/test-log.h"

#include <stdio.h>
#include <time.h>

#define BEAT_MILLISECONDS 10
#define LATE_MILLISECONDS 16 /* a frame of a display */

/* The main loop's lateness: what takes long shows in the beat after it. How much of it was work of
 * this thread tells a busy program from a busy computer. */
static gboolean
beat_cb (gpointer user_data)
{
  static gint64 last = 0;
  static double last_work = 0.0;
  gint64 now = g_get_monotonic_time ();
  double work = morsel_test_log_get_work ();
  gint64 late = (now - last) / 1000 - BEAT_MILLISECONDS;

  if (last != 0 && late >= LATE_MILLISECONDS)
    morsel_test_log ("late %" G_GINT64_FORMAT " work %.0f", late, work - last_work);
  last = now;
  last_work = work;
  return G_SOURCE_CONTINUE;
}

/* The file that MORSEL_TEST_LOG names; NULL, as a rule, when there is none. */
static FILE *
get_file (void)
{
  static gsize initialized = 0;
  static FILE *file = NULL;

  if (g_once_init_enter (&initialized))
    {
      const char *path = g_getenv ("MORSEL_TEST_LOG");

      if (path != NULL)
        file = fopen (path, "ae");

      if (file != NULL)
        g_timeout_add_full (G_PRIORITY_HIGH, BEAT_MILLISECONDS, beat_cb, NULL, NULL);

      g_once_init_leave (&initialized, 1);
    }

  return file;
}

/**
 * morsel_test_log_is_on:
 *
 * Returns: %TRUE when events are written down, so that measuring them makes sense
 */
gboolean
morsel_test_log_is_on (void)
{
  return get_file () != NULL;
}

/**
 * morsel_test_log_get_work:
 *
 * Returns: milliseconds that the calling thread has computed since it began
 */
double
morsel_test_log_get_work (void)
{
  struct timespec used = { 0 };

  (void) clock_gettime (CLOCK_THREAD_CPUTIME_ID, &used);
  return (double) used.tv_sec * 1e3 + (double) used.tv_nsec / 1e6;
}

/**
 * morsel_test_log:
 * @format: what happened, as for printf()
 *
 * Adds a line to the file that the environment variable MORSEL_TEST_LOG names: the monotonic time in
 * microseconds and the event; "late N work M" where the main loop was N milliseconds late after M of
 * work. Does nothing without the variable. Main thread only.
 */
void
morsel_test_log (const char *format, ...)
{
  FILE *file = get_file ();

  if (file == NULL)
    return;

  va_list arguments;

  va_start (arguments, format);
  g_autofree char *event = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  (void) fprintf (file, "%" G_GINT64_FORMAT " %s\n", g_get_monotonic_time (), event);
  (void) fflush (file);
}
