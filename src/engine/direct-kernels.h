/* direct-kernels.h: the loops of convolutions over all channels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/onednn.h"

G_BEGIN_DECLS

/* A group of outputs is one to three vectors of them, or one and a half, counted in halves. */
#define MORSEL_DIRECT_HALF 8
#define MORSEL_DIRECT_MAX_HALVES 6

/* What is multiplied at a time in each lane of a vector: a float, or two bf16 side by side. */
typedef float MorselDirectWord __attribute__ ((may_alias));

/* What neighbouring outputs see: n_rows rows of n_words words, one output's pixel_pitch after the
   other's, one row row_pitch after the other. */
typedef struct
{
  const MorselDirectWord *source;
  gsize pixel_pitch;
  gsize row_pitch;
  guint n_rows;
  guint n_words;
  guint first_word; /* of the weights, which are [rows, weight_words, group] */
  guint weight_words;
} MorselDirectWindow;

/* Where a group's outputs go. */
typedef struct
{
  void *destination;
  const void *residual; /* nullable: what is added */
  guint pitch;          /* values from one pixel to the next */
  MorselValues values;
  MorselActivation activation;
} MorselDirectOutput;

/* Computes a group of outputs of n_pixels pixels. packed: the bias, of floats, then the weights, each
   a group wide; half a vector is there twice. */
typedef void (*MorselDirectKernel) (const MorselDirectWindow *window,
                                    const MorselDirectOutput *output,
                                    const void *packed,
                                    gsize n_pixels);

MorselDirectKernel morsel_direct_find_f32 (guint n_halves);
MorselDirectKernel morsel_direct_find_f16 (guint n_halves);
MorselDirectKernel morsel_direct_find_bf16 (guint n_halves);

G_END_DECLS
