/* history.h: the newest answers, kept in the person's own folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history-entry.h"
#include "app/stores/reading.h"

G_BEGIN_DECLS

#define MORSEL_TYPE_HISTORY (morsel_history_get_type ())
G_DECLARE_FINAL_TYPE (MorselHistory, morsel_history, MORSEL, HISTORY, GObject)

MorselHistory *morsel_history_new (GFile *folder, int max_age_days) G_GNUC_WARN_UNUSED_RESULT;
void morsel_history_finish (MorselHistory *self);

GFile *morsel_history_get_thumbnail_file (MorselHistory *self, MorselHistoryEntry *entry)
    G_GNUC_WARN_UNUSED_RESULT;
GListModel *morsel_history_get_model (MorselHistory *self);
void morsel_history_add (MorselHistory *self, MorselReading *reading);
void morsel_history_remove (MorselHistory *self, GPtrArray *entries);
void morsel_history_restore (MorselHistory *self, GPtrArray *entries);
GPtrArray *morsel_history_clear (MorselHistory *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
