/* result-card.h: a photo and its answer as one picture to keep
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"
#include "engine/ranking.h"

G_BEGIN_DECLS

void morsel_result_card_save_async (MorselPhoto *photo,
                                    MorselRanking *ranking,
                                    GFile *file,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean morsel_result_card_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
