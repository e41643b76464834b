/* thumbnails.h: small pictures of the photos that are in sight
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-item.h"
#include "engine/photo.h"

G_BEGIN_DECLS

#define MORSEL_TYPE_THUMBNAILS (morsel_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (MorselThumbnails, morsel_thumbnails, MORSEL, THUMBNAILS, GObject)

MorselThumbnails *morsel_thumbnails_new (guint side) G_GNUC_WARN_UNUSED_RESULT;

void morsel_thumbnails_request (MorselThumbnails *self, MorselPhotoItem *item);
void morsel_thumbnails_release (MorselThumbnails *self, MorselPhotoItem *item);
void morsel_thumbnails_offer (MorselThumbnails *self, MorselPhotoItem *item, MorselPhoto *photo);

G_END_DECLS
