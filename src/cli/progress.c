/* progress.c: how far the work is, on a terminal only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/progress.h"

#include "cli/output.h"

#include <glib/gi18n.h>

/* Often enough to look alive; nothing at all for what is over in a moment. */
#define INTERVAL (G_USEC_PER_SEC / 5)

/**
 * morsel_progress_start:
 * @self: the progress
 * @n_photos: how many photos there are
 *
 * Starts the clock.
 */
void
morsel_progress_start (MorselProgress *self, gsize n_photos)
{
  self->n_photos = n_photos;
  self->started = g_get_monotonic_time ();
  self->shown = self->started;
  self->is_on = n_photos > 1 && morsel_output_has_status_line ();
}

/* "2:05", or with hours "1:02:05" */
static char *
dup_duration (guint64 seconds)
{
  guint64 hours = seconds / 3600;
  guint minutes = (guint) (seconds / 60 % 60);
  guint rest = (guint) (seconds % 60);

  if (hours > 0)
    return g_strdup_printf ("%" G_GUINT64_FORMAT ":%02u:%02u", hours, minutes, rest);
  return g_strdup_printf ("%u:%02u", minutes, rest);
}

/**
 * morsel_progress_dup_text:
 * @n_done: photos that are done, at least 1
 * @n_photos: photos in all
 * @seconds: the time they took
 *
 * Returns: (transfer full): the count, the rate and the time left, in one line
 */
char *
morsel_progress_dup_text (gsize n_done, gsize n_photos, double seconds)
{
  double rate = (double) n_done / MAX (seconds, 1e-3);
  g_autofree char *left = dup_duration ((guint64) ((double) (n_photos - n_done) / rate + 0.5));

  /* TRANSLATORS: "37 of 120 photos, 85.2 a second, 0:01 left" */
  return g_strdup_printf (_ ("%lu of %lu photos, %.1f a second, %s left"), (gulong) n_done,
                          (gulong) n_photos, rate, left);
}

/**
 * morsel_progress_show:
 * @self: the progress
 * @n_done: photos that are done
 *
 * Shows the progress if it is time to.
 */
void
morsel_progress_show (MorselProgress *self, gsize n_done)
{
  gint64 now = g_get_monotonic_time ();

  if (!self->is_on || n_done == 0 || n_done >= self->n_photos || now - self->shown < INTERVAL)
    return;

  g_autofree char *text = morsel_progress_dup_text (
      n_done, self->n_photos, (double) (now - self->started) / G_USEC_PER_SEC);

  morsel_output_show_status (text);
  self->shown = now;
}

/**
 * morsel_progress_complain:
 * @self: the progress
 * @n_done: photos that are done
 *
 * Says that the work was broken off.
 */
void
morsel_progress_complain (const MorselProgress *self, gsize n_done)
{
  g_autofree char *message = g_strdup_printf (_ ("Interrupted after %lu of %lu photos."),
                                              (gulong) n_done, (gulong) self->n_photos);

  morsel_output_complain ("morsel-cli", message);
}
