/* onednn-run.c: convolutions by oneDNN, tied to their buffers and run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/onednn-private.h"

/**
 * morsel_bound_conv_new:
 * @conv: a packed convolution, which must live longer
 * @source: [side_in, side_in, in]
 * @destination: [side_out, side_out, out]; with a residual it holds that before the run
 * @scratchpad: as many bytes as @conv says, which other convolutions may use between runs
 * @error: return location for an error
 *
 * Ties a convolution to its buffers.
 *
 * Returns: (transfer full): the bound convolution, or %NULL with %MORSEL_NETWORK_ERROR_FAILED set
 */
MorselBoundConv *
morsel_bound_conv_new (
    const MorselConv *conv, void *source, void *destination, void *scratchpad, GError **error)
{
  const MorselOnednnConv *own = (const MorselOnednnConv *) conv;
  g_autoptr (MorselBoundConv) self = g_new0 (MorselBoundConv, 1);
  dnnl_status_t status = dnnl_stream_create (&self->stream, own->engine, dnnl_stream_default_flags);

  self->conv = own;

  if (status == dnnl_success)
    status = dnnl_memory_create (&self->source, morsel_conv_query_layout (own, dnnl_query_src_md),
                                 own->engine, source);
  if (status == dnnl_success)
    status = dnnl_memory_create (&self->destination,
                                 morsel_conv_query_layout (own, dnnl_query_dst_md), own->engine,
                                 destination);
  if (status == dnnl_success)
    status = dnnl_memory_create (&self->scratchpad,
                                 morsel_conv_query_layout (own, dnnl_query_scratchpad_md),
                                 own->engine, scratchpad);

  if (!morsel_onednn_check (status, own->name, "bind", error))
    return NULL;

  self->arguments[0] = (dnnl_exec_arg_t){ DNNL_ARG_SRC, self->source };
  self->arguments[1] = (dnnl_exec_arg_t){ DNNL_ARG_WEIGHTS, own->weights };
  self->arguments[2] = (dnnl_exec_arg_t){ DNNL_ARG_BIAS, own->bias };
  self->arguments[3] = (dnnl_exec_arg_t){ DNNL_ARG_DST, self->destination };
  self->arguments[4] = (dnnl_exec_arg_t){ DNNL_ARG_SCRATCHPAD, self->scratchpad };
  return g_steal_pointer (&self);
}

/**
 * morsel_bound_conv_free:
 * @self: (transfer full) (nullable): a bound convolution
 *
 * Frees it; the buffers are the caller's.
 */
void
morsel_bound_conv_free (MorselBoundConv *self)
{
  if (self == NULL)
    return;

  if (self->scratchpad != NULL)
    dnnl_memory_destroy (self->scratchpad);
  if (self->destination != NULL)
    dnnl_memory_destroy (self->destination);
  if (self->source != NULL)
    dnnl_memory_destroy (self->source);
  if (self->stream != NULL)
    dnnl_stream_destroy (self->stream);

  g_free (self);
}

/**
 * morsel_bound_conv_run:
 * @self: a bound convolution
 * @error: return location for an error
 *
 * Convolves, in the calling thread alone.
 *
 * Returns: whether it worked; if not, %MORSEL_NETWORK_ERROR_FAILED is set
 */
gboolean
morsel_bound_conv_run (const MorselBoundConv *self, GError **error)
{
  morsel_onednn_use_one_thread ();

  dnnl_status_t status = dnnl_primitive_execute (self->conv->primitive, self->stream, N_ARGUMENTS,
                                                 self->arguments);

  if (status == dnnl_success)
    status = dnnl_stream_wait (self->stream);

  return morsel_onednn_check (status, self->conv->name, "run", error);
}
