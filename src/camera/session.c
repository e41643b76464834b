/* session.c: the cameras of one PipeWire, the one in use, and what becomes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/session.h"

#include "camera/device-list.h"
#include "camera/devices.h"
#include "camera/machine.h"

/* How often the age of the newest frame is looked at, in milliseconds. */
#define TICK_MILLISECONDS 250
/* How long the chosen camera is waited for when another is there, in microseconds. */
#define CHOICE_TIME (G_USEC_PER_SEC / 2)

struct _MorselSession
{
  /* owned; the first four while connected, freed in this order */
  MorselStream *stream;
  MorselDevices *watch;
  MorselConnection *connection;
  MorselEvents *events;
  GListStore *devices;        /* of MorselCameraDevice */
  MorselCameraDevice *device; /* in use */
  char *device_id;            /* chosen */
  char *details;              /* what PipeWire said of the newest failure */
  guint tick;

  MorselMachine machine;
  guint preview_width; /* pixels; 0: not known */
  guint preview_height;

  MorselSessionChangedFunc changed;
  MorselSessionFrameFunc frame;
  gpointer user_data;
};

static void
set_details (MorselSession *self, const char *text)
{
  g_free (self->details);
  self->details = g_strdup (text);
}

static void
open_device (MorselSession *self, MorselCameraDevice *device)
{
  g_clear_pointer (&self->stream, morsel_stream_free);
  self->stream = morsel_stream_new (self->connection, morsel_camera_device_get_serial (device));
  morsel_stream_set_preview_size (self->stream, self->preview_width, self->preview_height);
  morsel_machine_open (&self->machine, g_get_monotonic_time ());
  g_set_object (&self->device, device);
}

/* Ends a search once the chosen camera is there, or after a while with any other. */
static void
choose_device (MorselSession *self)
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
add_device (MorselSession *self, const MorselEvent *event)
{
  MorselCameraDevice *device = morsel_device_list_add (self->devices, event->id, event->serial,
                                                       event->text);

  if (morsel_machine_searches (&self->machine))
    choose_device (self);
  else if (morsel_machine_wants_camera (&self->machine))
    open_device (self, device);
}

static gboolean
is_open_device (MorselSession *self, const char *serial)
{
  return self->device != NULL &&
         g_strcmp0 (morsel_camera_device_get_serial (self->device), serial) == 0;
}

/* Ends everything behind the cameras, but tells nobody. */
static void
disconnect (MorselSession *self)
{
  g_clear_pointer (&self->stream, morsel_stream_free);
  g_clear_pointer (&self->watch, morsel_devices_free);
  g_clear_pointer (&self->connection, morsel_connection_free);
  g_clear_pointer (&self->events, morsel_events_free);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_object (&self->device);
}

static void
handle_event (MorselSession *self, const MorselEvent *event)
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
          g_clear_pointer (&self->stream, morsel_stream_free);
          g_clear_object (&self->device);
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
      set_details (self, event->text);
      morsel_machine_fail (&self->machine, MORSEL_CAMERA_STATE_NO_SERVICE);
      break;
    }
}

static void
event_cb (const MorselEvent *event, gpointer user_data)
{
  MorselSession *self = user_data;

  if (event != NULL)
    {
      handle_event (self, event);
      self->changed (self->user_data);
    }
  else if (self->stream != NULL)
    {
      g_autoptr (MorselFrame) frame = morsel_stream_take_frame (self->stream);

      if (frame == NULL)
        return;
      morsel_machine_add_frame (&self->machine, g_get_monotonic_time ());
      self->frame (frame, self->user_data);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  MorselSession *self = user_data;
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
  self->changed (self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * morsel_session_new:
 * @changed: called when the state, the device or both may be others than before
 * @frame: called for every frame
 * @user_data: for both
 *
 * Makes a session that is off. Main thread only; what the caller itself changes is not told.
 *
 * Returns: (transfer full): the session
 */
MorselSession *
morsel_session_new (MorselSessionChangedFunc changed,
                    MorselSessionFrameFunc frame,
                    gpointer user_data)
{
  MorselSession *self = g_new0 (MorselSession, 1);

  self->devices = g_list_store_new (MORSEL_TYPE_CAMERA_DEVICE);
  self->changed = changed;
  self->frame = frame;
  self->user_data = user_data;
  return self;
}

/**
 * morsel_session_free:
 * @self: the session
 *
 * Lets go of the camera, of PipeWire and of its thread.
 */
void
morsel_session_free (MorselSession *self)
{
  disconnect (self);
  g_object_unref (self->devices);
  g_free (self->device_id);
  g_free (self->details);
  g_free (self);
}

/**
 * morsel_session_ask:
 * @self: the session
 *
 * The portal is asked for PipeWire.
 */
void
morsel_session_ask (MorselSession *self)
{
  morsel_machine_ask (&self->machine);
}

/**
 * morsel_session_connect:
 * @self: the session, not connected
 * @fd: (transfer full): the portal's descriptor, or %MORSEL_CONNECTION_OWN
 *
 * Looks for a camera and opens it: the chosen one, after a while any other.
 */
void
morsel_session_connect (MorselSession *self, int fd)
{
  g_autoptr (GError) error = NULL;

  self->events = morsel_events_new (event_cb, self);
  self->connection = morsel_connection_new (fd, self->events, &error);
  if (self->connection == NULL)
    {
      disconnect (self);
      morsel_session_fail (self, MORSEL_CAMERA_STATE_NO_SERVICE, error->message);
      return;
    }

  self->watch = morsel_devices_new (self->connection);
  self->tick = g_timeout_add (TICK_MILLISECONDS, tick_cb, self);
  morsel_machine_search (&self->machine, g_get_monotonic_time ());
}

/**
 * morsel_session_fail:
 * @self: the session, not connected
 * @state: why there is no picture
 * @details: what was said about it
 *
 * There is no PipeWire to be had.
 */
void
morsel_session_fail (MorselSession *self, MorselCameraState state, const char *details)
{
  set_details (self, details);
  morsel_machine_fail (&self->machine, state);
}

/**
 * morsel_session_stop:
 * @self: the session
 *
 * Lets go of the camera, of PipeWire and of its thread.
 */
void
morsel_session_stop (MorselSession *self)
{
  disconnect (self);
  g_list_store_remove_all (self->devices);
  morsel_machine_stop (&self->machine);
}

/**
 * morsel_session_get_state:
 * @self: the session
 *
 * Returns: what the camera does, or why there is no picture
 */
MorselCameraState
morsel_session_get_state (MorselSession *self)
{
  return self->machine.state;
}

/**
 * morsel_session_steal_details:
 * @self: the session
 *
 * Returns: (transfer full) (nullable): what was said of a failure since this was last called
 */
char *
morsel_session_steal_details (MorselSession *self)
{
  return g_steal_pointer (&self->details);
}

/**
 * morsel_session_get_devices:
 * @self: the session
 *
 * Returns: (transfer none): the cameras there are, of type #MorselCameraDevice
 */
GListModel *
morsel_session_get_devices (MorselSession *self)
{
  return G_LIST_MODEL (self->devices);
}

/**
 * morsel_session_get_device:
 * @self: the session
 *
 * Returns: (transfer none) (nullable): the camera in use
 */
MorselCameraDevice *
morsel_session_get_device (MorselSession *self)
{
  return self->device;
}

/**
 * morsel_session_choose:
 * @self: the session
 * @id: (nullable): of the camera to use, or %NULL for the first there is
 *
 * Chooses a camera: at once if it is there, else when it is there as the search begins.
 */
void
morsel_session_choose (MorselSession *self, const char *id)
{
  g_free (self->device_id);
  self->device_id = g_strdup (id);

  MorselCameraDevice *device = id != NULL
                                   ? morsel_device_list_find (G_LIST_MODEL (self->devices), id)
                                   : NULL;

  if (device != NULL && device != self->device)
    open_device (self, device);
}

/**
 * morsel_session_set_preview_size:
 * @self: the session
 * @width: of the place where frames are shown, in pixels; 0: not known
 * @height: the same
 *
 * Has frames come with a preview of that size.
 */
void
morsel_session_set_preview_size (MorselSession *self, guint width, guint height)
{
  self->preview_width = width;
  self->preview_height = height;
  if (self->stream != NULL)
    morsel_stream_set_preview_size (self->stream, width, height);
}
