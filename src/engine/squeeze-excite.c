/* squeeze-excite.c: gates on channels, and the mean over a picture
 *
 * Source: Hu et al., Squeeze-and-Excitation Networks, 2018, with the hard sigmoid of Howard et
 * al., Searching for MobileNetV3, 2019.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/squeeze-excite.h"

#include "engine/arena.h"

#include <string.h>

#define LENGTH MORSEL_VECTOR_LENGTH

/* Four vectors of channels at a time, so that their sums stay in registers. */
#define BLOCK (4 * LENGTH)

static float
widen_bf16 (guint16 half)
{
  const guint32 bits = (guint32) half << 16;
  float value;

  memcpy (&value, &bits, sizeof value);
  return value;
}

MORSEL_INLINE void
mean_f32_body (const void *map, gsize n_pixels, gsize n_channels, float *mean)
{
  const float *values = map;
  const float scale = 1.0F / (float) n_pixels;
  gsize c = 0;

  for (; c + BLOCK <= n_channels; c += BLOCK)
    {
      MorselVector sums[4] = { 0 };
      MorselVector *to = (MorselVector *) (mean + c);

      for (gsize p = 0; p < n_pixels; p++)
        {
          const MorselVector *from = (const MorselVector *) (values + p * n_channels + c);

          sums[0] += from[0];
          sums[1] += from[1];
          sums[2] += from[2];
          sums[3] += from[3];
        }

      to[0] = sums[0] * scale;
      to[1] = sums[1] * scale;
      to[2] = sums[2] * scale;
      to[3] = sums[3] * scale;
    }

  for (; c + LENGTH <= n_channels; c += LENGTH)
    {
      MorselVector sum = { 0 };

      for (gsize p = 0; p < n_pixels; p++)
        sum += *(const MorselVector *) (values + p * n_channels + c);

      *(MorselVector *) (mean + c) = sum * scale;
    }

  for (; c < n_channels; c++)
    {
      float sum = 0.0F;

      for (gsize p = 0; p < n_pixels; p++)
        sum += values[p * n_channels + c];

      mean[c] = sum * scale;
    }
}

MORSEL_INLINE void
mean_bf16_body (const void *map, gsize n_pixels, gsize n_channels, float *mean)
{
  const guint16 *values = map;
  const float scale = 1.0F / (float) n_pixels;
  gsize c = 0;

  for (; c + LENGTH <= n_channels; c += LENGTH)
    {
      MorselVector even = { 0 };
      MorselVector odd = { 0 };
      gsize p = 0;

      for (; p + 2 <= n_pixels; p += 2)
        {
          even += MORSEL_VECTOR_FROM_BF16 (values + p * n_channels + c);
          odd += MORSEL_VECTOR_FROM_BF16 (values + (p + 1) * n_channels + c);
        }

      if (p < n_pixels)
        even += MORSEL_VECTOR_FROM_BF16 (values + p * n_channels + c);

      *(MorselVector *) (mean + c) = (even + odd) * scale;
    }

  for (; c < n_channels; c++)
    {
      float sum = 0.0F;

      for (gsize p = 0; p < n_pixels; p++)
        sum += widen_bf16 (values[p * n_channels + c]);

      mean[c] = sum * scale;
    }
}

MORSEL_INLINE void
gate_f32_body (void *map, gsize n_pixels, gsize n_channels, const float *gates)
{
  float *values = map;

  for (gsize p = 0; p < n_pixels; p++, values += n_channels)
    {
      gsize c = 0;

      for (; c + LENGTH <= n_channels; c += LENGTH)
        *(MorselVector *) (values + c) *= *(const MorselVector *) (gates + c);

      for (; c < n_channels; c++)
        values[c] *= gates[c];
    }
}

MORSEL_INLINE void
gate_bf16_body (void *map, gsize n_pixels, gsize n_channels, const float *gates)
{
  guint16 *values = map;

  for (gsize p = 0; p < n_pixels; p++, values += n_channels)
    {
      gsize c = 0;

      for (; c + LENGTH <= n_channels; c += LENGTH)
        {
          const MorselVector gated = MORSEL_VECTOR_FROM_BF16 (values + c) *
                                     *(const MorselVector *) (gates + c);

          morsel_vector_store_bf16 (values + c, &gated);
        }

      for (; c < n_channels; c++)
        values[c] = morsel_bf16_from_float (widen_bf16 (values[c]) * gates[c]);
    }
}

MORSEL_INLINE void
to_bf16_body (const float *from, gsize n_values, guint16 *to)
{
  gsize i = 0;

  for (; i + LENGTH <= n_values; i += LENGTH)
    morsel_vector_store_bf16 (to + i, (const MorselVector *) (from + i));

  for (; i < n_values; i++)
    to[i] = morsel_bf16_from_float (from[i]);
}

MORSEL_VECTOR_VARIANTS (mean_f32,
                        mean_f32_body,
                        (const void *map, gsize n_pixels, gsize n_channels, float *mean),
                        (map, n_pixels, n_channels, mean))
MORSEL_VECTOR_VARIANTS (mean_bf16,
                        mean_bf16_body,
                        (const void *map, gsize n_pixels, gsize n_channels, float *mean),
                        (map, n_pixels, n_channels, mean))
MORSEL_VECTOR_VARIANTS (gate_f32,
                        gate_f32_body,
                        (void *map, gsize n_pixels, gsize n_channels, const float *gates),
                        (map, n_pixels, n_channels, gates))
MORSEL_VECTOR_VARIANTS (gate_bf16,
                        gate_bf16_body,
                        (void *map, gsize n_pixels, gsize n_channels, const float *gates),
                        (map, n_pixels, n_channels, gates))
MORSEL_VECTOR_VARIANTS (to_bf16,
                        to_bf16_body,
                        (const float *from, gsize n_values, guint16 *to),
                        (from, n_values, to))

/**
 * morsel_mean_run:
 * @level: what the CPU can run
 * @map: [n_pixels, n_channels]
 * @values: what the map is stored as
 * @n_pixels: how many pixels
 * @n_channels: how many channels
 * @mean: (array length=n_channels) (out caller-allocates): the mean of each channel
 *
 * Takes the mean over the picture.
 */
void
morsel_mean_run (MorselVectorLevel level,
                 const void *map,
                 MorselValues values,
                 gsize n_pixels,
                 gsize n_channels,
                 float *mean)
{
  if (values == MORSEL_VALUES_BF16)
    mean_bf16[level](map, n_pixels, n_channels, mean);
  else
    mean_f32[level](map, n_pixels, n_channels, mean);
}

/**
 * morsel_values_to_f32:
 * @from: numbers
 * @values: what they are stored as
 * @n_values: how many
 * @to: (array length=n_values) (out caller-allocates): the same numbers
 *
 * Copies numbers, widening them if need be.
 */
void
morsel_values_to_f32 (const void *from, MorselValues values, gsize n_values, float *to)
{
  if (values == MORSEL_VALUES_BF16)
    for (gsize i = 0; i < n_values; i++)
      to[i] = widen_bf16 (((const guint16 *) from)[i]);
  else
    memcpy (to, from, n_values * sizeof *to);
}

/**
 * morsel_values_to_bf16:
 * @level: what the CPU can run
 * @from: (array length=n_values): numbers
 * @n_values: how many
 * @to: (array length=n_values) (out caller-allocates): the same numbers as bf16
 *
 * Rounds numbers to bf16.
 */
void
morsel_values_to_bf16 (MorselVectorLevel level, const float *from, gsize n_values, guint16 *to)
{
  to_bf16[level](from, n_values, to);
}

/**
 * morsel_squeeze_excite_get_scratch_size:
 * @squeeze: channels to fewer
 * @excite: and back
 *
 * Returns: how many bytes of scratch memory a run needs
 */
gsize
morsel_squeeze_excite_get_scratch_size (const MorselDense *squeeze, const MorselDense *excite)
{
  const gsize mean = morsel_arena_round_up (morsel_dense_get_n_inputs (squeeze) * sizeof (float));

  return mean +
         (morsel_dense_get_output_length (squeeze) + morsel_dense_get_output_length (excite)) *
             sizeof (float);
}

/**
 * morsel_squeeze_excite_run:
 * @level: what the CPU can run
 * @squeeze: channels to fewer, with its activation
 * @excite: and back, without one
 * @map: (inout): [n_pixels, channels]
 * @values: what the map is stored as
 * @n_pixels: how many pixels
 * @scratch: morsel_squeeze_excite_get_scratch_size() bytes, aligned to 64
 *
 * Multiplies every channel by its gate, hard-sigmoid (excite (squeeze (mean))).
 */
void
morsel_squeeze_excite_run (MorselVectorLevel level,
                           const MorselDense *squeeze,
                           const MorselDense *excite,
                           void *map,
                           MorselValues values,
                           gsize n_pixels,
                           void *scratch)
{
  const gsize n_channels = morsel_dense_get_n_inputs (squeeze);
  float *mean = scratch;
  float *squeezed = mean + morsel_arena_round_up (n_channels * sizeof *mean) / sizeof *mean;
  float *gates = squeezed + morsel_dense_get_output_length (squeeze);

  morsel_mean_run (level, map, values, n_pixels, n_channels, mean);
  morsel_dense_run (squeeze, mean, squeezed);
  morsel_dense_run (excite, squeezed, gates);

  for (gsize c = 0; c < n_channels; c++)
    gates[c] = CLAMP (gates[c] + 3.0F, 0.0F, 6.0F) / 6.0F;

  if (values == MORSEL_VALUES_BF16)
    gate_bf16[level](map, n_pixels, n_channels, gates);
  else
    gate_f32[level](map, n_pixels, n_channels, gates);
}
