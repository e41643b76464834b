/* export.h: writes the results of many photos to a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/report.h"

G_BEGIN_DECLS

void morsel_export_async (GPtrArray *items,
                          MorselReportFormat format,
                          GFile *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean morsel_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS
