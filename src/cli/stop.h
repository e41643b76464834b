/* stop.h: Ctrl+C ends the work, not the program: what is done is still told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GCancellable *morsel_stop_watch (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
