/* direct-tile.h: the loops of convolutions over all channels, with AVX-512, for words of one kind
 *
 * Includes of this file define TARGET, the instructions that may be used; Weight, what the weights of
 * a word are stored as; load_weights(), which reads a vector of them; and multiply_add(), which adds
 * the products of two vectors of words to a vector of sums.
 *
 * A tile is 7 or 14 pixels times one to three vectors of outputs, all of whose sums stay in
 * registers: each word that is read is used for several of them, so that the core waits for
 * multiply-adds alone (measured: 94 to 100 % of what it can, where oneDNN 2.6.3 reaches 50 to 85 %
 * of it with few channels). Of half a vector of outputs two pixels share one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/direct-kernels.h"
#include "engine/vector.h"

#include <immintrin.h>

#ifdef __clang__
#define UNROLL _Pragma ("unroll")
#else
#define UNROLL _Pragma ("GCC unroll 32")
#endif

#define LENGTH MORSEL_VECTOR_LENGTH

/* 7 divides the pixels of every map of MobileNetV3 at 224. */
#define MAX_PIXELS 14
#define MAX_SUMS (7 * 3)

/* Where the first of each five pixels begins: few enough registers to keep all addresses in. */
typedef struct
{
  const MorselDirectWord *from[3];
  gsize pitch;
  gsize pitch3;
} Pixels;

TARGET MORSEL_INLINE __m512
broadcast (const Pixels *pixels, guint p)
{
  const MorselDirectWord *from = pixels->from[p / 5];
  const gsize pitch = pixels->pitch;
  const gsize offsets[] = { 0, pitch, 2 * pitch, pixels->pitch3, 4 * pitch };

  return _mm512_set1_ps (from[offsets[p % 5]]);
}

/* The words of one row of the window; returns the weights after them. A vector of the weights that
   lie ahead is fetched for each word. */
TARGET MORSEL_INLINE const Weight *
/* NOLINTNEXTLINE(readability-function-size): constants among them make a copy each */
add_row (const MorselDirectWord *source,
         gsize pitch,
         guint n_words,
         const Weight *weights,
         __m512 *sums,
         __m512 *mixed,
         guint n_vectors,
         gboolean half,
         guint n_pixels,
         gsize ahead)
{
  const guint width = n_vectors + (half ? 1 : 0);
  Pixels pixels = { .from = { source }, .pitch = pitch, .pitch3 = 3 * pitch };

  UNROLL
  for (guint i = 1; i <= (n_pixels - 1) / 5; i++)
    pixels.from[i] = source + 5 * i * pitch;

  for (guint word = 0; word < n_words; word++)
    {
      __m512 factors[3];

      _mm_prefetch ((const char *) (weights + ahead), _MM_HINT_T0);
      UNROLL
      for (guint v = 0; v < width; v++)
        factors[v] = load_weights (weights + LENGTH * v);

      UNROLL
      for (guint p = 0; p < n_pixels; p += 2)
        {
          const __m512 even = broadcast (&pixels, p);
          const __m512 odd = p + 1 < n_pixels ? broadcast (&pixels, p + 1) : even;

          UNROLL
          for (guint v = 0; v < n_vectors; v++)
            {
              sums[p * n_vectors + v] = multiply_add (sums[p * n_vectors + v], factors[v], even);
              if (p + 1 < n_pixels)
                sums[(p + 1) * n_vectors + v] = multiply_add (sums[(p + 1) * n_vectors + v],
                                                              factors[v], odd);
            }

          if (half)
            mixed[p / 2] = multiply_add (mixed[p / 2], factors[n_vectors],
                                         _mm512_mask_blend_ps (0xff00, even, odd));
        }

      weights += LENGTH * width;
      UNROLL
      for (guint i = 0; i <= (n_pixels - 1) / 5; i++)
        pixels.from[i]++;
    }

  return weights;
}

/* Of n vectors of sums. */
TARGET MORSEL_INLINE void
activate (__m512 *sums, guint n, MorselActivation activation)
{
  const __m512 zero = _mm512_setzero_ps ();
  const __m512 one = _mm512_set1_ps (1.0F);
  const __m512 half = _mm512_set1_ps (0.5F);
  const __m512 sixth = _mm512_set1_ps (1.0F / 6.0F);

  if (activation == MORSEL_ACTIVATION_RELU)
    {
      UNROLL
      for (guint i = 0; i < n; i++)
        sums[i] = _mm512_max_ps (sums[i], zero);
    }
  else if (activation == MORSEL_ACTIVATION_HARD_SWISH)
    {
      UNROLL
      for (guint i = 0; i < n; i++)
        {
          const __m512 gate = _mm512_max_ps (_mm512_fmadd_ps (sums[i], sixth, half), zero);

          sums[i] = _mm512_mul_ps (sums[i], _mm512_min_ps (gate, one));
        }
    }
}

/* Reads or writes what the mask says at an offset of a map. */
TARGET MORSEL_INLINE __m512
load (const void *map, MorselValues values, gsize offset, __mmask16 mask)
{
  if (values == MORSEL_VALUES_F32)
    return _mm512_maskz_loadu_ps (mask, (const float *) map + offset);

  const __m512i wide = _mm512_cvtepu16_epi32 (
      _mm256_maskz_loadu_epi16 (mask, (const guint16 *) map + offset));

  return _mm512_castsi512_ps (_mm512_slli_epi32 (wide, 16));
}

TARGET MORSEL_INLINE void
store (void *map, MorselValues values, gsize offset, __mmask16 mask, __m512 x)
{
  if (values == MORSEL_VALUES_F32)
    {
      _mm512_mask_storeu_ps ((float *) map + offset, mask, x);
      return;
    }

  const __m512i bits = _mm512_castps_si512 (x);
  const __m512i even = _mm512_and_si512 (_mm512_srli_epi32 (bits, 16), _mm512_set1_epi32 (1));
  const __m512i rounded = _mm512_add_epi32 (bits,
                                            _mm512_add_epi32 (even, _mm512_set1_epi32 (0x7fff)));

  _mm256_mask_storeu_epi16 ((guint16 *) map + offset, mask,
                            _mm512_cvtepi32_epi16 (_mm512_srli_epi32 (rounded, 16)));
}

/* Adds the residual and writes the tile. */
TARGET MORSEL_INLINE void
/* NOLINTNEXTLINE(readability-function-size): constants among them make a copy each */
finish (const MorselDirectOutput *output,
        gsize pixel,
        const __m512 *sums,
        const __m512 *mixed,
        guint n_vectors,
        gboolean half,
        guint n_pixels,
        MorselValues values,
        gboolean adds)
{
  const guint width = n_vectors + (half ? 1 : 0);

  UNROLL
  for (guint p = 0; p < n_pixels; p++)
    {
      const gsize offset = (pixel + p) * output->pitch;

      UNROLL
      for (guint v = 0; v < width; v++)
        {
          const __mmask16 mask = v < n_vectors ? 0xffff : 0x00ff;
          const gsize here = offset + LENGTH * v;
          __m512 x = v < n_vectors ? sums[p * n_vectors + v] : mixed[p / 2];

          if (v == n_vectors && p % 2 == 1)
            x = _mm512_shuffle_f32x4 (x, x, 0xee);
          if (adds)
            x = _mm512_add_ps (x, load (output->residual, values, here, mask));

          store (output->destination, values, here, mask, x);
        }
    }
}

TARGET MORSEL_INLINE void
run_tile (const MorselDirectWindow *window,
          const MorselDirectOutput *output,
          const void *packed,
          gsize pixel,
          guint n_vectors,
          gboolean half,
          guint n_pixels,
          gsize ahead)
{
  const guint width = LENGTH * (n_vectors + (half ? 1 : 0));
  const MorselDirectWord *source = window->source + pixel * window->pixel_pitch;
  const float *bias = packed;
  const Weight *weights = (const Weight *) (bias + width) + (gsize) width * window->first_word;
  __m512 sums[2 * MAX_SUMS];
  __m512 mixed[MAX_PIXELS / 2];

  UNROLL
  for (guint i = 0; i < n_pixels * n_vectors; i++)
    sums[i] = _mm512_loadu_ps (bias + LENGTH * (i % n_vectors));

  UNROLL
  for (guint i = 0; i < (n_pixels + 1) / 2; i++)
    mixed[i] = half ? _mm512_loadu_ps (bias + LENGTH * n_vectors) : _mm512_setzero_ps ();

  for (guint row = 0; row < window->n_rows; row++)
    {
      weights = add_row (source, window->pixel_pitch, window->n_words, weights, sums, mixed,
                         n_vectors, half, n_pixels, ahead);
      weights += (gsize) width * (window->weight_words - window->n_words);
      source += window->row_pitch;
    }

  activate (sums, n_pixels * n_vectors, output->activation);
  if (half)
    activate (mixed, (n_pixels + 1) / 2, output->activation);

    /* Not one branch a vector. */
#define FINISH(values, adds)                                                                       \
  finish (output, pixel, sums, mixed, n_vectors, half, n_pixels, values, adds)

  if (output->values == MORSEL_VALUES_F32 && output->residual == NULL)
    FINISH (MORSEL_VALUES_F32, FALSE);
  else if (output->values == MORSEL_VALUES_F32)
    FINISH (MORSEL_VALUES_F32, TRUE);
  else if (output->residual == NULL)
    FINISH (MORSEL_VALUES_BF16, FALSE);
  else
    FINISH (MORSEL_VALUES_BF16, TRUE);
}

/* Weights are used once a photo and come from far away: while a tile is computed, one of the vectors
   of each word of the next group is fetched, or of what lies behind the last one (measured: layers
   with few pixels take 0.87 of the time). */
TARGET MORSEL_INLINE void
run_group (const MorselDirectWindow *window,
           const MorselDirectOutput *output,
           const void *packed,
           gsize n_pixels,
           guint n_vectors,
           gboolean half,
           guint tile)
{
  const gsize width = LENGTH * (n_vectors + (half ? 1 : 0));
  const gsize next = width * (1 + (gsize) window->n_rows * window->weight_words);
  gsize pixel = 0, vector = 0;

  for (; pixel + tile <= n_pixels; pixel += tile, vector += LENGTH)
    run_tile (window, output, packed, pixel, n_vectors, half, tile, next + vector % width);

  for (; pixel + 7 <= n_pixels; pixel += 7, vector += LENGTH)
    run_tile (window, output, packed, pixel, n_vectors, half, 7, next + vector % width);

  for (; pixel < n_pixels; pixel++)
    run_tile (window, output, packed, pixel, n_vectors, half, 1, 0);
}

/* One function for each width, in which the compiler knows it. */
#define DEFINE_RUN(n_halves, tile)                                                                 \
  TARGET static void run_##n_halves (const MorselDirectWindow *window,                             \
                                     const MorselDirectOutput *output, const void *packed,         \
                                     gsize n_pixels)                                               \
  {                                                                                                \
    run_group (window, output, packed, n_pixels, n_halves / 2, n_halves % 2 == 1, tile);           \
  }

DEFINE_RUN (2, 14)
DEFINE_RUN (3, 14)
DEFINE_RUN (4, 14)
DEFINE_RUN (6, 7)

static const MorselDirectKernel kernels[MORSEL_DIRECT_MAX_HALVES + 1] = {
  [2] = run_2,
  [3] = run_3,
  [4] = run_4,
  [6] = run_6,
};
