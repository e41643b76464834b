/* measurement.c: many times of the same thing, and what they come to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/measurement.h"

/**
 * morsel_measurement_new:
 * @name: of the stage or the layer
 * @implementation: (nullable): what runs it
 * @n_multiply_adds: of one run; 0 where there are none to speak of
 *
 * Returns: (transfer full): a measurement without a time yet
 */
MorselMeasurement *
morsel_measurement_new (const char *name, const char *implementation, guint64 n_multiply_adds)
{
  MorselMeasurement *self = g_new0 (MorselMeasurement, 1);

  self->name = g_strdup (name);
  self->implementation = g_strdup (implementation);
  self->n_multiply_adds = n_multiply_adds;
  self->microseconds = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

/**
 * morsel_measurement_free:
 * @self: (transfer full): the measurement
 *
 * Frees a measurement.
 */
void
morsel_measurement_free (MorselMeasurement *self)
{
  g_free (self->name);
  g_free (self->implementation);
  g_array_unref (self->microseconds);
  g_free (self);
}

/**
 * morsel_measurement_add:
 * @self: the measurement
 * @microseconds: the time of one run
 *
 * Notes a time.
 */
void
morsel_measurement_add (MorselMeasurement *self, double microseconds)
{
  g_array_append_val (self->microseconds, microseconds);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return first < second ? -1 : (first > second ? 1 : 0);
}

/**
 * morsel_measurement_get_percentile:
 * @self: the measurement
 * @percent: 0 to 100; 50 is the median
 *
 * Between two times it lies where the share does (Hyndman and Fan, 1996, definition 7).
 *
 * Returns: microseconds; 0 without any time
 */
double
morsel_measurement_get_percentile (const MorselMeasurement *self, double percent)
{
  guint n = self->microseconds->len;

  if (n == 0)
    return 0.0;

  g_autoptr (GArray) sorted = g_array_copy (self->microseconds);

  g_array_sort (sorted, compare_doubles);

  double place = percent / 100.0 * (n - 1);
  guint before = (guint) place;
  double low = g_array_index (sorted, double, before);
  double high = g_array_index (sorted, double, MIN (before + 1, n - 1));

  return low + (place - before) * (high - low);
}

/**
 * morsel_measurement_get_share:
 * @self: the measurement
 * @peak: multiply-adds per second that a core can do at most
 *
 * Returns: the share of that peak that the median run reaches
 */
double
morsel_measurement_get_share (const MorselMeasurement *self, double peak)
{
  double seconds = morsel_measurement_get_percentile (self, 50.0) / G_USEC_PER_SEC;

  return seconds > 0.0 && peak > 0.0 ? (double) self->n_multiply_adds / seconds / peak : 0.0;
}
