/* save-results.h: asks where to save the results of many photos, and in which format
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-sieve.h"

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_save_results (GtkWidget *widget, MorselPhotoSieve *sieve);

G_END_DECLS
