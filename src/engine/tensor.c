/* tensor.c: one array of a weights file's numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/tensor.h"

#include "engine/vector.h"

#include <string.h>

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

/* The numbers from first on, as many as are asked for. */
MORSEL_INLINE void
copy_floats_body (const MorselTensor *tensor, gsize first, gsize n_values, float *values)
{
  const gsize size = morsel_dtype_get_n_bytes (tensor->dtype);
  guint16 halves[BLOCK];
  guint32 bits[BLOCK];
  float floats[BLOCK];

  for (gsize done = 0; done < n_values; done += BLOCK)
    {
      const guint8 *bytes = tensor->bytes + (first + done) * size;
      const gsize n = MIN (BLOCK, n_values - done);

      if (tensor->dtype == MORSEL_DTYPE_F32)
        {
          read_floats (bytes, n, bits);
          memcpy (values + done, bits, n * sizeof (float));
          continue;
        }

      read_halves (bytes, n, halves);
      for (gsize i = 0; i < BLOCK; i++)
        floats[i] = half_to_float (halves[i]);
      memcpy (values + done, floats, n * sizeof (float));
    }
}

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

MORSEL_VECTOR_VARIANTS (copy_floats,
                        copy_floats_body,
                        (const MorselTensor *tensor, gsize first, gsize n_values, float *values),
                        (tensor, first, n_values, values))
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
  copy_floats[morsel_vector_get_level ()](tensor, first, n_values, values);
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
