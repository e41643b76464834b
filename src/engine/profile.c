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
#define N_SUMS 12

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

/* Twelve sums: enough that no multiply-add waits for another, few enough to stay in registers, which
   the vectors are as wide as. They begin with different numbers, else the compiler would compute one
   for all. */
#define DEFINE_PEAK_LOOP(name, target, n_bytes)                                                    \
  target static void name (const float *numbers, float *result)                                    \
  {                                                                                                \
    typedef float Vector __attribute__ ((vector_size (n_bytes), aligned (4), may_alias));          \
    const Vector *starts = (const Vector *) numbers;                                               \
    const Vector factor = starts[N_SUMS];                                                          \
    Vector sums[N_SUMS];                                                                           \
                                                                                                   \
    for (guint i = 0; i < N_SUMS; i++)                                                             \
      sums[i] = starts[i];                                                                         \
                                                                                                   \
    for (guint round = 0; round < PEAK_ROUNDS; round++)                                            \
      _Pragma ("GCC unroll 12") for (guint i = 0; i < N_SUMS; i++)                                 \
          sums[i] = sums[i] * factor + factor;                                                     \
                                                                                                   \
    for (guint i = 1; i < N_SUMS; i++)                                                             \
      sums[0] += sums[i];                                                                          \
                                                                                                   \
    *(Vector *) result = sums[0];                                                                  \
  }

DEFINE_PEAK_LOOP (peak_loop_portable, , 16)
DEFINE_PEAK_LOOP (peak_loop_avx2, MORSEL_TARGET_AVX2, 32)
DEFINE_PEAK_LOOP (peak_loop_avx512, MORSEL_TARGET_AVX512, 64)

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
  const struct
  {
    void (*run) (const float *numbers, float *result);
    guint length; /* of a vector */
  } loops[] = {
    [MORSEL_VECTOR_PORTABLE] = { peak_loop_portable, 4 },
    [MORSEL_VECTOR_AVX2] = { peak_loop_avx2, 8 },
    [MORSEL_VECTOR_AVX512] = { peak_loop_avx512, 16 },
  };
  const MorselVectorLevel level = morsel_vector_get_level ();
  const double n_multiply_adds = (double) PEAK_ROUNDS * N_SUMS * loops[level].length;
  float numbers[(N_SUMS + 1) * MORSEL_VECTOR_LENGTH];
  float result[MORSEL_VECTOR_LENGTH];
  double peak = 0.0;

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    numbers[i] = 0.25F + (float) i / 1000.0F;

  for (guint i = 0; i < PEAK_TRIES; i++)
    {
      const gint64 before = get_nanoseconds ();

      loops[level].run (numbers, result);
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
