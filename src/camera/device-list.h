/* device-list.h: the cameras there are, each with a name of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/device.h"

G_BEGIN_DECLS

MorselCameraDevice *morsel_device_list_add (GListStore *list,
                                            const char *id,
                                            const char *serial,
                                            const char *description);
void morsel_device_list_remove (GListStore *list, const char *serial);
MorselCameraDevice *morsel_device_list_find (GListModel *list, const char *id);

G_END_DECLS
