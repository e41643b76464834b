/* regular-file.h: opens what should be a file on this computer without ever hanging
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GInputStream *morsel_regular_file_open (const char *path, guint64 *n_bytes, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
