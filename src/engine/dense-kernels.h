/* dense-kernels.h: the loops of a matrix times a vector
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/vector.h"

G_BEGIN_DECLS

/* Computes output = bias + weights · input for one to four vectors of outputs; weights are
   [n_inputs, n_vectors × MORSEL_VECTOR_LENGTH]. */
typedef void (*MorselDenseKernel) (const void *weights,
                                   const float *bias,
                                   const float *input,
                                   guint n_inputs,
                                   guint n_vectors,
                                   float *output);

MorselDenseKernel morsel_dense_find_kernel (MorselVectorLevel level, gboolean half);

G_END_DECLS
