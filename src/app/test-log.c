/* test-log.c: what happened when, for tests that wait for it and measure it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/test-log.h"

#include <stdio.h>

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
 * Adds a line to the file that the environment variable MORSEL_TEST_LOG names: the monotonic time in
 * microseconds and the event. Does nothing without the variable. Main thread only.
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
