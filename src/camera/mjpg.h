/* mjpg.h: a frame of a camera that sends Motion JPEG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GBytes *morsel_mjpg_decode (const guint8 *bytes, gsize n_bytes, guint *width, guint *height)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
