/* plan.c: a network made ready to run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan.h"

#include "engine/error.h"
#include "engine/exit-guard.h"
#include "engine/plan-private.h"

static MorselDense *
make_dense (const MorselSafetensors *tensors,
            const char *tensor,
            const char *part,
            MorselActivation activation)
{
  return morsel_dense_new (morsel_plan_lookup_tensor (tensors, tensor, part, ".weight"),
                           morsel_plan_lookup_tensor (tensors, tensor, part, ".bias"), activation);
}

/* Maps are bf16 if the plan is, but the last one is f32 if a convolution alone writes it. */
static void
set_values (MorselPlan *self)
{
  const MorselValues inner = self->precision == MORSEL_PRECISION_BF16 ? MORSEL_VALUES_BF16
                                                                      : MORSEL_VALUES_F32;

  for (guint i = 0; i < self->n_steps; i++)
    {
      const MorselOperation *operation = &self->steps[i].operation;
      const gboolean last = i + 1 == self->mean && operation->kind == MORSEL_OPERATION_CONV &&
                            operation->residual == MORSEL_OPERATION_NO_RESIDUAL;

      self->steps[i].source = i == 0 ? inner : self->steps[i - 1].destination;
      self->steps[i].destination = i >= self->mean || last ? MORSEL_VALUES_F32 : inner;
    }
}

/* The photo is f32; if the first convolution can take that, it need not be rounded. */
static void
make_direct (MorselPlan *self, MorselStep *step, const MorselSafetensors *tensors)
{
  const MorselValues source = step == self->steps ? MORSEL_VALUES_F32 : step->source;
  const MorselTensor *weight = morsel_plan_lookup_tensor (tensors, step->operation.tensor, "",
                                                          ".weight");

  step->direct = morsel_direct_new (self->level, &step->operation, weight->dtype, source,
                                    step->destination);
  if (step->direct != NULL)
    step->source = source;
}

/* Convolutions of our own, where there are any. */
static void
make_own (MorselPlan *self, const MorselSafetensors *tensors)
{
  for (guint i = 0; i < self->n_steps; i++)
    {
      MorselStep *step = &self->steps[i];

      if (step->operation.kind == MORSEL_OPERATION_DEPTHWISE)
        step->depthwise = morsel_depthwise_new (self->level, &step->operation, step->source);
      else if (step->operation.kind == MORSEL_OPERATION_CONV)
        make_direct (self, step, tensors);
    }
}

static gboolean
make_conv (MorselPlan *self, MorselStep *step, gboolean *unimplemented, GError **error)
{
  if (self->onednn == NULL)
    self->onednn = morsel_onednn_load (error);
  if (self->onednn == NULL)
    return FALSE;

  step->conv = self->onednn->conv_new (&step->operation,
                                       step->cut ? step->n_rows : step->operation.side_in,
                                       step->source, step->destination, unimplemented, error);
  return step->conv != NULL;
}

static gboolean
make_step (MorselPlan *self,
           MorselStep *step,
           const MorselSafetensors *tensors,
           gboolean *unimplemented,
           GError **error)
{
  const MorselOperation *operation = &step->operation;

  switch (operation->kind)
    {
    case MORSEL_OPERATION_DEPTHWISE:
    case MORSEL_OPERATION_CONV:
      return step->depthwise != NULL || step->direct != NULL ||
             make_conv (self, step, unimplemented, error);

    case MORSEL_OPERATION_SQUEEZE_EXCITE:
      step->dense = make_dense (tensors, operation->tensor, ".fc1", MORSEL_ACTIVATION_RELU);
      step->excite = make_dense (tensors, operation->tensor, ".fc2", MORSEL_ACTIVATION_NONE);
      return TRUE;

    case MORSEL_OPERATION_DENSE:
      step->dense = make_dense (tensors, operation->tensor, "", operation->activation);
      return TRUE;

    case MORSEL_OPERATION_MEAN:
    default:
      return TRUE;
    }
}

static MorselPlan *
make_plan (const GArray *operations,
           const MorselSafetensors *tensors,
           MorselPrecision precision,
           gboolean *unimplemented,
           GError **error)
{
  g_autoptr (MorselPlan) self = g_new0 (MorselPlan, 1);

  g_atomic_ref_count_init (&self->n_references);
  self->precision = precision;
  self->level = morsel_vector_get_level ();
  self->steps = g_new0 (MorselStep, operations->len);
  self->n_steps = operations->len;

  for (guint i = 0; i < self->n_steps; i++)
    {
      self->steps[i].operation = g_array_index (operations, MorselOperation, i);
      if (self->steps[i].operation.kind == MORSEL_OPERATION_MEAN)
        self->mean = i;
    }

  set_values (self);

  make_own (self, tensors);
  morsel_plan_cut (self);

  for (guint i = 0; i < self->n_steps; i++)
    if (!make_step (self, &self->steps[i], tensors, unimplemented, error))
      return NULL;

  if (!morsel_plan_pack (self, tensors, error))
    return NULL;

  morsel_plan_lay_out (self);
  return g_steal_pointer (&self);
}

/* AUTO: bf16 where it gains, f32 where that has no implementation. */
static MorselPlan *
make_best_plan (const GArray *operations,
                MorselWeights *weights,
                const MorselSafetensors *tensors,
                MorselPrecision precision,
                GError **error)
{
  if (precision == MORSEL_PRECISION_AUTO && morsel_weights_allows_bf16 (weights) &&
      morsel_cpu_gains_from_bf16 ())
    {
      g_autoptr (GError) local_error = NULL;
      gboolean unimplemented = FALSE;
      MorselPlan *plan = make_plan (operations, tensors, MORSEL_PRECISION_BF16, &unimplemented,
                                    &local_error);

      if (plan != NULL || !unimplemented)
        {
          if (plan == NULL)
            g_propagate_error (error, g_steal_pointer (&local_error));
          return plan;
        }
    }

  if (precision == MORSEL_PRECISION_AUTO)
    precision = MORSEL_PRECISION_F32;

  return make_plan (operations, tensors, precision, NULL, error);
}

/**
 * morsel_plan_new:
 * @network: the network
 * @weights: what the weights file says about itself
 * @tensors: its tensors; the plan keeps its own copy
 * @precision: what to compute in
 * @error: return location for an error
 *
 * Makes a network ready to run: chooses oneDNN's code for every convolution and packs the weights
 * as that wants them.
 *
 * %MORSEL_PRECISION_AUTO takes bf16 where it is faster and the weights allow it, else
 * f32. Fails as morsel_network_list_operations() does when the weights do not fit, or with
 * %MORSEL_NETWORK_ERROR_FAILED, which names the operation and oneDNN's status.
 *
 * Returns: (transfer full): the plan, or %NULL with @error set
 */
MorselPlan *
morsel_plan_new (const MorselNetwork *network,
                 MorselWeights *weights,
                 const MorselSafetensors *tensors,
                 MorselPrecision precision,
                 GError **error)
{
  g_autoptr (GArray) operations = morsel_network_list_operations (network, weights, tensors, error);

  if (operations == NULL)
    return NULL;

  morsel_exit_guard_enter ();
  MorselPlan *plan = make_best_plan (operations, weights, tensors, precision, error);
  morsel_exit_guard_leave ();

  return plan;
}

/**
 * morsel_plan_ref:
 * @self: a plan
 *
 * Takes a reference; from any thread.
 *
 * Returns: (transfer full): @self
 */
MorselPlan *
morsel_plan_ref (MorselPlan *self)
{
  g_atomic_ref_count_inc (&self->n_references);
  return self;
}

/**
 * morsel_plan_unref:
 * @self: (transfer full) (nullable): a plan
 *
 * Drops a reference; the last one frees the plan, in any thread.
 */
void
morsel_plan_unref (MorselPlan *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->n_references))
    return;

  morsel_exit_guard_enter ();
  for (guint i = 0; i < self->n_steps; i++)
    {
      if (self->steps[i].conv != NULL)
        self->onednn->conv_free (self->steps[i].conv);
      morsel_depthwise_free (self->steps[i].depthwise);
      morsel_direct_free (self->steps[i].direct);
      morsel_dense_free (self->steps[i].dense);
      morsel_dense_free (self->steps[i].excite);
    }

  morsel_exit_guard_leave ();

  morsel_arena_clear (&self->weights);
  g_free (self->steps);
  g_free (self);
}

/**
 * morsel_plan_get_precision:
 * @self: a plan
 *
 * Returns: what it computes in, never %MORSEL_PRECISION_AUTO
 */
MorselPrecision
morsel_plan_get_precision (const MorselPlan *self)
{
  return self->precision;
}

/**
 * morsel_plan_get_n_outputs:
 * @self: a plan
 *
 * Returns: how many logits a run gives, one per label
 */
guint
morsel_plan_get_n_outputs (const MorselPlan *self)
{
  return self->steps[self->n_steps - 1].operation.out;
}

/**
 * morsel_plan_get_n_maps:
 * @self: a plan
 *
 * Returns: how many channels the features have
 */
guint
morsel_plan_get_n_maps (const MorselPlan *self)
{
  return self->steps[self->mean].operation.in;
}

/**
 * morsel_plan_get_map_side:
 * @self: a plan
 *
 * Returns: the side of the features, in cells
 */
guint
morsel_plan_get_map_side (const MorselPlan *self)
{
  return self->steps[self->mean].operation.side_in;
}
