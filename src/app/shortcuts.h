/* shortcuts.h: the keys of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_shortcuts_install (GtkWidgetClass *widget_class);

G_END_DECLS
