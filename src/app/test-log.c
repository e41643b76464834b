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

/* What this thread has used of a CPU, in microseconds. */
static gint64
get_cpu_time (void)
{
  struct timespec time = { 0 };

  (void) clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* The main loop's lateness: what takes long shows in the beat after it. */
static gboolean
beat_cb (gpointer user_data)
{
  static gint64 last = 0;
  static gint64 last_cpu = 0;
  gint64 now = g_get_monotonic_time ();
  gint64 cpu = get_cpu_time ();
  gint64 late = (now - last) / 1000 - BEAT_MILLISECONDS;

  if (last != 0 && late >= LATE_MILLISECONDS)
    morsel_test_log ("late %" G_GINT64_FORMAT " busy %" G_GINT64_FORMAT, late,
                     (cpu - last_cpu) / 1000);
  last = now;
  last_cpu = cpu;
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
 * morsel_test_log:
 * @format: what happened, as for printf()
 *
 * Adds a line to the file that the environment variable MORSEL_TEST_LOG names: the monotonic time
 * in microseconds and the event; "late N busy M" where the main loop was N milliseconds late, for M
 * of which it had the CPU. The rest it waited, as on a loaded machine. Does nothing without the
 * variable. Main thread only.
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
