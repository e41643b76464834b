/* collect.h: from what was dropped or opened to photos: folders are searched
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void morsel_collect_async (GPtrArray *files,
                           gsize max_photos,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
GPtrArray *morsel_collect_finish (GAsyncResult *result, gboolean *truncated, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
