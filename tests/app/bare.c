/* bare.c: the smallest program with a window of libadwaita, to compare the start with
 *
 * Prints the monotonic time of its first frame in microseconds, and how many milliseconds of work it
 * was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/test-log.h"

#include <adwaita.h>

static void
painted_cb (GdkFrameClock *clock, GApplication *application)
{
  g_print ("%" G_GINT64_FORMAT " %.0f\n", g_get_monotonic_time (), morsel_test_log_get_work ());
  g_application_quit (application);
}

static void
map_cb (GtkWidget *window, GApplication *application)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    application);
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = adw_application_window_new (application);

  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  g_signal_connect (window, "map", G_CALLBACK (map_cb), application);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = adw_application_new ("io.github.morsel_app.Bare",
                                                                G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
