/* save.h: writes a file whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean morsel_save (
    GFile *file, const char *bytes, gsize n_bytes, GCancellable *cancellable, GError **error);

G_END_DECLS
