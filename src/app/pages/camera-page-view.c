/* camera-page-view.c: the live picture and the dish in it, or why there is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/camera-page-private.h"

#include "app/test-log.h"
#include "app/widgets/stack.h"

#define FRAME_MILLISECONDS 100 /* between two frames that are recognised, at least */
#define LATE_MILLISECONDS 250  /* after which waiting is worth a word */

/* Whether the focus may be moved: it is on this page, or nowhere. */
static gboolean
has_focus (MorselCameraPage *self)
{
  GtkWidget *focus = self->window != NULL ? gtk_window_get_focus (self->window) : NULL;

  return focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

static void
update_view (MorselCameraPage *self)
{
  MorselCameraState state = morsel_camera_get_state (self->camera);
  gboolean is_running = state == MORSEL_CAMERA_STATE_RUNNING;
  gboolean spins = state == MORSEL_CAMERA_STATE_STARTING && self->is_late;
  gboolean takes_focus = has_focus (self) || self->wants_focus;
  gboolean has_status;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "camera.capture", is_running);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), spins);
  gtk_spinner_set_spinning (self->spinner, spins);
  gtk_widget_set_visible (GTK_WIDGET (self->card), is_running && self->has_recognizer);

  /* Most permissions are given at once, without a question. */
  has_status = morsel_camera_status_set_state (self->status, state) &&
               (state != MORSEL_CAMERA_STATE_ASKING || self->is_late);
  morsel_stack_show (self->stack, has_status ? "status" : "viewfinder");

  /* What can be done next. The button that was pressed may be gone. */
  if (takes_focus && is_running)
    self->wants_focus = !gtk_widget_grab_focus (self->shutter);
  else if (takes_focus && has_status && state != MORSEL_CAMERA_STATE_ASKING)
    self->wants_focus = !gtk_widget_grab_focus (GTK_WIDGET (self->status));
}

static gboolean
late_cb (gpointer user_data)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (user_data);

  self->late = 0;
  self->is_late = TRUE;
  update_view (self);
  return G_SOURCE_REMOVE;
}

static void
state_cb (MorselCameraPage *self)
{
  MorselCameraState state = morsel_camera_get_state (self->camera);
  g_autoptr (GEnumClass) states = g_type_class_ref (MORSEL_TYPE_CAMERA_STATE);

  g_clear_handle_id (&self->late, g_source_remove);
  self->is_late = FALSE;
  if (state == MORSEL_CAMERA_STATE_ASKING || state == MORSEL_CAMERA_STATE_STARTING)
    self->late = g_timeout_add (LATE_MILLISECONDS, late_cb, self);
  if (state != MORSEL_CAMERA_STATE_RUNNING)
    morsel_live_name_reset (self->live_name);

  update_view (self);
  morsel_test_log ("camera %s", g_enum_get_value (states, (int) state)->value_nick);
}

static void
name_changed_cb (MorselCameraPage *self)
{
  guint percent = 0;
  const char *label = morsel_live_name_get_label (self->live_name, &percent);

  morsel_live_card_set_dish (self->card, label, percent);
}

/* Followed often enough to be right a moment after the window's size has changed. */
static void
update_preview_size (MorselCameraPage *self)
{
  GtkWidget *picture = GTK_WIDGET (self->picture);
  int scale = gtk_widget_get_scale_factor (picture);

  morsel_camera_set_preview_size (self->camera, (guint) (gtk_widget_get_width (picture) * scale),
                                  (guint) (gtk_widget_get_height (picture) * scale));
}

static void
frame_cb (MorselCameraPage *self, GdkTexture *frame)
{
  update_preview_size (self);
  morsel_live_name_add_frame (self->live_name, frame);
}

static void
new_frame_cb (void)
{
  morsel_test_log ("frame");
}

/**
 * morsel_camera_page_init_view:
 * @self: the page, with its template and its camera
 *
 * Shows the camera, and what becomes of it from now on.
 */
void
morsel_camera_page_init_view (MorselCameraPage *self)
{
  morsel_camera_set_frame_interval (self->camera, FRAME_MILLISECONDS);
  g_signal_connect_swapped (self->camera, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect_swapped (self->camera, "frame", G_CALLBACK (frame_cb), self);
  if (morsel_test_log_is_on ())
    g_signal_connect (morsel_camera_get_paintable (self->camera), "invalidate-contents",
                      G_CALLBACK (new_frame_cb), NULL);
  g_signal_connect_object (self->live_name, "changed", G_CALLBACK (name_changed_cb), self,
                           G_CONNECT_SWAPPED);
  name_changed_cb (self);
  update_view (self);
}

/**
 * morsel_camera_page_set_recognizer:
 * @self: the page
 * @recognizer: what names the dishes from now on
 *
 * Until there is one, the viewfinder names nothing.
 */
void
morsel_camera_page_set_recognizer (MorselCameraPage *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_CAMERA_PAGE (self));

  self->has_recognizer = TRUE;
  morsel_live_name_set_recognizer (self->live_name, recognizer);
  update_view (self);
}
