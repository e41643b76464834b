/* gradient.c: by how much the head turns each map into a dish
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan.h"

#include "engine/plan-private.h"
#include "engine/squeeze-excite.h"

#include <string.h>

/**
 * morsel_plan_get_gradient:
 * @self: a plan
 * @features: (array): [map_side, map_side, n_maps], as morsel_lane_run() gave them
 * @dish: position of a logit
 * @gradient: (array) (out caller-allocates): [n_maps]
 *
 * By how much the logit of a dish grows with the mean of each map: the derivative of the head, in
 * closed form. Pure; from any thread.
 */
void
morsel_plan_get_gradient (const MorselPlan *self,
                          const float *features,
                          guint dish,
                          float *gradient)
{
  const MorselOperation *mean = &self->steps[self->mean].operation;
  const guint n_layers = self->n_steps - self->mean - 1;
  const MorselStep *layers = &self->steps[self->mean + 1];
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func (g_free);
  float *input = g_new (float, mean->in);

  g_return_if_fail (dish < morsel_plan_get_n_outputs (self));

  morsel_mean_run (self->level, features, MORSEL_VALUES_F32, (gsize) mean->side_in * mean->side_in,
                   mean->in, input);
  g_ptr_array_add (inputs, input);

  for (guint i = 0; i < n_layers; i++)
    {
      float *output = g_new (float, morsel_dense_get_output_length (layers[i].dense));

      morsel_dense_run (layers[i].dense, g_ptr_array_index (inputs, i), output);
      g_ptr_array_add (inputs, output);
    }

  /* From the chosen logit back to the means, each layer's gradient over its input. */
  g_autofree float *after = g_new0 (float, morsel_plan_get_n_outputs (self));

  after[dish] = 1.0F;

  for (guint i = n_layers; i > 0; i--)
    {
      g_autofree float *before = g_new (float, layers[i - 1].operation.in);

      morsel_dense_run_back (layers[i - 1].dense, g_ptr_array_index (inputs, i - 1), after, before);
      g_free (after);
      after = g_steal_pointer (&before);
    }

  memcpy (gradient, after, mean->in * sizeof *gradient);
}
