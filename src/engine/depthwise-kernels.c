/* depthwise-kernels.c: the loops of depthwise convolutions, with AVX-512
 *
 * oneDNN's reach a quarter of what the core can multiply (measured with 2.6.3 on Emerald Rapids).
 * Here seven outputs side by side are summed in registers, so that each input is read once a row
 * and used for every output that sees it, and a few blocks of channels are taken
 * through all rows before the next few, so that a row is still in the first cache when the next
 * row of outputs needs it again.
 *
 * bf16 is widened in registers and summed as f32: even and odd channels of a block of 32 are the
 * upper and lower halves of 16 words, one shift or mask away from floats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/depthwise-kernels.h"

#include "engine/vector.h"

#if defined(__x86_64__)
#include <immintrin.h>

#ifdef __clang__
#define UNROLL _Pragma ("unroll")
#else
#define UNROLL _Pragma ("GCC unroll 32")
#endif

/* Outputs of a tile; 7 divides every side of MobileNetV3 at 224. */
#define TILE 7

#define BLOCK_F32 MORSEL_DEPTHWISE_BLOCK_F32
#define BLOCK_BF16 MORSEL_DEPTHWISE_BLOCK_BF16

/* Channels that take turns at a row: their window stays in the first cache, and a pixel's are read
   in one go (measured: a sixth of the time less than with one block). */
#define CHUNK 128

/* What the compiler knows of a loop. */
typedef struct
{
  guint kernel;
  guint stride;
  MorselValues values;
} Kind;

/* What one tile reads: rows first_row to last_row of the kernel, columns first_column to
   last_column of the (TILE - 1) * stride + kernel that its outputs see; the others are padding. */
typedef struct
{
  gssize source;    /* of column 0 in any row, in values, as if there were padding */
  guint first_ring; /* where the first row lies in the ring */
  guint first_row;
  guint last_row;
  guint first_column;
  guint last_column;
  guint n_outputs;
} Window;

MORSEL_TARGET_AVX512 MORSEL_INLINE __m512
activate (__m512 x, MorselActivation activation)
{
  const __m512 zero = _mm512_setzero_ps ();

  if (activation == MORSEL_ACTIVATION_RELU)
    return _mm512_max_ps (x, zero);

  if (activation == MORSEL_ACTIVATION_HARD_SWISH)
    {
      const __m512 shifted = _mm512_fmadd_ps (x, _mm512_set1_ps (1.0F / 6.0F),
                                              _mm512_set1_ps (0.5F));

      return _mm512_mul_ps (x,
                            _mm512_min_ps (_mm512_max_ps (shifted, zero), _mm512_set1_ps (1.0F)));
    }

  return x;
}

/* weights: bias, then one vector a tap. */
MORSEL_TARGET_AVX512 MORSEL_INLINE void
run_tile_f32 (const MorselDepthwiseShape *shape,
              const Window *window,
              const float *source,
              float *destination,
              const float *weights,
              __mmask16 mask,
              Kind kind,
              gboolean inner)
{
  const guint kernel = kind.kernel;
  const guint stride = kind.stride;
  const gsize pitch = (gsize) shape->side_in * shape->channels;
  guint ring = window->first_ring;
  __m512 sums[TILE];

  UNROLL
  for (guint o = 0; o < TILE; o++)
    sums[o] = _mm512_loadu_ps (weights);

  for (guint row = window->first_row; row < window->last_row; row++)
    {
      const float *from = source + window->source + ring * pitch;
      const float *taps = weights + BLOCK_F32 * (1 + row * kernel);
      __m512 factors[5];

      UNROLL
      for (guint k = 0; k < kernel; k++)
        factors[k] = _mm512_loadu_ps (taps + BLOCK_F32 * k);

      ring = ring + 1 < shape->n_ring_in ? ring + 1 : 0;

      UNROLL
      for (guint column = 0; column < (TILE - 1) * stride + kernel; column++)
        {
          if (!inner && (column < window->first_column || column >= window->last_column))
            continue;

          const __m512 value = _mm512_maskz_loadu_ps (mask, from + column * shape->channels);

          UNROLL
          for (guint k = 0; k < kernel; k++)
            if (column >= k && (column - k) % stride == 0 && (column - k) / stride < TILE)
              sums[(column - k) / stride] = _mm512_fmadd_ps (value, factors[k],
                                                             sums[(column - k) / stride]);
        }
    }

  UNROLL
  for (guint o = 0; o < TILE; o++)
    if (inner || o < window->n_outputs)
      _mm512_mask_storeu_ps (destination + o * shape->channels, mask,
                             activate (sums[o], shape->activation));
}

/* Rounds two vectors of f32 to bf16 and weaves them, even ones first. */
MORSEL_TARGET_AVX512 MORSEL_INLINE __m512i
narrow (__m512 even, __m512 odd)
{
  const __m512i half = _mm512_set1_epi32 (0x7fff);
  const __m512i one = _mm512_set1_epi32 (1);
  __m512i low = _mm512_castps_si512 (even);
  __m512i high = _mm512_castps_si512 (odd);

  low = _mm512_add_epi32 (
      low, _mm512_add_epi32 (half, _mm512_and_si512 (_mm512_srli_epi32 (low, 16), one)));
  high = _mm512_add_epi32 (
      high, _mm512_add_epi32 (half, _mm512_and_si512 (_mm512_srli_epi32 (high, 16), one)));
  return _mm512_mask_blend_epi16 (0xaaaaaaaa, _mm512_srli_epi32 (low, 16), high);
}

/* weights: bias of even channels, of odd ones, then the same of each tap. */
MORSEL_TARGET_AVX512 MORSEL_INLINE void
run_tile_bf16 (const MorselDepthwiseShape *shape,
               const Window *window,
               const guint16 *source,
               guint16 *destination,
               const float *weights,
               __mmask32 mask,
               Kind kind,
               gboolean inner)
{
  const guint kernel = kind.kernel;
  const guint stride = kind.stride;
  const gsize pitch = (gsize) shape->side_in * shape->channels;
  guint ring = window->first_ring;
  const __m512i upper = _mm512_set1_epi32 ((int) 0xffff0000U);
  __m512 even[TILE];
  __m512 odd[TILE];

  UNROLL
  for (guint o = 0; o < TILE; o++)
    {
      even[o] = _mm512_loadu_ps (weights);
      odd[o] = _mm512_loadu_ps (weights + BLOCK_F32);
    }

  for (guint row = window->first_row; row < window->last_row; row++)
    {
      const guint16 *from = source + window->source + ring * pitch;
      const float *taps = weights + BLOCK_BF16 * (1 + row * kernel);
      __m512 factors[10];

      UNROLL
      for (guint k = 0; k < 2 * kernel; k++)
        factors[k] = _mm512_loadu_ps (taps + BLOCK_F32 * k);

      ring = ring + 1 < shape->n_ring_in ? ring + 1 : 0;

      UNROLL
      for (guint column = 0; column < (TILE - 1) * stride + kernel; column++)
        {
          if (!inner && (column < window->first_column || column >= window->last_column))
            continue;

          const __m512i pairs = _mm512_maskz_loadu_epi16 (mask, from + column * shape->channels);
          const __m512 low = _mm512_castsi512_ps (_mm512_slli_epi32 (pairs, 16));
          const __m512 high = _mm512_castsi512_ps (_mm512_and_si512 (pairs, upper));

          UNROLL
          for (guint k = 0; k < kernel; k++)
            if (column >= k && (column - k) % stride == 0 && (column - k) / stride < TILE)
              {
                const guint o = (column - k) / stride;

                even[o] = _mm512_fmadd_ps (low, factors[2 * k], even[o]);
                odd[o] = _mm512_fmadd_ps (high, factors[2 * k + 1], odd[o]);
              }
        }
    }

  UNROLL
  for (guint o = 0; o < TILE; o++)
    if (inner || o < window->n_outputs)
      _mm512_mask_storeu_epi16 (
          destination + o * shape->channels, mask,
          narrow (activate (even[o], shape->activation), activate (odd[o], shape->activation)));
}

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
  window.n_outputs = MIN (TILE, shape->side_out - x);
  clip (top, kernel, shape->side_in, &window.first_row, &window.last_row);
  window.first_ring = ((guint) MAX (0, top)) % shape->n_ring_in;
  clip (left, (TILE - 1) * stride + kernel, shape->side_in, &window.first_column,
        &window.last_column);
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
run_block (const MorselDepthwiseShape *shape,
           const Window *window,
           const void *source,
           void *destination,
           const float *weights,
           guint n_channels,
           Kind kind,
           gboolean inner)
{
  if (kind.values == MORSEL_VALUES_BF16)
    run_tile_bf16 (shape, window, source, destination, weights, get_mask_bf16 (n_channels), kind,
                   inner);
  else
    run_tile_f32 (shape, window, source, destination, weights, get_mask_f32 (n_channels), kind,
                  inner);
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
          const gboolean inner = window.n_outputs == TILE && window.first_column == 0 &&
                                 window.last_column == (TILE - 1) * kind.stride + kind.kernel;
          const guint end = MIN (start + CHUNK, shape->channels);
          const gsize row = (gsize) (y % shape->n_ring_out) * shape->side_out + x;
          guint8 *to = destination + row * shape->channels * size;

          for (guint c = start; c < end; c += n_block)
            {
              const float *block = weights + (gsize) c * (1 + n_taps);

              if (inner)
                run_block (shape, &window, source + c * size, to + c * size, block, end - c, kind,
                           TRUE);
              else
                run_block (shape, &window, source + c * size, to + c * size, block, end - c, kind,
                           FALSE);
            }
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
