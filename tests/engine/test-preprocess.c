/* test-preprocess.c: tests of engine/preprocess.c and engine/resample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/preprocess.h"

#include <math.h>
#include <string.h>

/* What Pillow or TensorFlow's formula made of a picture; part in eighths; one of the last three. */
typedef struct
{
  const char *name;
  guint width;
  guint height;
  guint part[4];
  guint short_side; /* 0: stretched */
  guint side;
  const guint8 *bytes;
  const char *checksum;
  const float *floats;
} Golden;

#include "golden/preprocess.h"

/* Noise from a formula; golden/preprocess.py has the same. Rows are 5 bytes longer than needed. */
static MorselPhoto *
make_photo (guint width, guint height)
{
  gsize rowstride = (gsize) width * 3 + 5;
  gsize n_bytes = rowstride * (height - 1) + (gsize) width * 3;
  guint8 *bytes = g_malloc0 (n_bytes);
  g_autoptr (GBytes) pixels = g_bytes_new_take (bytes, n_bytes);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      for (guint c = 0; c < 3; c++)
        {
          guint32 value = x * 7919u + y * 104729u + c * 1299709u;

          value = (value ^ (value >> 7)) * 2654435761u;
          bytes[y * rowstride + x * 3 + c] = (guint8) (value >> 24);
        }
  return morsel_photo_new_from_pixels (pixels, width, height, rowstride);
}

/* The golden case as the engine computes it, unscaled: [side, side, 3]. */
static float *
run_case (const Golden *golden, MorselResize resize)
{
  g_autoptr (MorselPhoto) photo = make_photo (golden->width, golden->height);
  MorselInput input = {
    .resize = resize,
    .short_side = golden->short_side,
    .side = golden->side,
    .mean = { 0, 0, 0 },
    .std = { 1, 1, 1 },
  };
  MorselPart part = {
    .x = (float) golden->part[0] / 8,
    .y = (float) golden->part[1] / 8,
    .width = (float) golden->part[2] / 8,
    .height = (float) golden->part[3] / 8,
  };
  float *output = g_new (float, (gsize) golden->side * golden->side * 3);

  morsel_preprocess_run (&input, photo, &part, output);
  return output;
}

static void
test_preprocess_resizes_as_pillow_bit_for_bit (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pillow_cases); i++)
    {
      const Golden *golden = &pillow_cases[i];
      gsize n_values = (gsize) golden->side * golden->side * 3;
      g_autofree float *output = run_case (golden, golden->short_side == 0
                                                       ? MORSEL_RESIZE_STRETCH_ANTIALIAS
                                                       : MORSEL_RESIZE_SHORT_CROP);
      g_autofree guint8 *bytes = g_malloc (n_values);

      for (gsize k = 0; k < n_values; k++)
        bytes[k] = (guint8) output[k];
      g_test_message ("%s", golden->name);
      if (golden->bytes != NULL)
        g_assert_cmpint (memcmp (bytes, golden->bytes, n_values), ==, 0);
      else
        {
          g_autofree char *checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes,
                                                                   n_values);

          g_assert_cmpstr (checksum, ==, golden->checksum);
        }
    }
}

static void
test_preprocess_resizes_as_tensorflow (void)
{
  /* 0 on x86-64; processors that multiply and add in one step round one time less. */
  const float tolerance = 1e-4f;
  float largest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (tensorflow_cases); i++)
    {
      const Golden *golden = &tensorflow_cases[i];
      g_autofree float *output = run_case (golden, MORSEL_RESIZE_STRETCH_BILINEAR);

      g_test_message ("%s", golden->name);
      for (gsize k = 0; k < (gsize) golden->side * golden->side * 3; k++)
        {
          float difference = fabsf (output[k] - golden->floats[k]);

          largest = MAX (largest, difference);
          g_assert_cmpfloat (difference, <=, tolerance);
        }
    }
  g_test_message ("largest difference %g of 255", (double) largest);
}

static void
test_preprocess_subtracts_the_mean_and_divides_by_std (void)
{
  const guint8 colours[] = { 255, 0, 10 };
  g_autoptr (GBytes) pixels = g_bytes_new (colours, sizeof colours);
  g_autoptr (MorselPhoto) photo = morsel_photo_new_from_pixels (pixels, 1, 1, 3);
  MorselInput input = {
    .side = 2,
    .mean = { 127.5f, 100, 10 },
    .std = { 127.5f, 50, 3 },
  };
  const MorselResize rules[] = { MORSEL_RESIZE_STRETCH_BILINEAR, MORSEL_RESIZE_STRETCH_ANTIALIAS };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      float output[2 * 2 * 3];

      input.resize = rules[i];
      morsel_preprocess_run (&input, photo, NULL, output);
      for (gsize k = 0; k < G_N_ELEMENTS (output); k += 3)
        {
          g_assert_cmpfloat_with_epsilon (output[k], 1, 1e-6f);
          g_assert_cmpfloat_with_epsilon (output[k + 1], -2, 1e-6f);
          g_assert_cmpfloat_with_epsilon (output[k + 2], 0, 1e-6f);
        }
    }
}

/* Whatever a part says, it is inside the photo and has a pixel; the sanitizers watch. */
static void
test_preprocess_keeps_a_part_inside_the_photo (void)
{
  const MorselPart parts[] = {
    { 0.5f, 0.5f, 0, 0 },
    { 1, 1, 1, 1 },
    { -3, -3, 2, 2 },
    { -1, 0.5f, 9, 9 },
    { 0.25f, 0.25f, -1, -1 },
    { NAN, NAN, NAN, NAN },
    { INFINITY, -INFINITY, INFINITY, INFINITY },
    { 0.999f, 0.001f, 1e-9f, 1e9f },
  };
  g_autoptr (MorselPhoto) photo = make_photo (40, 30);
  MorselInput input = { .short_side = 9, .side = 8, .std = { 1, 1, 1 } };

  for (int rule = MORSEL_RESIZE_STRETCH_BILINEAR; rule <= MORSEL_RESIZE_SHORT_CROP; rule++)
    for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
      {
        float output[8 * 8 * 3];

        input.resize = (MorselResize) rule;
        morsel_preprocess_run (&input, photo, &parts[i], output);
        for (gsize k = 0; k < G_N_ELEMENTS (output); k++)
          {
            g_assert_cmpfloat (output[k], >=, 0);
            g_assert_cmpfloat (output[k], <=, 255);
          }
      }
}

static void
test_preprocess_takes_the_last_pixel_of_a_part_of_nothing_at_the_edge (void)
{
  const guint8 colours[] = { 1, 2, 3, 4, 5, 6 };
  g_autoptr (GBytes) pixels = g_bytes_new (colours, sizeof colours);
  g_autoptr (MorselPhoto) photo = morsel_photo_new_from_pixels (pixels, 2, 1, 6);
  MorselInput input = { .resize = MORSEL_RESIZE_STRETCH_ANTIALIAS, .side = 1, .std = { 1, 1, 1 } };
  const MorselPart part = { 1, 1, 0, 0 };
  float output[3];

  morsel_preprocess_run (&input, photo, &part, output);
  g_assert_cmpfloat_with_epsilon (output[0], 4, 1e-6f);
  g_assert_cmpfloat_with_epsilon (output[2], 6, 1e-6f);
}

static void
test_preprocess_wants_the_full_size_only_without_antialiasing (void)
{
  MorselInput input = { .resize = MORSEL_RESIZE_SHORT_CROP, .short_side = 256, .side = 224 };

  g_assert_cmpuint (morsel_preprocess_get_least_side (&input), ==, 448);
  input.resize = MORSEL_RESIZE_STRETCH_ANTIALIAS;
  g_assert_cmpuint (morsel_preprocess_get_least_side (&input), ==, 448);
  input.resize = MORSEL_RESIZE_STRETCH_BILINEAR;
  g_assert_cmpuint (morsel_preprocess_get_least_side (&input), ==, MORSEL_PHOTO_FULL_SIZE);
}

static void
test_preprocess_says_what_of_a_part_is_seen (void)
{
  static const guint8 rgb[400 * 200 * 3];
  g_autoptr (GBytes) pixels = g_bytes_new_static (rgb, sizeof rgb);
  g_autoptr (MorselPhoto) photo = morsel_photo_new_from_pixels (pixels, 400, 200, 1200);
  const MorselPart left = { 0.0f, 0.0f, 0.5f, 1.0f };
  MorselInput input = { .resize = MORSEL_RESIZE_SHORT_CROP, .short_side = 256, .side = 224 };
  MorselPart seen = morsel_preprocess_get_seen (&input, photo, NULL);

  /* 7/8 of the shorter side, 175 pixels, in the middle */
  g_assert_cmpfloat_with_epsilon (seen.x, 112.5f / 400.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (seen.y, 12.5f / 200.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (seen.width, 175.0f / 400.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (seen.height, 175.0f / 200.0f, 1e-6f);

  seen = morsel_preprocess_get_seen (&input, photo, &left);
  g_assert_cmpfloat_with_epsilon (seen.x, 12.5f / 400.0f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (seen.width, 175.0f / 400.0f, 1e-6f);

  input.resize = MORSEL_RESIZE_STRETCH_BILINEAR;
  seen = morsel_preprocess_get_seen (&input, photo, &left);
  g_assert_cmpfloat_with_epsilon (seen.x, left.x, 1e-6f);
  g_assert_cmpfloat_with_epsilon (seen.width, left.width, 1e-6f);
  g_assert_cmpfloat_with_epsilon (seen.height, left.height, 1e-6f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/preprocess/resizes-as-pillow-bit-for-bit",
                   test_preprocess_resizes_as_pillow_bit_for_bit);
  g_test_add_func ("/preprocess/resizes-as-tensorflow", test_preprocess_resizes_as_tensorflow);
  g_test_add_func ("/preprocess/subtracts-the-mean-and-divides-by-std",
                   test_preprocess_subtracts_the_mean_and_divides_by_std);
  g_test_add_func ("/preprocess/keeps-a-part-inside-the-photo",
                   test_preprocess_keeps_a_part_inside_the_photo);
  g_test_add_func ("/preprocess/takes-the-last-pixel-of-a-part-of-nothing-at-the-edge",
                   test_preprocess_takes_the_last_pixel_of_a_part_of_nothing_at_the_edge);
  g_test_add_func ("/preprocess/wants-the-full-size-only-without-antialiasing",
                   test_preprocess_wants_the_full_size_only_without_antialiasing);
  g_test_add_func ("/preprocess/says-what-of-a-part-is-seen",
                   test_preprocess_says_what_of_a_part_is_seen);
  return g_test_run ();
}
