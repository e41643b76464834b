/* dense-kernels.c: the loops of a matrix times a vector
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/dense-kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define LENGTH MORSEL_VECTOR_LENGTH

/* One group: output[LENGTH * n_vectors] = bias + weights · input. */
MORSEL_INLINE void
run_group_f32 (const void *weights,
               const float *bias,
               const float *input,
               guint n_inputs,
               guint n_vectors,
               float *output)
{
  const MorselVector *from = weights;
  const MorselVector *start = (const MorselVector *) bias;
  MorselVector *to = (MorselVector *) output;
  MorselVector sum0 = start[0];
  MorselVector sum1 = n_vectors > 1 ? start[1] : sum0;
  MorselVector sum2 = n_vectors > 2 ? start[2] : sum0;
  MorselVector sum3 = n_vectors > 3 ? start[3] : sum0;

  for (guint i = 0; i < n_inputs; i++, from += n_vectors)
    {
      sum0 += from[0] * input[i];
      if (n_vectors > 1)
        sum1 += from[1] * input[i];
      if (n_vectors > 2)
        sum2 += from[2] * input[i];
      if (n_vectors > 3)
        sum3 += from[3] * input[i];
    }

  to[0] = sum0;
  if (n_vectors > 1)
    to[1] = sum1;
  if (n_vectors > 2)
    to[2] = sum2;
  if (n_vectors > 3)
    to[3] = sum3;
}

/* The number of vectors is constant in each call, so that the sums stay in registers. */
MORSEL_INLINE void
run_any_group_f32 (const void *weights,
                   const float *bias,
                   const float *input,
                   guint n_inputs,
                   guint n_vectors,
                   float *output)
{
  if (n_vectors == 4)
    run_group_f32 (weights, bias, input, n_inputs, 4, output);
  else if (n_vectors == 3)
    run_group_f32 (weights, bias, input, n_inputs, 3, output);
  else if (n_vectors == 2)
    run_group_f32 (weights, bias, input, n_inputs, 2, output);
  else
    run_group_f32 (weights, bias, input, n_inputs, 1, output);
}

MORSEL_VECTOR_VARIANTS (group_f32,
                        run_any_group_f32,
                        (const void *weights,
                         const float *bias,
                         const float *input,
                         guint n_inputs,
                         guint n_vectors,
                         float *output),
                        (weights, bias, input, n_inputs, n_vectors, output))

#if defined(__x86_64__)

/* F16, which only AVX-512 widens: at other levels weights are packed as F32. */
MORSEL_TARGET_AVX512 static void
run_group_f16 (const void *weights,
               const float *bias,
               const float *input,
               guint n_inputs,
               guint n_vectors,
               float *output)
{
  const __m256i *from = weights;
  __m512 sums[4];

  for (guint v = 0; v < 4; v++)
    sums[v] = _mm512_loadu_ps (bias + LENGTH * MIN (v, n_vectors - 1));

  if (n_vectors == 4)
    for (guint i = 0; i < n_inputs; i++, from += 4)
      {
        const __m512 value = _mm512_set1_ps (input[i]);

        sums[0] = _mm512_fmadd_ps (_mm512_cvtph_ps (from[0]), value, sums[0]);
        sums[1] = _mm512_fmadd_ps (_mm512_cvtph_ps (from[1]), value, sums[1]);
        sums[2] = _mm512_fmadd_ps (_mm512_cvtph_ps (from[2]), value, sums[2]);
        sums[3] = _mm512_fmadd_ps (_mm512_cvtph_ps (from[3]), value, sums[3]);
      }
  else
    for (guint v = 0; v < n_vectors; v++)
      for (guint i = 0; i < n_inputs; i++)
        sums[v] = _mm512_fmadd_ps (_mm512_cvtph_ps (from[i * n_vectors + v]),
                                   _mm512_set1_ps (input[i]), sums[v]);

  for (guint v = 0; v < n_vectors; v++)
    _mm512_storeu_ps (output + LENGTH * v, sums[v]);
}

#endif

/**
 * morsel_dense_find_kernel:
 * @level: what the CPU can run
 * @half: whether weights are F16; else they are F32
 *
 * Finds the loop for one group of outputs. F16 needs AVX-512.
 *
 * Returns: the loop, or %NULL if there is none
 */
MorselDenseKernel
morsel_dense_find_kernel (MorselVectorLevel level, gboolean half)
{
  if (!half)
    return group_f32[level];

#if defined(__x86_64__)
  if (level == MORSEL_VECTOR_AVX512)
    return run_group_f16;
#endif

  return NULL;
}
