/* made-weights.h: weights files for tests, made of random numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

/* What to make. */
typedef struct
{
  const MorselNetwork *network;
  const char *padding; /* "same" or "symmetric" */
  const char *head;    /* "gap-dense" and so on */
  guint side;
  guint n_labels;
  guint n_hidden; /* outputs of every hidden layer of the head */
  MorselDtype dtype;
  gboolean bf16;     /* whether the metadata allow it */
  guint n_outputs;   /* 0: as many as labels */
  const char *skip;  /* a tensor to leave out, or NULL */
  const char *flat;  /* a tensor to write with one dimension only, or NULL */
  const char *extra; /* a tensor to add, or NULL */
} MadeWeights;

GBytes *made_weights_dup_bytes (const MadeWeights *made);
MorselSafetensors *made_weights_load (const MadeWeights *made, MorselWeights **weights);

/* [side, side, 3], -1 to 1 */
float *made_weights_make_input (const MadeWeights *made);

G_END_DECLS
