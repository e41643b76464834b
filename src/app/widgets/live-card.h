/* live-card.h: what a camera sees, over its picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_LIVE_CARD (morsel_live_card_get_type ())
G_DECLARE_FINAL_TYPE (MorselLiveCard, morsel_live_card, MORSEL, LIVE_CARD, GtkBox)

void morsel_live_card_set_dish (MorselLiveCard *self, const char *label, guint percent);

G_END_DECLS
