/* window-history.c: from what is answered to what is remembered, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/recall.h"
#include "app/widgets/toast.h"

#include <glib/gi18n.h>

/**
 * morsel_window_may_remember:
 * @self: the window
 *
 * Returns: whether both the person and the system agree to a history
 */
gboolean
morsel_window_may_remember (MorselWindow *self)
{
  gboolean is_enabled = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-recent-files-enabled",
                &is_enabled, NULL);
  return is_enabled && g_settings_get_boolean (self->settings, "keep-history");
}

/**
 * morsel_window_remember_now:
 * @self: the window
 *
 * Puts what was answered into the history; only the first answer about a whole photo is remembered.
 */
void
morsel_window_remember_now (MorselWindow *self)
{
  g_autoptr (MorselReading) reading = NULL;

  g_clear_handle_id (&self->remembering, g_source_remove);
  while ((reading = g_queue_pop_head (&self->answered)) != NULL)
    {
      if (morsel_window_may_remember (self) && morsel_reading_get_part (reading) == NULL)
        morsel_history_add (self->history, reading);
      g_clear_object (&reading);
    }
}

static gboolean
remember_idle_cb (gpointer user_data)
{
  MorselWindow *self = MORSEL_WINDOW (user_data);

  self->remembering = 0;
  morsel_window_remember_now (self);
  return G_SOURCE_REMOVE;
}

/* It is shown first: the thumbnail is work, and the strip of the welcome page is built anew. */
static void
remember_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  g_signal_handlers_disconnect_by_func (reading, remember_cb, self);
  g_queue_push_tail (&self->answered, g_object_ref (reading));
  if (self->remembering == 0)
    self->remembering = g_idle_add_full (G_PRIORITY_LOW, remember_idle_cb, self, NULL);
}

/**
 * morsel_window_remember:
 * @self: the window
 * @reading: a photo that is opened
 *
 * Its answer goes into the history, once there is one.
 */
void
morsel_window_remember (MorselWindow *self, MorselReading *reading)
{
  if (morsel_reading_get_ranking (reading) != NULL)
    remember_cb (reading, NULL, self);
  else
    g_signal_connect_object (reading, "notify::ranking", G_CALLBACK (remember_cb), self, 0);
}

static void
recalled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselWindow) self = MORSEL_WINDOW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselReading) reading = morsel_recall_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (reading == NULL || morsel_reading_is_remembered (reading))
    morsel_toast_show (GTK_WIDGET (self->stack), _ ("The photo was moved or deleted."));
  if (reading == NULL)
    return;

  if (!morsel_reading_is_remembered (reading))
    morsel_window_remember (self, reading);
  morsel_window_show_reading (self, reading);
}

/**
 * morsel_window_recall:
 * @self: the window
 * @entry: a remembered answer
 *
 * Shows its photo, or what is left of it.
 */
void
morsel_window_recall (MorselWindow *self, MorselHistoryEntry *entry)
{
  MorselWeights *weights = self->recognizer != NULL
                               ? morsel_recognizer_get_weights (self->recognizer)
                               : NULL;

  morsel_window_stop_opening (self);
  self->cancellable = g_cancellable_new ();
  morsel_recall_async (self->history, entry, weights, self->cancellable, recalled_cb,
                       g_object_ref (self));
}
