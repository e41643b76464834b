/* odd-network.h: a small network with everything a layer can be, and what tests of plans share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "made-weights.h"
#include "reference.h"

#include "engine/plan.h"

G_BEGIN_DECLS

extern const MorselNetwork odd_network;
extern const MorselNetwork short_network; /* its first layers: the mean is taken of a sum */
extern const MadeWeights odd_weights;

/* The largest difference, relative to the largest value. */
double compare_to_reference (const float *values, const ReferenceMap *map);

/* The difference's root mean square, relative to the values'. */
double compare_rms_to_reference (const float *values, const ReferenceMap *map);

MorselLane *make_lane (const MorselNetwork *network,
                       MorselWeights *weights,
                       const MorselSafetensors *tensors,
                       MorselPrecision precision,
                       const float *input);

G_END_DECLS
