/* device.h: one camera that the computer has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_CAMERA_DEVICE (morsel_camera_device_get_type ())
G_DECLARE_FINAL_TYPE (MorselCameraDevice, morsel_camera_device, MORSEL, CAMERA_DEVICE, GObject)

MorselCameraDevice *morsel_camera_device_new (const char *id, const char *serial, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;

const char *morsel_camera_device_get_id (MorselCameraDevice *self);
const char *morsel_camera_device_get_serial (MorselCameraDevice *self);
const char *morsel_camera_device_get_name (MorselCameraDevice *self);

G_END_DECLS
