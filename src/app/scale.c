/* scale.c: smaller copies of photos, for the screen
 *
 * Every pixel is the mean of the area it stands for, so that nothing flickers or shows stairs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/scale.h"

#define N_CHANNELS 3

/* A part of a photo, in its pixels. */
typedef struct
{
  guint x;
  guint y;
  guint width;
  guint height;
} Area;

typedef struct
{
  guint width;
  guint height;
} Size;

/* Adds weight times n values of a row. */
static void
add_row (float *sums, const guint8 *row, gsize n, float weight)
{
  for (gsize i = 0; i < n; i++)
    sums[i] += weight * (float) row[i];
}

/* One row of sums, made n_to pixels wide. from: [n_from, 3]; to: [n_to, 3] */
static void
shrink_row (const float *from, guint n_from, guint8 *to, guint n_to, float scale)
{
  float step = (float) n_from / (float) n_to;

  for (guint x = 0; x < n_to; x++)
    {
      float begin = (float) x * step;
      float end = MIN (begin + step, (float) n_from);
      float sums[N_CHANNELS] = { 0.0f };

      for (guint i = (guint) begin; i < n_from && (float) i < end; i++)
        {
          float weight = MIN ((float) i + 1.0f, end) - MAX ((float) i, begin);

          for (guint c = 0; c < N_CHANNELS; c++)
            sums[c] += weight * from[i * N_CHANNELS + c];
        }

      float factor = scale / (end - begin);

      for (guint c = 0; c < N_CHANNELS; c++)
        to[x * N_CHANNELS + c] = (guint8) CLAMP (sums[c] * factor + 0.5f, 0.0f, 255.0f);
    }
}

/* Rows of the area one after another: each counts for one or two rows of the smaller photo. They are
 * added up first, many pixels at a time, and only the sums made narrower. */
static MorselPhoto *
shrink (MorselPhoto *photo, const Area *area, Size size)
{
  gsize rowstride = morsel_photo_get_rowstride (photo);
  const guint8 *pixels = g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);
  gsize n_from = (gsize) area->width * N_CHANNELS;
  gsize n_to = (gsize) size.width * N_CHANNELS;
  g_autofree float *sums = g_new0 (float, n_from);
  guint8 *smaller = g_malloc (n_to * size.height);
  float step = (float) area->height / (float) size.height;
  guint y = 0;

  for (guint i = 0; i < area->height; i++)
    {
      const guint8 *row = pixels + (area->y + i) * rowstride + (gsize) area->x * N_CHANNELS;
      float begin = (float) i;
      float limit = (float) (y + 1) * step;

      add_row (sums, row, n_from, MIN (begin + 1.0f, limit) - begin);

      if (begin + 1.0f < limit - 0.0005f && i + 1 < area->height)
        continue;

      shrink_row (sums, area->width, smaller + y * n_to, size.width, 1.0f / step);
      memset (sums, 0, n_from * sizeof *sums);
      y = MIN (y + 1, size.height - 1);

      if (begin + 1.0f > limit)
        add_row (sums, row, n_from, begin + 1.0f - limit);
    }

  g_autoptr (GBytes) bytes = g_bytes_new_take (smaller, n_to * size.height);

  return morsel_photo_new_from_pixels (bytes, size.width, size.height, n_to);
}

/**
 * morsel_scale_fit:
 * @photo: the photo
 * @width: the most pixels it may be wide, at least 1
 * @height: the most pixels it may be high, at least 1
 *
 * Keeps the shape. A photo that fits already is given back as it is. May be called from any thread.
 *
 * Returns: (transfer full): a photo that fits
 */
MorselPhoto *
morsel_scale_fit (MorselPhoto *photo, guint width, guint height)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (photo), NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);

  Area area = { 0, 0, morsel_photo_get_width (photo), morsel_photo_get_height (photo) };
  double scale = MIN ((double) width / area.width, (double) height / area.height);

  if (scale >= 1.0)
    return g_object_ref (photo);

  Size size = {
    .width = MAX ((guint) (area.width * scale + 0.5), 1),
    .height = MAX ((guint) (area.height * scale + 0.5), 1),
  };

  return shrink (photo, &area, size);
}

/**
 * morsel_scale_square:
 * @photo: the photo
 * @side: of the square, in pixels, at least 1
 *
 * The middle of @photo as a square; smaller than @side where the photo is. May be called from any
 * thread.
 *
 * Returns: (transfer full): the square
 */
MorselPhoto *
morsel_scale_square (MorselPhoto *photo, guint side)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (photo), NULL);
  g_return_val_if_fail (side > 0, NULL);

  guint width = morsel_photo_get_width (photo);
  guint height = morsel_photo_get_height (photo);
  guint short_side = MIN (width, height);
  Area area = { (width - short_side) / 2, (height - short_side) / 2, short_side, short_side };

  side = MIN (side, short_side);
  return shrink (photo, &area, (Size){ side, side });
}

static void
fit_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Size *size = task_data;

  g_task_return_pointer (task, morsel_scale_fit (MORSEL_PHOTO (source), size->width, size->height),
                         g_object_unref);
}

/**
 * morsel_scale_fit_async:
 * @photo: the photo
 * @width: as for morsel_scale_fit()
 * @height: the same
 * @cancellable: (nullable): a cancellable
 * @callback: called when the smaller photo is there
 * @user_data: for @callback
 *
 * morsel_scale_fit() on a thread.
 */
void
morsel_scale_fit_async (MorselPhoto *photo,
                        guint width,
                        guint height,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_PHOTO (photo));
  g_return_if_fail (width > 0 && height > 0);

  g_autoptr (GTask) task = g_task_new (photo, cancellable, callback, user_data);
  Size *size = g_new (Size, 1);

  size->width = width;
  size->height = height;
  g_task_set_source_tag (task, morsel_scale_fit_async);
  g_task_set_task_data (task, size, g_free);
  g_task_run_in_thread (task, fit_on_thread);
}

/**
 * morsel_scale_fit_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_scale_fit_async() began. Fails with %G_IO_ERROR_CANCELLED only.
 *
 * Returns: (transfer full): the photo, or %NULL with @error set
 */
MorselPhoto *
morsel_scale_fit_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
