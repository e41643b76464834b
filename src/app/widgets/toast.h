/* toast.h: a short word to the person, at the bottom of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_toast_show (GtkWidget *widget, const char *title);

G_END_DECLS
