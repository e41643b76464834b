/* pack.c: the weights of a plan, laid out as its steps want them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan-private.h"

/* For plan.c: such as "features.1.block.1", ".fc1", ".weight". */
const MorselTensor *
morsel_plan_lookup_tensor (const MorselSafetensors *tensors,
                           const char *tensor,
                           const char *part,
                           const char *suffix)
{
  g_autofree char *name = g_strconcat (tensor, part, suffix, NULL);

  return morsel_safetensors_lookup (tensors, name);
}

static gsize
get_packed_size (const MorselStep *step)
{
  gsize size = 0;

  if (step->conv != NULL)
    size += morsel_arena_round_up (step->conv->packed_size);
  if (step->depthwise != NULL)
    size += morsel_depthwise_get_packed_size (step->depthwise);
  if (step->direct != NULL)
    size += morsel_direct_get_packed_size (step->direct);
  if (step->dense != NULL)
    size += morsel_dense_get_packed_size (step->dense);
  if (step->excite != NULL)
    size += morsel_dense_get_packed_size (step->excite);

  return size;
}

static void
pack_dense (MorselDense *dense,
            const MorselSafetensors *tensors,
            const char *tensor,
            const char *part,
            guint8 *memory)
{
  morsel_dense_pack (dense, morsel_plan_lookup_tensor (tensors, tensor, part, ".weight"),
                     morsel_plan_lookup_tensor (tensors, tensor, part, ".bias"), memory);
}

static gboolean
pack_conv (const MorselPlan *self,
           MorselStep *step,
           const MorselSafetensors *tensors,
           guint8 *memory,
           GError **error)
{
  const char *tensor = step->operation.tensor;
  const MorselTensor *weight = morsel_plan_lookup_tensor (tensors, tensor, "", ".weight");
  const MorselTensor *bias = morsel_plan_lookup_tensor (tensors, tensor, "", ".bias");

  if (step->direct != NULL)
    {
      morsel_direct_pack (step->direct, weight, bias, memory);
      return TRUE;
    }

  g_autofree float *weight_values = g_new (float, weight->n_values);
  g_autofree float *bias_values = g_new (float, bias->n_values);

  morsel_tensor_copy_floats (weight, 0, weight->n_values, weight_values);
  morsel_tensor_copy_floats (bias, 0, bias->n_values, bias_values);

  if (step->depthwise != NULL)
    {
      morsel_depthwise_pack (step->depthwise, weight_values, bias_values, memory);
      return TRUE;
    }

  return self->onednn->conv_pack (step->conv, weight_values, bias_values, memory, error);
}

static gboolean
pack_step (const MorselPlan *self,
           MorselStep *step,
           const MorselSafetensors *tensors,
           guint8 *memory,
           GError **error)
{
  const char *tensor = step->operation.tensor;

  if (step->conv != NULL || step->depthwise != NULL || step->direct != NULL)
    return pack_conv (self, step, tensors, memory, error);

  if (step->excite != NULL)
    {
      pack_dense (step->dense, tensors, tensor, ".fc1", memory);
      pack_dense (step->excite, tensors, tensor, ".fc2",
                  memory + morsel_dense_get_packed_size (step->dense));
    }
  else if (step->dense != NULL)
    pack_dense (step->dense, tensors, tensor, "", memory);

  return TRUE;
}

/* For plan.c: all weights into one arena, in the order in which a run reads them. */
gboolean
morsel_plan_pack (MorselPlan *self, const MorselSafetensors *tensors, GError **error)
{
  gsize size = 0;

  for (guint i = 0; i < self->n_steps; i++)
    size += get_packed_size (&self->steps[i]);

  if (!morsel_arena_init (&self->weights, size, error))
    return FALSE;

  guint8 *memory = self->weights.bytes;

  for (guint i = 0; i < self->n_steps; i++)
    {
      if (!pack_step (self, &self->steps[i], tensors, memory, error))
        return FALSE;

      memory += get_packed_size (&self->steps[i]);
    }

  return TRUE;
}
