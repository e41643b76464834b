/* incoming-formats.h: which of what is offered is taken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

GdkContentFormats *morsel_incoming_dup_formats (void) G_GNUC_WARN_UNUSED_RESULT;
const char *morsel_incoming_find_mime_type (GdkContentFormats *formats);
gboolean morsel_incoming_has_portal (GdkContentFormats *formats);

G_END_DECLS
