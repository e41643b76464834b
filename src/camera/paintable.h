/* paintable.h: the live picture, as something GTK draws
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_PAINTABLE (morsel_paintable_get_type ())
G_DECLARE_FINAL_TYPE (MorselPaintable, morsel_paintable, MORSEL, PAINTABLE, GObject)

MorselPaintable *morsel_paintable_new (void) G_GNUC_WARN_UNUSED_RESULT;

GdkTexture *morsel_paintable_get_frame (MorselPaintable *self);
void morsel_paintable_set_frame (MorselPaintable *self, GdkTexture *frame, GdkTexture *preview);
gboolean morsel_paintable_get_mirrored (MorselPaintable *self);
void morsel_paintable_set_mirrored (MorselPaintable *self, gboolean mirrored);

G_END_DECLS
