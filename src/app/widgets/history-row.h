/* history-row.h: one remembered answer: thumbnail, dish and file name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history-entry.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_HISTORY_ROW (morsel_history_row_get_type ())
G_DECLARE_FINAL_TYPE (MorselHistoryRow, morsel_history_row, MORSEL, HISTORY_ROW, GtkBox)

GtkWidget *morsel_history_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_history_row_set_entry (MorselHistoryRow *self, MorselHistoryEntry *entry);
MorselHistoryEntry *morsel_history_row_get_entry (MorselHistoryRow *self);

G_END_DECLS
