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

/* What a layer of the table, or a step of the head, is made of. */
typedef enum
{
  MORSEL_OPERATION_CONV,           /* over all channels: the first, the 1×1 ones */
  MORSEL_OPERATION_DEPTHWISE,      /* each channel by itself */
  MORSEL_OPERATION_SQUEEZE_EXCITE, /* mean, two dense layers, gates on the channels */
  MORSEL_OPERATION_MEAN,           /* over the picture */
  MORSEL_OPERATION_DENSE,          /* one output per row of a matrix */
} MorselOperationKind;

#define MORSEL_OPERATION_NO_RESIDUAL G_MAXUINT

/* One operation with its shapes; it takes what the one before it gave. */
typedef struct
{
  MorselOperationKind kind;
  char name[32];   /* for people: "block 3 depthwise" */
  char tensor[32]; /* its tensors are this, ".weight" and ".bias" */
  guint in;        /* channels */
  guint out;
  guint squeeze; /* channels between the two dense layers of squeeze-and-excite */
  guint side_in; /* of the square map, in pixels; 1 after the mean */
  guint side_out;
  guint kernel;
  guint stride;
  guint pad_before; /* rows of zeros above, columns to the left */
  guint pad_after;  /* below and to the right */
  MorselActivation activation;
  guint residual; /* position of the operation whose output is added, or NO_RESIDUAL */
} MorselOperation;

const MorselNetwork *morsel_network_lookup (const char *name);
gboolean morsel_network_check (const MorselNetwork *network,
                               MorselWeights *weights,
                               const MorselSafetensors *tensors,
                               GError **error);
GArray *morsel_network_list_operations (const MorselNetwork *network,
                                        MorselWeights *weights,
                                        const MorselSafetensors *tensors,
                                        GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of MorselOperation */
guint64 morsel_operation_count_multiply_adds (const MorselOperation *operation);
guint64 morsel_network_count_multiply_adds (const MorselNetwork *network,
                                            MorselWeights *weights,
                                            const MorselSafetensors *tensors);
guint64 morsel_network_count_parameters (const MorselSafetensors *tensors);

G_END_DECLS
