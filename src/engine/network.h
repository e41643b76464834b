/* network.h: a network as a list of layers, and the check that weights fit it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/safetensors.h"
#include "engine/weights.h"

G_BEGIN_DECLS

typedef enum
{
  MORSEL_LAYER_CONV,       /* convolution, bias, activation */
  MORSEL_LAYER_BOTTLENECK, /* expand 1×1, depthwise, squeeze-and-excite, project 1×1, residual */
} MorselLayerKind;

/* One row of the paper's table. */
typedef struct
{
  MorselLayerKind kind;
  guint kernel;
  guint expand;  /* channels inside a bottleneck; 0: not a bottleneck */
  guint out;     /* channels */
  guint squeeze; /* channels of squeeze-and-excite; 0: none */
  MorselActivation activation;
  guint stride;
} MorselLayer;

typedef struct
{
  const char *name; /* as in the weights' metadata: "mobilenet_v3_large" */
  const MorselLayer *layers;
  guint n_layers;
} MorselNetwork;

const MorselNetwork *morsel_network_lookup (const char *name);
gboolean morsel_network_check (const MorselNetwork *network,
                               MorselWeights *weights,
                               const MorselSafetensors *tensors,
                               GError **error);
guint64 morsel_network_count_multiply_adds (const MorselNetwork *network,
                                            MorselWeights *weights,
                                            const MorselSafetensors *tensors);
guint64 morsel_network_count_parameters (const MorselSafetensors *tensors);

G_END_DECLS
