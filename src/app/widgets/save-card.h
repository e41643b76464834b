/* save-card.h: asks where to save a photo and its answer as one picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/reading.h"

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_save_card (GtkWidget *widget, MorselReading *reading);

G_END_DECLS
