/* convert.c: a camera's raw frame into the pixels GTK keeps as they are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/convert.h"

#include <string.h>

typedef enum
{
  FAMILY_PACKED,      /* luma and chroma of two pixels in four bytes */
  FAMILY_SEMI_PLANAR, /* a plane of luma, a plane of chroma pairs at half size */
  FAMILY_PLANAR,      /* a plane each of luma and both chromas, these at half size */
  FAMILY_RGB,
} Family;

/* Where the parts of a pixel are. */
typedef struct
{
  Family family;
  guint8 step;   /* packed and RGB: bytes from pixel to pixel */
  guint8 first;  /* packed: Y; RGB: R */
  guint8 second; /* packed, semi-planar: U in its pair; planar: U's plane; RGB: G */
  guint8 third;  /* the same for V, or B */
} Layout;

static const Layout layouts[MORSEL_N_PIXELS] = {
  [MORSEL_PIXELS_YUY2] = { FAMILY_PACKED, 2, 0, 1, 3 },
  [MORSEL_PIXELS_UYVY] = { FAMILY_PACKED, 2, 1, 0, 2 },
  [MORSEL_PIXELS_YVYU] = { FAMILY_PACKED, 2, 0, 3, 1 },
  [MORSEL_PIXELS_VYUY] = { FAMILY_PACKED, 2, 1, 2, 0 },
  [MORSEL_PIXELS_NV12] = { FAMILY_SEMI_PLANAR, 1, 0, 0, 1 },
  [MORSEL_PIXELS_NV21] = { FAMILY_SEMI_PLANAR, 1, 0, 1, 0 },
  [MORSEL_PIXELS_I420] = { FAMILY_PLANAR, 1, 0, 1, 2 },
  [MORSEL_PIXELS_YV12] = { FAMILY_PLANAR, 1, 0, 2, 1 },
  [MORSEL_PIXELS_BGRX] = { FAMILY_RGB, 4, 2, 1, 0 },
  [MORSEL_PIXELS_RGBX] = { FAMILY_RGB, 4, 0, 1, 2 },
  [MORSEL_PIXELS_XBGR] = { FAMILY_RGB, 4, 3, 2, 1 },
  [MORSEL_PIXELS_XRGB] = { FAMILY_RGB, 4, 1, 2, 3 },
  [MORSEL_PIXELS_BGR] = { FAMILY_RGB, 3, 2, 1, 0 },
  [MORSEL_PIXELS_RGB] = { FAMILY_RGB, 3, 0, 1, 2 },
};

static gsize
round_up (gsize n, gsize to)
{
  return (n + to - 1) / to * to;
}

/* One pixel of BT.601 in limited range, in 1/256. USB cameras send this; PipeWire does not say.
 * Made and written whole: byte by byte takes three times as long. */
static inline guint32
make_pixel (int luma, int red, int green, int blue)
{
  int scaled = 298 * (luma - 16) + 128;
  guint32 r = (guint32) CLAMP ((scaled + red) >> 8, 0, 255);
  guint32 g = (guint32) CLAMP ((scaled + green) >> 8, 0, 255);
  guint32 b = (guint32) CLAMP ((scaled + blue) >> 8, 0, 255);

  return GUINT32_TO_LE (0xff000000 | r << 16 | g << 8 | b);
}

/* A row whose chroma counts for two pixels each. The steps are bytes from one value to the next. */
static inline void
convert_yuv_row (const guint8 *restrict y,
                 gsize y_step,
                 const guint8 *restrict u,
                 const guint8 *restrict v,
                 gsize chroma_step,
                 guint width,
                 guint8 *restrict bgra)
{
  for (guint x = 0; x < width; x += 2)
    {
      int from_u = *u - 128;
      int from_v = *v - 128;
      int red = 409 * from_v;
      int green = -100 * from_u - 208 * from_v;
      int blue = 516 * from_u;
      guint32 pixels[2] = { make_pixel (y[0], red, green, blue) };

      if (x + 1 == width)
        {
          memcpy (bgra, pixels, 4);
          break;
        }
      pixels[1] = make_pixel (y[y_step], red, green, blue);
      memcpy (bgra, pixels, 8);

      y += 2 * y_step;
      u += chroma_step;
      v += chroma_step;
      bgra += 8;
    }
}

static void
convert_rgb_row (const Layout *layout, const guint8 *row, guint width, guint8 *bgra)
{
  for (guint x = 0; x < width; x++)
    {
      bgra[0] = row[layout->third];
      bgra[1] = row[layout->second];
      bgra[2] = row[layout->first];
      bgra[3] = 255;

      row += layout->step;
      bgra += 4;
    }
}

/* The shortest row of plane number @plane, in bytes. */
static gsize
least_rowstride (const Layout *layout, gsize plane, guint width)
{
  gsize pairs = round_up (width, 2) / 2;

  switch (layout->family)
    {
    case FAMILY_PACKED:
      return pairs * 4;
    case FAMILY_SEMI_PLANAR:
      return plane == 0 ? width : pairs * 2;
    case FAMILY_PLANAR:
      return plane == 0 ? width : pairs;
    case FAMILY_RGB:
    default:
      return (gsize) width * layout->step;
    }
}

static gsize
count_planes (const Layout *layout)
{
  switch (layout->family)
    {
    case FAMILY_SEMI_PLANAR:
      return 2;
    case FAMILY_PLANAR:
      return 3;
    case FAMILY_PACKED:
    case FAMILY_RGB:
    default:
      return 1;
    }
}

/* The shape of the planes that lie one behind the other in a single block of memory. */
typedef struct
{
  gsize luma_rows;
  gsize chroma_rowstride;
  gsize chroma_rows;
  gsize n_bytes; /* of all planes */
} Shape;

static Shape
shape_of (
    gsize n_chromas, gsize rowstride, gsize luma_rows, gsize chroma_rowstride, gsize chroma_rows)
{
  return (Shape){
    .luma_rows = luma_rows,
    .chroma_rowstride = chroma_rowstride,
    .chroma_rows = chroma_rows,
    .n_bytes = rowstride * luma_rows + n_chromas * chroma_rowstride * chroma_rows,
  };
}

/* Splits a single block of memory into the planes in it.
 *
 * For odd sizes there are two customs: V4L2 keeps as many rows of luma as the frame has, and half
 * of luma's rowstride for chroma; GStreamer rounds both up. The number of bytes tells which it is. */
static void
split_block (
    const Layout *layout, MorselPlane block, guint width, guint height, MorselPlane *planes)
{
  gsize rowstride = block.rowstride;
  gsize pairs = round_up (width, 2) / 2;
  gsize chroma_rows = round_up (height, 2) / 2;
  gsize n_chromas = count_planes (layout) - 1;
  gboolean paired = layout->family == FAMILY_SEMI_PLANAR;
  Shape v4l2 = shape_of (n_chromas, rowstride, height,
                         paired ? MAX (rowstride, pairs * 2) : MAX (rowstride / 2, pairs),
                         chroma_rows);
  Shape rounded = shape_of (n_chromas, rowstride, round_up (height, 2),
                            paired ? MAX (rowstride, pairs * 2) : round_up (pairs, 4), chroma_rows);
  const Shape *shape = block.n_bytes == rounded.n_bytes ? &rounded : &v4l2;
  gsize offset = 0;

  for (gsize i = 0; i <= n_chromas; i++)
    {
      gsize rows = i == 0 ? shape->luma_rows : shape->chroma_rows;
      gsize start = MIN (offset, block.n_bytes);

      planes[i].bytes = block.bytes + start;
      planes[i].n_bytes = block.n_bytes - start;
      planes[i].rowstride = i == 0 ? rowstride : shape->chroma_rowstride;
      offset += rows * planes[i].rowstride;
    }
}

/* Whether every row of the frame lies within its plane. */
static gboolean
planes_hold_frame (const Layout *layout, const MorselPlane *planes, guint width, guint height)
{
  for (gsize i = 0; i < count_planes (layout); i++)
    {
      gsize rows = i == 0 ? height : round_up (height, 2) / 2;
      gsize row = least_rowstride (layout, i, width);
      gsize n_bytes;

      if (planes[i].rowstride < row)
        return FALSE;
      if (!g_size_checked_mul (&n_bytes, planes[i].rowstride, rows - 1) ||
          !g_size_checked_add (&n_bytes, n_bytes, row) || n_bytes > planes[i].n_bytes)
        return FALSE;
    }

  return TRUE;
}

static void
convert_row (const Layout *layout, const MorselPlane *planes, guint width, guint row, guint8 *bgra)
{
  const guint8 *first = planes[0].bytes + row * planes[0].rowstride;

  switch (layout->family)
    {
    case FAMILY_PACKED:
      convert_yuv_row (first + layout->first, 2, first + layout->second, first + layout->third, 4,
                       width, bgra);
      break;
    case FAMILY_SEMI_PLANAR:
      {
        const guint8 *pairs = planes[1].bytes + row / 2 * planes[1].rowstride;

        convert_yuv_row (first, 1, pairs + layout->second, pairs + layout->third, 2, width, bgra);
        break;
      }
    case FAMILY_PLANAR:
      {
        const MorselPlane *u = &planes[layout->second];
        const MorselPlane *v = &planes[layout->third];

        convert_yuv_row (first, 1, u->bytes + row / 2 * u->rowstride,
                         v->bytes + row / 2 * v->rowstride, 1, width, bgra);
        break;
      }
    case FAMILY_RGB:
    default:
      convert_rgb_row (layout, first, width, bgra);
      break;
    }
}

/**
 * morsel_convert_to_bgra:
 * @format: how the frame is laid out
 * @planes: (array length=n_planes): its planes, or a single one that holds them all
 * @n_planes: 1, or as many as the format has
 * @width: of the frame in pixels, odd or even, 1 to %MORSEL_FRAME_MAX_SIDE
 * @height: the same
 * @bgra: (out caller-allocates): [height, width, 4], blue first, opaque, without padding
 *
 * Converts a raw frame. YUV is taken as BT.601 in limited range, which USB cameras send;
 * chroma is not interpolated. Colours are off by less than two levels of 255.
 *
 * Source: ITU-R BT.601-7, section 2.5.3, in fixed point with 8 bits.
 *
 * Returns: whether the planes hold a whole frame; if not, @bgra is left alone
 */
gboolean
morsel_convert_to_bgra (MorselPixels format,
                        const MorselPlane *planes,
                        gsize n_planes,
                        guint width,
                        guint height,
                        guint8 *bgra)
{
  g_return_val_if_fail ((guint) format < MORSEL_N_PIXELS, FALSE);
  g_return_val_if_fail (width >= 1 && width <= MORSEL_FRAME_MAX_SIDE, FALSE);
  g_return_val_if_fail (height >= 1 && height <= MORSEL_FRAME_MAX_SIDE, FALSE);

  const Layout *layout = &layouts[format];
  MorselPlane used[MORSEL_FRAME_MAX_PLANES] = { 0 };

  if (n_planes != 1 && n_planes != count_planes (layout))
    return FALSE;

  for (gsize i = 0; i < n_planes; i++)
    {
      used[i] = planes[i];
      if (used[i].bytes == NULL)
        return FALSE;
      if (used[i].rowstride == 0)
        used[i].rowstride = least_rowstride (layout, i, width);
      /* Longer than any frame: wrong, and a danger to the products below. */
      if (used[i].rowstride > G_MAXINT32 / MORSEL_FRAME_MAX_SIDE)
        return FALSE;
    }

  if (n_planes < count_planes (layout))
    split_block (layout, used[0], width, height, used);
  if (!planes_hold_frame (layout, used, width, height))
    return FALSE;

  for (guint row = 0; row < height; row++)
    convert_row (layout, used, width, row, bgra + (gsize) row * width * 4);

  return TRUE;
}
