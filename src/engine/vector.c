/* vector.c: which vectors the CPU can run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/vector.h"

#include "engine/onednn.h"

static MorselVectorLevel
find_level (void)
{
#if defined(__x86_64__)
  if (morsel_onednn_may_use_avx512 () && __builtin_cpu_supports ("avx512bw"))
    return MORSEL_VECTOR_AVX512;
  if (morsel_onednn_may_use_avx2 () && __builtin_cpu_supports ("fma"))
    return MORSEL_VECTOR_AVX2;
#endif

  return MORSEL_VECTOR_PORTABLE;
}

/**
 * morsel_vector_get_level:
 *
 * Finds what the CPU can run. DNNL_MAX_CPU_ISA limits the engine's own loops as it does oneDNN's,
 * so that a test sees what another CPU would.
 *
 * Returns: the best level
 */
MorselVectorLevel
morsel_vector_get_level (void)
{
  static gsize level = 0;

  if (g_once_init_enter (&level))
    {
      const MorselVectorLevel found = find_level ();

      g_once_init_leave (&level, (gsize) found + 1);
    }

  return (MorselVectorLevel) (level - 1);
}
