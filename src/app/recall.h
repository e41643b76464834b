/* recall.h: from a remembered answer back to a photo on the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history.h"

G_BEGIN_DECLS

void morsel_recall_async (MorselHistory *history,
                          MorselHistoryEntry *entry,
                          MorselWeights *weights,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
MorselReading *morsel_recall_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
