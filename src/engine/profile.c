/* profile.c: where the time of a run goes, and on what it ran
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/profile.h"

#include "engine/exit-guard.h"
#include "engine/plan-private.h"

#include <string.h>
#include <time.h>

/* Of the register-only loop: about 20 ms a try on a slow core; the best try counts. */
#define PEAK_ROUNDS 1000000
#define PEAK_TRIES 5

static gint64
get_nanoseconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

/**
 * morsel_profile_row_free:
 * @row: (transfer full) (nullable): a row
 *
 * Frees a row.
 */
void
morsel_profile_row_free (MorselProfileRow *row)
{
  if (row == NULL)
    return;

  g_free (row->name);
  g_free (row->implementation);
  g_free (row);
}

static void
add_row (GPtrArray *rows,
         const char *name,
         const char *implementation,
         guint64 n_multiply_adds,
         gint64 nanoseconds)
{
  MorselProfileRow *row = g_new (MorselProfileRow, 1);

  row->name = g_strdup (name);
  row->implementation = g_strdup (implementation);
  row->n_multiply_adds = n_multiply_adds;
  row->nanoseconds = nanoseconds;
  g_ptr_array_add (rows, row);
}

static const char *
get_implementation (const MorselStep *step)
{
  return step->conv != NULL ? step->conv->implementation : "own";
}

/* Steps that are run strip by strip together have one time: the last one's row has all. */
static void
add_step (GPtrArray *rows, const MorselPlan *plan, guint position, gint64 nanoseconds)
{
  const MorselStep *steps = plan->steps;
  const guint start = morsel_plan_find_chain (plan, position);
  g_autoptr (GString) name = g_string_new (steps[start].operation.name);
  guint64 n_multiply_adds = 0;

  if (steps[position].cut)
    return;

  for (guint i = start; i <= position; i++)
    n_multiply_adds += morsel_operation_count_multiply_adds (&steps[i].operation);

  if (position > start)
    g_string_append_printf (name, " to %s", strrchr (steps[position].operation.name, ' ') + 1);

  add_row (rows, name->str, get_implementation (&steps[start]), n_multiply_adds, nanoseconds);
}

static GPtrArray *
run_steps (MorselLane *lane, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (
      (GDestroyNotify) morsel_profile_row_free);
  const MorselPlan *plan = morsel_lane_get_plan (lane);
  gint64 before = get_nanoseconds ();

  if (morsel_lane_begin (lane))
    add_row (rows, "input", "own", 0, get_nanoseconds () - before);

  for (guint i = 0; i < plan->n_steps; i++)
    {
      before = get_nanoseconds ();
      if (!morsel_lane_run_step (lane, i, error))
        return NULL;

      add_step (rows, plan, i, get_nanoseconds () - before);
    }

  return g_steal_pointer (&rows);
}

/**
 * morsel_profile_run:
 * @lane: a lane whose input is filled
 * @error: return location for an error
 *
 * Runs the network once and takes the time of every step.
 *
 * Returns: (transfer full) (element-type MorselProfileRow): a row a step, in the order in which
 *   they ran, or %NULL with %MORSEL_NETWORK_ERROR_FAILED set
 */
GPtrArray *
morsel_profile_run (MorselLane *lane, GError **error)
{
  morsel_exit_guard_enter ();
  GPtrArray *rows = run_steps (lane, error);
  morsel_exit_guard_leave ();

  return rows;
}

/* Enough sums that no multiply-add waits for another, few enough to stay in registers. They begin
   with different numbers, else the compiler would compute one for all. */
MORSEL_INLINE void
multiply_add (guint n_sums, const float *numbers, float *result)
{
  const MorselVector *starts = (const MorselVector *) numbers;
  const MorselVector factor = starts[12];
  MorselVector sum0 = starts[0];
  MorselVector sum1 = starts[1];
  MorselVector sum2 = starts[2];
  MorselVector sum3 = starts[3];
  MorselVector sum4 = starts[4];
  MorselVector sum5 = starts[5];
  MorselVector sum6 = starts[6];
  MorselVector sum7 = starts[7];
  MorselVector sum8 = starts[8];
  MorselVector sum9 = starts[9];
  MorselVector sum10 = starts[10];
  MorselVector sum11 = starts[11];

  for (guint round = 0; round < PEAK_ROUNDS; round++)
    {
      sum0 = sum0 * factor + factor;
      sum1 = sum1 * factor + factor;
      sum2 = sum2 * factor + factor;
      if (n_sums > 3)
        {
          sum3 = sum3 * factor + factor;
          sum4 = sum4 * factor + factor;
          sum5 = sum5 * factor + factor;
        }
      if (n_sums > 6)
        {
          sum6 = sum6 * factor + factor;
          sum7 = sum7 * factor + factor;
          sum8 = sum8 * factor + factor;
          sum9 = sum9 * factor + factor;
          sum10 = sum10 * factor + factor;
          sum11 = sum11 * factor + factor;
        }
    }

  *(MorselVector *) result = sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7 + sum8 + sum9 +
                             sum10 + sum11;
}

/* Twelve registers are used at each level: that many sums of AVX-512, half as many of AVX2. */
MORSEL_INLINE void
multiply_add_12 (const float *numbers, float *result, guint level)
{
  if (level == MORSEL_VECTOR_AVX512)
    multiply_add (12, numbers, result);
  else if (level == MORSEL_VECTOR_AVX2)
    multiply_add (6, numbers, result);
  else
    multiply_add (3, numbers, result);
}

MORSEL_VECTOR_VARIANTS (peak_loop,
                        multiply_add_12,
                        (const float *numbers, float *result, guint level),
                        (numbers, result, level))

/**
 * morsel_profile_measure_peak:
 *
 * Measures what one core can do at most: fused multiply-adds of f32 between registers, with the
 * widest vectors that oneDNN may use. Takes about a tenth of a second.
 *
 * Returns: multiply-adds per second
 */
double
morsel_profile_measure_peak (void)
{
  const MorselVectorLevel level = morsel_vector_get_level ();
  const guint n_sums[] = {
    [MORSEL_VECTOR_PORTABLE] = 3,
    [MORSEL_VECTOR_AVX2] = 6,
    [MORSEL_VECTOR_AVX512] = 12,
  };
  const double n_multiply_adds = (double) PEAK_ROUNDS * n_sums[level] * MORSEL_VECTOR_LENGTH;
  float numbers[13 * MORSEL_VECTOR_LENGTH];
  float result[MORSEL_VECTOR_LENGTH];
  double peak = 0.0;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = 0.25F + (float) i / 1000.0F;

  for (guint i = 0; i < PEAK_TRIES; i++)
    {
      const gint64 before = get_nanoseconds ();

      peak_loop[level](numbers, result, level);
      peak = MAX (peak, n_multiply_adds / (double) (get_nanoseconds () - before) * 1e9);
    }

  return peak;
}

/**
 * morsel_profile_dup_library:
 *
 * Returns: (transfer full): the library that a network needed so far, such as "oneDNN 2.6.3", or
 *   "own loops"
 */
char *
morsel_profile_dup_library (void)
{
  const MorselOnednn *onednn = morsel_onednn_get_loaded ();

  return onednn != NULL ? onednn->dup_version () : g_strdup ("own loops");
}
