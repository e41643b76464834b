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

char *morsel_export_dup_name (const char *stem, MorselReportFormat format);
char *morsel_export_dup_better_name (const char *name,
                                     MorselReportFormat offered,
                                     MorselReportFormat chosen);
MorselReportFormat morsel_export_find_format (const char *name, MorselReportFormat chosen);

G_END_DECLS
