/* depthwise-kernels.c: the loops of depthwise convolutions, with AVX-512
 *
 * oneDNN's reach a quarter of what the core can multiply (measured with 2.6.3 on Emerald Rapids).
 * Here a few blocks of channels are taken through all rows before the next few, so that a row is
 * still in the first cache when the next row of outputs needs it again.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/depthwise-kernels.h"

#if defined(__x86_64__)

#include "engine/depthwise-tile.h"

/* Channels that take turns at a row: their window stays in the first cache, and a pixel's are read
   in one go (measured: a sixth of the time less than with one block). */
#define CHUNK 128

/* The first n channels of a block, or all. */
static inline __mmask16
get_mask_f32 (guint n)
{
  return (__mmask16) (n >= BLOCK_F32 ? 0xffff : (1U << n) - 1);
}

static inline __mmask32
get_mask_bf16 (guint n)
{
  return n >= BLOCK_BF16 ? 0xffffffff : (1U << n) - 1;
}

/* The part of length positions, from start on, that lies between 0 and end. */
static inline void
clip (int start, guint length, guint end, guint *first, guint *last)
{
  *first = start < 0 ? (guint) -start : 0;
  *last = (guint) MAX (0, MIN ((int) length, (int) end - start));
}

/* The window of the tile of outputs at row y from column x on. */
static inline Window
get_window (const MorselDepthwiseShape *shape, guint y, guint x, guint kernel, guint stride)
{
  const int top = (int) (y * stride) - (int) shape->pad;
  const int left = (int) (x * stride) - (int) shape->pad;
  Window window;

  window.source = left * (gssize) shape->channels;
  window.columns.n_outputs = MIN (TILE, shape->side_out - x);
  clip (top, kernel, shape->side_in, &window.first_row, &window.last_row);
  window.first_ring = ((guint) MAX (0, top)) % shape->n_ring_in;
  clip (left, (TILE - 1) * stride + kernel, shape->side_in, &window.columns.first,
        &window.columns.last);
  return window;
}

/* Where a row's next tile begins: the last one overlaps the one before rather than be narrow. */
static inline guint
get_tile_start (const MorselDepthwiseShape *shape, guint tile)
{
  const guint last = shape->side_out > TILE ? shape->side_out - TILE : 0;

  return MIN (tile * TILE, last);
}

/* A tile of some channels, values being what the numbers are stored as. */
MORSEL_TARGET_AVX512 MORSEL_INLINE void
run_columns (const MorselDepthwiseShape *shape,
             const Window *window,
             const void *source,
             void *destination,
             const float *weights,
             guint n_channels,
             Kind kind,
             Columns columns)
{
  if (kind.values == MORSEL_VALUES_BF16)
    run_tile_bf16 (shape, window, source, destination, weights, get_mask_bf16 (n_channels), kind,
                   columns);
  else
    run_tile_f32 (shape, window, source, destination, weights, get_mask_f32 (n_channels), kind,
                  columns);
}

/* Columns that the compiler knows where they are the usual ones: all, or those of the first tile of a
   row, of the last one, of a row's only tile. */
MORSEL_TARGET_AVX512 MORSEL_INLINE void
run_block (const MorselDepthwiseShape *shape,
           const Window *window,
           const void *source,
           void *destination,
           const float *weights,
           guint n_channels,
           Kind kind)
{
  const Columns columns = window->columns;
  const gboolean whole = columns.n_outputs == TILE;
  const guint end = (TILE - 1) * kind.stride + kind.kernel;
  const guint left = kind.kernel / 2 + 1 - kind.stride;
  const guint right = end - kind.kernel / 2;

#define RUN(columns)                                                                               \
  run_columns (shape, window, source, destination, weights, n_channels, kind, columns)

  if (whole && columns.first == 0 && columns.last == end)
    RUN (((Columns){ 0, end, TILE }));
  else if (whole && columns.first == left && columns.last == end)
    RUN (((Columns){ left, end, TILE }));
  else if (whole && columns.first == 0 && columns.last == right)
    RUN (((Columns){ 0, right, TILE }));
  else if (whole && columns.first == left && columns.last == right)
    RUN (((Columns){ left, right, TILE }));
  else
    RUN (columns);
}

MORSEL_TARGET_AVX512 MORSEL_INLINE void
run (const MorselDepthwiseShape *shape,
     const guint8 *source,
     guint8 *destination,
     const float *weights,
     guint first,
     guint last,
     Kind kind)
{
  const gboolean narrow = kind.values == MORSEL_VALUES_BF16;
  const gsize size = narrow ? sizeof (guint16) : sizeof (float);
  const guint n_block = narrow ? BLOCK_BF16 : BLOCK_F32;
  const guint n_taps = kind.kernel * kind.kernel;
  const guint n_tiles = (shape->side_out + TILE - 1) / TILE;

  for (guint tile = 0; tile < n_tiles; tile++)
    for (guint start = 0; start < shape->channels; start += CHUNK)
      for (guint y = first; y < last; y++)
        {
          const guint x = get_tile_start (shape, tile);
          const Window window = get_window (shape, y, x, kind.kernel, kind.stride);
          const guint end = MIN (start + CHUNK, shape->channels);
          const gsize row = (gsize) (y % shape->n_ring_out) * shape->side_out + x;
          guint8 *to = destination + row * shape->channels * size;

          for (guint c = start; c < end; c += n_block)
            run_block (shape, &window, source + c * size, to + c * size,
                       weights + (gsize) c * (1 + n_taps), end - c, kind);
        }
}

/* One function for each kernel and stride, in which the compiler knows both. */
#define DEFINE_RUN(kernel, stride)                                                                 \
  MORSEL_TARGET_AVX512 static void run_##kernel##_##stride##_f32 (                                 \
      const MorselDepthwiseShape *shape, const void *source, void *destination,                    \
      const float *weights, guint first, guint last)                                               \
  {                                                                                                \
    run (shape, source, destination, weights, first, last,                                         \
         (Kind){ kernel, stride, MORSEL_VALUES_F32 });                                             \
  }                                                                                                \
  MORSEL_TARGET_AVX512 static void run_##kernel##_##stride##_bf16 (                                \
      const MorselDepthwiseShape *shape, const void *source, void *destination,                    \
      const float *weights, guint first, guint last)                                               \
  {                                                                                                \
    run (shape, source, destination, weights, first, last,                                         \
         (Kind){ kernel, stride, MORSEL_VALUES_BF16 });                                            \
  }

DEFINE_RUN (3, 1)
DEFINE_RUN (3, 2)
DEFINE_RUN (5, 1)
DEFINE_RUN (5, 2)

static const struct
{
  guint kernel;
  guint stride;
  MorselDepthwiseKernel f32;
  MorselDepthwiseKernel bf16;
} functions[] = {
  { 3, 1, run_3_1_f32, run_3_1_bf16 },
  { 3, 2, run_3_2_f32, run_3_2_bf16 },
  { 5, 1, run_5_1_f32, run_5_1_bf16 },
  { 5, 2, run_5_2_f32, run_5_2_bf16 },
};

#endif

/**
 * morsel_depthwise_find_kernel:
 * @kernel: 3 or 5
 * @stride: 1 or 2
 * @values: what maps are stored as
 *
 * Finds the loop for a kernel and a stride. It needs AVX-512.
 *
 * Returns: the loop, or %NULL if there is none
 */
MorselDepthwiseKernel
morsel_depthwise_find_kernel (guint kernel, guint stride, MorselValues values)
{
#if defined(__x86_64__)
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (functions[i].kernel == kernel && functions[i].stride == stride)
      return values == MORSEL_VALUES_BF16 ? functions[i].bf16 : functions[i].f32;
#endif

  return NULL;
}
