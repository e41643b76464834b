/* history-undo.h: offers to remember after all what was forgotten
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history.h"

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_history_undo_offer (GtkWidget *widget, MorselHistory *history, GPtrArray *entries);

G_END_DECLS
