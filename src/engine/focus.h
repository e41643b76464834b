/* focus.h: where the network looked for a dish, in closed form
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* features: [side, side, n_maps]; gradient: [n_maps]; map: [side, side], 0 to 1; FALSE: all zero */
gboolean morsel_focus_compute (
    const float *features, const float *gradient, guint n_maps, guint side, float *map);

G_END_DECLS
