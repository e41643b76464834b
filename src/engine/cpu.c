/* cpu.c: which instructions the engine may use
 *
 * Asked of the CPU and not of oneDNN, which takes a tenth of the time of a start to load and may not
 * be needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/cpu.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

/* Leaf 7 of CPUID, register EDX: AMX-BF16, AMX-TILE and AMX-INT8. */
#define CPUID_AMX ((1u << 22) | (1u << 24) | (1u << 25))
/* Register XCR0: the system saves the tiles' shapes and contents. */
#define XCR0_AMX ((1u << 17) | (1u << 18))

__attribute__ ((target ("xsave"))) static gboolean
has_amx (void)
{
  guint eax, ebx, ecx, edx;

  return __get_cpuid_count (7, 0, &eax, &ebx, &ecx, &edx) != 0 && (edx & CPUID_AMX) == CPUID_AMX &&
         (_xgetbv (0) & XCR0_AMX) == XCR0_AMX;
}

static MorselCpu
find_cpu (void)
{
  if (!__builtin_cpu_supports ("avx2") || !__builtin_cpu_supports ("fma"))
    return MORSEL_CPU_PLAIN;
  if (!__builtin_cpu_supports ("avx512f") || !__builtin_cpu_supports ("avx512bw") ||
      !__builtin_cpu_supports ("avx512vl") || !__builtin_cpu_supports ("avx512dq"))
    return MORSEL_CPU_AVX2;
  if (!__builtin_cpu_supports ("avx512bf16"))
    return MORSEL_CPU_AVX512;

  return has_amx () ? MORSEL_CPU_AMX : MORSEL_CPU_BF16;
}
#else
static MorselCpu
find_cpu (void)
{
  return MORSEL_CPU_PLAIN;
}
#endif

/* What oneDNN's own variable allows; all, if it says nothing that is known here. */
static MorselCpu
find_limit (void)
{
  const struct
  {
    const char *name;
    MorselCpu limit;
  } limits[] = {
    { "SSE41", MORSEL_CPU_PLAIN },
    { "AVX", MORSEL_CPU_PLAIN },
    { "AVX2", MORSEL_CPU_AVX2 },
    { "AVX2_VNNI", MORSEL_CPU_AVX2 },
    { "AVX2_VNNI_2", MORSEL_CPU_AVX2 },
    { "AVX512_CORE", MORSEL_CPU_AVX512 },
    { "AVX512_CORE_VNNI", MORSEL_CPU_AVX512 },
    { "AVX512_CORE_BF16", MORSEL_CPU_BF16 },
    { "AVX512_CORE_FP16", MORSEL_CPU_BF16 },
    { "AVX10_1_512", MORSEL_CPU_BF16 },
  };
  const char *name = g_getenv ("ONEDNN_MAX_CPU_ISA");

  if (name == NULL)
    name = g_getenv ("DNNL_MAX_CPU_ISA");

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (limits); i++)
    if (g_ascii_strcasecmp (name, limits[i].name) == 0)
      return limits[i].limit;

  return MORSEL_CPU_AMX;
}

/**
 * morsel_cpu_get:
 *
 * What this CPU can run. The variable DNNL_MAX_CPU_ISA limits the engine's own loops as it does
 * oneDNN's, so that a test sees what another CPU would.
 *
 * Returns: the best it can
 */
MorselCpu
morsel_cpu_get (void)
{
  static gsize cpu = 0;

  if (g_once_init_enter (&cpu))
    {
      const MorselCpu found = find_cpu ();

      g_once_init_leave (&cpu, (gsize) MIN (found, find_limit ()) + 1);
    }

  return (MorselCpu) (cpu - 1);
}

/**
 * morsel_cpu_get_name:
 *
 * Returns: (transfer none): what morsel_cpu_get() found, as DNNL_MAX_CPU_ISA spells it
 */
const char *
morsel_cpu_get_name (void)
{
  const char *names[] = {
    [MORSEL_CPU_PLAIN] = "SSE41",         [MORSEL_CPU_AVX2] = "AVX2",
    [MORSEL_CPU_AVX512] = "AVX512_CORE",  [MORSEL_CPU_BF16] = "AVX512_CORE_BF16",
    [MORSEL_CPU_AMX] = "AVX512_CORE_AMX",
  };

  return names[morsel_cpu_get ()];
}

/**
 * morsel_cpu_gains_from_bf16:
 *
 * Whether bf16 is faster than f32: with AMX, or AVX512_BF16 of AMD. Intel's AVX512_BF16 by itself
 * multiplies no more in a second than f32 does, and a whole run takes 1.4 times as long
 * (measured on Emerald Rapids: 1.28 of ONNX Runtime in f32, where f32 takes 0.87 of it and AMX 0.62).
 *
 * Returns: whether it is
 */
gboolean
morsel_cpu_gains_from_bf16 (void)
{
#if defined(__x86_64__)
  if (morsel_cpu_get () == MORSEL_CPU_BF16)
    return !__builtin_cpu_is ("intel");
#endif

  return morsel_cpu_get () == MORSEL_CPU_AMX;
}
