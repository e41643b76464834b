/* shrink.h: a frame as small as it is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean morsel_shrink_fit (guint width,
                            guint height,
                            guint most_width,
                            guint most_height,
                            guint *to_width,
                            guint *to_height) G_GNUC_WARN_UNUSED_RESULT;
GBytes *morsel_shrink_bgra (const guint8 *bgra,
                            guint width,
                            guint height,
                            guint to_width,
                            guint to_height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
