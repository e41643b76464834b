/* direct-pack.c: the weights of a convolution of our own, in the order in which a run reads them
 *
 * Outputs are taken in groups of a few half vectors. A group begins with its bias; then come the
 * words of its weights, [tap][word], each for all outputs of the group.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/direct-private.h"

#include "engine/arena.h"
#include "engine/squeeze-excite.h"
#include "engine/transpose.h"

#include <string.h>

#define LENGTH MORSEL_VECTOR_LENGTH
#define HALF MORSEL_DIRECT_HALF
#define MAX_LANES (MORSEL_DIRECT_MAX_HALVES * HALF)

/* Weights of each lane that are packed at a time: at least two inputs of the largest kernel. */
#define BLOCK 128

/* The width of the next group of outputs, in half vectors, when so many are left. What is left
   after it is never a lone half vector. */
guint
morsel_direct_get_group (guint n_halves)
{
  if (n_halves == 5)
    return 2;
  if (n_halves == 7 || n_halves == 8)
    return 4;

  return MIN (n_halves, MORSEL_DIRECT_MAX_HALVES);
}

/* How many outputs a group has, those of a half vector twice. */
static gsize
get_width (guint n_halves)
{
  return (gsize) (n_halves + 1) / 2 * LENGTH;
}

/* Bytes that a group takes. */
gsize
morsel_direct_get_group_size (const MorselDirect *self, guint n_halves)
{
  const gsize n_words = (gsize) self->operation.kernel * self->weight_words;

  return get_width (n_halves) *
         (sizeof (float) + n_words * (self->half ? sizeof (guint16) : sizeof (float)));
}

/**
 * morsel_direct_get_packed_size:
 * @self: a convolution
 *
 * Returns: how many bytes morsel_direct_pack() writes, a multiple of 64
 */
gsize
morsel_direct_get_packed_size (const MorselDirect *self)
{
  gsize size = 0;
  guint halves;

  for (guint left = self->operation.out / HALF; left > 0; left -= halves)
    {
      halves = morsel_direct_get_group (left);
      size += morsel_direct_get_group_size (self, halves);
    }

  return morsel_arena_round_up (size);
}

/* The outputs of a group, in the order of its lanes. */
static guint
list_lanes (guint first, guint n_halves, guint lanes[MAX_LANES])
{
  const guint n_lanes = (guint) get_width (n_halves);

  for (guint lane = 0; lane < n_lanes; lane++)
    lanes[lane] = first + (lane < n_halves * HALF ? lane : lane - HALF);

  return n_lanes;
}

/* The words of one group, for the inputs that a block has of each of its lanes, [lane][input][tap]. */
static void
pack_block (const MorselDirect *self,
            const float *block,
            gsize pitch,
            gsize first_input,
            gsize n_inputs,
            guint n_lanes,
            float *to)
{
  const gsize taps = (gsize) self->operation.kernel * self->operation.kernel;
  const gsize per_word = self->values == MORSEL_VALUES_BF16 ? 2 : 1;

  for (gsize tap = 0; tap < taps; tap++)
    for (gsize input = 0; input < n_inputs; input += per_word)
      {
        const float *from = block + input * taps + tap;
        float *word = to +
                      (tap * self->words_per_pixel + (first_input + input) / per_word) * n_lanes;

        if (per_word == 1)
          for (guint lane = 0; lane < n_lanes; lane++)
            word[lane] = from[lane * pitch];
        else
          for (guint lane = 0; lane < n_lanes; lane++)
            {
              const guint32 low = morsel_bf16_from_float (from[lane * pitch]);
              const guint32 high = morsel_bf16_from_float (from[lane * pitch + taps]);
              const guint32 pair = low | high << 16;

              memcpy (&word[lane], &pair, sizeof pair);
            }
      }
}

/* The same of a kernel of 1×1: the block's words are turned, sixteen by sixteen. */
MORSEL_TARGET_AVX512 static void
pack_pixel_block (const MorselDirect *self,
                  float *block,
                  gsize first_input,
                  gsize n_inputs,
                  guint n_lanes,
                  float *to)
{
  const gsize per_word = self->values == MORSEL_VALUES_BF16 ? 2 : 1;
  const gsize n_words = n_inputs / per_word;

  for (guint lane = 0; per_word == 2 && lane < n_lanes; lane++)
    {
      guint16 halves[BLOCK];

      morsel_values_to_bf16 (MORSEL_VECTOR_AVX512, block + (gsize) lane * BLOCK, n_inputs, halves);
      memcpy (block + (gsize) lane * BLOCK, halves, n_inputs * sizeof *halves);
    }

  for (gsize word = 0; word < n_words; word += LENGTH)
    for (guint lane = 0; lane < n_lanes; lane += LENGTH)
      morsel_transpose_words (block + (gsize) lane * BLOCK + word, BLOCK * sizeof *block, LENGTH,
                              (guint32 *) (void *) to + (first_input / per_word + word) * n_lanes +
                                  lane,
                              n_lanes, MIN (LENGTH, n_words - word));
}

/* A block of inputs at a time, which stays in the first cache. */
static void
pack_group (const MorselDirect *self,
            const MorselTensor *weight,
            const guint *lanes,
            guint n_lanes,
            float *to)
{
  const gsize taps = (gsize) self->operation.kernel * self->operation.kernel;
  const gsize n_block = MAX (2, BLOCK / taps / 2 * 2);
  float block[MAX_LANES * BLOCK] = { 0 };

  for (gsize first = 0; first < self->operation.in; first += n_block)
    {
      const gsize n_inputs = MIN (n_block, self->operation.in - first);

      for (guint lane = 0; lane < n_lanes; lane++)
        morsel_tensor_copy_floats (weight,
                                   (lanes[lane] * (gsize) self->operation.in + first) * taps,
                                   n_inputs * taps, block + (gsize) lane * BLOCK);

      if (taps == 1)
        pack_pixel_block (self, block, first, n_inputs, n_lanes, to);
      else
        pack_block (self, block, BLOCK, first, n_inputs, n_lanes, to);
    }
}

/* The same of a kernel of 1×1 whose weights stay F16. */
MORSEL_TARGET_AVX512 static void
pack_halves (const MorselDirect *self,
             const MorselTensor *weight,
             const guint *lanes,
             guint n_lanes,
             guint16 *to)
{
  const gsize n_words = self->operation.in;
  guint16 block[MAX_LANES * BLOCK] = { 0 };

  for (gsize first = 0; first < n_words; first += BLOCK)
    {
      const gsize n_inputs = MIN (BLOCK, n_words - first);

      for (guint lane = 0; lane < n_lanes; lane++)
        memcpy (block + (gsize) lane * BLOCK,
                weight->bytes + (lanes[lane] * n_words + first) * sizeof *block,
                n_inputs * sizeof *block);

      for (gsize word = 0; word < n_inputs; word += LENGTH)
        for (guint lane = 0; lane < n_lanes; lane += LENGTH)
          morsel_transpose_halves (block + (gsize) lane * BLOCK + word, BLOCK * sizeof *block,
                                   LENGTH, to + (first + word) * n_lanes + lane, n_lanes,
                                   MIN (LENGTH, n_inputs - word));
    }
}

/**
 * morsel_direct_pack:
 * @self: a convolution without weights yet
 * @weight: [out, in, kernel, kernel]
 * @bias: [out]
 * @packed: morsel_direct_get_packed_size() bytes, aligned to 64, which live as long as @self
 *
 * Gives the convolution its weights, once.
 */
void
morsel_direct_pack (MorselDirect *self,
                    const MorselTensor *weight,
                    const MorselTensor *bias,
                    void *packed)
{
  guint lanes[MAX_LANES];
  guint8 *to = packed;
  guint halves;

  for (guint left = self->operation.out / HALF; left > 0; left -= halves)
    {
      halves = morsel_direct_get_group (left);

      const guint n_lanes = list_lanes (self->operation.out - left * HALF, halves, lanes);

      for (guint lane = 0; lane < n_lanes; lane++)
        morsel_tensor_copy_floats (bias, lanes[lane], 1, (float *) (void *) to + lane);

      void *weights = to + n_lanes * sizeof (float);

      if (self->half)
        pack_halves (self, weight, lanes, n_lanes, weights);
      else
        pack_group (self, weight, lanes, n_lanes, weights);

      to += morsel_direct_get_group_size (self, halves);
    }

  self->packed = packed;
}
