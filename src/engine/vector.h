/* vector.h: sixteen numbers at a time, for the engine's own loops
 *
 * The compiler makes one register of AVX-512 of a MorselVector, two of AVX2 or four of SSE. A loop
 * is written once, as an always inline function, and compiled for the three by
 * MORSEL_VECTOR_VARIANTS; morsel_vector_get_level() says which one the CPU can run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/cpu.h"

#include <string.h>

G_BEGIN_DECLS

#define MORSEL_VECTOR_LENGTH 16

typedef enum
{
  MORSEL_VECTOR_PORTABLE = MORSEL_CPU_PLAIN,
  MORSEL_VECTOR_AVX2 = MORSEL_CPU_AVX2,
  MORSEL_VECTOR_AVX512 = MORSEL_CPU_AVX512,
} MorselVectorLevel;

/* The widest that the CPU can run. */
static inline MorselVectorLevel
morsel_vector_get_level (void)
{
  return (MorselVectorLevel) MIN (morsel_cpu_get (), MORSEL_CPU_AVX512);
}

typedef float MorselVector __attribute__ ((vector_size (64), aligned (4), may_alias));
typedef guint32 MorselVectorBits __attribute__ ((vector_size (64), aligned (4), may_alias));
typedef guint16 MorselVectorHalves __attribute__ ((vector_size (32), aligned (2), may_alias));

#define MORSEL_INLINE static inline __attribute__ ((always_inline))

/* Sixteen bf16: the upper halves of floats. */
#define MORSEL_VECTOR_FROM_BF16(pointer)                                                           \
  ((MorselVector) (__builtin_convertvector(*(const MorselVectorHalves *) (pointer),                \
                                           MorselVectorBits)                                       \
                   << 16))

/* Rounds to the nearest, halves to even. */
MORSEL_INLINE void
morsel_vector_store_bf16 (guint16 *pointer, const MorselVector *vector)
{
  const MorselVectorBits bits = (MorselVectorBits) *vector;
  const MorselVectorBits rounded = bits + 0x7fff + ((bits >> 16) & 1);

  *(MorselVectorHalves *) pointer = __builtin_convertvector(rounded >> 16, MorselVectorHalves);
}

/* The same of one number. */
MORSEL_INLINE guint16
morsel_bf16_from_float (float value)
{
  guint32 bits;

  memcpy (&bits, &value, sizeof bits);
  return (guint16) ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

#if defined(__x86_64__)
#define MORSEL_TARGET_AVX2 __attribute__ ((target ("avx2,fma,f16c")))
#define MORSEL_TARGET_AVX512                                                                       \
  __attribute__ ((target ("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))
#else
#define MORSEL_TARGET_AVX2
#define MORSEL_TARGET_AVX512
#endif

/* Defines name ## _portable, _avx2 and _avx512 as body, and the table name of the three. */
#define MORSEL_VECTOR_VARIANTS(name, body, parameters, arguments)                                  \
  static void name##_portable parameters                                                           \
  {                                                                                                \
    body arguments;                                                                                \
  }                                                                                                \
  MORSEL_TARGET_AVX2 static void name##_avx2 parameters                                            \
  {                                                                                                \
    body arguments;                                                                                \
  }                                                                                                \
  MORSEL_TARGET_AVX512 static void name##_avx512 parameters                                        \
  {                                                                                                \
    body arguments;                                                                                \
  }                                                                                                \
  static void (*const name[]) parameters = { name##_portable, name##_avx2, name##_avx512 };

G_END_DECLS
