/* history-entry.h: one answer that is remembered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"
#include "engine/ranking.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_HISTORY_ENTRY (morsel_history_entry_get_type ())
G_DECLARE_FINAL_TYPE (MorselHistoryEntry, morsel_history_entry, MORSEL, HISTORY_ENTRY, GObject)

MorselHistoryEntry *morsel_history_entry_new (MorselRanking *ranking,
                                              const char *name,
                                              const char *uri) G_GNUC_WARN_UNUSED_RESULT;
MorselHistoryEntry *morsel_history_entry_new_from_bytes (GBytes *record, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
GBytes *morsel_history_entry_to_bytes (MorselHistoryEntry *self) G_GNUC_WARN_UNUSED_RESULT;

void morsel_history_entry_set_thumbnail (MorselHistoryEntry *self, MorselPhoto *thumbnail);

const char *morsel_history_entry_get_id (MorselHistoryEntry *self);
GDateTime *morsel_history_entry_get_time (MorselHistoryEntry *self);
const char *morsel_history_entry_get_name (MorselHistoryEntry *self);
const char *morsel_history_entry_get_uri (MorselHistoryEntry *self);
const char *morsel_history_entry_get_line (MorselHistoryEntry *self);
double morsel_history_entry_get_probability (MorselHistoryEntry *self);
MorselPhoto *morsel_history_entry_get_thumbnail (MorselHistoryEntry *self);
MorselRanking *morsel_history_entry_dup_ranking (MorselHistoryEntry *self, MorselWeights *weights)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
