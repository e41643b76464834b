/* focus-picture.h: a photo with where the network looked laid over it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

G_BEGIN_DECLS

/* map: [side, side], 0 to 1, over the part of the photo that the network saw; NULL: nothing */
MorselPhoto *morsel_focus_picture_new (MorselPhoto *photo,
                                       const MorselPart *seen,
                                       const float *map,
                                       guint side) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
