/* reference.h: the network in plain loops, slow and obviously right
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

/* A map: [side, side, channels] */
typedef struct
{
  guint side;
  guint channels;
  double *values;
} ReferenceMap;

ReferenceMap *reference_map_new (guint side, guint channels);
void reference_map_free (ReferenceMap *map);

/* of ReferenceMap, what each operation gives, in their order; input: [side, side, 3] */
GPtrArray *reference_run (const MorselNetwork *network,
                          MorselWeights *weights,
                          const MorselSafetensors *tensors,
                          const float *input);

/* d logits[dish] / d mean features, by moving each mean a little; features: the map of the mean */
void reference_get_gradient (MorselWeights *weights,
                             const MorselSafetensors *tensors,
                             const ReferenceMap *features,
                             guint dish,
                             double *gradient);

G_END_DECLS
