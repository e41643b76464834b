/* direct-bf16.c: convolutions over all channels, of pairs of bf16
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/direct-kernels.h"

#if defined(__x86_64__)

#include "engine/vector.h"

#include <immintrin.h>

#define TARGET                                                                                     \
  __attribute__ ((target ("avx512bf16,avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))

typedef MorselDirectWord Weight;

TARGET MORSEL_INLINE __m512
load_weights (const Weight *weights)
{
  return _mm512_loadu_ps (weights);
}

TARGET MORSEL_INLINE __m512
multiply_add (__m512 sums, __m512 factors, __m512 values)
{
  return _mm512_dpbf16_ps (sums, (__m512bh) factors, (__m512bh) values);
}

#include "engine/direct-tile.h"

#endif

/**
 * morsel_direct_find_bf16:
 * @n_halves: 2, 3, 4 or 6
 *
 * Finds the loop for a group of outputs.
 *
 * Returns: the loop, or %NULL if there is none
 */
MorselDirectKernel
morsel_direct_find_bf16 (guint n_halves)
{
#if defined(__x86_64__)
  return kernels[n_halves];
#else
  return NULL;
#endif
}
