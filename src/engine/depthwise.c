/* depthwise.c: depthwise convolutions of our own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/depthwise.h"

#include "engine/arena.h"
#include "engine/depthwise-kernels.h"

struct _MorselDepthwise
{
  MorselDepthwiseShape shape;
  guint kernel;
  guint stride;
  guint block; /* channels */
  MorselDepthwiseKernel run;
  const float *weights; /* borrowed: the memory it was packed into */
};

/**
 * morsel_depthwise_new:
 * @level: what the CPU can run
 * @operation: a depthwise convolution
 * @values: what its maps are stored as
 *
 * Describes a depthwise convolution of our own; morsel_depthwise_pack() gives it its weights.
 *
 * Returns: (transfer full) (nullable): the convolution, or %NULL where oneDNN's has to do
 */
MorselDepthwise *
morsel_depthwise_new (MorselVectorLevel level,
                      const MorselOperation *operation,
                      MorselValues values)
{
  const MorselDepthwiseKernel run = level == MORSEL_VECTOR_AVX512
                                        ? morsel_depthwise_find_kernel (operation->kernel,
                                                                        operation->stride, values)
                                        : NULL;

  if (run == NULL)
    return NULL;

  MorselDepthwise *self = g_new0 (MorselDepthwise, 1);

  self->shape.channels = operation->in;
  self->shape.side_in = operation->side_in;
  self->shape.side_out = operation->side_out;
  self->shape.n_ring_in = operation->side_in;
  self->shape.n_ring_out = operation->side_out;
  self->shape.pad = operation->pad_before;
  self->shape.activation = operation->activation;
  self->kernel = operation->kernel;
  self->stride = operation->stride;
  self->block = values == MORSEL_VALUES_BF16 ? MORSEL_DEPTHWISE_BLOCK_BF16
                                             : MORSEL_DEPTHWISE_BLOCK_F32;
  self->run = run;
  return self;
}

/**
 * morsel_depthwise_free:
 * @self: (transfer full) (nullable): a depthwise convolution
 *
 * Frees it; the memory it was packed into is the caller's.
 */
void
morsel_depthwise_free (MorselDepthwise *self)
{
  g_free (self);
}

static gsize
get_block_length (const MorselDepthwise *self)
{
  return (gsize) self->block * (1 + self->kernel * self->kernel);
}

/**
 * morsel_depthwise_get_packed_size:
 * @self: a depthwise convolution
 *
 * Returns: how many bytes morsel_depthwise_pack() writes, a multiple of 64
 */
gsize
morsel_depthwise_get_packed_size (const MorselDepthwise *self)
{
  const gsize n_blocks = (self->shape.channels + self->block - 1) / self->block;

  return morsel_arena_round_up (n_blocks * get_block_length (self) * sizeof (float));
}

/**
 * morsel_depthwise_pack:
 * @self: a depthwise convolution without weights yet
 * @weights: (array): [channels, 1, kernel, kernel]
 * @bias: (array): [channels]
 * @packed: morsel_depthwise_get_packed_size() bytes of zeros, aligned to 64, which live as long
 *   as @self
 *
 * Gives the convolution its weights, once.
 */
void
morsel_depthwise_pack (MorselDepthwise *self, const float *weights, const float *bias, void *packed)
{
  const guint taps = self->kernel * self->kernel;
  float *to = packed;

  for (guint c = 0; c < self->shape.channels; c++)
    {
      const guint position = c % self->block;
      const guint place = self->block == MORSEL_DEPTHWISE_BLOCK_BF16
                              ? position / 2 + position % 2 * MORSEL_DEPTHWISE_BLOCK_F32
                              : position;
      float *block = to + c / self->block * get_block_length (self) + place;

      block[0] = bias[c];
      for (guint tap = 0; tap < taps; tap++)
        block[(gsize) self->block * (1 + tap)] = weights[(gsize) c * taps + tap];
    }

  self->weights = packed;
}

/**
 * morsel_depthwise_set_rings:
 * @self: a depthwise convolution
 * @n_rows_in: how many rows the source has room for
 * @n_rows_out: how many rows the destination has room for
 *
 * Makes source and destination rings, in which row n lies where row n modulo that would.
 */
void
morsel_depthwise_set_rings (MorselDepthwise *self, guint n_rows_in, guint n_rows_out)
{
  self->shape.n_ring_in = n_rows_in;
  self->shape.n_ring_out = n_rows_out;
}

/**
 * morsel_depthwise_count_ready_rows:
 * @self: a depthwise convolution
 * @n_rows: how many rows of the source there are, from the top
 *
 * Returns: how many rows of the destination need no more than those
 */
guint
morsel_depthwise_count_ready_rows (const MorselDepthwise *self, guint n_rows)
{
  const guint needed = self->kernel - self->shape.pad;

  if (n_rows >= self->shape.side_in)
    return self->shape.side_out;

  return n_rows < needed ? 0 : (n_rows - needed) / self->stride + 1;
}

/**
 * morsel_depthwise_run:
 * @self: a packed depthwise convolution
 * @source: [side_in, side_in, channels], or the ring
 * @destination: [side_out, side_out, channels], or the ring
 * @first: the first row to compute
 * @last: the row after the last one
 *
 * Computes rows of the destination, with bias and activation.
 */
void
morsel_depthwise_run (
    const MorselDepthwise *self, const void *source, void *destination, guint first, guint last)
{
  self->run (&self->shape, source, destination, self->weights, first, last);
}
