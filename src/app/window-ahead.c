/* window-ahead.c: a photo that is over the window is read before it is dropped
 *
 * It is shown, remembered and spoken of only once it is dropped, and forgotten when it leaves.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/test-log.h"

static gboolean
is_busy (MorselWindow *self)
{
  MorselReading *shown = morsel_window_get_reading (self);

  return self->opening != NULL || (shown != NULL && morsel_reading_is_busy (shown)) ||
         (self->many_page != NULL && morsel_many_page_is_running (self->many_page));
}

static void
expect (MorselWindow *self, MorselPhoto *photo)
{
  if (self->result_page != NULL)
    morsel_result_page_expect (self->result_page, photo);
}

static void
notify_cb (MorselReading *reading, GParamSpec *pspec, MorselWindow *self)
{
  morsel_test_log ("ahead %s", g_param_spec_get_name (pspec));
  expect (self, morsel_reading_get_photo (reading));
}

/**
 * morsel_window_read_ahead:
 * @self: the window
 * @file: the one file that may be dropped
 *
 * Reads it as a photo, unless other photos are being read. A file that is no photo is left alone:
 * what there is to say about it is said when it is dropped.
 */
void
morsel_window_read_ahead (MorselWindow *self, GFile *file)
{
  morsel_window_stop_ahead (self);
  if (is_busy (self))
    return;

  morsel_test_log ("ahead");
  self->ahead = morsel_reading_new_for_file (file);
  morsel_reading_set_unseen (self->ahead, TRUE);
  g_signal_connect (self->ahead, "notify", G_CALLBACK (notify_cb), self);
  if (self->recognizer != NULL)
    morsel_reading_set_recognizer (self->ahead, self->recognizer);
}

/**
 * morsel_window_stop_ahead:
 * @self: the window
 *
 * Lets go of the photo that was read and not dropped.
 */
void
morsel_window_stop_ahead (MorselWindow *self)
{
  if (self->ahead == NULL)
    return;

  morsel_test_log ("let-go");
  g_signal_handlers_disconnect_by_data (self->ahead, self);
  morsel_reading_cancel (self->ahead);
  g_clear_object (&self->ahead);
  expect (self, NULL);
}

/**
 * morsel_window_take_ahead:
 * @self: the window
 * @file: what was dropped
 *
 * Returns: (transfer full) (nullable): its reading, if it was read before and without an error, which
 *   the drop itself may be the cure of
 */
MorselReading *
morsel_window_take_ahead (MorselWindow *self, GFile *file)
{
  if (self->ahead == NULL || !g_file_equal (morsel_reading_get_file (self->ahead), file) ||
      morsel_reading_get_error (self->ahead) != NULL)
    return NULL;

  morsel_test_log ("taken-over");
  g_signal_handlers_disconnect_by_data (self->ahead, self);
  morsel_reading_set_unseen (self->ahead, FALSE);
  return g_steal_pointer (&self->ahead);
}
