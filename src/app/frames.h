/* frames.h: when the next frame may come
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void morsel_frames_hurry_empty (GtkWidget *widget);

G_END_DECLS
