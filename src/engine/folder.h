/* folder.h: the photos of a folder, in natural order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MORSEL_FOLDER_MAX_PHOTOS 10000

/* Returns: (transfer full) (element-type GFile); truncated: more than max_photos were there */
GPtrArray *morsel_folder_list (GFile *folder,
                               gboolean recursive,
                               gsize max_photos,
                               gboolean *truncated,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
