/* history-disk.h: the files of the history
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history-entry.h"

G_BEGIN_DECLS

GPtrArray *morsel_history_disk_load (GFile *folder, int max_age_days, guint max_entries)
    G_GNUC_WARN_UNUSED_RESULT;
void morsel_history_disk_write (GFile *folder, MorselHistoryEntry *entry, MorselPhoto *photo);
void morsel_history_disk_remove (GFile *folder, const char *id);
void morsel_history_disk_restore (GFile *folder, MorselHistoryEntry *entry);
void morsel_history_disk_sweep (GFile *folder);
GFile *morsel_history_disk_get_thumbnail (GFile *folder, const char *id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
