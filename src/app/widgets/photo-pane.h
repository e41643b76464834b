/* photo-pane.h: the photo of a reading and what can be done with it: map, part, drag
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/reading.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_PHOTO_PANE (morsel_photo_pane_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhotoPane, morsel_photo_pane, MORSEL, PHOTO_PANE, GtkWidget)

void morsel_photo_pane_set_reading (MorselPhotoPane *self, MorselReading *reading);
void morsel_photo_pane_expect (MorselPhotoPane *self, MorselPhoto *photo);
void morsel_photo_pane_set_position (MorselPhotoPane *self, gsize position);

void morsel_photo_pane_toggle_map (MorselPhotoPane *self);
void morsel_photo_pane_toggle_part (MorselPhotoPane *self);
void morsel_photo_pane_start_part (MorselPhotoPane *self);
gboolean morsel_photo_pane_escape (MorselPhotoPane *self);

G_END_DECLS
