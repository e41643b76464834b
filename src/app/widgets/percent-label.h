/* percent-label.h: a percentage in a label, in whatever direction the words around it run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_percent_label_set (GtkLabel *label, const char *percent);

G_END_DECLS
