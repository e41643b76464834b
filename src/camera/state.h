/* state.h: the camera's states and errors by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/camera.h"

G_BEGIN_DECLS

GError *morsel_camera_state_make_error (MorselCameraState state, const char *details)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
