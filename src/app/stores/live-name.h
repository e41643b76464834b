/* live-name.h: the dish that a camera sees, named while it looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_LIVE_NAME (morsel_live_name_get_type ())
G_DECLARE_FINAL_TYPE (MorselLiveName, morsel_live_name, MORSEL, LIVE_NAME, GObject)

MorselLiveName *morsel_live_name_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_live_name_set_recognizer (MorselLiveName *self, MorselRecognizer *recognizer);
void morsel_live_name_add_frame (MorselLiveName *self, GdkTexture *frame);
void morsel_live_name_reset (MorselLiveName *self);
const char *morsel_live_name_get_label (MorselLiveName *self, guint *percent);

G_END_DECLS
