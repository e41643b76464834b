/* scale.h: smaller copies of photos, for the screen
 *
 * Never for the network: what it is given is made in the engine, exactly as in training.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"

G_BEGIN_DECLS

MorselPhoto *morsel_scale_fit (MorselPhoto *photo, guint width, guint height)
    G_GNUC_WARN_UNUSED_RESULT;
MorselPhoto *morsel_scale_square (MorselPhoto *photo, guint side) G_GNUC_WARN_UNUSED_RESULT;

void morsel_scale_fit_async (MorselPhoto *photo,
                             guint width,
                             guint height,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
MorselPhoto *morsel_scale_fit_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
