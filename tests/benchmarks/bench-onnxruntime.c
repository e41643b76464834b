/* bench-onnxruntime.c: Morsel's engine and ONNX Runtime, taking turns on one thread
 *
 *   bench-onnxruntime LIBRARY MODEL.onnx WEIGHTS.safetensors [--busy]
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "peer.h"

#include "engine/plan.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define N_ROUNDS 31
#define N_RUNS 8
#define N_SPINNERS 2

enum
{
  PEER,
  OURS_F32,
  OURS_BF16,
  N_CONTESTANTS
};

static const char *const names[] = { "ONNX Runtime f32", "Morsel f32", "Morsel bf16" };

typedef struct
{
  Peer *peer;
  MorselLane *lanes[N_CONTESTANTS]; /* NULL: the peer, or not on this CPU */
  guint n_outputs;
  float *logits[N_CONTESTANTS];
  double cpu[N_CONTESTANTS][N_ROUNDS]; /* milliseconds a run */
  double wall[N_CONTESTANTS][N_ROUNDS * N_RUNS];
} Contest;

static double
get_milliseconds (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static void
run_once (Contest *self, guint contestant)
{
  g_autoptr (GError) error = NULL;

  if (contestant == PEER)
    memcpy (self->logits[PEER], peer_run (self->peer), self->n_outputs * sizeof (float));
  else if (!morsel_lane_run (self->lanes[contestant], self->logits[contestant], NULL, &error))
    g_error ("%s", error->message);
}

static void
take_turn (Contest *self, guint contestant, guint round)
{
  if (contestant != PEER && self->lanes[contestant] == NULL)
    return;

  const double before = get_milliseconds (CLOCK_PROCESS_CPUTIME_ID);

  for (guint run = 0; run < N_RUNS; run++)
    {
      const double start = get_milliseconds (CLOCK_MONOTONIC);

      run_once (self, contestant);
      self->wall[contestant][round * N_RUNS + run] = get_milliseconds (CLOCK_MONOTONIC) - start;
    }

  self->cpu[contestant][round] = (get_milliseconds (CLOCK_PROCESS_CPUTIME_ID) - before) / N_RUNS;
}

static int
compare_doubles (const void *a, const void *b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

static double
get_quantile (const double *values, gsize n_values, double quantile)
{
  g_autofree double *sorted = g_memdup2 (values, n_values * sizeof *values);

  qsort (sorted, n_values, sizeof *sorted, compare_doubles);
  return sorted[(gsize) (quantile * (double) (n_values - 1) + 0.5)];
}

static double
get_ratio (const Contest *self, guint contestant)
{
  double ratios[N_ROUNDS];

  for (guint round = 0; round < N_ROUNDS; round++)
    ratios[round] = self->cpu[contestant][round] / self->cpu[PEER][round];

  return get_quantile (ratios, N_ROUNDS, 0.5);
}

static double
get_difference (const Contest *self, guint contestant)
{
  double difference = 0.0;

  for (guint i = 0; i < self->n_outputs; i++)
    difference = fmax (
        difference, fabs ((double) self->logits[contestant][i] - (double) self->logits[PEER][i]));

  return difference;
}

static MorselLane *
make_lane (MorselWeights *weights,
           const MorselSafetensors *tensors,
           MorselPrecision precision,
           const float *photo,
           guint *n_outputs)
{
  g_autoptr (GError) error = NULL;
  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));
  g_autoptr (MorselPlan) plan = morsel_plan_new (network, weights, tensors, precision, &error);

  if (plan == NULL)
    {
      g_printerr ("%s\n", error->message);
      return NULL;
    }

  MorselLane *lane = morsel_lane_new (plan, &error);
  const gsize side = morsel_weights_get_side (weights);

  g_assert_no_error (error);
  memcpy (morsel_lane_get_input (lane), photo, side * side * 3 * sizeof *photo);
  *n_outputs = morsel_plan_get_n_outputs (plan);
  return lane;
}

/* Both cores kept busy by others, as on a desktop at work. */
static void
start_spinners (pid_t *spinners)
{
  for (guint i = 0; i < N_SPINNERS; i++)
    {
      spinners[i] = fork ();
      if (spinners[i] == 0)
        for (volatile guint64 n = 0;; n++)
          ;
    }
}

static void
stop_spinners (const pid_t *spinners)
{
  for (guint i = 0; i < N_SPINNERS; i++)
    if (spinners[i] > 0)
      {
        kill (spinners[i], SIGKILL);
        waitpid (spinners[i], NULL, 0);
      }
}

static void
run_rounds (Contest *self)
{
  for (guint contestant = 0; contestant < N_CONTESTANTS; contestant++)
    take_turn (self, contestant, 0);

  for (guint round = 0; round < N_ROUNDS; round++)
    for (guint i = 0; i < N_CONTESTANTS; i++)
      take_turn (self, round % 2 == 0 ? i : N_CONTESTANTS - 1 - i, round);
}

static void
print_rows (const Contest *self)
{
  const gsize n_runs = N_ROUNDS * N_RUNS;

  g_print ("%-18s %9s %9s %9s %9s %9s %9s\n", "", "cpu ms", "ratio", "median ms", "ratio",
           "worst ms", "ratio");

  for (guint i = 0; i < N_CONTESTANTS; i++)
    {
      if (i != PEER && self->lanes[i] == NULL)
        {
          g_print ("%-18s skipped\n", names[i]);
          continue;
        }

      const double median = get_quantile (self->wall[i], n_runs, 0.5);
      const double worst = get_quantile (self->wall[i], n_runs, 1.0);

      g_print ("%-18s %9.3f %9.3f %9.3f %9.3f %9.3f %9.3f\n", names[i],
               get_quantile (self->cpu[i], N_ROUNDS, 0.5), get_ratio (self, i), median,
               median / get_quantile (self->wall[PEER], n_runs, 0.5), worst,
               worst / get_quantile (self->wall[PEER], n_runs, 1.0));
    }

  g_print ("largest difference of logits: f32 %.2g", get_difference (self, OURS_F32));
  if (self->lanes[OURS_BF16] != NULL)
    g_print (", bf16 %.2g", get_difference (self, OURS_BF16));
  g_print ("\nratio %.3f\n", get_ratio (self, OURS_F32));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autofree Contest *self = g_new0 (Contest, 1);
  pid_t spinners[N_SPINNERS] = { 0 };

  if (argc < 4)
    g_error ("bench-onnxruntime LIBRARY MODEL.onnx WEIGHTS.safetensors [--busy]");

  const gboolean busy = argc > 4 && g_str_equal (argv[4], "--busy");
  g_autoptr (GFile) file = g_file_new_for_path (argv[3]);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (MorselWeights) weights = morsel_weights_new (tensors, &error);

  g_assert_no_error (error);

  const gsize side = morsel_weights_get_side (weights);
  g_autofree float *photo = g_new (float, side *side * 3);

  for (gsize i = 0; i < side * side * 3; i++)
    photo[i] = (float) sin ((double) i * 0.37) * (float) cos ((double) i * 0.0013);

  self->lanes[OURS_F32] = make_lane (weights, tensors, MORSEL_PRECISION_F32, photo,
                                     &self->n_outputs);
  self->lanes[OURS_BF16] = make_lane (weights, tensors, MORSEL_PRECISION_BF16, photo,
                                      &self->n_outputs);
  self->peer = peer_new (argv[1], argv[2], (guint) side, self->n_outputs);
  peer_set_input (self->peer, photo);

  for (guint i = 0; i < N_CONTESTANTS; i++)
    self->logits[i] = g_new0 (float, self->n_outputs);

  if (busy)
    start_spinners (spinners);

  run_rounds (self);
  stop_spinners (spinners);
  g_print ("ONNX Runtime %s, one thread, one photo at a time%s, %d rounds of %d runs\n",
           peer_get_version (self->peer), busy ? ", both cores busy" : "", N_ROUNDS, N_RUNS);
  print_rows (self);
  return 0;
}
