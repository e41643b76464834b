/* transpose.h: sixteen rows of sixteen numbers become columns
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/vector.h"

G_BEGIN_DECLS

/* Rows i and i + 8 interleaved, for all i, take each number one bit further in its place of eight
   bits: four times, and the bits of row and column have changed places. Reads n_rows rows, the
   others being zeros, and writes n_columns of the columns; from_pitch is in bytes, since rows need
   not be aligned, to_pitch in numbers. GCC 14 takes operands of a shuffle that lie in memory for
   aligned, so they are. */
#define MORSEL_DEFINE_TRANSPOSE(name, Vector, Number)                                              \
  MORSEL_INLINE void name (const void *from, gsize from_pitch, gsize n_rows, Number *to,           \
                           gsize to_pitch, gsize n_columns)                                        \
  {                                                                                                \
    Vector rows[16] __attribute__ ((aligned (64)));                                                \
    Vector next[16] __attribute__ ((aligned (64)));                                                \
                                                                                                   \
    _Pragma ("GCC unroll 16") for (gsize i = 0; i < 16; i++)                                       \
    {                                                                                              \
      rows[i] = (Vector){ 0 };                                                                     \
      if (i < n_rows)                                                                              \
        memcpy (&rows[i], (const guint8 *) from + i * from_pitch, sizeof rows[i]);                 \
    }                                                                                              \
                                                                                                   \
    _Pragma ("GCC unroll 4") for (guint round = 0; round < 4; round++)                             \
    {                                                                                              \
      _Pragma ("GCC unroll 8") for (gsize i = 0; i < 8; i++)                                       \
      {                                                                                            \
        next[2 * i] = __builtin_shufflevector (rows[i], rows[i + 8], 0, 16, 1, 17, 2, 18, 3, 19,   \
                                               4, 20, 5, 21, 6, 22, 7, 23);                        \
        next[2 * i + 1] = __builtin_shufflevector (rows[i], rows[i + 8], 8, 24, 9, 25, 10, 26, 11, \
                                                   27, 12, 28, 13, 29, 14, 30, 15, 31);            \
      }                                                                                            \
      _Pragma ("GCC unroll 16") for (gsize i = 0; i < 16; i++) rows[i] = next[i];                  \
    }                                                                                              \
                                                                                                   \
    _Pragma ("GCC unroll 16") for (gsize i = 0; i < 16; i++) if (i < n_columns)                    \
        memcpy (to + i * to_pitch, &rows[i], sizeof rows[i]);                                      \
  }

MORSEL_DEFINE_TRANSPOSE (morsel_transpose_halves, MorselVectorHalves, guint16)
MORSEL_DEFINE_TRANSPOSE (morsel_transpose_words, MorselVectorBits, guint32)

G_END_DECLS
