/* tensor.c: one array of a weights file's numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/tensor.h"

#include "engine/vector.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Values that are worked on at a time: a fixed number lets the compiler use whole registers. */
#define BLOCK 64

/* The bits of a half: sign 1, exponent 5, fraction 10. */
#define HALF_SIGN 0x8000u
#define HALF_EXPONENT 0x7c00u
#define HALF_EXPONENT_ONE 0x0400u
#define HALF_MAGNITUDE 0x7fffu
/* The bits of a float: sign 1, exponent 8, fraction 23. */
#define FLOAT_SIGN 0x80000000u
#define FLOAT_EXPONENT 0x7f800000u
#define FLOAT_EXPONENT_ONE 0x00800000u
#define FLOAT_MAGNITUDE 0x7fffffffu
#define FRACTION_SHIFT 13
#define SIGN_SHIFT 16
/* 127 - 15, the difference of the exponents' biases, at the place of a float's exponent. */
#define BIAS_DIFFERENCE (112u << 23)

/* Exact, and the same whether the thread flushes denormal numbers to zero or not. */
MORSEL_INLINE float
half_to_float (guint16 half)
{
  const guint32 smallest_normal = BIAS_DIFFERENCE + FLOAT_EXPONENT_ONE; /* 2^-14 */
  guint32 bits = ((guint32) half & HALF_MAGNITUDE) << FRACTION_SHIFT;
  guint32 exponent = half & HALF_EXPONENT;
  float value, offset;

  /* Below 2^-14 a half has no leading one: it is read with one, which is then taken off again. */
  guint32 denormal = exponent == 0 ? G_MAXUINT32 : 0;
  guint32 special = exponent == HALF_EXPONENT ? G_MAXUINT32 : 0;
  guint32 offset_bits = smallest_normal & denormal;

  bits += BIAS_DIFFERENCE + (FLOAT_EXPONENT_ONE & denormal);
  bits |= FLOAT_EXPONENT & special;
  memcpy (&value, &bits, sizeof value);
  memcpy (&offset, &offset_bits, sizeof offset);
  value -= offset;

  memcpy (&bits, &value, sizeof bits);
  bits |= ((guint32) half & HALF_SIGN) << SIGN_SHIFT;
  memcpy (&value, &bits, sizeof value);
  return value;
}

/* Reads one block in the byte order of this machine, zeros behind the last of n numbers. */
MORSEL_INLINE void
read_halves (const guint8 *bytes, gsize n, guint16 halves[BLOCK])
{
  if (n == BLOCK)
    memcpy (halves, bytes, BLOCK * sizeof *halves);
  else
    {
      memset (halves, 0, BLOCK * sizeof *halves);
      memcpy (halves, bytes, n * sizeof *halves);
    }
  for (gsize i = 0; i < BLOCK; i++)
    halves[i] = GUINT16_FROM_LE (halves[i]);
}

MORSEL_INLINE void
read_floats (const guint8 *bytes, gsize n, guint32 bits[BLOCK])
{
  if (n == BLOCK)
    memcpy (bits, bytes, BLOCK * sizeof *bits);
  else
    {
      memset (bits, 0, BLOCK * sizeof *bits);
      memcpy (bits, bytes, n * sizeof *bits);
    }
  for (gsize i = 0; i < BLOCK; i++)
    bits[i] = GUINT32_FROM_LE (bits[i]);
}

/**
 * morsel_dtype_get_n_bytes:
 * @dtype: a kind of number
 *
 * Returns: the bytes that one number of the kind takes
 */
gsize
morsel_dtype_get_n_bytes (MorselDtype dtype)
{
  return dtype == MORSEL_DTYPE_F32 ? sizeof (float) : sizeof (guint16);
}

static void
widen_portable (const guint8 *bytes, gsize n_values, float *values)
{
  for (gsize i = 0; i < n_values; i++)
    {
      guint16 half;

      memcpy (&half, bytes + i * sizeof half, sizeof half);
      values[i] = half_to_float (GUINT16_FROM_LE (half));
    }
}

#if defined(__x86_64__)
/* By the instruction, which heeds no denormal number either and is a tenth of the work. */
MORSEL_TARGET_AVX2 static void
widen_f16c (const guint8 *bytes, gsize n_values, float *values)
{
  gsize done = 0;

  for (; done + 8 <= n_values; done += 8)
    {
      const guint8 *from = bytes + done * sizeof (guint16);

      _mm256_storeu_ps (values + done, _mm256_cvtph_ps (_mm_loadu_si128 ((const void *) from)));
    }

  widen_portable (bytes + done * sizeof (guint16), n_values - done, values + done);
}
#else
#define widen_f16c widen_portable
#endif

static void (*const widen[]) (const guint8 *bytes, gsize n_values, float *values) = {
  [MORSEL_VECTOR_PORTABLE] = widen_portable,
  [MORSEL_VECTOR_AVX2] = widen_f16c,
  [MORSEL_VECTOR_AVX512] = widen_f16c,
};

/* The carry into the highest bit says that all bits of an exponent are set. */
MORSEL_INLINE gboolean
are_halves_finite (const guint16 halves[BLOCK])
{
  guint16 found = 0;

  for (gsize i = 0; i < BLOCK; i++)
    found |= (guint16) ((halves[i] & HALF_MAGNITUDE) + HALF_EXPONENT_ONE);
  return (found & HALF_SIGN) == 0;
}

MORSEL_INLINE gboolean
are_floats_finite (const guint32 bits[BLOCK])
{
  guint32 found = 0;

  for (gsize i = 0; i < BLOCK; i++)
    found |= (bits[i] & FLOAT_MAGNITUDE) + FLOAT_EXPONENT_ONE;
  return (found & FLOAT_SIGN) == 0;
}

MORSEL_INLINE void
check_finite_body (const MorselTensor *tensor, gboolean *is_finite)
{
  const gsize n_bytes = morsel_dtype_get_n_bytes (tensor->dtype);
  guint16 halves[BLOCK];
  guint32 bits[BLOCK];

  *is_finite = TRUE;
  for (gsize first = 0; *is_finite && first < tensor->n_values; first += BLOCK)
    {
      const guint8 *bytes = tensor->bytes + first * n_bytes;
      const gsize n = MIN (BLOCK, tensor->n_values - first);

      if (tensor->dtype == MORSEL_DTYPE_F32)
        {
          read_floats (bytes, n, bits);
          *is_finite = are_floats_finite (bits);
        }
      else
        {
          read_halves (bytes, n, halves);
          *is_finite = are_halves_finite (halves);
        }
    }
}

MORSEL_VECTOR_VARIANTS (check_finite,
                        check_finite_body,
                        (const MorselTensor *tensor, gboolean *is_finite),
                        (tensor, is_finite))

/**
 * morsel_tensor_copy_floats:
 * @tensor: a tensor of either dtype
 * @first: the first number wanted
 * @n_values: how many
 * @values: (array length=n_values) (out caller-allocates): the numbers
 *
 * Copies numbers, each exactly what the file says.
 */
void
morsel_tensor_copy_floats (const MorselTensor *tensor, gsize first, gsize n_values, float *values)
{
  const guint8 *bytes = tensor->bytes + first * morsel_dtype_get_n_bytes (tensor->dtype);

  if (tensor->dtype == MORSEL_DTYPE_F16)
    {
      widen[morsel_vector_get_level ()](bytes, n_values, values);
      return;
    }

  for (gsize i = 0; i < n_values; i++)
    {
      guint32 bits;

      memcpy (&bits, bytes + i * sizeof bits, sizeof bits);
      bits = GUINT32_FROM_LE (bits);
      memcpy (&values[i], &bits, sizeof bits);
    }
}

/**
 * morsel_tensor_is_finite:
 * @tensor: a tensor of either dtype
 *
 * Returns: whether no number of @tensor is infinite or not a number
 */
gboolean
morsel_tensor_is_finite (const MorselTensor *tensor)
{
  gboolean is_finite;

  check_finite[morsel_vector_get_level ()](tensor, &is_finite);
  return is_finite;
}
