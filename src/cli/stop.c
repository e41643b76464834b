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

/**
 * morsel_stop_watch:
 *
 * From now on SIGINT and SIGTERM cancel, seen while the default main context is iterated.
 *
 * Returns: (transfer full): what they cancel
 */
GCancellable *
morsel_stop_watch (void)
{
  GCancellable *stop = g_cancellable_new ();

  g_unix_signal_add_full (G_PRIORITY_HIGH, SIGINT, stop_cb, g_object_ref (stop), g_object_unref);
  g_unix_signal_add_full (G_PRIORITY_HIGH, SIGTERM, stop_cb, g_object_ref (stop), g_object_unref);
  return stop;
}
