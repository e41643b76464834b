/* history-page.h: the newest answers, by day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_HISTORY_PAGE (morsel_history_page_get_type ())
G_DECLARE_FINAL_TYPE (MorselHistoryPage, morsel_history_page, MORSEL, HISTORY_PAGE, GtkWidget)

void morsel_history_page_set_history (MorselHistoryPage *self, MorselHistory *history);
void morsel_history_page_set_kept (MorselHistoryPage *self, gboolean kept);
void morsel_history_page_search (MorselHistoryPage *self);
gboolean morsel_history_page_escape (MorselHistoryPage *self);
void morsel_history_page_remove (MorselHistoryPage *self);

G_END_DECLS
