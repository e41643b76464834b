/* direct.h: convolutions over all channels, with AVX-512
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/onednn.h"
#include "engine/vector.h"

G_BEGIN_DECLS

typedef struct _MorselDirect MorselDirect;

MorselDirect *morsel_direct_new (MorselVectorLevel level,
                                 const MorselOperation *operation,
                                 MorselDtype weights,
                                 MorselValues source,
                                 MorselValues destination) G_GNUC_WARN_UNUSED_RESULT;
void morsel_direct_free (MorselDirect *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselDirect, morsel_direct_free)

gsize morsel_direct_get_packed_size (const MorselDirect *self);
void morsel_direct_pack (MorselDirect *self,
                         const MorselTensor *weight,
                         const MorselTensor *bias,
                         void *packed);
void morsel_direct_run_pixels (const MorselDirect *self,
                               const void *source,
                               const void *residual,
                               void *destination,
                               gsize n_pixels);
void morsel_direct_run_row (const MorselDirect *self,
                            const void *source,
                            void *destination,
                            guint y);

G_END_DECLS
