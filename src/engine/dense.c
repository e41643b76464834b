/* dense.c: a matrix times a vector, with bias and activation
 *
 * Every weight is used once a photo, so what counts is how many bytes are read. A file's F16 stays
 * F16 where the CPU widens it for nothing (measured: all squeeze-and-excite of a photo in half the
 * time); F32 stays F32.
 *
 * Packed, the matrix is cut into groups of 64 outputs (the last one of 16, 32, 48 or 64); in a
 * group, the weights of the first input come first, one for each output, then those of the second
 * input, and so on: [group][input][output]. Outputs that the matrix lacks have weights of zero.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/dense.h"

#include "engine/arena.h"
#include "engine/dense-kernels.h"
#include "engine/transpose.h"

#include <string.h>

#define GROUP 64
#define BLOCK 32
#define LENGTH MORSEL_VECTOR_LENGTH

struct _MorselDense
{
  guint n_inputs;
  guint n_outputs;
  MorselActivation activation;
  gboolean half; /* weights are F16 */
  MorselDenseKernel run;

  /* borrowed: the memory it was packed into */
  void *weights;
  float *bias; /* morsel_dense_get_output_length() of them */
};

/**
 * morsel_dense_new:
 * @weight: [outputs, inputs], further dimensions being 1
 * @bias: [outputs]
 * @activation: what follows
 *
 * Describes a dense layer; morsel_dense_pack() gives it its weights.
 *
 * Returns: (transfer full): the layer
 */
MorselDense *
morsel_dense_new (const MorselTensor *weight, const MorselTensor *bias, MorselActivation activation)
{
  MorselDense *self = g_new0 (MorselDense, 1);

  self->n_outputs = (guint) weight->dims[0];
  self->n_inputs = (guint) weight->dims[1];
  self->activation = activation;
  self->half = weight->dtype == MORSEL_DTYPE_F16 &&
               morsel_dense_find_kernel (morsel_vector_get_level (), TRUE) != NULL;
  self->run = morsel_dense_find_kernel (morsel_vector_get_level (), self->half);
  return self;
}

/**
 * morsel_dense_free:
 * @self: (transfer full) (nullable): a dense layer
 *
 * Frees the layer; the memory it was packed into is the caller's.
 */
void
morsel_dense_free (MorselDense *self)
{
  g_free (self);
}

/**
 * morsel_dense_get_n_inputs:
 * @self: a dense layer
 *
 * Returns: how many numbers go in
 */
guint
morsel_dense_get_n_inputs (const MorselDense *self)
{
  return self->n_inputs;
}

/**
 * morsel_dense_get_output_length:
 * @self: a dense layer
 *
 * A run writes whole vectors, so its output needs a little more room than its outputs.
 *
 * Returns: how many floats a run writes
 */
gsize
morsel_dense_get_output_length (const MorselDense *self)
{
  return ((gsize) self->n_outputs + LENGTH - 1) / LENGTH * LENGTH;
}

static gsize
get_weights_size (const MorselDense *self)
{
  const gsize size = self->half ? sizeof (guint16) : sizeof (float);

  return morsel_arena_round_up (morsel_dense_get_output_length (self) * self->n_inputs * size);
}

/**
 * morsel_dense_get_packed_size:
 * @self: a dense layer
 *
 * Returns: how many bytes morsel_dense_pack() writes, a multiple of 64
 */
gsize
morsel_dense_get_packed_size (const MorselDense *self)
{
  return get_weights_size (self) + morsel_dense_get_output_length (self) * sizeof (float);
}

/* Where the weight of an output and an input is, in values from the first. */
static gsize
find_weight (const MorselDense *self, gsize output, gsize input)
{
  const gsize group = output / GROUP;
  const gsize width = MIN (GROUP, morsel_dense_get_output_length (self) - group * GROUP);

  return group * GROUP * self->n_inputs + input * width + output % GROUP;
}

/* F16, which only AVX-512 runs, whose inputs fill a vector: the last ones are packed twice rather than
   one by one. */
MORSEL_TARGET_AVX512 static void
pack_halves (MorselDense *self, const MorselTensor *weight)
{
  const gsize row = self->n_inputs * sizeof (guint16);

  for (gsize output = 0; output < self->n_outputs; output += LENGTH)
    for (gsize next = 0; next < self->n_inputs; next += LENGTH)
      {
        const gsize input = MIN (next, self->n_inputs - LENGTH);
        const gsize to = find_weight (self, output, input);

        morsel_transpose_halves (weight->bytes + output * row + input * sizeof (guint16), row,
                                 MIN (LENGTH, self->n_outputs - output),
                                 (guint16 *) self->weights + to,
                                 find_weight (self, output, input + 1) - to, LENGTH);
      }
}

/* The weights of some outputs of one group and some inputs: few, which stay in the first cache. */
static void
pack_block (MorselDense *self,
            const MorselTensor *weight,
            gsize first_output,
            gsize last_output,
            gsize first_input,
            gsize last_input)
{
  const gsize pitch = find_weight (self, first_output, 1) - find_weight (self, first_output, 0);
  float values[BLOCK];

  for (gsize o = first_output; o < last_output; o++)
    {
      const gsize from = o * self->n_inputs + first_input;
      const gsize to = find_weight (self, o, first_input);
      const gsize n = last_input - first_input;

      if (self->half)
        for (gsize i = 0; i < n; i++)
          memcpy ((guint16 *) self->weights + to + i * pitch, weight->bytes + 2 * (from + i),
                  sizeof (guint16));
      else
        {
          morsel_tensor_copy_floats (weight, from, n, values);
          for (gsize i = 0; i < n; i++)
            ((float *) self->weights)[to + i * pitch] = values[i];
        }
    }
}

/**
 * morsel_dense_pack:
 * @self: a dense layer
 * @weight: the tensor that morsel_dense_new() was given
 * @bias: likewise
 * @packed: morsel_dense_get_packed_size() bytes of zeros, aligned to 64, which live as long
 *   as @self
 *
 * Gives the layer its weights, once.
 */
void
morsel_dense_pack (MorselDense *self,
                   const MorselTensor *weight,
                   const MorselTensor *bias,
                   void *packed)
{
  const gsize length = morsel_dense_get_output_length (self);

  self->weights = packed;
  self->bias = (float *) (void *) ((guint8 *) packed + get_weights_size (self));
  morsel_tensor_copy_floats (bias, 0, bias->n_values, self->bias);

  if (self->half && self->n_inputs >= LENGTH)
    {
      pack_halves (self, weight);
      return;
    }

  for (gsize first = 0; first < length; first += GROUP)
    for (gsize input = 0; input < self->n_inputs; input += BLOCK)
      pack_block (self, weight, first, MIN (first + GROUP, self->n_outputs), input,
                  MIN (input + BLOCK, self->n_inputs));
}

/* Bias and product, before the activation. */
static void
run_linear (const MorselDense *self, const float *input, float *output)
{
  const gsize length = morsel_dense_get_output_length (self);
  const gsize size = self->half ? sizeof (guint16) : sizeof (float);

  for (gsize start = 0; start < length; start += GROUP)
    {
      const guint n_vectors = (guint) (MIN (GROUP, length - start) / LENGTH);
      const guint8 *weights = (const guint8 *) self->weights + start * self->n_inputs * size;

      self->run (weights, self->bias + start, input, self->n_inputs, n_vectors, output + start);
    }
}

/**
 * morsel_dense_run:
 * @self: a packed dense layer
 * @input: (array): n_inputs
 * @output: (array) (out caller-allocates): morsel_dense_get_output_length(), the outputs first
 *
 * Computes activation (weights · input + bias).
 */
void
morsel_dense_run (const MorselDense *self, const float *input, float *output)
{
  run_linear (self, input, output);

  for (gsize o = 0; o < self->n_outputs; o++)
    {
      const float x = output[o];

      if (self->activation == MORSEL_ACTIVATION_RELU)
        output[o] = MAX (x, 0.0F);
      else if (self->activation == MORSEL_ACTIVATION_HARD_SWISH)
        output[o] = x * CLAMP (x + 3.0F, 0.0F, 6.0F) / 6.0F;
    }
}

/* The slope of the activation at x. */
static float
get_slope (MorselActivation activation, float x)
{
  if (activation == MORSEL_ACTIVATION_RELU)
    return x > 0.0F ? 1.0F : 0.0F;

  if (activation == MORSEL_ACTIVATION_HARD_SWISH && x < 3.0F)
    return x > -3.0F ? (2.0F * x + 3.0F) / 6.0F : 0.0F;

  return 1.0F;
}

static float
get_weight (const MorselDense *self, gsize output, gsize input)
{
  const gsize position = find_weight (self, output, input);
  float value;

  if (!self->half)
    return ((const float *) self->weights)[position];

  const MorselTensor one = {
    .dtype = MORSEL_DTYPE_F16,
    .n_values = 1,
    .bytes = (const guint8 *) self->weights + position * sizeof (guint16),
  };

  morsel_tensor_copy_floats (&one, 0, one.n_values, &value);
  return value;
}

/**
 * morsel_dense_run_back:
 * @self: a packed dense layer
 * @input: (array): n_inputs, what the layer was given
 * @output_gradient: (array): n_outputs, by how much each output counts
 * @input_gradient: (array) (out caller-allocates): n_inputs, by how much each input counts
 *
 * Follows the outputs' weight back to the inputs: the layer's transposed Jacobian times
 * @output_gradient. For single photos: it is not fast, and takes memory of its own.
 */
void
morsel_dense_run_back (const MorselDense *self,
                       const float *input,
                       const float *output_gradient,
                       float *input_gradient)
{
  g_autofree float *linear = g_new (float, morsel_dense_get_output_length (self));

  run_linear (self, input, linear);

  for (gsize o = 0; o < self->n_outputs; o++)
    linear[o] = output_gradient[o] * get_slope (self->activation, linear[o]);

  for (gsize i = 0; i < self->n_inputs; i++)
    {
      double sum = 0.0;

      for (gsize o = 0; o < self->n_outputs; o++)
        sum += (double) linear[o] * (double) get_weight (self, o, i);

      input_gradient[i] = (float) sum;
    }
}
