/* frames.c: when the next frame may come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/frames.h"

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* During a frame the time of the next one is not set yet: flushing events is put in for at once, and
 * draws the frame that is due as well. The tick makes the clock count from that frame; else it may
 * round it up to the one after. */
static void
painted_cb (GdkFrameClock *clock, GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (clock, painted_cb, widget);
  gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_FLUSH_EVENTS);
}

/**
 * morsel_frames_hurry_empty:
 * @widget: a widget that is on the screen
 *
 * To be called where a change of styles comes just before something that should be seen soon. GTK
 * lets the frame with such a change be followed by one with nothing in it: its tick for styles asks
 * for an update during the update. Where no compositor tells when a frame was shown, that one takes
 * the next slot, and what comes after it waits for the slot after that, up to two frames. Now it is
 * drawn as soon as the first one is done.
 */
void
morsel_frames_hurry_empty (GtkWidget *widget)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));

  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);

  if (clock != NULL)
    g_signal_connect_object (clock, "after-paint", G_CALLBACK (painted_cb), widget, 0);
}
