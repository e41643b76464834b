/* test-photo-upright.c: pixels are laid on white, averaged and turned
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-upright.h"

#include <string.h>

/* The made raster: odd sides, so that boxes at the edges are smaller, and tiles too. */
#define WIDTH 131
#define HEIGHT 67

/* Fills a raster of [HEIGHT, WIDTH, n_channels] with values that differ everywhere. */
static MorselRaster
make_raster (guint8 *pixels, guint n_channels, gsize rowstride)
{
  for (guint y = 0; y < HEIGHT; y++)
    {
      for (guint i = 0; i < WIDTH * n_channels; i++)
        pixels[y * rowstride + i] = (guint8) (41 * y + 7 * i);
    }
  return (MorselRaster){ pixels, WIDTH, HEIGHT, n_channels, rowstride };
}

/* One channel of one pixel, laid on white, in plain words. */
static double
look_up (const MorselRaster *raster, guint x, guint y, guint channel)
{
  const guint8 *pixel = raster->pixels + y * raster->rowstride + x * raster->n_channels;
  double alpha = raster->n_channels == 4 ? pixel[3] / 255.0 : 1;

  return pixel[channel] * alpha + 255 * (1 - alpha);
}

/* Where a pixel of the stored picture stands in the upright one: EXIF's own table. */
static void
find_place (guint orientation, guint width, guint height, guint *x, guint *y)
{
  guint right = width - 1 - *x;
  guint below = height - 1 - *y;
  const guint places[9][2] = {
    { 0, 0 },   { *x, *y },    { right, *y },    { right, below }, { *x, below },
    { *y, *x }, { below, *x }, { below, right }, { *y, right },
  };

  *x = places[orientation][0];
  *y = places[orientation][1];
}

/* Compares with the definition, box by box. */
static void
assert_upright (const MorselPixels *pixels,
                const MorselRaster *raster,
                guint reduction,
                guint orientation)
{
  guint width = (WIDTH + reduction - 1) / reduction;
  guint height = (HEIGHT + reduction - 1) / reduction;
  const guint8 *rgb = g_bytes_get_data (pixels->rgb, NULL);

  g_assert_cmpuint (pixels->width, ==, orientation >= 5 ? height : width);
  g_assert_cmpuint (pixels->height, ==, orientation >= 5 ? width : height);
  g_assert_cmpuint (g_bytes_get_size (pixels->rgb), ==, pixels->rowstride * pixels->height);

  for (guint i = 0; i < width * height * 3; i++)
    {
      guint x = i / 3 % width;
      guint y = i / 3 / width;
      double sum = 0;
      guint n = 0;

      for (guint v = y * reduction; v < MIN (HEIGHT, (y + 1) * reduction); v++)
        {
          for (guint u = x * reduction; u < MIN (WIDTH, (x + 1) * reduction); u++, n++)
            sum += look_up (raster, u, v, i % 3);
        }

      find_place (orientation, width, height, &x, &y);

      /* Rounded once on white and once as a mean: one step in all. */
      g_assert_cmpfloat_with_epsilon (rgb[y * pixels->rowstride + 3 * x + i % 3], sum / n, 1.0);
    }
}

static void
test_photo_upright_is_what_the_definition_says (void)
{
  for (guint i = 0; i < 2 * 4 * 8; i++)
    {
      guint n_channels = 3 + i % 2;
      guint reduction = 1 + i / 2 % 4;
      guint orientation = 1 + i / 8;
      guint8 bytes[HEIGHT * 528];
      MorselRaster raster = make_raster (bytes, n_channels, 528);
      MorselPixels pixels;

      g_assert_true (morsel_pixels_init_upright (&pixels, &raster, reduction, orientation));
      assert_upright (&pixels, &raster, reduction, orientation);
      morsel_pixels_clear (&pixels);
    }
}

static void
test_photo_upright_reads_no_more_than_the_last_row (void)
{
  gsize rowstride = 400;
  gsize n_bytes = rowstride * (HEIGHT - 1) + WIDTH * 3;
  guint8 bytes[HEIGHT * 400];

  make_raster (bytes, 3, rowstride);

  /* As GdkPixbuf's memory may be: without padding after the last row. */
  g_autofree guint8 *tight = g_memdup2 (bytes, n_bytes);
  MorselRaster raster = { tight, WIDTH, HEIGHT, 3, rowstride };
  MorselPixels pixels;

  g_assert_true (morsel_pixels_init_upright (&pixels, &raster, 2, 6));
  assert_upright (&pixels, &raster, 2, 6);
  morsel_pixels_clear (&pixels);
}

static void
test_photo_upright_makes_the_transparent_white (void)
{
  const guint8 bytes[] = { 0, 0, 0, 0, 255, 0, 0, 128, 255, 0, 0, 255 };
  const guint8 wanted[] = { 255, 255, 255, 255, 127, 127, 255, 0, 0 };
  MorselRaster raster = { bytes, 3, 1, 4, sizeof bytes };
  MorselPixels pixels;

  g_assert_true (morsel_pixels_init_upright (&pixels, &raster, 1, 1));
  g_assert_cmpuint (g_bytes_get_size (pixels.rgb), ==, sizeof wanted);
  g_assert_cmpint (memcmp (g_bytes_get_data (pixels.rgb, NULL), wanted, sizeof wanted), ==, 0);
  morsel_pixels_clear (&pixels);
}

static void
test_photo_upright_sums_a_large_box (void)
{
  gsize side = 3000;
  g_autofree guint8 *bytes = g_malloc (side * side * 3);
  MorselRaster raster = { bytes, (guint) side, (guint) side, 3, side * 3 };
  MorselPixels pixels;

  memset (bytes, 255, side * side * 3);
  g_assert_true (morsel_pixels_init_upright (&pixels, &raster, (guint) side, 1));
  g_assert_cmpuint (pixels.width, ==, 1);
  g_assert_cmpuint (*(const guint8 *) g_bytes_get_data (pixels.rgb, NULL), ==, 255);
  morsel_pixels_clear (&pixels);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo-upright/is-what-the-definition-says",
                   test_photo_upright_is_what_the_definition_says);
  g_test_add_func ("/photo-upright/reads-no-more-than-the-last-row",
                   test_photo_upright_reads_no_more_than_the_last_row);
  g_test_add_func ("/photo-upright/makes-the-transparent-white",
                   test_photo_upright_makes_the_transparent_white);
  g_test_add_func ("/photo-upright/sums-a-large-box", test_photo_upright_sums_a_large_box);
  return g_test_run ();
}
