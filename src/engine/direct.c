/* direct.c: convolutions over all channels of our own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/direct-private.h"

#define HALF MORSEL_DIRECT_HALF
#define MAX_KERNEL 7

/* Where maps are so small, weights of F16 stay F16: there they are many and used few times, so that
   half the bytes are worth widening them on the way. */
#define MAX_SIDE_OF_HALVES 14

/* Bytes of the source that all groups of outputs take before the next ones: some of the first
   cache. */
#define CHUNK_BYTES (16 << 10)

static MorselDirectKernel (*find_kernels (MorselValues source, gboolean half)) (guint n_halves)
{
  if (source == MORSEL_VALUES_F32)
    return half ? morsel_direct_find_f16 : morsel_direct_find_f32;

  return morsel_cpu_get () == MORSEL_CPU_BF16 ? morsel_direct_find_bf16 : NULL;
}

/**
 * morsel_direct_new:
 * @level: what the CPU can run
 * @operation: a convolution over all channels
 * @weights: what its weights are stored as
 * @source: what its input is stored as
 * @destination: what its output is stored as
 *
 * Describes a convolution of our own; morsel_direct_pack() gives it its weights.
 *
 * Returns: (transfer full) (nullable): the convolution, or %NULL where oneDNN's has to do or,
 *   with AMX, is faster
 */
MorselDirect *
morsel_direct_new (MorselVectorLevel level,
                   const MorselOperation *operation,
                   MorselDtype weights,
                   MorselValues source,
                   MorselValues destination)
{
  const gboolean half = weights == MORSEL_DTYPE_F16 && source == MORSEL_VALUES_F32 &&
                        operation->kernel == 1 && operation->side_out <= MAX_SIDE_OF_HALVES;
  const guint words = source == MORSEL_VALUES_BF16 ? operation->in / 2 : operation->in;

  if (level != MORSEL_VECTOR_AVX512 || find_kernels (source, half) == NULL ||
      operation->out % HALF != 0 || operation->out == HALF ||
      (source == MORSEL_VALUES_BF16 && operation->in % 2 != 0))
    return NULL;

  if (operation->kernel > 1 &&
      (operation->residual != MORSEL_OPERATION_NO_RESIDUAL ||
       operation->side_in < operation->kernel || operation->kernel > MAX_KERNEL))
    return NULL;

  MorselDirect *self = g_new0 (MorselDirect, 1);

  self->operation = *operation;
  self->values = source;
  self->destination = destination;
  self->words_per_pixel = words;
  self->weight_words = operation->kernel * words;
  self->half = half;
  self->find = find_kernels (source, half);
  return self;
}

/**
 * morsel_direct_free:
 * @self: (transfer full) (nullable): a convolution
 *
 * Frees it; the memory it was packed into is the caller's.
 */
void
morsel_direct_free (MorselDirect *self)
{
  g_free (self);
}

static gsize
get_size (MorselValues values)
{
  return values == MORSEL_VALUES_BF16 ? sizeof (guint16) : sizeof (float);
}

/* All groups of outputs of n pixels that see what the window says. */
static void
run_groups (const MorselDirect *self,
            const MorselDirectWindow *window,
            const void *residual,
            void *destination,
            gsize n_pixels)
{
  const gsize step = HALF * get_size (self->destination);
  const guint8 *packed = self->packed;
  MorselDirectOutput output = {
    .destination = destination,
    .residual = residual,
    .pitch = self->operation.out,
    .values = self->destination,
    .activation = self->operation.activation,
  };
  guint halves;

  for (guint left = self->operation.out / HALF; left > 0; left -= halves)
    {
      halves = morsel_direct_get_group (left);
      self->find (halves) (window, &output, packed, n_pixels);
      packed += morsel_direct_get_group_size (self, halves);
      output.destination = (guint8 *) output.destination + halves * step;
      if (residual != NULL)
        output.residual = (const guint8 *) output.residual + halves * step;
    }
}

/**
 * morsel_direct_run_pixels:
 * @self: a packed convolution of 1×1
 * @source: [n_pixels, in]
 * @residual: (nullable): [n_pixels, out], what is added; may be @destination
 * @destination: [n_pixels, out]
 * @n_pixels: how many
 *
 * Computes pixels of the destination, with bias, activation and residual.
 */
void
morsel_direct_run_pixels (const MorselDirect *self,
                          const void *source,
                          const void *residual,
                          void *destination,
                          gsize n_pixels)
{
  const gsize in = (gsize) self->words_per_pixel * sizeof (float);
  const gsize out = self->operation.out * get_size (self->destination);
  const gsize chunk = MAX (1, CHUNK_BYTES / in / 56) * 56;
  const MorselDirectWindow window = {
    .pixel_pitch = self->words_per_pixel,
    .n_rows = 1,
    .n_words = self->weight_words,
    .weight_words = self->weight_words,
  };

  for (gsize first = 0; first < n_pixels; first += chunk)
    {
      MorselDirectWindow here = window;

      here.source = (const MorselDirectWord *) (const void *) ((const guint8 *) source +
                                                               first * in);
      run_groups (self, &here, residual == NULL ? NULL : (const guint8 *) residual + first * out,
                  (guint8 *) destination + first * out, MIN (chunk, n_pixels - first));
    }
}

/* n pixels from x on, all of which see the columns from first_column to last_column of the kernel. */
static void
run_columns (const MorselDirect *self,
             const void *source,
             void *destination,
             guint y,
             guint x,
             guint n_pixels)
{
  const MorselOperation *operation = &self->operation;
  const guint words = self->words_per_pixel;
  const gsize pitch = (gsize) operation->side_in * words;
  const int top = (int) (y * operation->stride) - (int) operation->pad_before;
  const int left = (int) (x * operation->stride) - (int) operation->pad_before;
  const guint first_row = (guint) MAX (0, -top);
  const guint first_column = (guint) MAX (0, -left);
  const guint last_row = (guint) MIN ((int) operation->kernel, (int) operation->side_in - top);
  const guint last_column = (guint) MIN ((int) operation->kernel, (int) operation->side_in - left);
  const MorselDirectWindow window = {
    .source = (const MorselDirectWord *) source + (gsize) MAX (0, top) * pitch +
              (gsize) MAX (0, left) * words,
    .pixel_pitch = (gsize) operation->stride * words,
    .row_pitch = pitch,
    .n_rows = last_row - first_row,
    .n_words = (last_column - first_column) * words,
    .first_word = first_row * self->weight_words + first_column * words,
    .weight_words = self->weight_words,
  };

  run_groups (self, &window, NULL,
              (guint8 *) destination + (gsize) x * operation->out * get_size (self->destination),
              n_pixels);
}

/**
 * morsel_direct_run_row:
 * @self: a packed convolution without residual
 * @source: [side_in, side_in, in]
 * @destination: [side_out, out], the row
 * @y: the row to compute
 *
 * Computes one row of the destination, with bias and activation.
 */
void
morsel_direct_run_row (const MorselDirect *self, const void *source, void *destination, guint y)
{
  const MorselOperation *operation = &self->operation;
  const guint stride = operation->stride;
  const guint first = (operation->pad_before + stride - 1) / stride;
  const guint last = (operation->side_in + operation->pad_before - operation->kernel) / stride + 1;
  const guint n_inner = last > first ? last - first : 0;
  const guint n_tiles = n_inner / 14 * 14;

  for (guint x = 0; x < MIN (first, operation->side_out); x++)
    run_columns (self, source, destination, y, x, 1);

  if (n_inner >= 14)
    {
      run_columns (self, source, destination, y, first, n_tiles);
      /* Again rather than one by one. */
      run_columns (self, source, destination, y, last - 14, 14);
    }
  else
    run_columns (self, source, destination, y, first, n_inner);

  for (guint x = MAX (first, last); x < operation->side_out; x++)
    run_columns (self, source, destination, y, x, 1);
}
