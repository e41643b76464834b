/* dish-row.h: one dish of a ranking: its name, how likely it is, and a bar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_DISH_ROW (morsel_dish_row_get_type ())
G_DECLARE_FINAL_TYPE (MorselDishRow, morsel_dish_row, MORSEL, DISH_ROW, GtkBox)

GtkWidget *morsel_dish_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_dish_row_set_dish (MorselDishRow *self,
                               MorselRanking *ranking,
                               gsize position,
                               gsize n_shown);
void morsel_dish_row_set_growth (MorselDishRow *self, double growth);

G_END_DECLS
