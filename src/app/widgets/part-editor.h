/* part-editor.h: lies over a photo and lets a part of it be chosen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_PART_EDITOR (morsel_part_editor_get_type ())
G_DECLARE_FINAL_TYPE (MorselPartEditor, morsel_part_editor, MORSEL, PART_EDITOR, GtkWidget)

GtkWidget *morsel_part_editor_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_part_editor_reset (MorselPartEditor *self, guint photo_width, guint photo_height);
const MorselPart *morsel_part_editor_get_part (MorselPartEditor *self);
void morsel_part_editor_set_part (MorselPartEditor *self, const MorselPart *part);
gboolean morsel_part_editor_press_key (MorselPartEditor *self,
                                       guint keyval,
                                       GdkModifierType modifiers);

G_END_DECLS
