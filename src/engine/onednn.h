/* onednn.h: convolutions by oneDNN, of version 2.6 or 3
 *
 * Nothing of oneDNN shows here; onednn.c is the only file that knows it. Activations are laid out
 * as [height, width, channels]. A convolution never changes once packed and is shared; a bound
 * convolution is one with its buffers, for one thread at a time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

/* What activations are stored as. */
typedef enum
{
  MORSEL_VALUES_F32,
  MORSEL_VALUES_BF16,
} MorselValues;

typedef struct _MorselOnednn MorselOnednn;
typedef struct _MorselConv MorselConv;
typedef struct _MorselBoundConv MorselBoundConv;

MorselOnednn *morsel_onednn_new (GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_onednn_free (MorselOnednn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselOnednn, morsel_onednn_free)

void morsel_onednn_use_one_thread (void);
gboolean morsel_onednn_has_bf16 (void);
gboolean morsel_onednn_gains_from_bf16 (void);
gboolean morsel_onednn_may_use_avx2 (void);
gboolean morsel_onednn_may_use_avx512 (void);
char *morsel_onednn_dup_version (void);
char *morsel_onednn_dup_isa (void);

MorselConv *morsel_conv_new (MorselOnednn *onednn,
                             const MorselOperation *operation,
                             guint n_rows,
                             MorselValues source,
                             MorselValues destination,
                             gboolean *unimplemented,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_conv_free (MorselConv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselConv, morsel_conv_free)

gsize morsel_conv_get_packed_size (const MorselConv *self);
gsize morsel_conv_get_source_size (const MorselConv *self);
gsize morsel_conv_get_destination_size (const MorselConv *self);
gsize morsel_conv_get_scratchpad_size (const MorselConv *self);
const char *morsel_conv_get_implementation (const MorselConv *self);
gboolean morsel_conv_pack (
    MorselConv *self, const float *weights, const float *bias, void *packed, GError **error);

MorselBoundConv *morsel_bound_conv_new (const MorselConv *conv,
                                        void *source,
                                        void *destination,
                                        void *scratchpad,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_bound_conv_free (MorselBoundConv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselBoundConv, morsel_bound_conv_free)

gboolean morsel_bound_conv_run (const MorselBoundConv *self, GError **error);

G_END_DECLS
