/* plate.h: the program's drawing on the welcome page
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_PLATE (morsel_plate_get_type ())

G_DECLARE_FINAL_TYPE (MorselPlate, morsel_plate, MORSEL, PLATE, GtkWidget)

G_END_DECLS
