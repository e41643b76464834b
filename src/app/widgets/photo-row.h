/* photo-row.h: one of many photos: thumbnail, answer and file name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-item.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_PHOTO_ROW (morsel_photo_row_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhotoRow, morsel_photo_row, MORSEL, PHOTO_ROW, GtkGrid)

GtkWidget *morsel_photo_row_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_photo_row_set_item (MorselPhotoRow *self, MorselPhotoItem *item);

G_END_DECLS
