/* photo-exif.h: which way up a photo was taken
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint morsel_photo_exif_read_orientation (const guint8 *bytes, gsize n_bytes);

G_END_DECLS
