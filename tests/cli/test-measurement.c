/* test-measurement.c: tests of cli/measurement.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/measurement.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselMeasurement, morsel_measurement_free)

static MorselMeasurement *
measure (guint64 n_multiply_adds, guint n_times)
{
  MorselMeasurement *measurement = morsel_measurement_new ("all", NULL, n_multiply_adds);

  /* From the longest to the shortest: n_times … 1. */
  for (guint i = n_times; i > 0; i--)
    morsel_measurement_add (measurement, (double) i);
  return measurement;
}

static void
test_measurement_has_percentiles (void)
{
  g_autoptr (MorselMeasurement) odd = measure (0, 11);
  g_autoptr (MorselMeasurement) even = measure (0, 2);

  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_percentile (odd, 50.0), 6.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_percentile (odd, 10.0), 2.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_percentile (odd, 90.0), 10.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_percentile (odd, 100.0), 11.0, 1e-9);
  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_percentile (even, 50.0), 1.5, 1e-9);
}

static void
test_measurement_without_a_time_is_nought (void)
{
  g_autoptr (MorselMeasurement) none = measure (1000, 0);

  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_percentile (none, 50.0), 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_share (none, 1e9), 0.0, 1e-12);
}

/* 6000 multiply-adds in 6 µs are 1e9 a second. */
static void
test_measurement_is_a_share_of_the_peak (void)
{
  g_autoptr (MorselMeasurement) measurement = measure (6000, 11);

  g_assert_cmpfloat_with_epsilon (morsel_measurement_get_share (measurement, 4e9), 0.25, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/measurement/has-percentiles", test_measurement_has_percentiles);
  g_test_add_func ("/measurement/without-a-time-is-nought",
                   test_measurement_without_a_time_is_nought);
  g_test_add_func ("/measurement/is-a-share-of-the-peak", test_measurement_is_a_share_of_the_peak);
  return g_test_run ();
}
