/* depthwise.h: depthwise convolutions with AVX-512
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/onednn.h"
#include "engine/vector.h"

G_BEGIN_DECLS

typedef struct _MorselDepthwise MorselDepthwise;

MorselDepthwise *morsel_depthwise_new (MorselVectorLevel level,
                                       const MorselOperation *operation,
                                       MorselValues values) G_GNUC_WARN_UNUSED_RESULT;
void morsel_depthwise_free (MorselDepthwise *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselDepthwise, morsel_depthwise_free)

gsize morsel_depthwise_get_packed_size (const MorselDepthwise *self);
void morsel_depthwise_pack (MorselDepthwise *self,
                            const float *weights,
                            const float *bias,
                            void *packed);
void morsel_depthwise_set_rings (MorselDepthwise *self, guint n_rows_in, guint n_rows_out);
guint morsel_depthwise_count_ready_rows (const MorselDepthwise *self, guint n_rows);
void morsel_depthwise_run (
    const MorselDepthwise *self, const void *source, void *destination, guint first, guint last);

G_END_DECLS
