/* power-cut-writers.h: what is killed while it writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define POWER_CUT_N_ROWS 1000 /* of an export */

GFile *power_cut_get_weights_file (void);

/* One turn each: says that it begins, then writes into the folder. */
void power_cut_write_export (GFile *folder);
void power_cut_write_history (GFile *folder);
void power_cut_write_model (GFile *folder);
void power_cut_write_picture (GFile *folder);

G_END_DECLS
