/* depthwise-tile.h: a few outputs of a depthwise convolution side by side, with AVX-512
 *
 * They are summed in registers, so that each input is read once a row and used for every output
 * that sees it. bf16 is widened in registers and summed as f32: even and odd channels of a block of
 * 32 are the upper and lower halves of 16 words, one shift or mask away from floats.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/depthwise-kernels.h"
#include "engine/vector.h"

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

/* What the compiler knows of a loop. */
typedef struct
{
  guint kernel;
  guint stride;
  MorselValues values;
} Kind;

/* Columns of a tile: first to last of the (TILE - 1) * stride + kernel that its outputs see, the
   others being padding; and how many outputs it has. */
typedef struct
{
  guint first;
  guint last;
  guint n_outputs;
} Columns;

/* What one tile reads: these columns in rows first_row to last_row of the kernel. */
typedef struct
{
  gssize source;    /* of column 0 in any row, in values, as if there were padding */
  guint first_ring; /* where the first row lies in the ring */
  guint first_row;
  guint last_row;
  Columns columns;
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
              Columns columns)
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
          if (column < columns.first || column >= columns.last)
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
    if (o < columns.n_outputs)
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
               Columns columns)
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
          if (column < columns.first || column >= columns.last)
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
    if (o < columns.n_outputs)
      _mm512_mask_storeu_epi16 (
          destination + o * shape->channels, mask,
          narrow (activate (even[o], shape->activation), activate (odd[o], shape->activation)));
}
