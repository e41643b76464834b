/* chooser.h: asks for files to open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* files: (element-type GFile), one at least */
typedef void (*MorselChosenFunc) (GPtrArray *files, gpointer user_data);

void morsel_chooser_open (GtkWindow *parent,
                          const char *title,
                          GtkFileChooserAction action,
                          MorselChosenFunc chosen,
                          gpointer user_data);

G_END_DECLS
