/* test-scale.c: smaller copies of photos are means of what they stand for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/scale.h"

/* A photo of one colour a column: black, white, black, … */
static MorselPhoto *
new_stripes (guint width, guint height)
{
  gsize n_bytes = (gsize) width * height * 3;
  guint8 *pixels = g_malloc (n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    pixels[i] = i / 3 % width % 2 == 0 ? 0 : 255;

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, n_bytes);

  return morsel_photo_new_from_pixels (bytes, width, height, (gsize) width * 3);
}

static const guint8 *
get_pixels (MorselPhoto *photo)
{
  return g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);
}

static void
test_scale_keeps_the_shape (void)
{
  g_autoptr (MorselPhoto) photo = new_stripes (400, 100);
  g_autoptr (MorselPhoto) small = morsel_scale_fit (photo, 100, 100);

  g_assert_cmpuint (morsel_photo_get_width (small), ==, 100);
  g_assert_cmpuint (morsel_photo_get_height (small), ==, 25);
}

static void
test_scale_gives_back_what_fits (void)
{
  g_autoptr (MorselPhoto) photo = new_stripes (40, 30);
  g_autoptr (MorselPhoto) same = morsel_scale_fit (photo, 40, 40);

  g_assert_true (same == photo);
}

static void
test_scale_takes_means (void)
{
  g_autoptr (MorselPhoto) photo = new_stripes (64, 48);
  g_autoptr (MorselPhoto) small = morsel_scale_fit (photo, 32, 24);
  const guint8 *pixels = get_pixels (small);

  for (gsize i = 0; i < 32 * 24 * 3; i++)
    g_assert_cmpuint (pixels[i], ==, 128);
}

static void
test_scale_takes_means_of_fractions (void)
{
  g_autoptr (MorselPhoto) photo = new_stripes (1000, 777);
  g_autoptr (MorselPhoto) small = morsel_scale_fit (photo, 301, 301);
  const guint8 *pixels = get_pixels (small);
  gsize n_bytes = (gsize) morsel_photo_get_width (small) * morsel_photo_get_height (small) * 3;
  gdouble sum = 0.0;

  for (gsize i = 0; i < n_bytes; i++)
    sum += pixels[i];

  /* The mean of all is kept but for rounding. */
  g_assert_cmpfloat_with_epsilon (sum / (gdouble) n_bytes, 127.5, 1.0);
}

static void
test_scale_cuts_a_square_from_the_middle (void)
{
  g_autoptr (MorselPhoto) photo = new_stripes (301, 20);
  g_autoptr (MorselPhoto) square = morsel_scale_square (photo, 20);
  const guint8 *pixels = get_pixels (square);

  g_assert_cmpuint (morsel_photo_get_width (square), ==, 20);
  g_assert_cmpuint (morsel_photo_get_height (square), ==, 20);
  /* The first column is column 140 of the photo, a black one. */
  g_assert_cmpuint (pixels[0], ==, 0);
  g_assert_cmpuint (pixels[3], ==, 255);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scale/keeps-the-shape", test_scale_keeps_the_shape);
  g_test_add_func ("/scale/gives-back-what-fits", test_scale_gives_back_what_fits);
  g_test_add_func ("/scale/takes-means", test_scale_takes_means);
  g_test_add_func ("/scale/takes-means-of-fractions", test_scale_takes_means_of_fractions);
  g_test_add_func ("/scale/cuts-a-square-from-the-middle",
                   test_scale_cuts_a_square_from_the_middle);
  return g_test_run ();
}
