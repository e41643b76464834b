/* focus-picture.c: a photo with where the network looked laid over it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/focus-picture.h"

#include <math.h>

/* The photo keeps this much of its colours, so that orange means one thing only. */
#define SATURATION 0.4f
/* Where the network looked most, this much of the photo is covered. */
#define MAX_OPACITY 0.6f

static const float orange[3] = { 255.0f, 120.0f, 0.0f };

/* How bright red, green and blue are (ITU-R BT.709). */
static const float luma[3] = { 0.2126f, 0.7152f, 0.0722f };

/* A place between two cells of the map. */
typedef struct
{
  guint before;
  guint after;
  float share; /* of the one after */
  gboolean is_seen;
} Place;

/* Where each of n pixels of a row or a column lies on the map; values stand for middles of cells. */
static Place *
find_places (guint n, float start, float length, guint side)
{
  Place *places = g_new0 (Place, n);

  for (guint i = 0; i < n; i++)
    {
      float seen = (((float) i + 0.5f) / (float) n - start) / length;
      float cell = CLAMP (seen * (float) side - 0.5f, 0.0f, (float) (side - 1));

      places[i].before = (guint) cell;
      places[i].after = MIN (places[i].before + 1, side - 1);
      places[i].share = cell - (float) places[i].before;
      places[i].is_seen = seen >= 0.0f && seen <= 1.0f;
    }
  return places;
}

static float
interpolate (const float *map, guint side, const Place *row, const Place *column)
{
  if (!row->is_seen || !column->is_seen)
    return 0.0f;

  const float *above = map + (gsize) row->before * side;
  const float *below = map + (gsize) row->after * side;
  float top = above[column->before] +
              column->share * (above[column->after] - above[column->before]);
  float bottom = below[column->before] +
                 column->share * (below[column->after] - below[column->before]);

  return top + row->share * (bottom - top);
}

static void
paint_pixel (const guint8 *pixel, float focus, guint8 *painted)
{
  float grey = luma[0] * (float) pixel[0] + luma[1] * (float) pixel[1] + luma[2] * (float) pixel[2];
  float opacity = MAX_OPACITY * focus;

  for (guint c = 0; c < 3; c++)
    {
      float muted = grey + SATURATION * ((float) pixel[c] - grey);

      painted[c] = (guint8) (muted + opacity * (orange[c] - muted) + 0.5f);
    }
}

/**
 * morsel_focus_picture_new:
 * @photo: the photo
 * @seen: the part of it that the network saw
 * @map: (nullable) (array): [@side, @side], 0 to 1, over @seen; %NULL: it looked nowhere
 * @side: cells of a row of the map
 *
 * The photo at two fifths of its saturation, the more orange the more a place counted.
 *
 * Returns: (transfer full): the picture, as large as @photo
 */
MorselPhoto *
morsel_focus_picture_new (MorselPhoto *photo, const MorselPart *seen, const float *map, guint side)
{
  guint width = morsel_photo_get_width (photo);
  guint height = morsel_photo_get_height (photo);
  gsize rowstride = morsel_photo_get_rowstride (photo);
  const guint8 *pixels = g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);
  gsize n_bytes = (gsize) width * height * 3;
  g_autofree guint8 *painted = g_malloc (n_bytes);
  g_autofree Place *columns = find_places (width, seen->x, seen->width, MAX (side, 1));
  g_autofree Place *rows = find_places (height, seen->y, seen->height, MAX (side, 1));

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      paint_pixel (pixels + y * rowstride + (gsize) x * 3,
                   map != NULL ? interpolate (map, side, &rows[y], &columns[x]) : 0.0f,
                   painted + ((gsize) y * width + x) * 3);

  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&painted), n_bytes);

  return morsel_photo_new_from_pixels (bytes, width, height, (gsize) width * 3);
}
