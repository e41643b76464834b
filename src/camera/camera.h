/* camera.h: the live picture of a camera, its newest frame, and why there is none
 *
 *   MorselCamera *camera = morsel_camera_new ();
 *
 *   g_signal_connect (camera, "notify::state", G_CALLBACK (state_changed_cb), page);
 *   gtk_picture_set_paintable (picture, morsel_camera_get_paintable (camera));
 *   morsel_camera_start (camera);
 *   ...
 *   g_autoptr (GdkTexture) frame = morsel_camera_dup_frame (camera);
 *   morsel_camera_stop (camera);
 *
 * Main thread only; nothing here waits for the camera or for a person.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/device.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MorselCameraState:
 * @MORSEL_CAMERA_STATE_OFF: nothing is connected, the camera's light is off
 * @MORSEL_CAMERA_STATE_ASKING: the desktop asks the person whether Morsel may use the camera
 * @MORSEL_CAMERA_STATE_STARTING: allowed; a camera is looked for, or its first frame awaited
 * @MORSEL_CAMERA_STATE_RUNNING: frames come
 * @MORSEL_CAMERA_STATE_DENIED: the person or the system refuses; morsel_camera_start() asks again
 * @MORSEL_CAMERA_STATE_NO_SERVICE: there is neither a camera portal nor a PipeWire to ask, or it
 *   ended; morsel_camera_start() tries again
 * @MORSEL_CAMERA_STATE_NONE: no camera for a second; one that is plugged in starts by itself
 * @MORSEL_CAMERA_STATE_IN_USE: another program has the camera; morsel_camera_start() tries again
 * @MORSEL_CAMERA_STATE_UNPLUGGED: the camera in use went away; it, or any camera that is plugged
 *   in, starts by itself
 * @MORSEL_CAMERA_STATE_SILENT: no frame for three seconds; the next frame is
 *   %MORSEL_CAMERA_STATE_RUNNING again, morsel_camera_start() opens the camera anew
 *
 * What the camera does, or why there is no picture.
 */
typedef enum
{
  MORSEL_CAMERA_STATE_OFF,
  MORSEL_CAMERA_STATE_ASKING,
  MORSEL_CAMERA_STATE_STARTING,
  MORSEL_CAMERA_STATE_RUNNING,
  MORSEL_CAMERA_STATE_DENIED,
  MORSEL_CAMERA_STATE_NO_SERVICE,
  MORSEL_CAMERA_STATE_NONE,
  MORSEL_CAMERA_STATE_IN_USE,
  MORSEL_CAMERA_STATE_UNPLUGGED,
  MORSEL_CAMERA_STATE_SILENT,
} MorselCameraState;

#define MORSEL_TYPE_CAMERA_STATE (morsel_camera_state_get_type ())
GType morsel_camera_state_get_type (void);

/* Why there is no picture: one code for each of the failed states above. */
typedef enum
{
  MORSEL_CAMERA_ERROR_DENIED,
  MORSEL_CAMERA_ERROR_NO_SERVICE,
  MORSEL_CAMERA_ERROR_NONE,
  MORSEL_CAMERA_ERROR_IN_USE,
  MORSEL_CAMERA_ERROR_UNPLUGGED,
  MORSEL_CAMERA_ERROR_SILENT,
} MorselCameraError;

#define MORSEL_CAMERA_ERROR (morsel_camera_error_quark ())
GQuark morsel_camera_error_quark (void);

/**
 * MorselCamera:
 *
 * Properties, read only: state, device, mirrored, each with its accessor below.
 *
 * Signal frame (GdkTexture *frame): a new frame, never mirrored, at most one in
 * morsel_camera_set_frame_interval() milliseconds; not emitted while that is 0.
 */
#define MORSEL_TYPE_CAMERA (morsel_camera_get_type ())
G_DECLARE_FINAL_TYPE (MorselCamera, morsel_camera, MORSEL, CAMERA, GObject)

MorselCamera *morsel_camera_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* Starts, or starts again after a failure. Asks the person when the system wants that, so call it
 * for something the person did, with the window mapped and focused. */
void morsel_camera_start (MorselCamera *self);
/* Lets go of the camera and of everything behind it; an open question stays open. */
void morsel_camera_stop (MorselCamera *self);

MorselCameraState morsel_camera_get_state (MorselCamera *self);
/* Returns: (nullable): of MORSEL_CAMERA_ERROR while the state is a failed one; for the log */
const GError *morsel_camera_get_error (MorselCamera *self);

/* The cameras there are, of type MorselCameraDevice; empty while the camera is off. */
GListModel *morsel_camera_get_devices (MorselCamera *self);
/* Returns: (nullable): the camera in use */
MorselCameraDevice *morsel_camera_get_device (MorselCamera *self);
/* The camera to use, by morsel_camera_device_get_id(), also before it is there. NULL: the first. */
void morsel_camera_set_device_id (MorselCamera *self, const char *id);

/* The live picture. The last frame stays in it until the next one comes. */
GdkPaintable *morsel_camera_get_paintable (MorselCamera *self);
/* Whether the paintable shows left and right swapped, as in a mirror. Frames never are. */
gboolean morsel_camera_get_mirrored (MorselCamera *self);
void morsel_camera_set_mirrored (MorselCamera *self, gboolean mirrored);

/* How large the live picture is shown, in device pixels; saves time where there is no graphics
 * card to shrink it. */
void morsel_camera_set_preview_size (MorselCamera *self, guint width, guint height);

/* Returns: (transfer full) (nullable): the newest frame, NULL unless running; never mirrored */
GdkTexture *morsel_camera_dup_frame (MorselCamera *self) G_GNUC_WARN_UNUSED_RESULT;
void morsel_camera_set_frame_interval (MorselCamera *self, guint milliseconds);

G_END_DECLS
