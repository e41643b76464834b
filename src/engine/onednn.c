/* onednn.c: convolutions by oneDNN, of version 2.6 or 3
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/error.h"

#include <oneapi/dnnl/dnnl.h>
#include <string.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/* Packed weights and the bias after them begin on a cache line. */
#define ALIGNMENT 64

struct _MorselOnednn
{
  dnnl_engine_t engine;
};

struct _MorselConv
{
  /* owned */
  char *name;
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  dnnl_memory_t weights; /* both over memory that the caller keeps */
  dnnl_memory_t bias;

  /* borrowed */
  dnnl_engine_t engine;

  gboolean depthwise;
  dnnl_dim_t out;
  dnnl_dim_t in;
  dnnl_dim_t kernel;
};

#define N_ARGUMENTS 5

struct _MorselBoundConv
{
  /* owned */
  dnnl_stream_t stream;
  dnnl_memory_t source;
  dnnl_memory_t destination;
  dnnl_memory_t scratchpad;

  /* borrowed */
  const MorselConv *conv;

  dnnl_exec_arg_t arguments[N_ARGUMENTS];
};

/* What differs between the two versions: who owns a description of memory, how a convolution is
   described, and the arguments of the operations after it. */
#if DNNL_VERSION_MAJOR >= 3

typedef dnnl_memory_desc_t Layout;
typedef const_dnnl_memory_desc_t LayoutRef;

static dnnl_status_t
layout_init (Layout *layout,
             int n_dims,
             const dnnl_dims_t dims,
             dnnl_data_type_t type,
             dnnl_format_tag_t tag)
{
  return dnnl_memory_desc_create_with_tag (layout, n_dims, dims, type, tag);
}

static void
layout_clear (Layout *layout)
{
  if (*layout != NULL)
    dnnl_memory_desc_destroy (*layout);

  *layout = NULL;
}

static LayoutRef
layout_ref (const Layout *layout)
{
  return *layout;
}

static dnnl_status_t
append_eltwise (dnnl_post_ops_t operations, dnnl_alg_kind_t kind, float alpha, float beta)
{
  return dnnl_post_ops_append_eltwise (operations, kind, alpha, beta);
}

static dnnl_status_t
append_sum (dnnl_post_ops_t operations)
{
  return dnnl_post_ops_append_sum (operations, 1.0F, 0, dnnl_data_type_undef);
}

static dnnl_status_t
describe_conv (dnnl_primitive_desc_t *description,
               dnnl_engine_t engine,
               const Layout layouts[4],
               const dnnl_dims_t strides,
               const dnnl_dims_t pad_before,
               const dnnl_dims_t pad_after,
               const_dnnl_primitive_attr_t attributes)
{
  const dnnl_dims_t dilation = { 0 };

  return dnnl_convolution_forward_primitive_desc_create (
      description, engine, dnnl_forward_inference, dnnl_convolution_direct, layouts[0], layouts[1],
      layouts[2], layouts[3], strides, dilation, pad_before, pad_after, attributes);
}

#else

typedef dnnl_memory_desc_t Layout;
typedef const dnnl_memory_desc_t *LayoutRef;

static dnnl_status_t
layout_init (Layout *layout,
             int n_dims,
             const dnnl_dims_t dims,
             dnnl_data_type_t type,
             dnnl_format_tag_t tag)
{
  return dnnl_memory_desc_init_by_tag (layout, n_dims, dims, type, tag);
}

static void
layout_clear (Layout *layout)
{
}

static LayoutRef
layout_ref (const Layout *layout)
{
  return layout;
}

static dnnl_status_t
append_eltwise (dnnl_post_ops_t operations, dnnl_alg_kind_t kind, float alpha, float beta)
{
  return dnnl_post_ops_append_eltwise (operations, 1.0F, kind, alpha, beta);
}

static dnnl_status_t
append_sum (dnnl_post_ops_t operations)
{
  return dnnl_post_ops_append_sum (operations, 1.0F);
}

static dnnl_status_t
describe_conv (dnnl_primitive_desc_t *description,
               dnnl_engine_t engine,
               const Layout layouts[4],
               const dnnl_dims_t strides,
               const dnnl_dims_t pad_before,
               const dnnl_dims_t pad_after,
               const_dnnl_primitive_attr_t attributes)
{
  dnnl_convolution_desc_t conv;
  const dnnl_status_t status = dnnl_convolution_forward_desc_init (
      &conv, dnnl_forward_inference, dnnl_convolution_direct, &layouts[0], &layouts[1], &layouts[2],
      &layouts[3], strides, pad_before, pad_after);

  if (status != dnnl_success)
    return status;

  return dnnl_primitive_desc_create (description, &conv, attributes, engine, NULL);
}

#endif

static gboolean
check_status (dnnl_status_t status, const char *name, const char *deed, GError **error)
{
  if (status == dnnl_success)
    return TRUE;

  g_set_error (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_FAILED,
               "oneDNN cannot %s %s: status %u", deed, name, (guint) status);
  return FALSE;
}

/**
 * morsel_onednn_use_one_thread:
 *
 * Makes oneDNN work in the calling thread alone. The thread that makes a convolution must call
 * it, since oneDNN fixes the number of threads there, and so must every thread that runs one.
 */
void
morsel_onednn_use_one_thread (void)
{
#ifdef _OPENMP
  omp_set_num_threads (1);
#endif
}

/**
 * morsel_onednn_new:
 * @error: return location for an error
 *
 * Opens oneDNN on the CPU.
 *
 * Returns: (transfer full): oneDNN's engine, or %NULL with @error set
 */
MorselOnednn *
morsel_onednn_new (GError **error)
{
  g_autoptr (MorselOnednn) self = g_new0 (MorselOnednn, 1);

  morsel_onednn_use_one_thread ();

  if (!check_status (dnnl_engine_create (&self->engine, dnnl_cpu, 0), "the CPU",
                     "make an engine of", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * morsel_onednn_free:
 * @self: (transfer full) (nullable): the engine, after all that was made with it
 *
 * Closes oneDNN.
 */
void
morsel_onednn_free (MorselOnednn *self)
{
  if (self == NULL)
    return;

  if (self->engine != NULL)
    dnnl_engine_destroy (self->engine);

  g_free (self);
}

static gboolean
has_isa (dnnl_cpu_isa_t isa)
{
  const dnnl_cpu_isa_t effective = dnnl_get_effective_cpu_isa ();

  /* The values are sets of bits. */
  return ((guint) effective & (guint) isa) == (guint) isa;
}

/**
 * morsel_onednn_has_bf16:
 *
 * Whether the CPU multiplies bf16 itself. Without that oneDNN may emulate it, three times slower
 * than f32. The variable DNNL_MAX_CPU_ISA can forbid it.
 *
 * Returns: whether it does
 */
gboolean
morsel_onednn_has_bf16 (void)
{
  return has_isa (dnnl_cpu_isa_avx512_core_bf16);
}

/**
 * morsel_onednn_may_use_avx2:
 *
 * Whether the CPU has AVX2, and DNNL_MAX_CPU_ISA allows it.
 *
 * Returns: whether it may be used
 */
gboolean
morsel_onednn_may_use_avx2 (void)
{
  return has_isa (dnnl_cpu_isa_avx2);
}

/**
 * morsel_onednn_may_use_avx512:
 *
 * Whether the CPU has AVX-512 (F, BW, VL and DQ), and DNNL_MAX_CPU_ISA allows it.
 *
 * Returns: whether it may be used
 */
gboolean
morsel_onednn_may_use_avx512 (void)
{
  return has_isa (dnnl_cpu_isa_avx512_core);
}

/**
 * morsel_onednn_dup_version:
 *
 * Names the library that is loaded, which need not be the one compiled against.
 *
 * Returns: (transfer full): such as "oneDNN 2.6.3"
 */
char *
morsel_onednn_dup_version (void)
{
  const dnnl_version_t *version = dnnl_version ();

  return g_strdup_printf ("oneDNN %d.%d.%d", version->major, version->minor, version->patch);
}

/**
 * morsel_onednn_dup_isa:
 *
 * Names the instructions that oneDNN uses, as DNNL_MAX_CPU_ISA spells them.
 *
 * Returns: (transfer full): such as "AVX512_CORE_BF16"
 */
char *
morsel_onednn_dup_isa (void)
{
  const struct
  {
    dnnl_cpu_isa_t isa;
    const char *name;
  } names[] = {
    { dnnl_cpu_isa_avx512_core_amx, "AVX512_CORE_AMX" },
    { dnnl_cpu_isa_avx512_core_bf16, "AVX512_CORE_BF16" },
    { dnnl_cpu_isa_avx512_core_vnni, "AVX512_CORE_VNNI" },
    { dnnl_cpu_isa_avx512_core, "AVX512_CORE" },
    { dnnl_cpu_isa_avx2_vnni, "AVX2_VNNI" },
    { dnnl_cpu_isa_avx2, "AVX2" },
    { dnnl_cpu_isa_avx, "AVX" },
    { dnnl_cpu_isa_sse41, "SSE41" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (has_isa (names[i].isa))
      return g_strdup (names[i].name);

  return g_strdup ("none");
}

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
    status = append_eltwise (after, dnnl_eltwise_hardswish, 1.0F / 6.0F, 0.5F);
  else if (status == dnnl_success && operation->activation == MORSEL_ACTIVATION_RELU)
    status = append_eltwise (after, dnnl_eltwise_relu, 0.0F, 0.0F);

  if (status == dnnl_success && operation->residual != MORSEL_OPERATION_NO_RESIDUAL)
    status = append_sum (after);
  if (status == dnnl_success)
    status = dnnl_primitive_attr_set_post_ops (*attributes, after);
  if (after != NULL)
    dnnl_post_ops_destroy (after);

  return status;
}

/* The layouts of source, weights, bias and destination; oneDNN chooses that of the weights. */
static dnnl_status_t
make_layouts (const MorselConv *self,
              const MorselOperation *operation,
              guint n_rows,
              MorselValues source,
              MorselValues destination,
              Layout layouts[4])
{
  const gboolean whole = n_rows == operation->side_in;
  const dnnl_dims_t source_dims = { 1, operation->in, n_rows, operation->side_in };
  const dnnl_dims_t grouped_dims = { self->out, 1, 1, self->kernel, self->kernel };
  const dnnl_dims_t dense_dims = { self->out, self->in, self->kernel, self->kernel };
  const dnnl_dims_t bias_dims = { self->out };
  const dnnl_dims_t dims = { 1, operation->out, whole ? operation->side_out : n_rows,
                             operation->side_out };
  dnnl_status_t status = layout_init (&layouts[0], 4, source_dims, data_type (source), dnnl_nhwc);

  if (status == dnnl_success)
    status = layout_init (&layouts[1], self->depthwise ? 5 : 4,
                          self->depthwise ? grouped_dims : dense_dims, data_type (source),
                          dnnl_format_tag_any);
  if (status == dnnl_success)
    status = layout_init (&layouts[2], 1, bias_dims, dnnl_f32, dnnl_x);
  if (status == dnnl_success)
    status = layout_init (&layouts[3], 4, dims, data_type (destination), dnnl_nhwc);

  return status;
}

static dnnl_status_t
make_primitive (MorselConv *self,
                const MorselOperation *operation,
                guint n_rows,
                MorselValues source,
                MorselValues destination)
{
  const dnnl_dims_t strides = { operation->stride, operation->stride };
  const dnnl_dims_t pad_before = { operation->pad_before, operation->pad_before };
  const dnnl_dims_t pad_after = { operation->pad_after, operation->pad_after };
  dnnl_primitive_attr_t attributes = NULL;
  Layout layouts[4];

  memset (layouts, 0, sizeof layouts);

  dnnl_status_t status = make_layouts (self, operation, n_rows, source, destination, layouts);

  if (status == dnnl_success)
    status = make_attributes (&attributes, operation);
  if (status == dnnl_success)
    status = describe_conv (&self->description, self->engine, layouts, strides, pad_before,
                            pad_after, attributes);
  if (status == dnnl_success)
    status = dnnl_primitive_create (&self->primitive, self->description);

  if (attributes != NULL)
    dnnl_primitive_attr_destroy (attributes);

  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    layout_clear (&layouts[i]);

  return status;
}

/**
 * morsel_conv_new:
 * @onednn: the engine, which must live longer
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
morsel_conv_new (MorselOnednn *onednn,
                 const MorselOperation *operation,
                 guint n_rows,
                 MorselValues source,
                 MorselValues destination,
                 gboolean *unimplemented,
                 GError **error)
{
  g_autoptr (MorselConv) self = g_new0 (MorselConv, 1);

  self->name = g_strdup (operation->name);
  self->engine = onednn->engine;
  self->depthwise = operation->kind == MORSEL_OPERATION_DEPTHWISE;
  self->out = operation->out;
  self->in = operation->in;
  self->kernel = operation->kernel;

  const dnnl_status_t status = make_primitive (self, operation, n_rows, source, destination);

  if (unimplemented != NULL)
    *unimplemented = status == dnnl_unimplemented;

  if (!check_status (status, self->name, "make", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * morsel_conv_free:
 * @self: (transfer full) (nullable): a convolution
 *
 * Frees the convolution; the memory it was packed into is the caller's.
 */
void
morsel_conv_free (MorselConv *self)
{
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

  g_free (self->name);
  g_free (self);
}

static LayoutRef
query_layout (const MorselConv *self, dnnl_query_t what)
{
  return dnnl_primitive_desc_query_md (self->description, what, 0);
}

static gsize
get_weights_size (const MorselConv *self)
{
  const gsize size = dnnl_memory_desc_get_size (query_layout (self, dnnl_query_weights_md));

  return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/**
 * morsel_conv_get_packed_size:
 * @self: a convolution
 *
 * How much memory its weights and bias take in the layout that oneDNN chose.
 *
 * Returns: bytes, a multiple of 64
 */
gsize
morsel_conv_get_packed_size (const MorselConv *self)
{
  const gsize bias = (gsize) self->out * sizeof (float);

  return get_weights_size (self) + (bias + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

/**
 * morsel_conv_get_scratchpad_size:
 * @self: a convolution
 *
 * How much memory a run needs besides source and destination.
 *
 * Returns: bytes, may be 0
 */
gsize
morsel_conv_get_scratchpad_size (const MorselConv *self)
{
  return dnnl_memory_desc_get_size (query_layout (self, dnnl_query_scratchpad_md));
}

/**
 * morsel_conv_get_source_size:
 * @self: a convolution
 *
 * Returns: how many bytes a run reads, of all rows it takes
 */
gsize
morsel_conv_get_source_size (const MorselConv *self)
{
  return dnnl_memory_desc_get_size (query_layout (self, dnnl_query_src_md));
}

/**
 * morsel_conv_get_destination_size:
 * @self: a convolution
 *
 * Returns: how many bytes a run writes
 */
gsize
morsel_conv_get_destination_size (const MorselConv *self)
{
  return dnnl_memory_desc_get_size (query_layout (self, dnnl_query_dst_md));
}

/**
 * morsel_conv_get_implementation:
 * @self: a convolution
 *
 * Names the code that oneDNN chose.
 *
 * Returns: (transfer none): such as "brgconv_1x1:avx512_core"
 */
const char *
morsel_conv_get_implementation (const MorselConv *self)
{
  const char *name = NULL;

  if (dnnl_primitive_desc_query (self->description, dnnl_query_impl_info_str, 0, &name) !=
          dnnl_success ||
      name == NULL)
    return "unknown";

  return name;
}

/* Copies plain weights into the layout that oneDNN chose. */
static dnnl_status_t
reorder (const MorselConv *self, dnnl_memory_t plain)
{
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t primitive = NULL;
  dnnl_stream_t stream = NULL;
  LayoutRef from;
  LayoutRef to;
  dnnl_status_t status = dnnl_memory_get_memory_desc (plain, &from);

  if (status == dnnl_success)
    status = dnnl_memory_get_memory_desc (self->weights, &to);
  if (status == dnnl_success)
    status = dnnl_reorder_primitive_desc_create (&description, from, self->engine, to, self->engine,
                                                 NULL);
  if (status == dnnl_success)
    status = dnnl_primitive_create (&primitive, description);
  if (status == dnnl_success)
    status = dnnl_stream_create (&stream, self->engine, dnnl_stream_default_flags);
  if (status == dnnl_success)
    {
      const dnnl_exec_arg_t arguments[] = { { DNNL_ARG_FROM, plain },
                                            { DNNL_ARG_TO, self->weights } };

      status = dnnl_primitive_execute (primitive, stream, G_N_ELEMENTS (arguments), arguments);
    }
  if (status == dnnl_success)
    status = dnnl_stream_wait (stream);

  if (stream != NULL)
    dnnl_stream_destroy (stream);
  if (primitive != NULL)
    dnnl_primitive_destroy (primitive);
  if (description != NULL)
    dnnl_primitive_desc_destroy (description);

  return status;
}

static dnnl_status_t
pack_weights (MorselConv *self, float *weights, void *packed)
{
  const dnnl_dims_t grouped_dims = { self->out, 1, 1, self->kernel, self->kernel };
  const dnnl_dims_t dense_dims = { self->out, self->in, self->kernel, self->kernel };
  Layout layout;
  dnnl_memory_t plain = NULL;

  memset (&layout, 0, sizeof layout);

  dnnl_status_t status = layout_init (&layout, self->depthwise ? 5 : 4,
                                      self->depthwise ? grouped_dims : dense_dims, dnnl_f32,
                                      self->depthwise ? dnnl_goihw : dnnl_oihw);

  if (status == dnnl_success)
    status = dnnl_memory_create (&plain, layout_ref (&layout), self->engine, weights);
  if (status == dnnl_success)
    status = dnnl_memory_create (&self->weights, query_layout (self, dnnl_query_weights_md),
                                 self->engine, packed);
  if (status == dnnl_success)
    status = reorder (self, plain);

  if (plain != NULL)
    dnnl_memory_destroy (plain);

  layout_clear (&layout);
  return status;
}

/**
 * morsel_conv_pack:
 * @self: a convolution without weights yet
 * @weights: [out, in, kernel, kernel], depthwise [out, 1, kernel, kernel]; read only
 * @bias: [out]; read only
 * @packed: memory of morsel_conv_get_packed_size() bytes, aligned to 64, which lives as long
 *   as @self
 * @error: return location for an error
 *
 * Gives the convolution its weights, once.
 *
 * Returns: whether it worked; if not, %MORSEL_NETWORK_ERROR_FAILED is set
 */
gboolean
morsel_conv_pack (MorselConv *self, float *weights, float *bias, void *packed, GError **error)
{
  guint8 *packed_bias = (guint8 *) packed + get_weights_size (self);
  const dnnl_dims_t bias_dims = { self->out };
  Layout layout;

  memset (&layout, 0, sizeof layout);
  memcpy (packed_bias, bias, (gsize) self->out * sizeof *bias);

  dnnl_status_t status = layout_init (&layout, 1, bias_dims, dnnl_f32, dnnl_x);

  if (status == dnnl_success)
    status = dnnl_memory_create (&self->bias, layout_ref (&layout), self->engine, packed_bias);
  if (status == dnnl_success)
    status = pack_weights (self, weights, packed);

  layout_clear (&layout);
  return check_status (status, self->name, "pack", error);
}

/**
 * morsel_bound_conv_new:
 * @conv: a packed convolution, which must live longer
 * @source: [side_in, side_in, in]
 * @destination: [side_out, side_out, out]; with a residual it holds that before the run
 * @scratchpad: morsel_conv_get_scratchpad_size() bytes, which other convolutions may use
 *   between runs
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
  g_autoptr (MorselBoundConv) self = g_new0 (MorselBoundConv, 1);
  dnnl_status_t status = dnnl_stream_create (&self->stream, conv->engine,
                                             dnnl_stream_default_flags);

  self->conv = conv;

  if (status == dnnl_success)
    status = dnnl_memory_create (&self->source, query_layout (conv, dnnl_query_src_md),
                                 conv->engine, source);
  if (status == dnnl_success)
    status = dnnl_memory_create (&self->destination, query_layout (conv, dnnl_query_dst_md),
                                 conv->engine, destination);
  if (status == dnnl_success)
    status = dnnl_memory_create (&self->scratchpad, query_layout (conv, dnnl_query_scratchpad_md),
                                 conv->engine, scratchpad);

  if (!check_status (status, conv->name, "bind", error))
    return NULL;

  self->arguments[0] = (dnnl_exec_arg_t){ DNNL_ARG_SRC, self->source };
  self->arguments[1] = (dnnl_exec_arg_t){ DNNL_ARG_WEIGHTS, conv->weights };
  self->arguments[2] = (dnnl_exec_arg_t){ DNNL_ARG_BIAS, conv->bias };
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
 * Convolves, in the calling thread, which has called morsel_onednn_use_one_thread().
 *
 * Returns: whether it worked; if not, %MORSEL_NETWORK_ERROR_FAILED is set
 */
gboolean
morsel_bound_conv_run (const MorselBoundConv *self, GError **error)
{
  dnnl_status_t status = dnnl_primitive_execute (self->conv->primitive, self->stream, N_ARGUMENTS,
                                                 self->arguments);

  if (status == dnnl_success)
    status = dnnl_stream_wait (self->stream);

  return check_status (status, self->conv->name, "run", error);
}
