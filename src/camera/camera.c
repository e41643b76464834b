/* camera.c: the live picture of a camera, its newest frame, and why there is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera.h"

#include "camera/device-list.h"
#include "camera/devices.h"
#include "camera/machine.h"
#include "camera/paintable.h"
#include "camera/portal.h"
#include "camera/state.h"
#include "camera/stream.h"

#include <glib/gstdio.h>

/* How often the age of the newest frame is looked at, in milliseconds. */
#define TICK_MILLISECONDS 250
/* How long the chosen camera is waited for when another is there, in microseconds. */
#define CHOICE_TIME (G_USEC_PER_SEC / 2)

struct _MorselCamera
{
  GObject parent_instance;

  /* owned; the first four while connected, freed in this order */
  MorselStream *stream;
  MorselDevices *watch;
  MorselConnection *connection;
  MorselEvents *events;
  GListStore *devices; /* of MorselCameraDevice */
  MorselCameraDevice *device;
  MorselPaintable *paintable;
  char *device_id;
  char *details; /* what PipeWire or the portal said, for the error */
  GError *error;
  guint tick;

  MorselMachine machine;
  MorselCameraState state; /* as it was last notified */
  gboolean is_asking;      /* a question is open, perhaps longer than the camera is on */
  guint frame_interval;    /* milliseconds */
  guint preview_width;     /* pixels; 0: not known */
  guint preview_height;
  gint64 frame_time; /* of the last frame signal, microseconds */
};

enum
{
  PROP_STATE = 1,
  PROP_DEVICE,
  PROP_DEVICE_ID,
  PROP_MIRRORED,
  PROP_FRAME_INTERVAL,
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

/* Keeps what was said until the state is told. */
static void
set_details (MorselCamera *self, const char *text)
{
  g_free (self->details);
  self->details = g_strdup (text);
}

/* Tells of the machine's state, if it is another one than last time. */
static void
notify_state (MorselCamera *self)
{
  if (self->state == self->machine.state)
    return;

  self->state = self->machine.state;
  g_clear_error (&self->error);
  self->error = morsel_camera_state_make_error (self->state, self->details);
  if (self->error != NULL)
    g_info ("%s", self->error->message);
  g_clear_pointer (&self->details, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_device (MorselCamera *self, MorselCameraDevice *device)
{
  if (g_set_object (&self->device, device))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE]);
}

static void
close_device (MorselCamera *self)
{
  g_clear_pointer (&self->stream, morsel_stream_free);
  set_device (self, NULL);
}

static void
open_device (MorselCamera *self, MorselCameraDevice *device)
{
  g_clear_pointer (&self->stream, morsel_stream_free);
  self->stream = morsel_stream_new (self->connection, morsel_camera_device_get_serial (device));
  morsel_stream_set_preview_size (self->stream, self->preview_width, self->preview_height);
  morsel_machine_open (&self->machine, g_get_monotonic_time ());
  set_device (self, device);
}

/* Ends a search once the chosen camera is there, or after a while with any other. */
static void
choose_device (MorselCamera *self)
{
  GListModel *devices = G_LIST_MODEL (self->devices);
  MorselCameraDevice *device = morsel_device_list_find (devices, self->device_id);
  gint64 waited = g_get_monotonic_time () - self->machine.since;

  if (device == NULL && waited >= CHOICE_TIME)
    device = morsel_device_list_find (devices, NULL);
  if (device != NULL)
    open_device (self, device);
}

static void
add_device (MorselCamera *self, const MorselEvent *event)
{
  MorselCameraDevice *device = morsel_device_list_add (self->devices, event->id, event->serial,
                                                       event->text);

  if (morsel_machine_searches (&self->machine))
    choose_device (self);
  else if (morsel_machine_wants_camera (&self->machine))
    open_device (self, device);
}

static gboolean
is_open_device (MorselCamera *self, const char *serial)
{
  return self->device != NULL &&
         g_strcmp0 (morsel_camera_device_get_serial (self->device), serial) == 0;
}

/* Ends everything behind the camera, but tells nobody. */
static void
disconnect (MorselCamera *self)
{
  g_clear_pointer (&self->stream, morsel_stream_free);
  g_clear_pointer (&self->watch, morsel_devices_free);
  g_clear_pointer (&self->connection, morsel_connection_free);
  g_clear_pointer (&self->events, morsel_events_free);
  g_clear_handle_id (&self->tick, g_source_remove);
}

static GdkTexture *
make_texture (GBytes *bgra, guint width, guint height)
{
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bgra,
                                 (gsize) width * 4);
}

static void
show_frame (MorselCamera *self, MorselFrame *frame)
{
  g_autoptr (GdkTexture) texture = make_texture (frame->bgra, frame->width, frame->height);
  g_autoptr (GdkTexture) preview = NULL;
  gint64 now = g_get_monotonic_time ();

  morsel_machine_add_frame (&self->machine, now);
  if (frame->preview != NULL)
    preview = make_texture (frame->preview, frame->preview_width, frame->preview_height);
  morsel_paintable_set_frame (self->paintable, texture, preview);
  notify_state (self);

  /* A whole frame may come a little early. */
  if (self->frame_interval > 0 && self->state == MORSEL_CAMERA_STATE_RUNNING &&
      now - self->frame_time >= (gint64) self->frame_interval * 1000 - 5000)
    {
      self->frame_time = now;
      g_signal_emit (self, signals[SIGNAL_FRAME], 0, texture);
    }
}

static void
handle_event (MorselCamera *self, const MorselEvent *event)
{
  switch (event->kind)
    {
    case MORSEL_EVENT_ADDED:
      add_device (self, event);
      break;

    case MORSEL_EVENT_REMOVED:
      morsel_device_list_remove (self->devices, event->serial);
      if (is_open_device (self, event->serial))
        {
          close_device (self);
          morsel_machine_unplug (&self->machine);
        }
      break;

    case MORSEL_EVENT_BUSY:
      if (is_open_device (self, event->serial))
        {
          set_details (self, event->text);
          morsel_machine_find_busy (&self->machine);
        }
      break;

    case MORSEL_EVENT_LOST:
    default:
      disconnect (self);
      g_list_store_remove_all (self->devices);
      set_device (self, NULL);
      set_details (self, event->text);
      morsel_machine_fail (&self->machine, MORSEL_CAMERA_STATE_NO_SERVICE);
      break;
    }
}

static void
event_cb (const MorselEvent *event, gpointer user_data)
{
  g_autoptr (MorselCamera) self = g_object_ref (user_data);

  if (event != NULL)
    {
      handle_event (self, event);
      notify_state (self);
    }
  else if (self->stream != NULL)
    {
      g_autoptr (MorselFrame) frame = morsel_stream_take_frame (self->stream);

      if (frame != NULL)
        show_frame (self, frame);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  MorselCamera *self = user_data;

  MorselCameraState before = self->machine.state;

  if (morsel_machine_searches (&self->machine))
    choose_device (self);
  morsel_machine_tick (&self->machine, g_get_monotonic_time ());
  /* Silent from the start. */
  if (before == MORSEL_CAMERA_STATE_STARTING && self->machine.state == MORSEL_CAMERA_STATE_SILENT &&
      morsel_devices_is_held (self->watch, morsel_camera_device_get_serial (self->device)))
    {
      set_details (self, "PipeWire could not start the camera");
      morsel_machine_find_busy (&self->machine);
    }
  notify_state (self);
  return G_SOURCE_CONTINUE;
}

static void
connect_pipewire (MorselCamera *self, int fd)
{
  g_autoptr (GError) error = NULL;

  self->events = morsel_events_new (event_cb, self);
  self->connection = morsel_connection_new (fd, self->events, &error);
  if (self->connection == NULL)
    {
      disconnect (self);
      set_details (self, error->message);
      morsel_machine_fail (&self->machine, MORSEL_CAMERA_STATE_NO_SERVICE);
      return;
    }

  self->watch = morsel_devices_new (self->connection);
  self->tick = g_timeout_add (TICK_MILLISECONDS, tick_cb, self);
  morsel_machine_search (&self->machine, g_get_monotonic_time ());
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
  if (self->machine.state != MORSEL_CAMERA_STATE_ASKING)
    {
      if (fd >= 0)
        g_close (fd, NULL);
      return;
    }

  if (error == NULL)
    {
      connect_pipewire (self, fd);
    }
  else if (g_error_matches (error, MORSEL_CAMERA_ERROR, MORSEL_CAMERA_ERROR_DENIED))
    {
      set_details (self, error->message);
      morsel_machine_fail (&self->machine, MORSEL_CAMERA_STATE_DENIED);
    }
  else if (!morsel_portal_is_sandboxed ())
    {
      g_info ("No camera portal: %s", error->message);
      connect_pipewire (self, MORSEL_CONNECTION_OWN);
    }
  else
    {
      set_details (self, error->message);
      morsel_machine_fail (&self->machine, MORSEL_CAMERA_STATE_NO_SERVICE);
    }
  notify_state (self);
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
    case PROP_DEVICE_ID:
      g_value_set_string (value, self->device_id);
      break;
    case PROP_MIRRORED:
      g_value_set_boolean (value, morsel_camera_get_mirrored (self));
      break;
    case PROP_FRAME_INTERVAL:
      g_value_set_uint (value, self->frame_interval);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
morsel_camera_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  MorselCamera *self = MORSEL_CAMERA (object);

  switch (id)
    {
    case PROP_DEVICE_ID:
      morsel_camera_set_device_id (self, g_value_get_string (value));
      break;
    case PROP_MIRRORED:
      morsel_camera_set_mirrored (self, g_value_get_boolean (value));
      break;
    case PROP_FRAME_INTERVAL:
      morsel_camera_set_frame_interval (self, g_value_get_uint (value));
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

  disconnect (self);
  g_clear_object (&self->device);
  g_clear_object (&self->devices);
  g_clear_object (&self->paintable);

  G_OBJECT_CLASS (morsel_camera_parent_class)->dispose (object);
}

static void
morsel_camera_finalize (GObject *object)
{
  MorselCamera *self = MORSEL_CAMERA (object);

  g_free (self->device_id);
  g_free (self->details);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (morsel_camera_parent_class)->finalize (object);
}

static void
morsel_camera_class_init (MorselCameraClass *klass)
{
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags writable = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = morsel_camera_get_property;
  object_class->set_property = morsel_camera_set_property;
  object_class->dispose = morsel_camera_dispose;
  object_class->finalize = morsel_camera_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, MORSEL_TYPE_CAMERA_STATE,
                                              MORSEL_CAMERA_STATE_OFF, readable);
  properties[PROP_DEVICE] = g_param_spec_object ("device", NULL, NULL, MORSEL_TYPE_CAMERA_DEVICE,
                                                 readable);
  properties[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, NULL, writable);
  properties[PROP_MIRRORED] = g_param_spec_boolean ("mirrored", NULL, NULL, FALSE, writable);
  properties[PROP_FRAME_INTERVAL] = g_param_spec_uint ("frame-interval", NULL, NULL, 0, G_MAXUINT,
                                                       0, writable);
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
  self->devices = g_list_store_new (MORSEL_TYPE_CAMERA_DEVICE);
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
  morsel_machine_ask (&self->machine);
  notify_state (self);

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

  disconnect (self);
  g_list_store_remove_all (self->devices);
  set_device (self, NULL);
  morsel_machine_stop (&self->machine);
  notify_state (self);
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

  return G_LIST_MODEL (self->devices);
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
 * morsel_camera_get_device_id:
 * @self: the camera
 *
 * Returns: (transfer none) (nullable): the id that was set
 */
const char *
morsel_camera_get_device_id (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  return self->device_id;
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

  g_autofree char *before = g_steal_pointer (&self->device_id);

  self->device_id = g_strdup (id);

  MorselCameraDevice *device = id != NULL
                                   ? morsel_device_list_find (G_LIST_MODEL (self->devices), id)
                                   : NULL;

  if (device != NULL && device != self->device)
    {
      open_device (self, device);
      notify_state (self);
    }
  if (g_strcmp0 (id, before) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE_ID]);
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

  self->preview_width = width;
  self->preview_height = height;
  if (self->stream != NULL)
    morsel_stream_set_preview_size (self->stream, width, height);
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
 * morsel_camera_get_frame_interval:
 * @self: the camera
 *
 * Returns: the milliseconds between two frame signals at least, 0 for no signals
 */
guint
morsel_camera_get_frame_interval (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), 0);

  return self->frame_interval;
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

  if (milliseconds == self->frame_interval)
    return;

  self->frame_interval = milliseconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRAME_INTERVAL]);
}
