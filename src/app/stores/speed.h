/* speed.h: how fast photos are recognised on this computer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

G_BEGIN_DECLS

void morsel_speed_measure_async (MorselRecognizer *recognizer,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean morsel_speed_measure_finish (GAsyncResult *result, double *milliseconds, GError **error);

G_END_DECLS
