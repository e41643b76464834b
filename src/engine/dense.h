/* dense.h: a matrix times a vector, with bias and activation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/safetensors.h"
#include "engine/weights.h"

G_BEGIN_DECLS

typedef struct _MorselDense MorselDense;

MorselDense *morsel_dense_new (const MorselTensor *weight,
                               const MorselTensor *bias,
                               MorselActivation activation) G_GNUC_WARN_UNUSED_RESULT;
void morsel_dense_free (MorselDense *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselDense, morsel_dense_free)

guint morsel_dense_get_n_inputs (const MorselDense *self);
gsize morsel_dense_get_packed_size (const MorselDense *self);
void morsel_dense_pack (MorselDense *self,
                        const MorselTensor *weight,
                        const MorselTensor *bias,
                        void *packed);

/* How many floats an output takes: the number of outputs rounded up to whole vectors. */
gsize morsel_dense_get_output_length (const MorselDense *self);
void morsel_dense_run (const MorselDense *self, const float *input, float *output);
void morsel_dense_run_back (const MorselDense *self,
                            const float *input,
                            const float *output_gradient,
                            float *input_gradient);

G_END_DECLS
