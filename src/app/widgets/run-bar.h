/* run-bar.h: how far the work on many photos is, and a button that stops it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_RUN_BAR (morsel_run_bar_get_type ())
G_DECLARE_FINAL_TYPE (MorselRunBar, morsel_run_bar, MORSEL, RUN_BAR, GtkBox)

void morsel_run_bar_set_photos (MorselRunBar *self, MorselPhotoList *photos);

G_END_DECLS
