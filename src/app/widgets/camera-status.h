/* camera-status.h: why a camera gives no picture, and what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/camera.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_CAMERA_STATUS (morsel_camera_status_get_type ())
G_DECLARE_FINAL_TYPE (MorselCameraStatus, morsel_camera_status, MORSEL, CAMERA_STATUS, AdwBin)

gboolean morsel_camera_status_set_state (MorselCameraStatus *self, MorselCameraState state);
void morsel_camera_status_set_devices (MorselCameraStatus *self, GMenuModel *devices);

G_END_DECLS
