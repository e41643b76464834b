/* dish-list.h: all dishes of a ranking, with a search
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_DISH_LIST (morsel_dish_list_get_type ())
G_DECLARE_FINAL_TYPE (MorselDishList, morsel_dish_list, MORSEL, DISH_LIST, GtkWidget)

GtkWidget *morsel_dish_list_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_dish_list_set_ranking (MorselDishList *self, MorselRanking *ranking);
void morsel_dish_list_start_search (MorselDishList *self);

G_END_DECLS
