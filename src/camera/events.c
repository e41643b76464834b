/* events.c: what PipeWire's thread tells the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/events.h"

struct _MorselEvents
{
  /* owned */
  GSource *source;
  GAsyncQueue *queue; /* of MorselEvent */

  MorselEventFunc func;
  gpointer user_data;
  gboolean *freed; /* set while func runs: func may free the events */
};

static void
event_free (gpointer data)
{
  MorselEvent *event = data;

  g_free (event->serial);
  g_free (event->id);
  g_free (event->text);
  g_free (event);
}

/* Main thread. */
static gboolean
dispatch_cb (gpointer data)
{
  MorselEvents *self = data;
  MorselEvent *event;
  gboolean freed = FALSE;

  /* Before the queue is read, so that what is pushed from now on wakes again. */
  g_source_set_ready_time (self->source, -1);

  self->freed = &freed;
  do
    {
      event = g_async_queue_try_pop (self->queue);
      self->func (event, self->user_data);
      if (event == NULL)
        break;
      event_free (event);
    }
  while (!freed);

  if (!freed)
    self->freed = NULL;
  return G_SOURCE_CONTINUE;
}

static gboolean
source_dispatch_cb (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs source_funcs = { .dispatch = source_dispatch_cb };

/**
 * morsel_events_new:
 * @func: called in this thread's main loop for each event
 * @user_data: for @func
 *
 * Makes a way from another thread to this one. What happens is kept in order and never lost.
 *
 * Returns: (transfer full): the events
 */
MorselEvents *
morsel_events_new (MorselEventFunc func, gpointer user_data)
{
  MorselEvents *self = g_new0 (MorselEvents, 1);

  self->func = func;
  self->user_data = user_data;
  self->queue = g_async_queue_new_full (event_free);
  self->source = g_source_new (&source_funcs, sizeof *self->source);
  g_source_set_static_name (self->source, "morsel-camera-events");
  g_source_set_callback (self->source, dispatch_cb, self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/**
 * morsel_events_free:
 * @self: the events
 *
 * Drops what was not told yet. Nobody may push any more; the thread that did has ended.
 */
void
morsel_events_free (MorselEvents *self)
{
  if (self->freed != NULL)
    *self->freed = TRUE;
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_async_queue_unref (self->queue);
  g_free (self);
}

/**
 * morsel_events_push:
 * @self: the events
 * @kind: what happened
 * @serial: (nullable): to which camera
 * @id: (nullable): its id
 * @text: (nullable): its description, or more about what happened
 *
 * Tells the main thread. From any thread.
 */
void
morsel_events_push (
    MorselEvents *self, MorselEventKind kind, const char *serial, const char *id, const char *text)
{
  MorselEvent *event = g_new0 (MorselEvent, 1);

  event->kind = kind;
  event->serial = g_strdup (serial);
  event->id = g_strdup (id);
  event->text = g_strdup (text);
  g_async_queue_push (self->queue, event);
  morsel_events_wake (self);
}

/**
 * morsel_events_wake:
 * @self: the events
 *
 * Has the function called, with no event, to look after what is not told by events: the
 * newest frame. From any thread.
 */
void
morsel_events_wake (MorselEvents *self)
{
  g_source_set_ready_time (self->source, 0);
}
