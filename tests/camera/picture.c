/* picture.c: pictures as cameras send them, made in double precision and the plain way
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

guint8 *
picture_new (guint width, guint height)
{
  static const guint8 levels[] = { 0, 255, 32, 208, 64, 160, 128, 96, 16, 240 };
  guint8 *rgb = g_malloc ((gsize) width * height * 3);

  for (guint y = 0; y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        {
          guint patch = x / 4 + y / 4 * 7;
          guint8 *pixel = rgb + ((gsize) y * width + x) * 3;

          pixel[0] = levels[patch % G_N_ELEMENTS (levels)];
          pixel[1] = levels[patch / 3 % G_N_ELEMENTS (levels)];
          pixel[2] = levels[patch / 7 % G_N_ELEMENTS (levels)];
        }
    }
  return rgb;
}

/* A pixel in BT.601, limited range, from the standard's own factors. */
typedef struct
{
  double y, u, v;
} Yuv;

static Yuv
to_yuv (const guint8 *rgb)
{
  double r = rgb[0] / 255.0;
  double g = rgb[1] / 255.0;
  double b = rgb[2] / 255.0;
  double y = 0.299 * r + 0.587 * g + 0.114 * b;

  return (Yuv){
    .y = 16 + 219 * y,
    .u = 128 + 224 * 0.5 * (b - y) / (1 - 0.114),
    .v = 128 + 224 * 0.5 * (r - y) / (1 - 0.299),
  };
}

static const guint8 *
get_pixel (const guint8 *rgb, guint width, guint height, guint x, guint y)
{
  return rgb + ((gsize) MIN (y, height - 1) * width + MIN (x, width - 1)) * 3;
}

static guint8
round_to_byte (double value)
{
  return (guint8) CLAMP (lround (value), 0, 255);
}

/* The four bytes of two neighbours: Y, U, Y, V. */
static void
encode_pair (const guint8 *left, const guint8 *right, guint8 yuyv[4])
{
  Yuv one = to_yuv (left);
  Yuv other = to_yuv (right);

  yuyv[0] = round_to_byte (one.y);
  yuyv[1] = round_to_byte ((one.u + other.u) / 2);
  yuyv[2] = round_to_byte (other.y);
  yuyv[3] = round_to_byte ((one.v + other.v) / 2);
}

static gboolean
is_packed (MorselPixels format)
{
  return format <= MORSEL_PIXELS_VYUY;
}

static gboolean
is_planar (MorselPixels format)
{
  return format >= MORSEL_PIXELS_NV12 && format <= MORSEL_PIXELS_YV12;
}

gsize
picture_get_rowstride (MorselPixels format, guint width)
{
  if (is_packed (format))
    return (width + 1) / 2 * 4;
  if (is_planar (format))
    return width;
  return (gsize) width * (format >= MORSEL_PIXELS_BGR ? 3 : 4);
}

static void
encode_packed_row (
    MorselPixels format, const guint8 *rgb, guint width, guint height, guint y, guint8 *row)
{
  /* Which of Y, U, Y, V comes at each place. */
  static const guint8 orders[][4] = {
    [MORSEL_PIXELS_YUY2] = { 0, 1, 2, 3 },
    [MORSEL_PIXELS_UYVY] = { 1, 0, 3, 2 },
    [MORSEL_PIXELS_YVYU] = { 0, 3, 2, 1 },
    [MORSEL_PIXELS_VYUY] = { 3, 0, 1, 2 },
  };

  for (guint x = 0; x < width; x += 2)
    {
      guint8 yuyv[4];

      encode_pair (get_pixel (rgb, width, height, x, y), get_pixel (rgb, width, height, x + 1, y),
                   yuyv);
      for (guint i = 0; i < 4; i++)
        row[x * 2 + i] = yuyv[orders[format][i]];
    }
}

static void
encode_rgb_row (
    MorselPixels format, const guint8 *rgb, guint width, guint height, guint y, guint8 *row)
{
  static const char *const orders[MORSEL_N_PIXELS] = {
    [MORSEL_PIXELS_BGRX] = "bgrx", [MORSEL_PIXELS_RGBX] = "rgbx", [MORSEL_PIXELS_XBGR] = "xbgr",
    [MORSEL_PIXELS_XRGB] = "xrgb", [MORSEL_PIXELS_BGR] = "bgr",   [MORSEL_PIXELS_RGB] = "rgb",
  };

  for (guint x = 0; x < width; x++)
    {
      const guint8 *pixel = get_pixel (rgb, width, height, x, y);

      for (const char *part = orders[format]; *part != '\0'; part++)
        /* What is no colour is no alpha either: here it is anything. */
        *row++ = *part == 'r'   ? pixel[0]
                 : *part == 'g' ? pixel[1]
                 : *part == 'b' ? pixel[2]
                                : (guint8) (x * 37);
    }
}

/* Chroma of the 2×2 pixels at x, y. */
static Yuv
mean_of_four (const guint8 *rgb, guint width, guint height, guint x, guint y)
{
  Yuv sum = { 0 };

  for (guint i = 0; i < 4; i++)
    {
      Yuv yuv = to_yuv (get_pixel (rgb, width, height, x + i % 2, y + i / 2));

      sum.u += yuv.u / 4;
      sum.v += yuv.v / 4;
    }
  return sum;
}

static void
encode_chroma (MorselPixels format,
               const guint8 *rgb,
               guint width,
               guint height,
               guint8 *chroma,
               gsize rowstride,
               gsize plane_bytes)
{
  gboolean v_first = format == MORSEL_PIXELS_NV21 || format == MORSEL_PIXELS_YV12;
  gboolean paired = format <= MORSEL_PIXELS_NV21;

  for (guint y = 0; y < height; y += 2)
    {
      for (guint x = 0; x < width; x += 2)
        {
          Yuv yuv = mean_of_four (rgb, width, height, x, y);
          guint8 first = round_to_byte (v_first ? yuv.v : yuv.u);
          guint8 second = round_to_byte (v_first ? yuv.u : yuv.v);
          guint8 *place = chroma + y / 2 * rowstride + (paired ? x : x / 2);

          place[0] = first;
          place[paired ? 1 : plane_bytes] = second;
        }
    }
}

static GBytes *
encode_planar (MorselPixels format,
               PictureCustom custom,
               const guint8 *rgb,
               guint width,
               guint height,
               gsize rowstride)
{
  gboolean paired = format <= MORSEL_PIXELS_NV21;
  gsize pairs = (width + 1) / 2;
  gsize luma_rows = custom == PICTURE_ROUNDED ? (height + 1) / 2 * 2 : height;
  gsize half = custom == PICTURE_ROUNDED ? (pairs + 3) / 4 * 4 : MAX (rowstride / 2, pairs);
  gsize chroma_rowstride = paired ? MAX (rowstride, pairs * 2) : half;
  gsize plane_bytes = chroma_rowstride * ((height + 1) / 2);
  gsize n_bytes = rowstride * luma_rows + plane_bytes * (paired ? 1 : 2);
  guint8 *frame = g_malloc0 (n_bytes);

  for (guint y = 0; y < height; y++)
    {
      for (guint x = 0; x < width; x++)
        frame[y * rowstride + x] = round_to_byte (to_yuv (get_pixel (rgb, width, height, x, y)).y);
    }
  encode_chroma (format, rgb, width, height, frame + rowstride * luma_rows, chroma_rowstride,
                 plane_bytes);
  return g_bytes_new_take (frame, n_bytes);
}

GBytes *
picture_encode (MorselPixels format,
                PictureCustom custom,
                const guint8 *rgb,
                guint width,
                guint height,
                gsize padding)
{
  gsize row = picture_get_rowstride (format, width);
  gsize rowstride = row + padding;

  if (is_planar (format))
    return encode_planar (format, custom, rgb, width, height, rowstride);

  /* A frame ends with its last pixel, not with that row's padding. */
  gsize n_bytes = rowstride * (height - 1) + row;
  guint8 *frame = g_malloc0 (n_bytes);

  for (guint y = 0; y < height; y++)
    {
      if (is_packed (format))
        encode_packed_row (format, rgb, width, height, y, frame + y * rowstride);
      else
        encode_rgb_row (format, rgb, width, height, y, frame + y * rowstride);
    }
  return g_bytes_new_take (frame, n_bytes);
}

GBytes *
picture_encode_jpeg (const guint8 *rgb, guint width, guint height, gboolean progressive)
{
  struct jpeg_compress_struct jpeg = { 0 };
  struct jpeg_error_mgr errors;
  unsigned char *bytes = NULL;
  unsigned long n_bytes = 0;

  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &bytes, &n_bytes);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, 90, TRUE);
  if (progressive)
    jpeg_simple_progression (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < height)
    {
      g_autofree guint8 *row = g_memdup2 (rgb + (gsize) jpeg.next_scanline * width * 3,
                                          (gsize) width * 3);
      JSAMPROW rows[] = { row };

      jpeg_write_scanlines (&jpeg, rows, 1);
    }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);

  GBytes *result = g_bytes_new (bytes, n_bytes);

  free (bytes);
  return result;
}
