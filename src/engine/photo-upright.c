/* photo-upright.c: on white, box-reduced and turned, strip by strip
 *
 * A photo of 40 megapixels with alpha takes 160 MB as it comes from the decoder. So no second
 * picture of that size is ever made: a strip of rows is laid on white and averaged into one row
 * of sums, which goes straight to its place in the small, upright picture.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-upright.h"

#include <string.h>

#define N_CHANNELS 3
/* Pixels; a tile and its turned copy stay in the first cache. */
#define TILE_SIDE 64

/* Where pixels go: byte offsets of the first one, and from one to the next. */
typedef struct
{
  gssize first;
  gssize column;
  gssize row;
} Course;

/* The eight orientations of EXIF: where row 0 and column 0 of the stored picture belong. */
static Course
plan_course (guint orientation, guint width, guint height, gsize rowstride)
{
  gssize right = N_CHANNELS;
  gssize down = (gssize) rowstride;
  gssize last_x = (gssize) (width - 1);
  gssize last_y = (gssize) (height - 1);

  switch (orientation)
    {
    case 2:
      return (Course){ last_x * right, -right, down };
    case 3:
      return (Course){ last_x * right + last_y * down, -right, -down };
    case 4:
      return (Course){ last_y * down, right, -down };
    case 5:
      return (Course){ 0, down, right };
    case 6:
      return (Course){ last_y * right, down, -right };
    case 7:
      return (Course){ last_y * right + last_x * down, -down, -right };
    case 8:
      return (Course){ last_x * down, -down, right };
    default:
      return (Course){ 0, right, down };
    }
}

/* One channel of a pixel laid on white. */
static inline guint
on_white (guint value, guint alpha)
{
  return (value * alpha + 255 * (255 - alpha) + 127) / 255;
}

/* Adds one row of pixels to the sums, each to the sum of its box. */
static void
add_row (guint32 *sums, const guint8 *row, const MorselRaster *raster, guint reduction)
{
  for (guint x = 0; x < raster->width; sums += N_CHANNELS)
    {
      guint end = MIN (raster->width, x + reduction);

      for (; x < end; x++, row += raster->n_channels)
        {
          guint alpha = raster->n_channels == 4 ? row[3] : 255;

          for (guint c = 0; c < N_CHANNELS; c++)
            sums[c] += alpha == 255 ? row[c] : on_white (row[c], alpha);
        }
    }
}

/* Writes the means of a strip's boxes; the last box may be narrower. */
static void
write_row (guint8 *to,
           gssize column,
           const guint32 *sums,
           const MorselRaster *raster,
           guint reduction,
           guint n_rows)
{
  for (guint x = 0; x < raster->width; x += reduction, sums += N_CHANNELS, to += column)
    {
      guint n = n_rows * MIN (reduction, raster->width - x);

      for (guint c = 0; c < N_CHANNELS; c++)
        to[c] = (guint8) ((sums[c] + n / 2) / n);
    }
}

/* A piece of a row, laid on white; without a reduction there is nothing to sum up. */
static void
copy_pixels (guint8 *to, gssize column, const guint8 *from, guint n_pixels, guint n_channels)
{
  if (n_channels == N_CHANNELS)
    {
      for (guint x = 0; x < n_pixels; x++, from += N_CHANNELS, to += column)
        memcpy (to, from, N_CHANNELS);
      return;
    }

  for (guint x = 0; x < n_pixels; x++, from += n_channels, to += column)
    {
      for (guint c = 0; c < N_CHANNELS; c++)
        to[c] = (guint8) on_white (from[c], from[N_CHANNELS]);
    }
}

/* Goes tile by tile: a row that becomes a column would touch as many cache lines as it has pixels,
 * and they would be gone when the next row comes. */
static void
fill_whole (guint8 *rgb, const Course *course, const MorselRaster *raster)
{
  for (guint top = 0; top < raster->height; top += TILE_SIDE)
    {
      guint bottom = MIN (raster->height, top + TILE_SIDE);

      for (guint left = 0; left < raster->width; left += TILE_SIDE)
        {
          guint n_pixels = MIN (TILE_SIDE, raster->width - left);

          for (guint y = top; y < bottom; y++)
            copy_pixels (rgb + course->first + y * course->row + left * course->column,
                         course->column,
                         raster->pixels + y * raster->rowstride + left * raster->n_channels,
                         n_pixels, raster->n_channels);
        }
    }
}

static void
fill_reduced (guint8 *rgb, const Course *course, const MorselRaster *raster, guint reduction)
{
  gsize n_sums = N_CHANNELS * (gsize) ((raster->width + reduction - 1) / reduction);
  g_autofree guint32 *sums = g_new (guint32, n_sums);
  guint8 *to = rgb + course->first;

  for (guint y = 0; y < raster->height; y += reduction, to += course->row)
    {
      const guint8 *row = raster->pixels + y * raster->rowstride;
      guint n_rows = MIN (reduction, raster->height - y);

      memset (sums, 0, n_sums * sizeof *sums);
      for (guint i = 0; i < n_rows; i++, row += raster->rowstride)
        add_row (sums, row, raster, reduction);
      write_row (to, course->column, sums, raster, reduction, n_rows);
    }
}

/**
 * morsel_pixels_clear:
 * @self: the pixels
 *
 * Drops the bytes.
 */
void
morsel_pixels_clear (MorselPixels *self)
{
  g_clear_pointer (&self->rgb, g_bytes_unref);
}

/**
 * morsel_pixels_init_upright:
 * @self: (out caller-allocates): the upright pixels, [height, width, 3], rows without padding
 * @raster: what a decoder handed out
 * @reduction: the side of the box whose mean becomes one pixel, 1 to 4096; 1 changes no size
 * @orientation: 1 to 8, as EXIF counts
 *
 * Lays the pixels on white, takes the mean of boxes of @reduction × @reduction (those at the right
 * and lower edge may be smaller), and turns the result upright.
 *
 * Returns: %FALSE when there is not enough memory
 */
gboolean
morsel_pixels_init_upright (MorselPixels *self,
                            const MorselRaster *raster,
                            guint reduction,
                            guint orientation)
{
  guint width = (raster->width + reduction - 1) / reduction;
  guint height = (raster->height + reduction - 1) / reduction;
  gboolean swaps_sides = orientation >= 5;

  self->width = swaps_sides ? height : width;
  self->height = swaps_sides ? width : height;
  self->rowstride = N_CHANNELS * (gsize) self->width;

  gsize n_bytes = self->rowstride * self->height;
  g_autofree guint8 *rgb = g_try_malloc (n_bytes);

  if (rgb == NULL)
    return FALSE;

  Course course = plan_course (orientation, width, height, self->rowstride);

  if (reduction == 1)
    fill_whole (rgb, &course, raster);
  else
    fill_reduced (rgb, &course, raster, reduction);
  self->rgb = g_bytes_new_take (g_steal_pointer (&rgb), n_bytes);
  return TRUE;
}
