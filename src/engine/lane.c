/* lane.c: runs a plan, one photo at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan.h"

#include "engine/exit-guard.h"
#include "engine/plan-private.h"
#include "engine/squeeze-excite.h"

#include <string.h>

struct _MorselLane
{
  /* owned */
  MorselPlan *plan; /* a reference */
  MorselArena arena;
  GPtrArray **convs; /* of MorselBoundConv, one per strip; one array per step of oneDNN's */
};

/* Strips follow one another in the source, and take turns in the destination's ring. */
static gboolean
bind_step (MorselLane *self, const MorselStep *step, GPtrArray *convs, GError **error)
{
  const gsize source_size = step->conv->source_size;
  const gsize destination_size = step->conv->destination_size;

  for (guint first = 0; first < step->operation.side_out; first += step->n_rows)
    {
      const gsize strip = first / step->n_rows;
      const gsize place = first % step->n_ring / step->n_rows;
      MorselBoundConv *conv = self->plan->onednn->bound_conv_new (
          step->conv, self->arena.bytes + step->source_offset + strip * source_size,
          self->arena.bytes + step->destination_offset + place * destination_size,
          self->arena.bytes + self->plan->scratch_offset, error);

      if (conv == NULL)
        return FALSE;

      g_ptr_array_add (convs, conv);
    }

  return TRUE;
}

static gboolean
bind (MorselLane *self, GError **error)
{
  const MorselPlan *plan = self->plan;

  for (guint i = 0; i < plan->n_steps; i++)
    {
      if (plan->steps[i].conv == NULL)
        continue;

      self->convs[i] = g_ptr_array_new_with_free_func (
          (GDestroyNotify) plan->onednn->bound_conv_free);
      if (!bind_step (self, &plan->steps[i], self->convs[i], error))
        return FALSE;
    }

  return TRUE;
}

/**
 * morsel_lane_new:
 * @plan: a plan; the lane takes a reference
 * @error: return location for an error
 *
 * Makes what one run at a time needs: memory for activations and oneDNN's objects over it. A lane
 * is used by one thread at a time, lanes of one plan by as many threads at once.
 *
 * Returns: (transfer full): the lane, or %NULL with %MORSEL_NETWORK_ERROR_FAILED set
 */
MorselLane *
morsel_lane_new (MorselPlan *plan, GError **error)
{
  g_autoptr (MorselLane) self = g_new0 (MorselLane, 1);

  self->plan = morsel_plan_ref (plan);
  self->convs = g_new0 (GPtrArray *, plan->n_steps);

  if (!morsel_arena_init (&self->arena, plan->arena_size, error))
    return NULL;

  morsel_exit_guard_enter ();
  gboolean bound = bind (self, error);
  morsel_exit_guard_leave ();

  return bound ? g_steal_pointer (&self) : NULL;
}

/**
 * morsel_lane_free:
 * @self: (transfer full) (nullable): a lane
 *
 * Frees the lane, in any thread.
 */
void
morsel_lane_free (MorselLane *self)
{
  if (self == NULL)
    return;

  morsel_exit_guard_enter ();
  for (guint i = 0; i < self->plan->n_steps; i++)
    g_clear_pointer (&self->convs[i], g_ptr_array_unref);
  morsel_exit_guard_leave ();

  morsel_arena_clear (&self->arena);
  g_free (self->convs);
  morsel_plan_unref (self->plan);
  g_free (self);
}

/**
 * morsel_lane_get_input:
 * @self: a lane
 *
 * Where the photo goes before a run, and stays after it: [side, side, 3], red first, scaled as the
 * weights say.
 *
 * Returns: (transfer none): the lane's input
 */
float *
morsel_lane_get_input (MorselLane *self)
{
  return (float *) (void *) self->arena.bytes;
}

/* For profile.c, which runs the steps one by one. */
const MorselPlan *
morsel_lane_get_plan (const MorselLane *self)
{
  return self->plan;
}

/* Prepares the input for bf16. Returns whether there was something to do. */
gboolean
morsel_lane_begin (MorselLane *self)
{
  const MorselPlan *plan = self->plan;
  const MorselOperation *first = &plan->steps[0].operation;

  if (plan->steps[0].source != MORSEL_VALUES_BF16)
    return FALSE;

  morsel_values_to_bf16 (plan->level, morsel_lane_get_input (self),
                         (gsize) first->side_in * first->side_in * first->in,
                         (guint16 *) (void *) (self->arena.bytes + plan->narrow_offset));
  return TRUE;
}

/* Where a row of a step's output lies. */
static guint8 *
get_row (MorselLane *self, guint position, guint y)
{
  const MorselStep *step = &self->plan->steps[position];
  const gsize size = step->destination == MORSEL_VALUES_BF16 ? sizeof (guint16) : sizeof (float);

  return self->arena.bytes + step->destination_offset +
         (gsize) (y % step->n_ring) * step->operation.side_out * step->operation.out * size;
}

/* Rows from y on that follow one another in a step's output. */
static guint
count_rows_together (MorselLane *self, guint position, guint y)
{
  const guint n_ring = self->plan->steps[position].n_ring;

  return n_ring - y % n_ring;
}

/* A convolution of our own over all channels of pixels, in pieces that follow one another. */
static void
run_pixels (MorselLane *self, guint position, guint first, guint last)
{
  const MorselStep *step = &self->plan->steps[position];
  const guint residual = step->operation.residual;
  const gboolean adds = residual != MORSEL_OPERATION_NO_RESIDUAL;
  guint n_rows;

  for (guint y = first; y < last; y += n_rows)
    {
      n_rows = MIN (last - y, count_rows_together (self, position, y));
      n_rows = MIN (n_rows, count_rows_together (self, position - 1, y));
      if (adds)
        n_rows = MIN (n_rows, count_rows_together (self, residual, y));

      morsel_direct_run_pixels (
          step->direct, get_row (self, position - 1, y), adds ? get_row (self, residual, y) : NULL,
          get_row (self, position, y), (gsize) n_rows * step->operation.side_out);
    }
}

/* Computes rows first to last of a convolution's output. */
static gboolean
run_rows (MorselLane *self, guint position, guint first, guint last, GError **error)
{
  const MorselStep *step = &self->plan->steps[position];
  const void *source = self->arena.bytes + step->source_offset;

  if (step->depthwise != NULL)
    morsel_depthwise_run (step->depthwise, source, self->arena.bytes + step->destination_offset,
                          first, last);
  else if (step->direct != NULL && step->operation.kernel == 1)
    run_pixels (self, position, first, last);
  else if (step->direct != NULL)
    for (guint y = first; y < last; y++)
      morsel_direct_run_row (step->direct, source, get_row (self, position, y), y);
  else
    return self->plan->onednn->bound_conv_run (
        g_ptr_array_index (self->convs[position], first / step->n_rows), error);

  return TRUE;
}

/* The chain that ends with a step, strip by strip, or the step alone. */
static gboolean
run_chain (MorselLane *self, guint end, GError **error)
{
  const MorselStep *steps = self->plan->steps;
  const guint start = morsel_plan_find_chain (self->plan, end);
  guint done[3] = { 0 };

  while (done[0] < steps[start].operation.side_out)
    {
      guint ready = done[0] + steps[start].n_rows;

      for (guint i = start; i <= end; i++)
        {
          if (i > start && steps[i].depthwise != NULL)
            ready = morsel_depthwise_count_ready_rows (steps[i].depthwise, ready);
          if (!run_rows (self, i, done[i - start], ready, error))
            return FALSE;

          done[i - start] = ready;
        }
    }

  return TRUE;
}

/* Runs the step at a position, after those before it. */
gboolean
morsel_lane_run_step (MorselLane *self, guint position, GError **error)
{
  const MorselPlan *plan = self->plan;
  const MorselStep *step = &plan->steps[position];
  const gsize n_pixels = (gsize) step->operation.side_in * step->operation.side_in;
  void *source = self->arena.bytes + step->source_offset;
  void *destination = self->arena.bytes + step->destination_offset;

  switch (step->operation.kind)
    {
    case MORSEL_OPERATION_CONV:
    case MORSEL_OPERATION_DEPTHWISE:
      return step->cut || run_chain (self, position, error);

    case MORSEL_OPERATION_SQUEEZE_EXCITE:
      morsel_squeeze_excite_run (plan->level, step->dense, step->excite, destination, step->source,
                                 n_pixels, self->arena.bytes + plan->scratch_offset);
      return TRUE;

    case MORSEL_OPERATION_MEAN:
      morsel_mean_run (plan->level, source, step->source, n_pixels, step->operation.in,
                       destination);
      return TRUE;

    case MORSEL_OPERATION_DENSE:
      morsel_dense_run (step->dense, source, destination);
      return TRUE;

    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
run_steps (MorselLane *self, float *logits, float *features, GError **error)
{
  const MorselPlan *plan = self->plan;

  morsel_lane_begin (self);

  for (guint i = 0; i < plan->n_steps; i++)
    {
      const MorselStep *step = &plan->steps[i];

      if (!morsel_lane_run_step (self, i, error))
        return FALSE;

      /* At once, since later outputs may take the room. */
      if (i == plan->mean && features != NULL)
        morsel_values_to_f32 (self->arena.bytes + step->source_offset, step->source,
                              (gsize) step->operation.side_in * step->operation.side_in *
                                  step->operation.in,
                              features);
    }

  memcpy (logits, self->arena.bytes + plan->steps[plan->n_steps - 1].destination_offset,
          morsel_plan_get_n_outputs (plan) * sizeof *logits);
  return TRUE;
}

/**
 * morsel_lane_run:
 * @self: a lane whose input is filled
 * @logits: (array) (out caller-allocates): [n_outputs], one per label, in the labels' order
 * @features: (array) (out caller-allocates) (nullable): [map_side, map_side, n_maps], what the
 *   mean is taken of
 * @error: return location for an error
 *
 * Runs the network in the calling thread, and in it alone. Takes no memory.
 *
 * Returns: whether it worked; if not, %MORSEL_NETWORK_ERROR_FAILED is set
 */
gboolean
morsel_lane_run (MorselLane *self, float *logits, float *features, GError **error)
{
  morsel_exit_guard_enter ();
  gboolean ran = run_steps (self, logits, features, error);
  morsel_exit_guard_leave ();

  return ran;
}
