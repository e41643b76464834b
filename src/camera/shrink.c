/* shrink.c: a frame as small as it is shown
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/shrink.h"

#include <math.h>
#include <string.h>

#define N_CHANNELS 4
#define ONE 256 /* the weights of a pixel's sources add up to this */

/* The sources of one pixel along one side: some in a row, each with its weight. */
typedef struct
{
  guint first;
  guint n;
  const guint16 *weights; /* [n] */
} Span;

typedef struct
{
  /* owned */
  Span *spans;      /* one for each pixel */
  guint16 *weights; /* of all spans */
} Side;

static void
side_clear (Side *self)
{
  g_free (self->spans);
  g_free (self->weights);
}

/* Each pixel is the mean of the part of the side that it covers. */
static void
side_init (Side *self, guint from, guint to)
{
  guint n_weights = 0;

  /* A pixel touches as many sources as it covers, and one more at each end. */
  self->spans = g_new (Span, to);
  self->weights = g_new (guint16, (gsize) from + 2 * (gsize) to);

  for (guint i = 0; i < to; i++)
    {
      double start = (double) i * from / to;
      double end = MIN ((double) (i + 1) * from / to, from);
      guint16 *weights = self->weights + n_weights;
      guint first = (guint) start;
      guint n = 0;
      guint given = 0;

      /* What is given is rounded as a whole, so that it adds up to ONE. */
      for (guint source = first; source < from && source < end; source++)
        {
          double covered = (MIN (source + 1, end) - start) / (end - start);
          guint total = (guint) lround (ONE * covered);

          weights[n++] = (guint16) (total - given);
          given = total;
        }
      self->spans[i] = (Span){ first, n, weights };
      n_weights += n;
    }
}

/* One row of the result, before its width is shrunk: [width, 4], ONE times as large. */
static void
add_rows (const guint8 *bgra, gsize rowstride, const Span *span, guint16 *sums)
{
  memset (sums, 0, rowstride * sizeof *sums);
  for (guint i = 0; i < span->n; i++)
    {
      const guint8 *row = bgra + (span->first + i) * rowstride;
      guint16 weight = span->weights[i];

      for (gsize byte = 0; byte < rowstride; byte++)
        sums[byte] = (guint16) (sums[byte] + row[byte] * weight);
    }
}

static void
add_columns (const guint16 *sums, const Span *spans, guint to_width, guint8 *bgra)
{
  for (guint x = 0; x < to_width; x++)
    {
      const guint16 *pixel = sums + (gsize) spans[x].first * N_CHANNELS;
      guint32 total[N_CHANNELS] = { 0 };

      for (guint i = 0; i < spans[x].n; i++, pixel += N_CHANNELS)
        {
          for (guint c = 0; c < N_CHANNELS; c++)
            total[c] += (guint32) pixel[c] * spans[x].weights[i];
        }
      for (guint c = 0; c < N_CHANNELS; c++)
        *bgra++ = (guint8) ((total[c] + ONE * ONE / 2) / (ONE * ONE));
    }
}

/**
 * morsel_shrink_fit:
 * @width: of a frame in pixels
 * @height: the same
 * @most_width: of the place where it is shown, in pixels; 0: not known
 * @most_height: the same
 * @to_width: (out): of the frame as it is shown
 * @to_height: (out): the same
 *
 * The size at which a frame just fits.
 *
 * Returns: whether that is smaller than the frame
 */
gboolean
morsel_shrink_fit (guint width,
                   guint height,
                   guint most_width,
                   guint most_height,
                   guint *to_width,
                   guint *to_height)
{
  double scale = MIN ((double) most_width / width, (double) most_height / height);

  *to_width = (guint) lround (width * scale);
  *to_height = (guint) lround (height * scale);
  return *to_width >= 1 && *to_height >= 1 && *to_width < width && *to_height < height;
}

/**
 * morsel_shrink_bgra:
 * @bgra: [height, width, 4], 8 bit, without padding
 * @width: of the frame in pixels
 * @height: the same
 * @to_width: of the result, 1 to @width
 * @to_height: the same, 1 to @height
 *
 * Shrinks a frame; each pixel is the mean of the area that it covers.
 *
 * Returns: (transfer full): [to_height, to_width, 4]
 */
GBytes *
morsel_shrink_bgra (const guint8 *bgra, guint width, guint height, guint to_width, guint to_height)
{
  g_return_val_if_fail (to_width >= 1 && to_width <= width, NULL);
  g_return_val_if_fail (to_height >= 1 && to_height <= height, NULL);

  gsize rowstride = (gsize) width * N_CHANNELS;
  gsize to_rowstride = (gsize) to_width * N_CHANNELS;
  g_autofree guint16 *sums = g_new (guint16, rowstride);
  guint8 *result = g_malloc (to_rowstride * to_height);
  Side columns;
  Side rows;

  side_init (&columns, width, to_width);
  side_init (&rows, height, to_height);
  for (guint y = 0; y < to_height; y++)
    {
      add_rows (bgra, rowstride, &rows.spans[y], sums);
      add_columns (sums, columns.spans, to_width, result + y * to_rowstride);
    }
  side_clear (&columns);
  side_clear (&rows);

  return g_bytes_new_take (result, to_rowstride * to_height);
}
