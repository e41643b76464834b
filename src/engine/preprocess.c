/* preprocess.c: from a photo, or a part of it, to the network's input, as in training
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/preprocess.h"

#include "engine/resample.h"

#include <math.h>

#define N_CHANNELS 3

/* What one output of TensorFlow's rule reads: two neighbours and the share of the second. */
typedef struct
{
  guint lower;
  guint upper;
  float share;
} Taps;

/* Rounds a stretch of one side, in fractions, to whole pixels: at least one, all inside. */
static void
round_side (float start, float length, guint n_pixels, guint *first, guint *count)
{
  double from = floor ((double) start * n_pixels + 0.5);
  double to = floor (((double) start + (double) length) * n_pixels + 0.5);

  /* The comparisons are false for what is not a number. */
  *first = from > 0 ? (guint) MIN (from, n_pixels - 1.0) : 0;
  *count = to > *first + 1.0 ? (guint) MIN (to, n_pixels) - *first : 1;
}

static MorselView
find_view (MorselPhoto *photo, const MorselPart *part)
{
  gsize rowstride = morsel_photo_get_rowstride (photo);
  guint width = morsel_photo_get_width (photo);
  guint height = morsel_photo_get_height (photo);
  guint left = 0;
  guint top = 0;

  if (part != NULL)
    {
      round_side (part->x, part->width, width, &left, &width);
      round_side (part->y, part->height, height, &top, &height);
    }

  const guint8 *bytes = g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);

  return (MorselView){
    .bytes = bytes + top * rowstride + (gsize) left * N_CHANNELS,
    .rowstride = rowstride,
    .width = width,
    .height = height,
  };
}

/* TensorFlow's half-pixel centres; in float, as there. */
static Taps *
find_taps (guint n_pixels, guint side)
{
  float scale = (float) n_pixels / (float) side;
  Taps *taps = g_new (Taps, side);

  for (guint i = 0; i < side; i++)
    {
      float position = ((float) i + 0.5f) * scale - 0.5f;
      float below = floorf (position);

      taps[i].lower = (guint) MAX (below, 0.0f);
      taps[i].upper = MIN ((guint) MAX (ceilf (position), 0.0f), n_pixels - 1);
      taps[i].share = position - below;
    }
  return taps;
}

/* tf.image.resize (method="bilinear", antialias=False): not rounded before the scaling. */
static void
stretch_bilinear (const MorselInput *input, const MorselView *view, float *output)
{
  g_autofree Taps *columns = find_taps (view->width, input->side);
  g_autofree Taps *rows = find_taps (view->height, input->side);

  for (guint y = 0; y < input->side; y++)
    {
      const guint8 *above = view->bytes + rows[y].lower * view->rowstride;
      const guint8 *below = view->bytes + rows[y].upper * view->rowstride;

      for (guint x = 0; x < input->side; x++)
        for (guint c = 0; c < N_CHANNELS; c++)
          {
            gsize left = (gsize) columns[x].lower * N_CHANNELS + c;
            gsize right = (gsize) columns[x].upper * N_CHANNELS + c;
            float top_left = above[left];
            float bottom_left = below[left];
            float top = top_left + ((float) above[right] - top_left) * columns[x].share;
            float bottom = bottom_left + ((float) below[right] - bottom_left) * columns[x].share;
            float value = top + (bottom - top) * rows[y].share;

            *output++ = (value - input->mean[c]) / input->std[c];
          }
    }
}

/* Half of an even or odd number as Python's round() has it: 31 → 16, 33 → 16. */
static guint64
halve_to_even (guint64 number)
{
  guint64 half = number / 2;

  return number % 2 == 1 && half % 2 == 1 ? half + 1 : half;
}

static void
resample (const MorselInput *input, const MorselView *view, guint8 *output)
{
  guint64 width = input->side;
  guint64 height = input->side;

  if (input->resize == MORSEL_RESIZE_SHORT_CROP)
    {
      guint64 short_side = MAX (input->short_side, input->side);
      guint64 shorter = MIN (view->width, view->height);

      width = short_side * view->width / shorter;
      height = short_side * view->height / shorter;
    }

  morsel_resample_antialias (view, width, height, halve_to_even (width - input->side),
                             halve_to_even (height - input->side), input->side, output);
}

/* Room for pixels of 8 bits at the end of the output, which spares new pages: where they are read
 * from the first on, the floats that are written never reach one that is still to be read. */
static guint8 *
get_square (const MorselInput *input, float *output)
{
  gsize n_values = (gsize) input->side * input->side * N_CHANNELS;

  return (guint8 *) (output + n_values) - n_values;
}

/* (value - mean) / std of every pixel, from a table of the 256 values. */
static void
scale_pixels (const MorselInput *input, const guint8 *pixels, float *output)
{
  float scaled[N_CHANNELS][256];
  gsize n_pixels = (gsize) input->side * input->side;

  for (guint c = 0; c < N_CHANNELS; c++)
    for (guint value = 0; value < 256; value++)
      scaled[c][value] = ((float) value - input->mean[c]) / input->std[c];

  for (gsize i = 0; i < n_pixels * N_CHANNELS; i += N_CHANNELS)
    for (guint c = 0; c < N_CHANNELS; c++)
      output[i + c] = scaled[c][pixels[i + c]];
}

/**
 * morsel_preprocess_run:
 * @input: how the weights want their input
 * @photo: the photo
 * @part: (nullable): the part to take, or %NULL for all; rounded to whole pixels, kept inside the
 *   photo, at least one pixel
 * @output: (out caller-allocates) (array): [side, side, 3], red first
 *
 * Resizes, crops and scales a photo exactly as the training program did: for
 * %MORSEL_RESIZE_STRETCH_BILINEAR as TensorFlow's tf.image.resize() without antialiasing, in float;
 * for the others as Pillow's BILINEAR, in 8 bits, the shorter side and the centre square as
 * torchvision's Resize and CenterCrop have them.
 *
 * A photo smaller than morsel_preprocess_get_least_side() is enlarged or used as it is.
 */
void
morsel_preprocess_run (const MorselInput *input,
                       MorselPhoto *photo,
                       const MorselPart *part,
                       float *output)
{
  MorselView view = find_view (photo, part);

  if (input->resize == MORSEL_RESIZE_STRETCH_BILINEAR)
    {
      stretch_bilinear (input, &view, output);
      return;
    }

  guint8 *square = get_square (input, output);

  resample (input, &view, square);
  scale_pixels (input, square, output);
}

/**
 * morsel_preprocess_get_least_side:
 * @input: how the weights want their input
 *
 * The shorter side that a photo, or the part of it that is recognised, should be decoded with.
 * Twice the network's side leaves the antialiased filter enough to work with; a rule without
 * antialiasing was trained on whole files and its aliasing depends on their size.
 *
 * Returns: pixels, or %MORSEL_PHOTO_FULL_SIZE
 */
guint
morsel_preprocess_get_least_side (const MorselInput *input)
{
  return input->resize == MORSEL_RESIZE_STRETCH_BILINEAR ? MORSEL_PHOTO_FULL_SIZE : 2 * input->side;
}

/**
 * morsel_preprocess_get_seen:
 * @input: how the weights want their photos
 * @photo: the photo
 * @part: (nullable): the part of it that is recognised, %NULL for all of it
 *
 * What of a photo reaches the network: weights may ask for the centre square only, which cuts off
 * the ends of the longer side and a margin all round.
 *
 * Returns: the area, in fractions of the photo's sides
 */
MorselPart
morsel_preprocess_get_seen (const MorselInput *input, MorselPhoto *photo, const MorselPart *part)
{
  MorselPart seen = part != NULL ? *part : (MorselPart){ 0.0f, 0.0f, 1.0f, 1.0f };

  if (input->resize != MORSEL_RESIZE_SHORT_CROP)
    return seen;

  guint n_columns = morsel_photo_get_width (photo);
  guint n_rows = morsel_photo_get_height (photo);
  float width = (float) n_columns;
  float height = (float) n_rows;
  float short_side = MIN (seen.width * width, seen.height * height);
  float side = short_side * (float) input->side / (float) input->short_side;
  float seen_width = MIN (side / width, seen.width);
  float seen_height = MIN (side / height, seen.height);

  seen.x += (seen.width - seen_width) / 2.0f;
  seen.y += (seen.height - seen_height) / 2.0f;
  seen.width = seen_width;
  seen.height = seen_height;
  return seen;
}
