/* split-layout.h: photo and ranking side by side, or one above the other where it is narrow
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_SPLIT_LAYOUT (morsel_split_layout_get_type ())
G_DECLARE_FINAL_TYPE (
    MorselSplitLayout, morsel_split_layout, MORSEL, SPLIT_LAYOUT, GtkLayoutManager)

GtkLayoutManager *morsel_split_layout_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
