/* exit-guard.c: lets the program end only when no thread is inside oneDNN
 *
 * A handler of atexit() would come too late: oneDNN registers the destruction of an object when it
 * first needs it, for some kernels in the middle of the first run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/exit-guard.h"

#define POLL_MICROSECONDS 200

static int n_inside;    /* threads inside oneDNN */
static int is_closed;   /* nobody else may enter */
static GThread *closer; /* but this thread */

static _Thread_local guint depth; /* how often this thread has entered */

/**
 * morsel_exit_guard_enter:
 *
 * To be called before oneDNN is; may be nested. Once the guard is closed it returns in no thread but
 * the one that closed it: the others are gone with the program.
 */
void
morsel_exit_guard_enter (void)
{
  if (depth++ > 0)
    return;

  g_atomic_int_inc (&n_inside);
  if (!g_atomic_int_get (&is_closed) || g_thread_self () == closer)
    return;

  g_atomic_int_add (&n_inside, -1);
  for (;;)
    g_usleep (G_USEC_PER_SEC);
}

/**
 * morsel_exit_guard_leave:
 *
 * Ends what morsel_exit_guard_enter() began.
 */
void
morsel_exit_guard_leave (void)
{
  g_return_if_fail (depth > 0);

  if (--depth == 0)
    g_atomic_int_add (&n_inside, -1);
}

/**
 * morsel_exit_guard_close:
 *
 * Waits until no thread is inside oneDNN and lets none in any more. Takes as long as one run of the
 * network, or as making one ready.
 */
void
morsel_exit_guard_close (void)
{
  g_return_if_fail (depth == 0);

  closer = g_thread_self ();
  g_atomic_int_set (&is_closed, TRUE);
  while (g_atomic_int_get (&n_inside) > 0)
    g_usleep (POLL_MICROSECONDS);
}
