/* measurement.h: many times of the same thing, and what they come to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stage of the work, or a layer of the network. */
typedef struct
{
  char *name;           /* owned */
  char *implementation; /* owned; NULL for a stage */
  guint64 n_multiply_adds;
  GArray *microseconds; /* owned; of double, one of each run */
} MorselMeasurement;

MorselMeasurement *morsel_measurement_new (const char *name,
                                           const char *implementation,
                                           guint64 n_multiply_adds) G_GNUC_WARN_UNUSED_RESULT;
void morsel_measurement_free (MorselMeasurement *self);
void morsel_measurement_add (MorselMeasurement *self, double microseconds);
double morsel_measurement_get_percentile (const MorselMeasurement *self, double percent);
double morsel_measurement_get_share (const MorselMeasurement *self, double peak);

G_END_DECLS
