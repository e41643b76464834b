/* onednn-private.h: oneDNN of version 2.6 or 3, for the files onednn-*.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/onednn.h"

#include <oneapi/dnnl/dnnl.h>

/* A MorselConv and what is oneDNN's of it. */
typedef struct
{
  MorselConv conv;

  /* owned */
  char *name;
  dnnl_engine_t engine;
  dnnl_primitive_desc_t description;
  dnnl_primitive_t primitive;
  dnnl_memory_t weights; /* both over memory that the caller keeps */
  dnnl_memory_t bias;

  gboolean depthwise;
  dnnl_dim_t out;
  dnnl_dim_t in;
  dnnl_dim_t kernel;
  MorselValues values; /* of source and weights */
} MorselOnednnConv;

#define N_ARGUMENTS 5

struct _MorselBoundConv
{
  /* owned */
  dnnl_stream_t stream;
  dnnl_memory_t source;
  dnnl_memory_t destination;
  dnnl_memory_t scratchpad;

  /* borrowed */
  const MorselOnednnConv *conv;

  dnnl_exec_arg_t arguments[N_ARGUMENTS];
};

MorselConv *morsel_conv_new (const MorselOperation *operation,
                             guint n_rows,
                             MorselValues source,
                             MorselValues destination,
                             gboolean *unimplemented,
                             GError **error);
void morsel_conv_free (MorselConv *conv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselConv, morsel_conv_free)

gboolean morsel_conv_pack (
    MorselConv *conv, const float *weights, const float *bias, void *packed, GError **error);

MorselBoundConv *morsel_bound_conv_new (
    const MorselConv *conv, void *source, void *destination, void *scratchpad, GError **error);
void morsel_bound_conv_free (MorselBoundConv *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselBoundConv, morsel_bound_conv_free)

gboolean morsel_bound_conv_run (const MorselBoundConv *self, GError **error);

void morsel_onednn_use_one_thread (void);
gboolean morsel_onednn_check (dnnl_status_t status,
                              const char *name,
                              const char *deed,
                              GError **error);

/* How a layout divides dimensions into blocks that lie together, outermost first. All borrowed. */
typedef struct
{
  const dnnl_dim_t *strides;    /* of each dimension, between its blocks; in values */
  const dnnl_dim_t *sizes;      /* of each block */
  const dnnl_dim_t *dimensions; /* which each block divides */
  int n_blocks;
} MorselBlocking;

/* What differs between the two versions: who owns a description of memory and how it is read, how a
   convolution is described, and the arguments of the operations after it. */
#if DNNL_VERSION_MAJOR >= 3

typedef dnnl_memory_desc_t MorselLayout;
typedef const_dnnl_memory_desc_t MorselLayoutRef;

static inline dnnl_status_t
morsel_layout_init (MorselLayout *layout,
                    int n_dims,
                    const dnnl_dims_t dims,
                    dnnl_data_type_t type,
                    dnnl_format_tag_t tag)
{
  return dnnl_memory_desc_create_with_tag (layout, n_dims, dims, type, tag);
}

static inline void
morsel_layout_clear (MorselLayout *layout)
{
  if (*layout != NULL)
    dnnl_memory_desc_destroy (*layout);

  *layout = NULL;
}

static inline MorselLayoutRef
morsel_layout_ref (const MorselLayout *layout)
{
  return *layout;
}

static inline dnnl_status_t
morsel_layout_get_blocking (MorselLayoutRef layout, MorselBlocking *blocking)
{
  dnnl_format_kind_t kind = dnnl_format_kind_undef;
  const dnnl_dims_t *strides = NULL;
  const dnnl_dims_t *sizes = NULL;
  const dnnl_dims_t *dimensions = NULL;
  dnnl_status_t status = dnnl_memory_desc_query (layout, dnnl_query_format_kind, &kind);

  if (status == dnnl_success && kind != dnnl_blocked)
    status = dnnl_unimplemented;
  if (status == dnnl_success)
    status = dnnl_memory_desc_query (layout, dnnl_query_strides, &strides);
  if (status == dnnl_success)
    status = dnnl_memory_desc_query (layout, dnnl_query_inner_blks, &sizes);
  if (status == dnnl_success)
    status = dnnl_memory_desc_query (layout, dnnl_query_inner_idxs, &dimensions);
  if (status == dnnl_success)
    status = dnnl_memory_desc_query (layout, dnnl_query_inner_nblks_s32, &blocking->n_blocks);
  if (status != dnnl_success)
    return status;

  blocking->strides = *strides;
  blocking->sizes = *sizes;
  blocking->dimensions = *dimensions;
  return dnnl_success;
}

static inline dnnl_status_t
morsel_append_eltwise (dnnl_post_ops_t operations, dnnl_alg_kind_t kind, float alpha, float beta)
{
  return dnnl_post_ops_append_eltwise (operations, kind, alpha, beta);
}

static inline dnnl_status_t
morsel_append_sum (dnnl_post_ops_t operations)
{
  return dnnl_post_ops_append_sum (operations, 1.0F, 0, dnnl_data_type_undef);
}

static inline dnnl_status_t
morsel_describe_conv (dnnl_primitive_desc_t *description,
                      dnnl_engine_t engine,
                      const MorselLayout layouts[4],
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

typedef dnnl_memory_desc_t MorselLayout;
typedef const dnnl_memory_desc_t *MorselLayoutRef;

static inline dnnl_status_t
morsel_layout_init (MorselLayout *layout,
                    int n_dims,
                    const dnnl_dims_t dims,
                    dnnl_data_type_t type,
                    dnnl_format_tag_t tag)
{
  return dnnl_memory_desc_init_by_tag (layout, n_dims, dims, type, tag);
}

static inline void
morsel_layout_clear (MorselLayout *layout)
{
}

static inline MorselLayoutRef
morsel_layout_ref (const MorselLayout *layout)
{
  return layout;
}

static inline dnnl_status_t
morsel_layout_get_blocking (MorselLayoutRef layout, MorselBlocking *blocking)
{
  const dnnl_blocking_desc_t *own = &layout->format_desc.blocking;

  if (layout->format_kind != dnnl_blocked)
    return dnnl_unimplemented;

  blocking->strides = own->strides;
  blocking->sizes = own->inner_blks;
  blocking->dimensions = own->inner_idxs;
  blocking->n_blocks = own->inner_nblks;
  return dnnl_success;
}

static inline dnnl_status_t
morsel_append_eltwise (dnnl_post_ops_t operations, dnnl_alg_kind_t kind, float alpha, float beta)
{
  return dnnl_post_ops_append_eltwise (operations, 1.0F, kind, alpha, beta);
}

static inline dnnl_status_t
morsel_append_sum (dnnl_post_ops_t operations)
{
  return dnnl_post_ops_append_sum (operations, 1.0F);
}

static inline dnnl_status_t
morsel_describe_conv (dnnl_primitive_desc_t *description,
                      dnnl_engine_t engine,
                      const MorselLayout layouts[4],
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

static inline MorselLayoutRef
morsel_conv_query_layout (const MorselOnednnConv *self, dnnl_query_t what)
{
  return dnnl_primitive_desc_query_md (self->description, what, 0);
}

/* Packed weights and the bias after them begin on a cache line. */
static inline gsize
morsel_conv_align (gsize size)
{
  return (size + 63) / 64 * 64;
}

static inline gsize
morsel_conv_get_weights_size (const MorselOnednnConv *self)
{
  return morsel_conv_align (
      dnnl_memory_desc_get_size (morsel_conv_query_layout (self, dnnl_query_weights_md)));
}
