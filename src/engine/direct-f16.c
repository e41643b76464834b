/* direct-f16.c: convolutions over all channels, of floats, whose weights are F16
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/direct-kernels.h"

#if defined(__x86_64__)

#include "engine/vector.h"

#include <immintrin.h>

#define TARGET MORSEL_TARGET_AVX512

typedef guint16 Weight;

TARGET MORSEL_INLINE __m512
load_weights (const Weight *weights)
{
  return _mm512_cvtph_ps (_mm256_loadu_si256 ((const __m256i *) (const void *) weights));
}

TARGET MORSEL_INLINE __m512
multiply_add (__m512 sums, __m512 factors, __m512 values)
{
  return _mm512_fmadd_ps (factors, values, sums);
}

#include "engine/direct-tile.h"

#endif

/**
 * morsel_direct_find_f16:
 * @n_halves: 2, 3, 4 or 6
 *
 * Finds the loop for a group of outputs.
 *
 * Returns: the loop, or %NULL if there is none
 */
MorselDirectKernel
morsel_direct_find_f16 (guint n_halves)
{
#if defined(__x86_64__)
  return kernels[n_halves];
#else
  return NULL;
#endif
}
