/* connection.c: PipeWire, in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/connection.h"

#include "camera/camera.h"

#include <errno.h>

#include <glib/gstdio.h>

struct _MorselConnection
{
  /* owned */
  struct pw_thread_loop *loop;
  struct pw_context *context;
  struct pw_core *core;
  struct spa_hook core_listener;
  struct spa_source *run; /* an event of the loop */

  /* borrowed */
  MorselEvents *events;

  /* What the main thread waits for; NULL when it has been done. */
  void (*func) (gpointer data);
  gpointer data;
};

/* Once: PipeWire keeps its plug-ins for good. */
static void
init_pipewire (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      pw_init (NULL, NULL);
      g_once_init_leave (&done, 1);
    }
}

/* PipeWire's thread. */
static void
core_error_cb (void *data, uint32_t id, int seq, int result, const char *message)
{
  MorselConnection *self = data;

  if (id == PW_ID_CORE && result == -EPIPE)
    morsel_events_push (self->events, MORSEL_EVENT_LOST, NULL, NULL, message);
}

/* PipeWire's thread. */
static void
run_cb (void *data, uint64_t count)
{
  MorselConnection *self = data;

  self->func (self->data);
  self->func = NULL;
  pw_thread_loop_signal (self->loop, FALSE);
}

static const struct pw_core_events core_events = {
  .version = PW_VERSION_CORE_EVENTS,
  .error = core_error_cb,
};

static gboolean
connect_core (MorselConnection *self, int fd)
{
  self->loop = pw_thread_loop_new ("morsel-camera", NULL);
  if (self->loop != NULL)
    self->context = pw_context_new (pw_thread_loop_get_loop (self->loop), NULL, 0);
  if (self->context == NULL)
    {
      if (fd != MORSEL_CONNECTION_OWN)
        g_close (fd, NULL);
      return FALSE;
    }

  /* Takes the descriptor, also when it fails. */
  self->core = fd == MORSEL_CONNECTION_OWN ? pw_context_connect (self->context, NULL, 0)
                                           : pw_context_connect_fd (self->context, fd, NULL, 0);
  if (self->core == NULL)
    return FALSE;

  pw_core_add_listener (self->core, &self->core_listener, &core_events, self);
  self->run = pw_loop_add_event (pw_thread_loop_get_loop (self->loop), run_cb, self);
  return self->run != NULL && pw_thread_loop_start (self->loop) == 0;
}

/**
 * morsel_connection_new:
 * @fd: (transfer full): the portal's descriptor, or %MORSEL_CONNECTION_OWN
 * @events: what to tell the main thread through, alive as long as the connection
 * @error: return location for an error
 *
 * Connects to PipeWire and starts the thread that listens to it. Tells
 * %MORSEL_EVENT_LOST when PipeWire ends.
 *
 * Fails with %MORSEL_CAMERA_ERROR_NO_SERVICE when there is no PipeWire.
 *
 * Returns: (transfer full): the connection, or %NULL with @error set
 */
MorselConnection *
morsel_connection_new (int fd, MorselEvents *events, GError **error)
{
  g_autoptr (MorselConnection) self = g_new0 (MorselConnection, 1);

  init_pipewire ();
  self->events = events;
  if (!connect_core (self, fd))
    {
      g_set_error (error, MORSEL_CAMERA_ERROR, MORSEL_CAMERA_ERROR_NO_SERVICE,
                   "PipeWire cannot be reached: %s", g_strerror (errno));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * morsel_connection_free:
 * @self: the connection, with nothing left that uses it
 *
 * Ends the thread and closes the descriptor.
 */
void
morsel_connection_free (MorselConnection *self)
{
  if (self->loop != NULL)
    pw_thread_loop_stop (self->loop);
  if (self->core != NULL)
    {
      spa_hook_remove (&self->core_listener);
      pw_core_disconnect (self->core);
    }
  if (self->run != NULL)
    pw_loop_destroy_source (pw_thread_loop_get_loop (self->loop), self->run);
  g_clear_pointer (&self->context, pw_context_destroy);
  g_clear_pointer (&self->loop, pw_thread_loop_destroy);
  g_free (self);
}

/**
 * morsel_connection_run:
 * @self: the connection
 * @func: (scope call): what to do
 * @data: for @func
 *
 * Has something done in PipeWire's thread and waits until it is done. Everything of PipeWire
 * is called so, or in PipeWire's own callbacks.
 */
void
morsel_connection_run (MorselConnection *self, void (*func) (gpointer data), gpointer data)
{
  pw_thread_loop_lock (self->loop);
  self->func = func;
  self->data = data;
  pw_loop_signal_event (pw_thread_loop_get_loop (self->loop), self->run);
  while (self->func != NULL)
    pw_thread_loop_wait (self->loop);
  pw_thread_loop_unlock (self->loop);
}

/**
 * morsel_connection_get_loop:
 * @self: the connection
 *
 * Returns: (transfer none): the loop of PipeWire's thread
 */
struct pw_loop *
morsel_connection_get_loop (MorselConnection *self)
{
  return pw_thread_loop_get_loop (self->loop);
}

/**
 * morsel_connection_get_core:
 * @self: the connection
 *
 * Returns: (transfer none): PipeWire's own object for it
 */
struct pw_core *
morsel_connection_get_core (MorselConnection *self)
{
  return self->core;
}

/**
 * morsel_connection_get_events:
 * @self: the connection
 *
 * Returns: (transfer none): what the main thread is told through
 */
MorselEvents *
morsel_connection_get_events (MorselConnection *self)
{
  return self->events;
}
