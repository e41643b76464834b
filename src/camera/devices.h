/* devices.h: watches which cameras PipeWire has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/connection.h"

G_BEGIN_DECLS

typedef struct _MorselDevices MorselDevices;

MorselDevices *morsel_devices_new (MorselConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
void morsel_devices_free (MorselDevices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselDevices, morsel_devices_free)

gboolean morsel_devices_is_held (MorselDevices *self, const char *serial);
gboolean morsel_devices_is_infrared_name (const char *name);
gboolean morsel_devices_is_busy_message (const char *message);

G_END_DECLS
