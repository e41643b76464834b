/* studio.h: cameras to plug in and pull out, and a desktop's permission, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/camera.h"

G_BEGIN_DECLS

/* Plugs in a camera: the arguments of feed, up to NULL. It is pulled out by studio_unplug(). */
GSubprocess *studio_plug_in (const char *argument, ...) G_GNUC_NULL_TERMINATED
    G_GNUC_WARN_UNUSED_RESULT;
void studio_unplug (GSubprocess *feed);
void studio_signal (GSubprocess *feed, int number);

/* "yes", "no", or NULL: the desktop asks. */
void studio_permit (const char *permission);
/* The desktop's question is answered by whoever finds this button on the screen. */
GSubprocess *studio_answer (const char *button) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the desktop has ended the question it was asked. */
char *studio_dup_permission (void);

/* Runs the main loop until the camera is in the state. */
void studio_wait_for (MorselCamera *camera, MorselCameraState state);
/* Stops the camera and sees that nothing keeps it. */
void studio_end (MorselCamera *camera);
void studio_assert_error (MorselCamera *camera, MorselCameraError code);
/* The colours of the newest frame. Returns: [height, width, 3], red first */
guint8 *studio_dup_colours (MorselCamera *camera, guint *width, guint *height);

G_END_DECLS
