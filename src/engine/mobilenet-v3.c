/* mobilenet-v3.c: the table of MobileNetV3-Large
 *
 * Source: Howard et al., Searching for MobileNetV3, 2019, table 1. What follows the last row (the
 * mean and the dense layers) is the head, which the weights describe.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/mobilenet-v3.h"

#define CONV MORSEL_LAYER_CONV
#define BOTTLENECK MORSEL_LAYER_BOTTLENECK
#define RELU MORSEL_ACTIVATION_RELU
#define SWISH MORSEL_ACTIVATION_HARD_SWISH

/* clang-format off */
static const MorselLayer large_layers[] = {
  /* kind      kernel expand out  squeeze activation stride   output at side 224 */
  { CONV,        3,     0,    16,    0,   SWISH,     2 },  /* [112, 112,  16] */
  { BOTTLENECK,  3,    16,    16,    0,   RELU,      1 },  /* [112, 112,  16] */
  { BOTTLENECK,  3,    64,    24,    0,   RELU,      2 },  /* [ 56,  56,  24] */
  { BOTTLENECK,  3,    72,    24,    0,   RELU,      1 },  /* [ 56,  56,  24] */
  { BOTTLENECK,  5,    72,    40,   24,   RELU,      2 },  /* [ 28,  28,  40] */
  { BOTTLENECK,  5,   120,    40,   32,   RELU,      1 },  /* [ 28,  28,  40] */
  { BOTTLENECK,  5,   120,    40,   32,   RELU,      1 },  /* [ 28,  28,  40] */
  { BOTTLENECK,  3,   240,    80,    0,   SWISH,     2 },  /* [ 14,  14,  80] */
  { BOTTLENECK,  3,   200,    80,    0,   SWISH,     1 },  /* [ 14,  14,  80] */
  { BOTTLENECK,  3,   184,    80,    0,   SWISH,     1 },  /* [ 14,  14,  80] */
  { BOTTLENECK,  3,   184,    80,    0,   SWISH,     1 },  /* [ 14,  14,  80] */
  { BOTTLENECK,  3,   480,   112,  120,   SWISH,     1 },  /* [ 14,  14, 112] */
  { BOTTLENECK,  3,   672,   112,  168,   SWISH,     1 },  /* [ 14,  14, 112] */
  { BOTTLENECK,  5,   672,   160,  168,   SWISH,     2 },  /* [  7,   7, 160] */
  { BOTTLENECK,  5,   960,   160,  240,   SWISH,     1 },  /* [  7,   7, 160] */
  { BOTTLENECK,  5,   960,   160,  240,   SWISH,     1 },  /* [  7,   7, 160] */
  { CONV,        1,     0,   960,    0,   SWISH,     1 },  /* [  7,   7, 960] */
};
/* clang-format on */

const MorselNetwork morsel_mobilenet_v3_large = {
  .name = "mobilenet_v3_large",
  .layers = large_layers,
  .n_layers = G_N_ELEMENTS (large_layers),
};
