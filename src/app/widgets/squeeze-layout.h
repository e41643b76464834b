/* squeeze-layout.h: a word, or an icon where large text leaves no room for it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_SQUEEZE_LAYOUT (morsel_squeeze_layout_get_type ())
G_DECLARE_FINAL_TYPE (
    MorselSqueezeLayout, morsel_squeeze_layout, MORSEL, SQUEEZE_LAYOUT, GtkLayoutManager)

G_END_DECLS
