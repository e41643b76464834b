/* strips.c: which maps are made and used strip by strip
 *
 * What a block expands to may be larger than the second cache. Then a few rows are expanded, the
 * depthwise convolution takes what it can from them, and the next rows follow, in a ring of two
 * strips that stays in the cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan-private.h"

/* Measured with second caches of 1 and 2 MiB: smaller maps gain nothing. */
#ifndef MAP_BYTES
#define MAP_BYTES ((gsize) 512 << 10)
#define STRIP_BYTES ((gsize) 128 << 10)
#endif

static gsize
get_row_size (const MorselStep *step)
{
  const gsize size = step->destination == MORSEL_VALUES_BF16 ? sizeof (guint16) : sizeof (float);

  return (gsize) step->operation.side_out * step->operation.out * size;
}

/* The fewest equal strips that are small enough, but not lower than a kernel reaches. */
static guint
count_strips (const MorselStep *step, guint kernel)
{
  const guint side = step->operation.side_out;
  const gsize row = get_row_size (step);

  if (row * side <= MAP_BYTES)
    return 1;

  for (guint n = 2; side / n >= kernel - 1; n++)
    if (side % n == 0 && side / n * row <= STRIP_BYTES)
      return n;

  return 1;
}

/* For plan.c: cuts maps, once the depthwise convolutions of our own are made. */
void
morsel_plan_cut (MorselPlan *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    self->steps[i].n_strips = 1;

  for (guint i = 0; i + 1 < self->n_steps; i++)
    {
      MorselStep *step = &self->steps[i];
      MorselStep *next = &self->steps[i + 1];

      if (next->depthwise == NULL || step->operation.kind != MORSEL_OPERATION_CONV ||
          step->operation.kernel != 1 || step->operation.residual != MORSEL_OPERATION_NO_RESIDUAL)
        continue;

      step->n_strips = count_strips (step, next->operation.kernel);
      if (morsel_step_is_cut (step))
        morsel_depthwise_set_ring (next->depthwise, 2 * step->operation.side_out / step->n_strips);
    }
}
