/* test-events.c: what another thread tells arrives in order, and nothing after the end
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/events.h"

#define N_EVENTS 1000

typedef struct
{
  MorselEvents *events;
  GString *seen;
  guint n_seen;
  guint n_wakes;
  gboolean free_on_first;
} Listener;

static void
event_cb (const MorselEvent *event, gpointer user_data)
{
  Listener *listener = user_data;

  if (event == NULL)
    {
      listener->n_wakes++;
      return;
    }

  g_assert_cmpint (event->kind, ==, MORSEL_EVENT_ADDED);
  g_assert_cmpint (g_ascii_strtoll (event->serial, NULL, 10), ==, listener->n_seen);
  g_assert_cmpstr (event->id, ==, "id");
  g_assert_cmpstr (event->text, ==, "text");
  listener->n_seen++;
  if (listener->free_on_first)
    g_clear_pointer (&listener->events, morsel_events_free);
}

static gpointer
push_on_thread (gpointer data)
{
  Listener *listener = data;

  for (guint i = 0; i < N_EVENTS; i++)
    {
      g_autofree char *serial = g_strdup_printf ("%u", i);

      morsel_events_push (listener->events, MORSEL_EVENT_ADDED, serial, "id", "text");
    }
  return NULL;
}

static void
test_keeps_the_order (void)
{
  Listener listener = { 0 };

  listener.events = morsel_events_new (event_cb, &listener);

  GThread *thread = g_thread_new ("pusher", push_on_thread, &listener);

  while (listener.n_seen < N_EVENTS)
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (listener.n_wakes, >, 0);
  morsel_events_free (listener.events);
}

static void
test_wakes_without_an_event (void)
{
  Listener listener = { 0 };

  listener.events = morsel_events_new (event_cb, &listener);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  morsel_events_wake (listener.events);
  while (listener.n_wakes == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (listener.n_seen, ==, 0);
  g_assert_false (g_main_context_iteration (NULL, FALSE));
  morsel_events_free (listener.events);
}

static void
test_may_be_freed_by_its_listener (void)
{
  Listener listener = { .free_on_first = TRUE };

  listener.events = morsel_events_new (event_cb, &listener);
  push_on_thread (&listener);
  while (listener.events != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_cmpuint (listener.n_seen, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/events/keeps-the-order", test_keeps_the_order);
  g_test_add_func ("/events/wakes-without-an-event", test_wakes_without_an_event);
  g_test_add_func ("/events/may-be-freed-by-its-listener", test_may_be_freed_by_its_listener);

  return g_test_run ();
}
