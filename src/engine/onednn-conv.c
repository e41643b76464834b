/* onednn-conv.c: convolutions by oneDNN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/onednn-private.h"

#include <string.h>

static dnnl_data_type_t
data_type (MorselValues values)
{
  return values == MORSEL_VALUES_BF16 ? dnnl_bf16 : dnnl_f32;
}

/* What follows the convolution: first the activation or nothing, then the residual or nothing. */
static dnnl_status_t
make_attributes (dnnl_primitive_attr_t *attributes, const MorselOperation *operation)
{
  dnnl_post_ops_t after = NULL;
  dnnl_status_t status = dnnl_primitive_attr_create (attributes);

  if (status == dnnl_success)
    status = dnnl_primitive_attr_set_scratchpad_mode (*attributes, dnnl_scratchpad_mode_user);
  if (status == dnnl_success)
    status = dnnl_post_ops_create (&after);

  /* Version 3 wants the numbers of the hard swish, and gives zeros without them. */
  if (status == dnnl_success && operation->activation == MORSEL_ACTIVATION_HARD_SWISH)
    status = morsel_append_eltwise (after, dnnl_eltwise_hardswish, 1.0F / 6.0F, 0.5F);
  else if (status == dnnl_success && operation->activation == MORSEL_ACTIVATION_RELU)
    status = morsel_append_eltwise (after, dnnl_eltwise_relu, 0.0F, 0.0F);

  if (status == dnnl_success && operation->residual != MORSEL_OPERATION_NO_RESIDUAL)
    status = morsel_append_sum (after);
  if (status == dnnl_success)
    status = dnnl_primitive_attr_set_post_ops (*attributes, after);
  if (after != NULL)
    dnnl_post_ops_destroy (after);

  return status;
}

/* The layouts of source, weights, bias and destination; oneDNN chooses that of the weights. */
static dnnl_status_t
make_layouts (const MorselOnednnConv *self,
              const MorselOperation *operation,
              guint n_rows,
              MorselValues source,
              MorselValues destination,
              MorselLayout layouts[4])
{
  const gboolean whole = n_rows == operation->side_in;
  const dnnl_dims_t source_dims = { 1, operation->in, n_rows, operation->side_in };
  const dnnl_dims_t grouped_dims = { self->out, 1, 1, self->kernel, self->kernel };
  const dnnl_dims_t dense_dims = { self->out, self->in, self->kernel, self->kernel };
  const dnnl_dims_t bias_dims = { self->out };
  const dnnl_dims_t dims = { 1, operation->out, whole ? operation->side_out : n_rows,
                             operation->side_out };
  dnnl_status_t status = morsel_layout_init (&layouts[0], 4, source_dims, data_type (source),
                                             dnnl_nhwc);

  if (status == dnnl_success)
    status = morsel_layout_init (&layouts[1], self->depthwise ? 5 : 4,
                                 self->depthwise ? grouped_dims : dense_dims, data_type (source),
                                 dnnl_format_tag_any);
  if (status == dnnl_success)
    status = morsel_layout_init (&layouts[2], 1, bias_dims, dnnl_f32, dnnl_x);
  if (status == dnnl_success)
    status = morsel_layout_init (&layouts[3], 4, dims, data_type (destination), dnnl_nhwc);

  return status;
}

static dnnl_status_t
make_primitive (MorselOnednnConv *self,
                const MorselOperation *operation,
                guint n_rows,
                MorselValues source,
                MorselValues destination)
{
  const dnnl_dims_t strides = { operation->stride, operation->stride };
  const dnnl_dims_t pad_before = { operation->pad_before, operation->pad_before };
  const dnnl_dims_t pad_after = { operation->pad_after, operation->pad_after };
  dnnl_primitive_attr_t attributes = NULL;
  MorselLayout layouts[4];

  memset (layouts, 0, sizeof layouts);

  dnnl_status_t status = make_layouts (self, operation, n_rows, source, destination, layouts);

  if (status == dnnl_success)
    status = make_attributes (&attributes, operation);
  if (status == dnnl_success)
    status = morsel_describe_conv (&self->description, self->engine, layouts, strides, pad_before,
                                   pad_after, attributes);
  if (status == dnnl_success)
    status = dnnl_primitive_create (&self->primitive, self->description);

  if (attributes != NULL)
    dnnl_primitive_attr_destroy (attributes);

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    morsel_layout_clear (&layouts[i]);

  return status;
}

static gsize
get_size (const MorselOnednnConv *self, dnnl_query_t what)
{
  return dnnl_memory_desc_get_size (morsel_conv_query_layout (self, what));
}

/* What is told of a convolution once it is made. */
static void
describe (MorselOnednnConv *self)
{
  const gsize bias = (gsize) self->out * sizeof (float);
  const char *name = NULL;

  self->conv.packed_size = morsel_conv_get_weights_size (self) + morsel_conv_align (bias);
  self->conv.source_size = get_size (self, dnnl_query_src_md);
  self->conv.destination_size = get_size (self, dnnl_query_dst_md);
  self->conv.scratchpad_size = get_size (self, dnnl_query_scratchpad_md);

  dnnl_primitive_desc_query (self->description, dnnl_query_impl_info_str, 0, &name);
  self->conv.implementation = name != NULL ? name : "unknown";
}

/**
 * morsel_conv_new:
 * @operation: a convolution or a depthwise one, with activation and residual
 * @n_rows: how many rows of the map a run takes: all, or fewer if the kernel is 1×1
 * @source: what its input is stored as
 * @destination: what its output is stored as
 * @unimplemented: (out) (optional): whether it failed because oneDNN has no such convolution
 *   on this CPU
 * @error: return location for an error
 *
 * Makes a convolution ready; morsel_conv_pack() then gives it its weights.
 *
 * Returns: (transfer full): the convolution, or %NULL with %MORSEL_NETWORK_ERROR_FAILED set
 */
MorselConv *
morsel_conv_new (const MorselOperation *operation,
                 guint n_rows,
                 MorselValues source,
                 MorselValues destination,
                 gboolean *unimplemented,
                 GError **error)
{
  MorselOnednnConv *self = g_new0 (MorselOnednnConv, 1);
  g_autoptr (MorselConv) conv = &self->conv;

  self->name = g_strdup (operation->name);
  self->depthwise = operation->kind == MORSEL_OPERATION_DEPTHWISE;
  self->out = operation->out;
  self->in = operation->in;
  self->kernel = operation->kernel;
  self->values = source;

  morsel_onednn_use_one_thread ();

  dnnl_status_t status = dnnl_engine_create (&self->engine, dnnl_cpu, 0);

  if (status == dnnl_success)
    status = make_primitive (self, operation, n_rows, source, destination);
  if (unimplemented != NULL)
    *unimplemented = status == dnnl_unimplemented;
  if (!morsel_onednn_check (status, self->name, "make", error))
    return NULL;

  describe (self);
  return g_steal_pointer (&conv);
}

/**
 * morsel_conv_free:
 * @conv: (transfer full) (nullable): a convolution
 *
 * Frees the convolution; the memory it was packed into is the caller's.
 */
void
morsel_conv_free (MorselConv *conv)
{
  MorselOnednnConv *self = (MorselOnednnConv *) conv;

  if (self == NULL)
    return;

  if (self->bias != NULL)
    dnnl_memory_destroy (self->bias);
  if (self->weights != NULL)
    dnnl_memory_destroy (self->weights);
  if (self->primitive != NULL)
    dnnl_primitive_destroy (self->primitive);
  if (self->description != NULL)
    dnnl_primitive_desc_destroy (self->description);
  if (self->engine != NULL)
    dnnl_engine_destroy (self->engine);

  g_free (self->name);
  g_free (self);
}
