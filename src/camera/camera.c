/* camera.c: the live picture of a camera, its newest frame, and why there is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera.h"

#include "camera/paintable.h"
#include "camera/portal.h"
#include "camera/session.h"
#include "camera/state.h"

#include <glib/gstdio.h>

struct _MorselCamera
{
  GObject parent_instance;

  /* owned */
  MorselSession *session;
  MorselCameraDevice *device; /* as it was last notified */
  MorselPaintable *paintable;
  GError *error;

  MorselCameraState state; /* as it was last notified */
  gboolean is_asking;      /* a question is open, perhaps longer than the camera is on */
  guint frame_interval;    /* milliseconds */
  gint64 frame_time;       /* of the last frame signal, microseconds */
};

enum
{
  PROP_STATE = 1,
  PROP_DEVICE,
  PROP_MIRRORED,
  N_PROPS,
};

enum
{
  SIGNAL_FRAME,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselCamera, morsel_camera, G_TYPE_OBJECT)

/* Tells what is another than last time. */
static void
notify (MorselCamera *self)
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
  notify (user_data);
}

static GdkTexture *
make_texture (GBytes *bgra, guint width, guint height)
{
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bgra,
                                 (gsize) width * 4);
}

static void
session_frame_cb (const MorselFrame *frame, gpointer user_data)
{
  g_autoptr (MorselCamera) self = g_object_ref (user_data);
  g_autoptr (GdkTexture) texture = make_texture (frame->bgra, frame->width, frame->height);
  g_autoptr (GdkTexture) preview = NULL;
  gint64 now = g_get_monotonic_time ();

  if (frame->preview != NULL)
    preview = make_texture (frame->preview, frame->preview_width, frame->preview_height);
  morsel_paintable_set_frame (self->paintable, texture, preview);
  notify (self);

  /* A whole frame may come a little early. */
  if (self->frame_interval > 0 && self->state == MORSEL_CAMERA_STATE_RUNNING &&
      now - self->frame_time >= (gint64) self->frame_interval * 1000 - 5000)
    {
      self->frame_time = now;
      g_signal_emit (self, signals[SIGNAL_FRAME], 0, texture);
    }
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
  notify (self);
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
  signals[SIGNAL_FRAME] = g_signal_new ("frame", MORSEL_TYPE_CAMERA, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, GDK_TYPE_TEXTURE);
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
  notify (self);

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
  notify (self);
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
  notify (self);
}

/**
 * morsel_camera_get_paintable:
 * @self: the camera
 *
 * The live picture. The last frame stays in it until the next one comes.
 * gdk_paintable_get_current_image() gives the moment for good.
 *
 * Returns: (transfer none): the picture, the same as long as @self
 */
GdkPaintable *
morsel_camera_get_paintable (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  return GDK_PAINTABLE (self->paintable);
}

/**
 * morsel_camera_get_mirrored:
 * @self: the camera
 *
 * Returns: whether the live picture has left and right swapped
 */
gboolean
morsel_camera_get_mirrored (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), FALSE);

  return morsel_paintable_get_mirrored (self->paintable);
}

/**
 * morsel_camera_set_mirrored:
 * @self: the camera
 * @mirrored: whether the live picture has left and right swapped, as in a mirror
 *
 * Changes what is shown. Frames, for recognising and keeping, are never mirrored.
 */
void
morsel_camera_set_mirrored (MorselCamera *self, gboolean mirrored)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  if (mirrored == morsel_paintable_get_mirrored (self->paintable))
    return;

  morsel_paintable_set_mirrored (self->paintable, mirrored);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MIRRORED]);
}

/**
 * morsel_camera_set_preview_size:
 * @self: the camera
 * @width: of the place where the live picture is shown, in device pixels; 0: not known
 * @height: the same
 *
 * Has the live picture made as small as it is shown, off the main thread. Frames keep their size.
 */
void
morsel_camera_set_preview_size (MorselCamera *self, guint width, guint height)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  morsel_session_set_preview_size (self->session, width, height);
}

/**
 * morsel_camera_dup_frame:
 * @self: the camera
 *
 * The newest frame, in the camera's full size and never mirrored.
 *
 * Returns: (transfer full) (nullable): the frame, or %NULL unless frames come
 */
GdkTexture *
morsel_camera_dup_frame (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  if (self->state != MORSEL_CAMERA_STATE_RUNNING)
    return NULL;

  return g_object_ref (morsel_paintable_get_frame (self->paintable));
}

/**
 * morsel_camera_set_frame_interval:
 * @self: the camera
 * @milliseconds: between two frame signals at least, 0 for no signals
 *
 * Asks for #MorselCamera::frame. The live picture has every frame all the same.
 */
void
morsel_camera_set_frame_interval (MorselCamera *self, guint milliseconds)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  self->frame_interval = milliseconds;
}
