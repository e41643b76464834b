/* stop.c: Ctrl+C ends the work, not the program: what is done is still told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/stop.h"

#include <glib-unix.h>
#include <signal.h>

/* Once only: the signal then has its default again, so that a second Ctrl+C ends the program. */
static gboolean
stop_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* What is ignored stays so: a shell starts programs in the background with SIGINT ignored. */
static void
watch (int number, GCancellable *stop)
{
  struct sigaction action;

  if (sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN)
    return;
  g_unix_signal_add_full (G_PRIORITY_HIGH, number, stop_cb, g_object_ref (stop), g_object_unref);
}

/**
 * morsel_stop_watch:
 *
 * From now on SIGINT and SIGTERM cancel, seen while the default main context is iterated, unless
 * they were ignored when the program was started.
 *
 * Returns: (transfer full): what they cancel
 */
GCancellable *
morsel_stop_watch (void)
{
  GCancellable *stop = g_cancellable_new ();

  watch (SIGINT, stop);
  watch (SIGTERM, stop);
  return stop;
}
