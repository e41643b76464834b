/* test-convert.c: raw frames keep their colours, and broken ones are no frames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/convert.h"

#include "picture.h"

#include <stdlib.h>
#include <string.h>

/* The converter's integers, chroma rounded to a byte before it, and nothing else. */
#define TOLERANCE 3

typedef struct
{
  const char *name;
  MorselPixels format;
} Format;

static const Format formats[] = {
  { "yuy2", MORSEL_PIXELS_YUY2 }, { "uyvy", MORSEL_PIXELS_UYVY }, { "yvyu", MORSEL_PIXELS_YVYU },
  { "vyuy", MORSEL_PIXELS_VYUY }, { "nv12", MORSEL_PIXELS_NV12 }, { "nv21", MORSEL_PIXELS_NV21 },
  { "i420", MORSEL_PIXELS_I420 }, { "yv12", MORSEL_PIXELS_YV12 }, { "bgrx", MORSEL_PIXELS_BGRX },
  { "rgbx", MORSEL_PIXELS_RGBX }, { "xbgr", MORSEL_PIXELS_XBGR }, { "xrgb", MORSEL_PIXELS_XRGB },
  { "bgr", MORSEL_PIXELS_BGR },   { "rgb", MORSEL_PIXELS_RGB },
};

static const struct
{
  guint width, height;
} sizes[] = { { 1, 1 }, { 2, 2 }, { 3, 5 }, { 64, 48 }, { 321, 241 }, { 322, 242 } };

static guint
find_largest_difference (const guint8 *rgb, const guint8 *bgra, gsize n_pixels)
{
  guint largest = 0;

  for (gsize i = 0; i < n_pixels; i++)
    {
      g_assert_cmpuint (bgra[4 * i + 3], ==, 255);
      for (gsize c = 0; c < 3; c++)
        largest = MAX (largest, (guint) abs (rgb[3 * i + c] - bgra[4 * i + 2 - c]));
    }
  return largest;
}

/* Encodes a picture and converts it back. Memory ends where the frame ends, so that a sanitizer
 * sees what is read too far. */
static guint
convert_picture (
    MorselPixels format, PictureCustom custom, guint width, guint height, gsize padding)
{
  g_autofree guint8 *rgb = picture_new (width, height);
  g_autoptr (GBytes) frame = picture_encode (format, custom, rgb, width, height, padding);
  g_autofree guint8 *bgra = g_malloc0 ((gsize) width * height * 4);
  gsize n_bytes;
  const guint8 *bytes = g_bytes_get_data (frame, &n_bytes);
  MorselPlane plane = { bytes, n_bytes, picture_get_rowstride (format, width) + padding };

  g_assert_true (morsel_convert_to_bgra (format, &plane, 1, width, height, bgra));
  return find_largest_difference (rgb, bgra, (gsize) width * height);
}

static void
test_keeps_colours (gconstpointer data)
{
  const Format *format = data;
  guint largest = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      for (gsize padding = 0; padding <= 8; padding += 8)
        largest = MAX (largest, convert_picture (format->format, PICTURE_V4L2, sizes[i].width,
                                                 sizes[i].height, padding));
    }

  g_test_message ("largest difference: %u", largest);
  g_assert_cmpuint (largest, <=, format->format >= MORSEL_PIXELS_BGRX ? 0 : TOLERANCE);
}

static void
test_tells_customs_of_odd_sizes_apart (void)
{
  const MorselPixels planar[] = { MORSEL_PIXELS_NV12, MORSEL_PIXELS_NV21, MORSEL_PIXELS_I420,
                                  MORSEL_PIXELS_YV12 };

  for (gsize i = 0; i < G_N_ELEMENTS (planar); i++)
    {
      /* 321 + 3: GStreamer's rowstride. */
      g_assert_cmpuint (convert_picture (planar[i], PICTURE_ROUNDED, 321, 241, 3), <=, TOLERANCE);
      g_assert_cmpuint (convert_picture (planar[i], PICTURE_V4L2, 321, 241, 3), <=, TOLERANCE);
    }
}

static void
test_takes_planes_apart (void)
{
  const guint width = 33, height = 9;
  g_autofree guint8 *rgb = picture_new (width, height);
  g_autofree guint8 *bgra = g_malloc0 ((gsize) width * height * 4);
  g_autoptr (GBytes) frame = picture_encode (MORSEL_PIXELS_I420, PICTURE_V4L2, rgb, width, height,
                                             1);
  const guint8 *bytes = g_bytes_get_data (frame, NULL);
  MorselPlane planes[] = {
    { bytes, 34 * 9, 34 },
    { bytes + 34 * 9, 17 * 5, 17 },
    { bytes + 34 * 9 + 17 * 5, 17 * 5, 0 },
  };

  g_assert_true (morsel_convert_to_bgra (MORSEL_PIXELS_I420, planes, 3, width, height, bgra));
  g_assert_cmpuint (find_largest_difference (rgb, bgra, (gsize) width * height), <=, TOLERANCE);

  g_assert_false (morsel_convert_to_bgra (MORSEL_PIXELS_I420, planes, 2, width, height, bgra));
  planes[2].n_bytes--;
  g_assert_false (morsel_convert_to_bgra (MORSEL_PIXELS_I420, planes, 3, width, height, bgra));
}

static void
test_refuses_a_frame_that_is_one_byte_short (gconstpointer data)
{
  const Format *format = data;
  g_autofree guint8 *rgb = picture_new (33, 9);
  g_autoptr (GBytes) frame = picture_encode (format->format, PICTURE_V4L2, rgb, 33, 9, 0);
  gsize n_bytes = g_bytes_get_size (frame);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (frame, NULL), n_bytes - 1);
  MorselPlane plane = { bytes, n_bytes - 1, picture_get_rowstride (format->format, 33) };
  guint8 bgra[33 * 9 * 4] = { 7 };

  g_assert_false (morsel_convert_to_bgra (format->format, &plane, 1, 33, 9, bgra));
  g_assert_cmpuint (bgra[0], ==, 7);
}

static void
test_refuses_rowstrides_that_cannot_be (gconstpointer data)
{
  const Format *format = data;
  g_autofree guint8 *bytes = g_malloc0 (33 * 9 * 4);
  const gsize wrong[] = { 1, picture_get_rowstride (format->format, 33) - 1, 1 << 28, G_MAXSIZE };
  guint8 bgra[33 * 9 * 4];

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      MorselPlane plane = { bytes, 33 * 9 * 4, wrong[i] };

      g_assert_false (morsel_convert_to_bgra (format->format, &plane, 1, 33, 9, bgra));
    }
}

static void
test_refuses_memory_that_is_not_there (void)
{
  MorselPlane plane = { NULL, 33 * 9 * 4, 0 };
  guint8 bgra[33 * 9 * 4];

  g_assert_false (morsel_convert_to_bgra (MORSEL_PIXELS_YUY2, &plane, 1, 33, 9, bgra));
  g_assert_false (morsel_convert_to_bgra (MORSEL_PIXELS_YUY2, &plane, 0, 33, 9, bgra));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *colours = g_strdup_printf ("/convert/keeps-colours/%s", formats[i].name);
      g_autofree char *shorter = g_strdup_printf (
          "/convert/refuses-a-frame-that-is-one-byte-short/%s", formats[i].name);
      g_autofree char *strides = g_strdup_printf ("/convert/refuses-rowstrides-that-cannot-be/%s",
                                                  formats[i].name);

      g_test_add_data_func (colours, &formats[i], test_keeps_colours);
      g_test_add_data_func (shorter, &formats[i], test_refuses_a_frame_that_is_one_byte_short);
      g_test_add_data_func (strides, &formats[i], test_refuses_rowstrides_that_cannot_be);
    }
  g_test_add_func ("/convert/tells-customs-of-odd-sizes-apart",
                   test_tells_customs_of_odd_sizes_apart);
  g_test_add_func ("/convert/takes-planes-apart", test_takes_planes_apart);
  g_test_add_func ("/convert/refuses-memory-that-is-not-there",
                   test_refuses_memory_that_is_not_there);

  return g_test_run ();
}
