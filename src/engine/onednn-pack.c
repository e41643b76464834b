/* onednn-pack.c: weights in the layouts that oneDNN chooses for its convolutions
 *
 * They are copied by what oneDNN says of a layout and not by its reorder, which leaves zeros in
 * layouts with a block that is not full (seen in 3.7.2, from oihw in f32 and from hwio in bf16).
 * Its code for each shape of weights would also have to be made at every start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/onednn-private.h"
#include "engine/vector.h"

#include <string.h>

/* How far each index along a dimension is from the first, in values. The place of a value is the
   sum of these over all dimensions. */
static gsize *
dup_offsets (const MorselBlocking *blocking, int dimension, gsize n_indices)
{
  gsize *offsets = g_new (gsize, n_indices);

  for (gsize i = 0; i < n_indices; i++)
    {
      gsize index = i;
      gsize step = 1;

      offsets[i] = 0;
      for (int block = blocking->n_blocks - 1; block >= 0; block--)
        {
          const gsize size = (gsize) blocking->sizes[block];

          if (blocking->dimensions[block] == dimension)
            {
              offsets[i] += index % size * step;
              index /= size;
            }
          step *= size;
        }
      offsets[i] += index * (gsize) blocking->strides[dimension];
    }

  return offsets;
}

/* What of a kernel is where, [kernel, kernel], from its two dimensions. */
static gsize *
dup_tap_offsets (const MorselBlocking *blocking, int dimension, gsize kernel)
{
  const gsize n_taps = kernel * kernel;
  g_autofree gsize *rows = dup_offsets (blocking, dimension, kernel);
  g_autofree gsize *columns = dup_offsets (blocking, dimension + 1, kernel);
  gsize *taps = g_new (gsize, n_taps);

  for (gsize i = 0; i < n_taps; i++)
    taps[i] = rows[i / kernel] + columns[i % kernel];

  return taps;
}

/* Copies [out, in, kernel, kernel]. The rest of the layout is zeros. */
static void
scatter (const MorselOnednnConv *self,
         const MorselBlocking *blocking,
         const float *weights,
         void *packed)
{
  const gsize n_out = (gsize) self->out;
  const gsize n_in = self->depthwise ? 1 : (gsize) self->in;
  const gsize kernel = (gsize) self->kernel;
  const gsize n_taps = kernel * kernel;
  /* A depthwise one has groups of one output and one input. */
  const int in_dimension = self->depthwise ? 2 : 1;
  g_autofree gsize *outs = dup_offsets (blocking, 0, n_out);
  g_autofree gsize *ins = dup_offsets (blocking, in_dimension, n_in);
  g_autofree gsize *taps = dup_tap_offsets (blocking, in_dimension + 1, kernel);
  gsize from = 0;

  for (gsize out = 0; out < n_out; out++)
    for (gsize in = 0; in < n_in; in++)
      for (gsize tap = 0; tap < n_taps; tap++, from++)
        {
          const gsize to = outs[out] + ins[in] + taps[tap];

          if (self->values == MORSEL_VALUES_BF16)
            ((guint16 *) packed)[to] = morsel_bf16_from_float (weights[from]);
          else
            ((float *) packed)[to] = weights[from];
        }
}

static dnnl_status_t
pack_weights (MorselOnednnConv *self, const float *weights, void *packed)
{
  const MorselLayoutRef layout = morsel_conv_query_layout (self, dnnl_query_weights_md);
  MorselBlocking blocking;
  dnnl_status_t status = morsel_layout_get_blocking (layout, &blocking);

  if (status != dnnl_success)
    return status;

  memset (packed, 0, morsel_conv_get_weights_size (self));
  scatter (self, &blocking, weights, packed);
  return dnnl_memory_create (&self->weights, layout, self->engine, packed);
}

static dnnl_status_t
pack_bias (MorselOnednnConv *self, const float *bias, void *packed)
{
  const dnnl_dims_t dims = { self->out };
  MorselLayout layout;

  memset (&layout, 0, sizeof layout);
  memcpy (packed, bias, (gsize) self->out * sizeof *bias);

  dnnl_status_t status = morsel_layout_init (&layout, 1, dims, dnnl_f32, dnnl_x);

  if (status == dnnl_success)
    status = dnnl_memory_create (&self->bias, morsel_layout_ref (&layout), self->engine, packed);

  morsel_layout_clear (&layout);
  return status;
}

/**
 * morsel_conv_pack:
 * @conv: a convolution without weights yet
 * @weights: [out, in, kernel, kernel], depthwise [out, 1, kernel, kernel]
 * @bias: [out]
 * @packed: memory of morsel_conv_get_packed_size() bytes, aligned to 64, which lives as long
 *   as @conv
 * @error: return location for an error
 *
 * Gives the convolution its weights, once.
 *
 * Returns: whether it worked; if not, %MORSEL_NETWORK_ERROR_FAILED is set
 */
gboolean
morsel_conv_pack (
    MorselConv *conv, const float *weights, const float *bias, void *packed, GError **error)
{
  MorselOnednnConv *self = (MorselOnednnConv *) conv;
  dnnl_status_t status = pack_weights (self, weights, packed);

  if (status == dnnl_success)
    status = pack_bias (self, bias, (guint8 *) packed + morsel_conv_get_weights_size (self));

  return morsel_onednn_check (status, self->name, "pack", error);
}
