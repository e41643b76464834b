/* screenshot.h: a photo from the screen, through the desktop's portal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void morsel_screenshot_find_async (GAsyncReadyCallback callback, gpointer user_data);
gboolean morsel_screenshot_find_finish (GAsyncResult *result);

void morsel_screenshot_take_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GFile *morsel_screenshot_take_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
