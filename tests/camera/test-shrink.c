/* test-shrink.c: a shrunk frame is the mean of what it covers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/shrink.h"

#include <math.h>
#include <stdlib.h>

static guint8 *
make_noise (guint width, guint height)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (101);
  guint8 *bgra = g_malloc ((gsize) width * height * 4);

  for (gsize i = 0; i < (gsize) width * height * 4; i++)
    bgra[i] = (guint8) g_rand_int_range (random, 0, 256);
  return bgra;
}

/* How much of the pixel from at to at + 1 lies between start and end. */
static double
overlap (double at, double start, double end)
{
  return MAX (0, MIN (at + 1, end) - MAX (at, start));
}

/* The mean of one pixel's area, the plain way. */
static double
find_mean (const guint8 *bgra, guint width, guint height, double x, double y, double w, double h)
{
  double sum = 0;

  for (guint row = 0; row < height; row++)
    {
      double share = overlap (row, y, y + h);

      for (guint column = 0; share > 0 && column < width; column++)
        sum += share * overlap (column, x, x + w) * bgra[((gsize) row * width + column) * 4];
    }
  return sum / (w * h);
}

static void
test_is_the_mean_of_what_it_covers (void)
{
  const struct
  {
    guint width, height, to_width, to_height;
  } cases[] = {
    { 64, 36, 45, 25 }, { 64, 36, 1, 1 }, { 33, 9, 32, 8 },
    { 40, 30, 20, 10 }, { 1, 1, 1, 1 },   { 7, 5, 7, 5 },
  };
  double largest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint width = cases[i].width, height = cases[i].height;
      guint to_width = cases[i].to_width, to_height = cases[i].to_height;
      g_autofree guint8 *bgra = make_noise (width, height);
      g_autoptr (GBytes) small = morsel_shrink_bgra (bgra, width, height, to_width, to_height);
      const guint8 *pixels = g_bytes_get_data (small, NULL);
      double w = (double) width / to_width;
      double h = (double) height / to_height;

      g_assert_cmpuint (g_bytes_get_size (small), ==, (gsize) to_width * to_height * 4);
      for (guint y = 0; y < to_height; y++)
        {
          for (guint x = 0; x < to_width; x++)
            {
              double mean = find_mean (bgra, width, height, x * w, y * h, w, h);

              largest = MAX (largest, fabs (mean - pixels[((gsize) y * to_width + x) * 4]));
            }
        }
    }

  g_test_message ("largest difference: %.2f", largest);
  /* Weights of 8 bits, and the shares of a small area that are rounded away. */
  g_assert_cmpfloat (largest, <=, 3);
}

static void
test_keeps_one_colour (void)
{
  g_autofree guint8 *bgra = g_malloc (97 * 61 * 4);

  for (guint level = 0; level < 256; level += 51)
    {
      for (gsize i = 0; i < 97 * 61 * 4; i++)
        bgra[i] = (guint8) level;

      g_autoptr (GBytes) small = morsel_shrink_bgra (bgra, 97, 61, 70, 44);
      const guint8 *pixels = g_bytes_get_data (small, NULL);

      for (gsize i = 0; i < 70 * 44 * 4; i++)
        g_assert_cmpuint (pixels[i], ==, level);
    }
}

static void
test_fits_the_place (void)
{
  guint width, height;

  g_assert_true (morsel_shrink_fit (1280, 720, 900, 560, &width, &height));
  g_assert_cmpuint (width, ==, 900);
  g_assert_cmpuint (height, ==, 506);
  g_assert_true (morsel_shrink_fit (1280, 720, 900, 360, &width, &height));
  g_assert_cmpuint (width, ==, 640);
  g_assert_cmpuint (height, ==, 360);
  g_assert_false (morsel_shrink_fit (1280, 720, 1280, 900, &width, &height));
  g_assert_false (morsel_shrink_fit (1280, 720, 2000, 2000, &width, &height));
  g_assert_false (morsel_shrink_fit (1280, 720, 0, 0, &width, &height));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shrink/is-the-mean-of-what-it-covers", test_is_the_mean_of_what_it_covers);
  g_test_add_func ("/shrink/keeps-one-colour", test_keeps_one_colour);
  g_test_add_func ("/shrink/fits-the-place", test_fits_the_place);

  return g_test_run ();
}
