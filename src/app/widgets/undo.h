/* undo.h: offers to bring back what was removed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Puts items back into the store that they were removed from. */
typedef void (*MorselRestore) (gpointer store, GPtrArray *items);

void morsel_undo_offer (
    GtkWidget *widget, const char *title, gpointer store, GPtrArray *items, MorselRestore restore);

G_END_DECLS
