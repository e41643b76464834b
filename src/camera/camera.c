/* camera.c: the live picture of a camera, its newest frame, and why there is none
 *
 * Here are its states and its devices; the picture and its frames are in camera-picture.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera-private.h"

#include "camera/portal.h"
#include "camera/state.h"

#include <glib/gstdio.h>

enum
{
  PROP_STATE = 1,
  PROP_DEVICE,
  PROP_MIRRORED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (MorselCamera, morsel_camera, G_TYPE_OBJECT)

/**
 * morsel_camera_notify:
 * @self: the camera
 *
 * Tells what is another than last time.
 */
void
morsel_camera_notify (MorselCamera *self)
{
  MorselCameraState state = morsel_session_get_state (self->session);
  g_autofree char *details = morsel_session_steal_details (self->session);

  /* Who is told may let go of it. */
  g_object_ref (self);

  if (g_set_object (&self->device, morsel_session_get_device (self->session)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
  if (state != self->state)
    {
      self->state = state;
      g_clear_error (&self->error);
      self->error = morsel_camera_state_make_error (state, details);
      if (self->error != NULL)
        g_info ("%s", self->error->message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }

  g_object_unref (self);
}

static void
session_changed_cb (gpointer user_data)
{
  morsel_camera_notify (user_data);
}

static void
session_frame_cb (const MorselFrame *frame, gpointer user_data)
{
  g_autoptr (MorselCamera) self = g_object_ref (user_data);

  morsel_camera_add_frame (self, frame);
}

static void
camera_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MorselCamera *self = MORSEL_CAMERA (source);
  g_autoptr (GError) error = NULL;
  int fd = morsel_portal_open_camera_finish (source, result, &error);

  self->is_asking = FALSE;
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());

  /* The camera was let go while the person thought about it. */
  if (self->state != MORSEL_CAMERA_STATE_ASKING)
    {
      if (fd >= 0)
        g_close (fd, NULL);
      return;
    }

  if (error == NULL)
    {
      morsel_session_connect (self->session, fd);
    }
  else if (g_error_matches (error, MORSEL_CAMERA_ERROR, MORSEL_CAMERA_ERROR_DENIED))
    {
      morsel_session_fail (self->session, MORSEL_CAMERA_STATE_DENIED, error->message);
    }
  else if (!morsel_portal_is_sandboxed ())
    {
      g_info ("No camera portal: %s", error->message);
      morsel_session_connect (self->session, MORSEL_CONNECTION_OWN);
    }
  else
    {
      morsel_session_fail (self->session, MORSEL_CAMERA_STATE_NO_SERVICE, error->message);
    }
  morsel_camera_notify (self);
}

static void
morsel_camera_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  MorselCamera *self = MORSEL_CAMERA (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_DEVICE:
      g_value_set_object (value, self->device);
      break;
    case PROP_MIRRORED:
      g_value_set_boolean (value, morsel_camera_get_mirrored (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
morsel_camera_dispose (GObject *object)
{
  MorselCamera *self = MORSEL_CAMERA (object);

  g_clear_pointer (&self->session, morsel_session_free);
  g_clear_object (&self->device);
  g_clear_object (&self->paintable);

  G_OBJECT_CLASS (morsel_camera_parent_class)->dispose (object);
}

static void
morsel_camera_finalize (GObject *object)
{
  MorselCamera *self = MORSEL_CAMERA (object);

  g_clear_error (&self->error);

  G_OBJECT_CLASS (morsel_camera_parent_class)->finalize (object);
}

static void
morsel_camera_class_init (MorselCameraClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = morsel_camera_get_property;
  object_class->dispose = morsel_camera_dispose;
  object_class->finalize = morsel_camera_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, MORSEL_TYPE_CAMERA_STATE,
                                              MORSEL_CAMERA_STATE_OFF, readable);
  properties[PROP_DEVICE] = g_param_spec_object ("device", NULL, NULL, MORSEL_TYPE_CAMERA_DEVICE,
                                                 readable);
  properties[PROP_MIRRORED] = g_param_spec_boolean ("mirrored", NULL, NULL, FALSE, readable);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  /**
   * MorselCamera::frame:
   * @self: the camera
   * @frame: a #GdkTexture, never mirrored
   *
   * A new frame, no more often than morsel_camera_set_frame_interval() asks for.
   */
  g_signal_new ("frame", MORSEL_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                GDK_TYPE_TEXTURE);
}

static void
morsel_camera_init (MorselCamera *self)
{
  self->session = morsel_session_new (session_changed_cb, session_frame_cb, self);
  self->paintable = morsel_paintable_new ();
}

/**
 * morsel_camera_new:
 *
 * Makes a camera that is off.
 *
 * Returns: (transfer full): the camera
 */
MorselCamera *
morsel_camera_new (void)
{
  return g_object_new (MORSEL_TYPE_CAMERA, NULL);
}

/**
 * morsel_camera_start:
 * @self: the camera
 *
 * Starts, or starts again after a failure; does nothing while it starts or runs. What becomes
 * of it is told by the state.
 *
 * The desktop may ask the person, and some desktops take a question of a window without focus
 * for a "no". So call it for something the person did, with the window mapped and focused.
 */
void
morsel_camera_start (MorselCamera *self)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  if (self->state == MORSEL_CAMERA_STATE_ASKING || self->state == MORSEL_CAMERA_STATE_STARTING ||
      self->state == MORSEL_CAMERA_STATE_RUNNING)
    return;

  morsel_camera_stop (self);
  morsel_session_ask (self->session);
  morsel_camera_notify (self);

  /* A question from before may still be open; its answer is as good. */
  if (!self->is_asking)
    {
      /* Nor may the program end with its last window before the person has answered. */
      self->is_asking = TRUE;
      if (g_application_get_default () != NULL)
        g_application_hold (g_application_get_default ());
      morsel_portal_open_camera_async (G_OBJECT (self), camera_opened_cb, NULL);
    }
}

/**
 * morsel_camera_stop:
 * @self: the camera
 *
 * Lets go of the camera, whose light goes off, of PipeWire and of its thread. A question that
 * the person has not answered stays open: the portal would take its end for a "no" for good.
 */
void
morsel_camera_stop (MorselCamera *self)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  morsel_session_stop (self->session);
  morsel_camera_notify (self);
}

/**
 * morsel_camera_get_state:
 * @self: the camera
 *
 * Returns: what the camera does, or why there is no picture
 */
MorselCameraState
morsel_camera_get_state (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), MORSEL_CAMERA_STATE_OFF);

  return self->state;
}

/**
 * morsel_camera_get_error:
 * @self: the camera
 *
 * Why there is no picture, in exact English for the log.
 *
 * Returns: (transfer none) (nullable): an error of %MORSEL_CAMERA_ERROR, or %NULL while the
 *   state is none of the failed ones
 */
const GError *
morsel_camera_get_error (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  return self->error;
}

/**
 * morsel_camera_get_devices:
 * @self: the camera
 *
 * The cameras there are, infrared ones left out. It follows what is plugged in and is empty
 * while the camera is off.
 *
 * Returns: (transfer none): a list of #MorselCameraDevice
 */
GListModel *
morsel_camera_get_devices (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  return morsel_session_get_devices (self->session);
}

/**
 * morsel_camera_get_device:
 * @self: the camera
 *
 * Returns: (transfer none) (nullable): the camera in use
 */
MorselCameraDevice *
morsel_camera_get_device (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  return self->device;
}

/**
 * morsel_camera_set_device_id:
 * @self: the camera
 * @id: (nullable): of the camera to use, or %NULL for the first there is
 *
 * Chooses a camera: at once if it is there, else when it is there as the camera starts.
 */
void
morsel_camera_set_device_id (MorselCamera *self, const char *id)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  morsel_session_choose (self->session, id);
  morsel_camera_notify (self);
}
