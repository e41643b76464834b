/* bench-metal.c: how much of what the core can multiply the network uses
 *
 *   bench-metal WEIGHTS.safetensors
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/cpu.h"
#include "engine/plan.h"

#include <math.h>
#include <time.h>

#define N_ROUNDS 30
#define N_RUNS 10

static double
get_cpu_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* The least time of each step over the rounds, since others only ever add to it. */
static void
keep_least (GPtrArray *least, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const MorselProfileRow *row = g_ptr_array_index (rows, i);
      MorselProfileRow *kept = g_ptr_array_index (least, i);

      kept->nanoseconds = MIN (kept->nanoseconds, row->nanoseconds);
    }
}

static void
print_rows (GPtrArray *least, double peak)
{
  for (guint i = 0; i < least->len; i++)
    {
      const MorselProfileRow *row = g_ptr_array_index (least, i);
      const double rate = (double) row->n_multiply_adds / (double) MAX (1, row->nanoseconds) * 1e9;

      g_print ("%-28s %-32s %7.1f us %6.1f %%\n", row->name, row->implementation,
               (double) row->nanoseconds / 1e3, 100.0 * rate / peak);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    g_error ("bench-metal WEIGHTS.safetensors");

  g_autoptr (GFile) file = g_file_new_for_path (argv[1]);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (MorselWeights) weights = morsel_weights_new (tensors, &error);

  g_assert_no_error (error);

  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));
  g_autoptr (MorselPlan) plan = morsel_plan_new (network, weights, tensors, MORSEL_PRECISION_F32,
                                                 &error);
  g_autoptr (MorselLane) lane = morsel_lane_new (plan, &error);
  g_autofree float *logits = g_new (float, morsel_plan_get_n_outputs (plan));
  g_autoptr (GPtrArray) least = morsel_profile_run (lane, &error);
  double seconds = INFINITY;
  double peak = 0.0;

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      g_autoptr (GPtrArray) rows = morsel_profile_run (lane, &error);

      for (guint run = 0; run < N_RUNS; run++)
        {
          const double before = get_cpu_seconds ();

          if (!morsel_lane_run (lane, logits, NULL, &error))
            g_error ("%s", error->message);

          seconds = fmin (seconds, get_cpu_seconds () - before);
        }

      peak = fmax (peak, morsel_profile_measure_peak ());
      keep_least (least, rows);
    }

  const guint64 n_counted = morsel_network_count_multiply_adds (network, weights, tensors);
  const double n_multiply_adds = (double) n_counted;
  g_autofree char *library = morsel_profile_dup_library ();

  print_rows (least, peak);
  g_print ("%s, %s, f32, one thread: %.2f ms a photo, %.1f of %.1f G multiply-adds a second\n",
           library, morsel_cpu_get_name (), seconds * 1e3, n_multiply_adds / seconds / 1e9,
           peak / 1e9);
  g_print ("ratio %.3f\n", n_multiply_adds / seconds / peak);
  return 0;
}
