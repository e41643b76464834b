/* portal.h: asks the desktop for the camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void morsel_portal_open_camera_async (GObject *source,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
int morsel_portal_open_camera_finish (GObject *source, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean morsel_portal_is_sandboxed (void);

G_END_DECLS
