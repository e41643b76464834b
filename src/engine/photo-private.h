/* photo-private.h: how loading makes a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo-upright.h"
#include "engine/photo.h"

G_BEGIN_DECLS

MorselPhoto *morsel_photo_new_loaded (MorselPixels *pixels,
                                      guint full_width,
                                      guint full_height,
                                      double milliseconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
