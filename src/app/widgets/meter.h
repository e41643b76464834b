/* meter.h: a bar that shows how likely a dish is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_METER (morsel_meter_get_type ())
G_DECLARE_FINAL_TYPE (MorselMeter, morsel_meter, MORSEL, METER, GtkWidget)

GtkWidget *morsel_meter_new (void) G_GNUC_WARN_UNUSED_RESULT;

void morsel_meter_set_value (MorselMeter *self, double value);
double morsel_meter_get_value (MorselMeter *self);
void morsel_meter_set_growth (MorselMeter *self, double growth);

G_END_DECLS
