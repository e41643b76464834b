/* drop-zone.h: takes what is dropped on the window, and shows that it will
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/incoming.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_DROP_ZONE (morsel_drop_zone_get_type ())
G_DECLARE_FINAL_TYPE (MorselDropZone, morsel_drop_zone, MORSEL, DROP_ZONE, GtkWidget)

void morsel_drop_zone_attach (MorselDropZone *self, GtkWidget *widget);

G_END_DECLS
