/* preprocess.h: from a photo, or a part of it, to the network's input, as in training
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"
#include "engine/weights.h"

G_BEGIN_DECLS

/* A part of a photo, in fractions of its width and height, 0 to 1. */
typedef struct
{
  float x;
  float y;
  float width;
  float height;
} MorselPart;

/* output: [side, side, 3], red first (NHWC with one photo) */
void morsel_preprocess_run (const MorselInput *input,
                            MorselPhoto *photo,
                            const MorselPart *part,
                            float *output);

guint morsel_preprocess_get_least_side (const MorselInput *input);
MorselPart morsel_preprocess_get_seen (const MorselInput *input,
                                       MorselPhoto *photo,
                                       const MorselPart *part);

G_END_DECLS
