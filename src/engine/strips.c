/* strips.c: which maps are made and used strip by strip
 *
 * The maps of the first blocks are larger than the second cache. There a chain of steps, up to a
 * convolution, the depthwise one after it and the projection after that, is run strip by strip: a
 * few rows are expanded, the depthwise convolution takes what it can from them, the projection
 * takes those, and the next rows follow. What lies between is kept in rings of a few rows, which
 * stay in the cache.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan-private.h"

/* Measured with second caches of 1 and 2 MiB: smaller maps gain nothing. */
#ifndef MAP_BYTES
#define MAP_BYTES ((gsize) 512 << 10)
#define STRIP_BYTES ((gsize) 64 << 10)
#endif

static gsize
get_row_size (const MorselStep *step)
{
  const gsize size = step->destination == MORSEL_VALUES_BF16 ? sizeof (guint16) : sizeof (float);

  return (gsize) step->operation.side_out * step->operation.out * size;
}

/* How many rows a strip has: of those that divide the map the most that are small enough, but not
   fewer than a kernel reaches. All if the map is small. */
static guint
count_rows (const MorselStep *step, guint kernel)
{
  const guint side = step->operation.side_out;
  const gsize row = get_row_size (step);

  if (row * side <= MAP_BYTES)
    return side;

  for (guint n = 2; side / n >= kernel - 1; n++)
    if (side % n == 0 && side / n * row <= STRIP_BYTES)
      return side / n;

  return side;
}

/* Whether the step may begin a chain: it reads nothing that the chain writes before. */
static gboolean
may_begin (const MorselStep *step)
{
  return step->operation.kind == MORSEL_OPERATION_CONV &&
         step->operation.residual == MORSEL_OPERATION_NO_RESIDUAL &&
         (step->operation.kernel == 1 || step->direct != NULL);
}

/* For plan.c: cuts maps, once the convolutions of our own are made. */
void
morsel_plan_cut (MorselPlan *self)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      self->steps[i].n_rows = self->steps[i].operation.side_out;
      self->steps[i].n_ring = self->steps[i].operation.side_out;
    }

  for (guint i = 0; i + 2 < self->n_steps; i++)
    {
      MorselStep *step = &self->steps[i];
      MorselStep *depthwise = step + 1;
      const guint kernel = depthwise->operation.kernel;

      if (depthwise->depthwise == NULL || !may_begin (step))
        continue;

      const guint n_rows = count_rows (step, kernel);

      if (n_rows == step->operation.side_out)
        continue;

      step->cut = TRUE;
      step->n_rows = n_rows;
      step->n_ring = 2 * n_rows;

      if (step[2].direct != NULL)
        {
          depthwise->cut = TRUE;
          depthwise->n_ring = MIN (depthwise->n_ring, n_rows + kernel);
        }

      morsel_depthwise_set_rings (depthwise->depthwise, step->n_ring, depthwise->n_ring);
    }
}

/* The first step of the chain that a step is in. */
guint
morsel_plan_find_chain (const MorselPlan *self, guint position)
{
  while (position > 0 && self->steps[position - 1].cut)
    position--;

  return position;
}
