/* resample.c: the antialiased resize of Pillow, bit for bit
 *
 * A triangle as wide as the step between outputs, weights of 22 bits, along the rows first, rounded
 * to 8 bits, then along the columns: Pillow's Resample.c with BILINEAR. A weight does not fit the
 * 16 bits that processors multiply fastest, so each is kept in two parts of 11 bits, whose sums are
 * exact and are joined at the end. Only what the wanted square needs is computed, four rows at a
 * time, and only as many rows are kept as one output row reads.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/resample.h"

#include <math.h>
#include <string.h>

#if defined(__SSE2__) && !defined(MORSEL_PLAIN_C)
#include <emmintrin.h>
#define USE_SSE2
#endif

#define WEIGHT_BITS 22
#define PART_BITS 11
#define ROWS_AT_A_TIME 4
/* What the kernels read and write beyond the end of a row. */
#define ROW_PADDING 32

/* The weights of two neighbours, in two parts each: high << PART_BITS | low. */
typedef struct
{
  gint16 high[2];
  gint16 low[2];
} Pair;

/* What one output reads: neighbours from `first` on. */
typedef struct
{
  guint first;
  guint n_inputs;
  guint n_pairs;
  const Pair *pairs;
} Window;

/* The windows of the outputs along one side; inputs count from `base` on. */
typedef struct
{
  guint n_windows;
  Window *windows;
  Pair *pairs;
  guint n_pairs_max;
  guint base;
  guint n_inputs;
} Axis;

/* Rows that are resized along x: the last few, in turn. */
typedef struct
{
  guint8 *bytes;
  gsize rowstride;
  guint n_rows;
  guint n_done;
} Ring;

static void
axis_free (Axis *axis)
{
  g_free (axis->windows);
  g_free (axis->pairs);
  g_free (axis);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Axis, axis_free)

static Pair *
write_pairs (const double *weights, double sum, guint n_weights, Pair *pairs)
{
  for (guint i = 0; i < n_weights; i++)
    {
      double weight = sum > 0 ? weights[i] / sum : 0;
      int rounded = (int) (0.5 + weight * (1 << WEIGHT_BITS));

      pairs[i / 2].high[i % 2] = (gint16) (rounded >> PART_BITS);
      pairs[i / 2].low[i % 2] = (gint16) (rounded & ((1 << PART_BITS) - 1));
    }
  return pairs + (n_weights + 1) / 2;
}

/* Pillow's precompute_coeffs() for the outputs from `offset` on, with the same order of rounding. */
static Axis *
axis_new (guint n_in, guint64 n_out, guint64 offset, guint n_windows)
{
  double scale = (double) n_in / (double) n_out;
  double support = MAX (scale, 1.0);
  double reach = ceil (support);
  guint n_weights_max = (guint) reach * 2 + 1;
  g_autofree double *weights = g_new (double, n_weights_max);
  Axis *axis = g_new0 (Axis, 1);

  axis->n_windows = n_windows;
  axis->n_pairs_max = (n_weights_max + 1) / 2;
  axis->windows = g_new (Window, n_windows);
  axis->pairs = g_new0 (Pair, (gsize) n_windows * axis->n_pairs_max);

  Pair *pairs = axis->pairs;

  for (guint i = 0; i < n_windows; i++)
    {
      double center = ((double) (offset + i) + 0.5) * scale;
      guint first = (guint) MAX ((int) (center - support + 0.5), 0);
      guint end = MIN ((guint) (center + support + 0.5), n_in);
      guint n_inputs = end - first;
      double sum = 0;

      for (guint x = 0; x < n_inputs; x++)
        {
          double distance = fabs ((first + x - center + 0.5) * (1.0 / support));

          weights[x] = distance < 1 ? 1 - distance : 0;
          sum += weights[x];
        }

      if (i == 0)
        axis->base = first;
      axis->windows[i] = (Window){
        .first = first - axis->base,
        .n_inputs = n_inputs,
        .n_pairs = (n_inputs + 1) / 2,
        .pairs = pairs,
      };
      axis->n_inputs = MAX (axis->n_inputs, end - axis->base);
      pairs = write_pairs (weights, sum, n_inputs, pairs);
    }
  return axis;
}

#ifdef USE_SSE2

/* The two parts of four sums of 32 bits. */
typedef struct
{
  __m128i high;
  __m128i low;
} Sums;

static inline void
add_products (Sums *sums, __m128i values, __m128i high, __m128i low)
{
  sums->high = _mm_add_epi32 (sums->high, _mm_madd_epi16 (values, high));
  sums->low = _mm_add_epi32 (sums->low, _mm_madd_epi16 (values, low));
}

static inline __m128i
join_sums (const Sums *sums)
{
  __m128i sum = _mm_add_epi32 (_mm_slli_epi32 (sums->high, PART_BITS), sums->low);

  return _mm_srai_epi32 (_mm_add_epi32 (sum, _mm_set1_epi32 (1 << (WEIGHT_BITS - 1))), WEIGHT_BITS);
}

static inline __m128i
load_pixel (const guint8 *bytes)
{
  int value;

  memcpy (&value, bytes, sizeof value);
  return _mm_cvtsi32_si128 (value);
}

static inline void
store_pixel (guint8 *bytes, const Sums *sums)
{
  __m128i words = _mm_packs_epi32 (join_sums (sums), _mm_setzero_si128 ());
  int value = _mm_cvtsi128_si32 (_mm_packus_epi16 (words, words));

  memcpy (bytes, &value, sizeof value);
}

static inline void
add_pixels (Sums *sums, const guint8 *bytes, __m128i high, __m128i low)
{
  __m128i neighbours = _mm_unpacklo_epi8 (load_pixel (bytes), load_pixel (bytes + 3));

  add_products (sums, _mm_unpacklo_epi8 (neighbours, _mm_setzero_si128 ()), high, low);
}

/* Four rows along x; each pixel is read and written with one byte of the next. */
static void
resample_rows (const Axis *axis, const guint8 *const rows[], guint8 *const outputs[])
{
  for (guint i = 0; i < axis->n_windows; i++)
    {
      const Window *window = &axis->windows[i];
      gsize offset = (gsize) window->first * 3;
      Sums a = { _mm_setzero_si128 (), _mm_setzero_si128 () };
      Sums b = a;
      Sums c = a;
      Sums d = a;

      for (guint p = 0; p < window->n_pairs; p++, offset += 6)
        {
          __m128i weights = _mm_loadl_epi64 ((const void *) &window->pairs[p]);
          __m128i high = _mm_shuffle_epi32 (weights, 0x00);
          __m128i low = _mm_shuffle_epi32 (weights, 0x55);

          add_pixels (&a, rows[0] + offset, high, low);
          add_pixels (&b, rows[1] + offset, high, low);
          add_pixels (&c, rows[2] + offset, high, low);
          add_pixels (&d, rows[3] + offset, high, low);
        }
      store_pixel (outputs[0] + i * 3, &a);
      store_pixel (outputs[1] + i * 3, &b);
      store_pixel (outputs[2] + i * 3, &c);
      store_pixel (outputs[3] + i * 3, &d);
    }
}

static inline void
add_columns (Sums sums[4], const guint8 *row, const guint8 *next, const Pair *pair)
{
  __m128i weights = _mm_loadl_epi64 ((const void *) pair);
  __m128i high = _mm_shuffle_epi32 (weights, 0x00);
  __m128i low = _mm_shuffle_epi32 (weights, 0x55);
  __m128i zero = _mm_setzero_si128 ();
  __m128i a = _mm_loadu_si128 ((const void *) row);
  __m128i b = _mm_loadu_si128 ((const void *) next);
  __m128i left = _mm_unpacklo_epi8 (a, b);
  __m128i right = _mm_unpackhi_epi8 (a, b);

  add_products (&sums[0], _mm_unpacklo_epi8 (left, zero), high, low);
  add_products (&sums[1], _mm_unpackhi_epi8 (left, zero), high, low);
  add_products (&sums[2], _mm_unpacklo_epi8 (right, zero), high, low);
  add_products (&sums[3], _mm_unpackhi_epi8 (right, zero), high, low);
}

/* One output row from the rows of its window, 16 bytes at a time. */
static void
resample_columns (const Window *window, const guint8 *const *rows, gsize n_bytes, guint8 *output)
{
  const Sums none = { _mm_setzero_si128 (), _mm_setzero_si128 () };

  for (gsize x = 0; x < n_bytes; x += 16)
    {
      Sums sums[4] = { none, none, none, none };

      for (guint p = 0; p < window->n_pairs; p++)
        add_columns (sums, rows[2 * p] + x, rows[2 * p + 1] + x, &window->pairs[p]);

      __m128i left = _mm_packs_epi32 (join_sums (&sums[0]), join_sums (&sums[1]));
      __m128i right = _mm_packs_epi32 (join_sums (&sums[2]), join_sums (&sums[3]));

      _mm_storeu_si128 ((void *) (output + x), _mm_packus_epi16 (left, right));
    }
}

#else

static int
multiply (const Pair *pair, guint8 first, guint8 second)
{
  return ((pair->high[0] << PART_BITS) + pair->low[0]) * first +
         ((pair->high[1] << PART_BITS) + pair->low[1]) * second;
}

static guint8
round_sum (int sum)
{
  return (guint8) MIN ((sum + (1 << (WEIGHT_BITS - 1))) >> WEIGHT_BITS, 255);
}

static void
resample_rows (const Axis *axis, const guint8 *const rows[], guint8 *const outputs[])
{
  for (guint r = 0; r < ROWS_AT_A_TIME; r++)
    for (guint i = 0; i < axis->n_windows * 3; i++)
      {
        const Window *window = &axis->windows[i / 3];
        const guint8 *pixel = rows[r] + (gsize) window->first * 3 + i % 3;
        int sum = 0;

        for (guint p = 0; p < window->n_pairs; p++, pixel += 6)
          sum += multiply (&window->pairs[p], pixel[0], pixel[3]);
        outputs[r][i] = round_sum (sum);
      }
}

static void
resample_columns (const Window *window, const guint8 *const *rows, gsize n_bytes, guint8 *output)
{
  for (gsize x = 0; x < n_bytes; x++)
    {
      int sum = 0;

      for (guint p = 0; p < window->n_pairs; p++)
        sum += multiply (&window->pairs[p], rows[2 * p][x], rows[2 * p + 1][x]);
      output[x] = round_sum (sum);
    }
}

#endif

static guint8 *
get_ring_row (const Ring *ring, guint row)
{
  return ring->bytes + (row % ring->n_rows) * ring->rowstride;
}

/* Resizes rows along x until row `end` is done; `scratch` has room for the rows read. */
static void
fill_ring (Ring *ring,
           guint end,
           const MorselView *view,
           const Axis *columns,
           const Axis *rows,
           guint8 *scratch)
{
  gsize n_bytes = (gsize) columns->n_inputs * 3;
  gsize stride = n_bytes + ROW_PADDING;

  while (ring->n_done < end)
    {
      const guint8 *inputs[ROWS_AT_A_TIME];
      guint8 *outputs[ROWS_AT_A_TIME];
      guint n_rows = MIN (ROWS_AT_A_TIME, rows->n_inputs - ring->n_done);

      for (guint i = 0; i < ROWS_AT_A_TIME; i++)
        {
          guint row = ring->n_done + MIN (i, n_rows - 1);

          memcpy (scratch + i * stride,
                  view->bytes + (gsize) (rows->base + row) * view->rowstride +
                      (gsize) columns->base * 3,
                  n_bytes);
          inputs[i] = scratch + i * stride;
          outputs[i] = get_ring_row (ring, row);
        }
      resample_rows (columns, inputs, outputs);
      ring->n_done += n_rows;
    }
}

/**
 * morsel_resample_antialias:
 * @view: the pixels to resize
 * @width: the width they are resized to
 * @height: the height they are resized to
 * @left: the first column wanted of that; @left + @side is at most @width
 * @top: the first row wanted
 * @side: how many rows and columns are wanted
 * @output: (out caller-allocates) (array): [@side, @side, 3], red first
 *
 * Resizes with the result of Pillow's Image.resize ((@width, @height), BILINEAR) and
 * Image.crop ((@left, @top, @left + @side, @top + @side)), without the work for what is cut off.
 *
 * Source: Pillow 9.4, src/libImaging/Resample.c.
 */
void
morsel_resample_antialias (const MorselView *view,
                           guint64 width,
                           guint64 height,
                           guint64 left,
                           guint64 top,
                           guint side,
                           guint8 *output)
{
  g_autoptr (Axis) columns = axis_new (view->width, width, left, side);
  g_autoptr (Axis) rows = axis_new (view->height, height, top, side);
  gsize n_bytes = (gsize) side * 3;
  Ring ring = {
    .rowstride = n_bytes + ROW_PADDING,
    .n_rows = 2 * rows->n_pairs_max + ROWS_AT_A_TIME,
  };
  g_autofree guint8 *ring_bytes = g_malloc0_n (ring.n_rows, ring.rowstride);
  g_autofree guint8 *scratch = g_malloc0_n (ROWS_AT_A_TIME,
                                            (gsize) columns->n_inputs * 3 + ROW_PADDING);
  g_autofree guint8 *row = g_malloc (n_bytes + ROW_PADDING);
  g_autofree const guint8 **window_rows = g_new (const guint8 *, 2 * (gsize) rows->n_pairs_max);

  ring.bytes = ring_bytes;
  for (guint y = 0; y < side; y++)
    {
      const Window *window = &rows->windows[y];
      guint end = window->first + window->n_inputs;

      fill_ring (&ring, end, view, columns, rows, scratch);
      for (guint p = 0; p < window->n_pairs; p++)
        {
          guint first = window->first + 2 * p;

          window_rows[2 * p] = get_ring_row (&ring, first);
          window_rows[2 * p + 1] = get_ring_row (&ring, MIN (first + 1, end - 1));
        }
      resample_columns (window, window_rows, n_bytes, row);
      memcpy (output + y * n_bytes, row, n_bytes);
    }
}
