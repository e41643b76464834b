/* squeeze-excite.h: gates on channels, and the mean over a picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/dense.h"
#include "engine/onednn.h"
#include "engine/vector.h"

G_BEGIN_DECLS

/* map: [n_pixels, n_channels] of values */
void morsel_mean_run (MorselVectorLevel level,
                      const void *map,
                      MorselValues values,
                      gsize n_pixels,
                      gsize n_channels,
                      float *mean);
void morsel_values_to_f32 (const void *from, MorselValues values, gsize n_values, float *to);
void morsel_values_to_bf16 (MorselVectorLevel level,
                            const float *from,
                            gsize n_values,
                            guint16 *to);

gsize morsel_squeeze_excite_get_scratch_size (const MorselDense *squeeze,
                                              const MorselDense *excite);
void morsel_squeeze_excite_run (MorselVectorLevel level,
                                const MorselDense *squeeze,
                                const MorselDense *excite,
                                void *map,
                                MorselValues values,
                                gsize n_pixels,
                                void *scratch);

G_END_DECLS
