/* photo-label.h: what a screen reader says of a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/reading.h"

G_BEGIN_DECLS

char *morsel_photo_label_new (MorselReading *reading) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
