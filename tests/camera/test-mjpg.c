/* test-mjpg.c: Motion JPEG keeps its colours, and broken frames are no frames
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/mjpg.h"

#include "picture.h"

#include <stdlib.h>
#include <string.h>

/* Where a segment begins in a JPEG without thumbnails; n_bytes when there is none. */
static gsize
find_segment (const guint8 *bytes, gsize n_bytes, guint8 marker)
{
  for (gsize i = 0; i + 1 < n_bytes; i++)
    {
      if (bytes[i] == 0xff && bytes[i + 1] == marker)
        return i;
    }
  return n_bytes;
}

static GBytes *
decode (const guint8 *bytes, gsize n_bytes, guint *width, guint *height)
{
  /* A block of its own, so that a sanitizer sees what is read too far. */
  g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

  return morsel_mjpg_decode (copy, n_bytes, width, height);
}

/* A picture of one colour, which JPEG keeps. */
static guint8 *
make_plain (guint width, guint height, guint8 red, guint8 green, guint8 blue)
{
  guint8 *rgb = g_malloc ((gsize) width * height * 3);

  for (gsize i = 0; i < (gsize) width * height; i++)
    {
      rgb[3 * i] = red;
      rgb[3 * i + 1] = green;
      rgb[3 * i + 2] = blue;
    }
  return rgb;
}

static void
test_keeps_colours (void)
{
  static const guint8 colours[][3] = {
    { 208, 32, 16 }, { 0, 0, 0 }, { 255, 255, 255 }, { 20, 200, 60 }, { 30, 60, 220 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++)
    {
      g_autofree guint8 *rgb = make_plain (97, 33, colours[i][0], colours[i][1], colours[i][2]);
      g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 97, 33, FALSE);
      guint width = 0, height = 0;
      g_autoptr (GBytes) bgra = decode (g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg),
                                        &width, &height);

      g_assert_nonnull (bgra);
      g_assert_cmpuint (width, ==, 97);
      g_assert_cmpuint (height, ==, 33);
      g_assert_cmpuint (g_bytes_get_size (bgra), ==, 97 * 33 * 4);

      const guint8 *pixels = g_bytes_get_data (bgra, NULL);

      for (gsize p = 0; p < 97 * 33; p++)
        {
          for (gsize c = 0; c < 3; c++)
            g_assert_cmpint (abs (pixels[4 * p + 2 - c] - colours[i][c]), <=, 3);
          g_assert_cmpuint (pixels[4 * p + 3], ==, 255);
        }
    }
}

static void
test_does_without_huffman_tables (void)
{
  g_autofree guint8 *rgb = picture_new (64, 48);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 64, 48, FALSE);
  gsize n_bytes = g_bytes_get_size (jpeg);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (jpeg, NULL), n_bytes);
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) bare = NULL;
  guint width, height;
  gsize table;

  whole = decode (bytes, n_bytes, &width, &height);
  while ((table = find_segment (bytes, n_bytes, 0xc4)) < n_bytes)
    {
      gsize length = 2 + ((gsize) bytes[table + 2] << 8) + bytes[table + 3];

      memmove (bytes + table, bytes + table + length, n_bytes - length - table);
      n_bytes -= length;
    }
  bare = decode (bytes, n_bytes, &width, &height);

  g_assert_nonnull (bare);
  g_assert_true (g_bytes_equal (whole, bare));
}

static void
test_takes_frames_with_bytes_to_spare (void)
{
  g_autofree guint8 *rgb = picture_new (64, 48);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 64, 48, FALSE);
  gsize n_bytes = g_bytes_get_size (jpeg);
  g_autofree guint8 *bytes = g_malloc0 (n_bytes + 4096);
  guint width, height;

  memcpy (bytes, g_bytes_get_data (jpeg, NULL), n_bytes);

  g_autoptr (GBytes) bgra = decode (bytes, n_bytes + 4096, &width, &height);

  g_assert_nonnull (bgra);
}

static void
test_refuses_a_frame_cut_anywhere (void)
{
  g_autofree guint8 *rgb = picture_new (64, 48);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 64, 48, FALSE);
  const guint8 *bytes = g_bytes_get_data (jpeg, NULL);

  /* The last two bytes only say that the frame ends. */
  for (gsize n_bytes = 0; n_bytes + 2 < g_bytes_get_size (jpeg); n_bytes++)
    {
      guint width, height;

      g_assert_null (decode (bytes, n_bytes, &width, &height));
    }
}

static void
test_survives_any_wrong_byte (void)
{
  g_autofree guint8 *rgb = picture_new (32, 32);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 32, 32, FALSE);
  gsize n_bytes = g_bytes_get_size (jpeg);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (jpeg, NULL), n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    {
      guint8 right = bytes[i];

      for (guint bit = 0; bit < 8; bit++)
        {
          guint width = 0, height = 0;

          bytes[i] = right ^ (guint8) (1 << bit);

          g_autoptr (GBytes) bgra = morsel_mjpg_decode (bytes, n_bytes, &width, &height);

          if (bgra != NULL)
            g_assert_cmpuint (g_bytes_get_size (bgra), ==, (gsize) width * height * 4);
        }
      bytes[i] = right;
    }
}

static void
test_refuses_frames_too_large (void)
{
  g_autofree guint8 *rgb = picture_new (16, 16);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 16, 16, FALSE);
  gsize n_bytes = g_bytes_get_size (jpeg);
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (jpeg, NULL), n_bytes);
  gsize frame = find_segment (bytes, n_bytes, 0xc0);
  guint width, height;

  g_assert_cmpuint (frame, <, n_bytes);
  /* 4097 rows */
  bytes[frame + 5] = 0x10;
  bytes[frame + 6] = 0x01;
  g_assert_null (morsel_mjpg_decode (bytes, n_bytes, &width, &height));
}

static void
test_refuses_several_scans (void)
{
  g_autofree guint8 *rgb = picture_new (64, 48);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, 64, 48, TRUE);
  guint width, height;

  g_assert_null (decode (g_bytes_get_data (jpeg, NULL), g_bytes_get_size (jpeg), &width, &height));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mjpg/keeps-colours", test_keeps_colours);
  g_test_add_func ("/mjpg/does-without-huffman-tables", test_does_without_huffman_tables);
  g_test_add_func ("/mjpg/takes-frames-with-bytes-to-spare", test_takes_frames_with_bytes_to_spare);
  g_test_add_func ("/mjpg/refuses-a-frame-cut-anywhere", test_refuses_a_frame_cut_anywhere);
  g_test_add_func ("/mjpg/survives-any-wrong-byte", test_survives_any_wrong_byte);
  g_test_add_func ("/mjpg/refuses-frames-too-large", test_refuses_frames_too_large);
  g_test_add_func ("/mjpg/refuses-several-scans", test_refuses_several_scans);

  return g_test_run ();
}
