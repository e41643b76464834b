/* cells.h: strings and numbers as JSON and CSV write them, whatever the locale
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void morsel_cells_append_json_string (GString *text, const char *string);
void morsel_cells_append_csv_string (GString *text, const char *string);
void morsel_cells_append_float (GString *text, float number);
void morsel_cells_append_decimal (GString *text, double number, guint n_decimals);

G_END_DECLS
