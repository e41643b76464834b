/* photo-file.h: the bytes of a photo's file, or of a stream, and no more of them than allowed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *morsel_photo_file_read (GFile *file, GCancellable *cancellable, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
GBytes *morsel_photo_file_read_stream (GInputStream *stream,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean morsel_photo_file_check_length (guint64 n_bytes, GError **error);

G_END_DECLS
