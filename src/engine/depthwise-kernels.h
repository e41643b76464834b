/* depthwise-kernels.h: the loops of depthwise convolutions
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/onednn.h"

G_BEGIN_DECLS

/* Channels that are summed together, each block of weights being [1 + kernel × kernel, block]: the
   bias, then the taps. In bf16's, the 16 even channels come before the 16 odd ones. */
#define MORSEL_DEPTHWISE_BLOCK_F32 16
#define MORSEL_DEPTHWISE_BLOCK_BF16 32

typedef struct
{
  guint channels;
  guint side_in;
  guint side_out;
  guint n_ring_in; /* rows that the source has room for; row n lies where n modulo this says */
  guint n_ring_out;
  guint pad;
  MorselActivation activation;
} MorselDepthwiseShape;

/* Computes rows first to last of the destination. */
typedef void (*MorselDepthwiseKernel) (const MorselDepthwiseShape *shape,
                                       const void *source,
                                       void *destination,
                                       const float *weights,
                                       guint first,
                                       guint last);

MorselDepthwiseKernel morsel_depthwise_find_kernel (guint kernel,
                                                    guint stride,
                                                    MorselValues values);

G_END_DECLS
