/* photo-pixbuf.c: the only file that knows GdkPixbuf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-pixbuf.h"

#include "engine/error.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

/* Fed between two looks at the clock and the cancellable. */
#define CHUNK_BYTES ((gsize) 16 * 1024)
/* libjpeg's coarsest scale. */
#define MAX_JPEG_DIVISOR 8
/* Sums of larger boxes would not fit 32 bits. */
#define MAX_REDUCTION 4096

/* What the loader's signals say while it is fed. */
typedef struct
{
  const MorselPhotoHeader *header; /* borrowed */
  guint least_side;
  gboolean fed;      /* no more bytes come */
  gboolean mismatch; /* the decoder sees another size than we did */
  gboolean follows;  /* the decoder works while it is fed, so that it tells how far it came */
  guint n_rows;      /* that it told */
} Watch;

static gboolean
refuse (MorselPhotoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MORSEL_PHOTO_ERROR, (int) code, message);
  return FALSE;
}

/* The coarsest of libjpeg's exact scales that keeps the shorter side. */
static guint
choose_divisor (const MorselPhotoHeader *header, guint least_side)
{
  guint divisor = header->format == MORSEL_PHOTO_FORMAT_JPEG ? MAX_JPEG_DIVISOR : 1;
  guint side = MIN (header->width, header->height);

  while (divisor > 1 && (side + divisor - 1) / divisor < least_side)
    divisor /= 2;
  return divisor;
}

static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  Watch *watch = user_data;
  const MorselPhotoHeader *header = watch->header;

  if (width != (int) header->width || height != (int) header->height)
    {
      watch->mismatch = TRUE;
      gdk_pixbuf_loader_set_size (loader, 0, 0);
      return;
    }

  watch->follows = !watch->fed;

  int divisor = (int) choose_divisor (header, watch->least_side);

  /* Any other size than exactly this one costs a second, blurring pass. */
  if (divisor > 1)
    gdk_pixbuf_loader_set_size (loader, (width + divisor - 1) / divisor,
                                (height + divisor - 1) / divisor);
}

static void
area_updated_cb (GdkPixbufLoader *loader, int x, int y, int width, int height, gpointer user_data)
{
  Watch *watch = user_data;

  watch->n_rows = MAX (watch->n_rows, (guint) (y + height));
}

/* Errors of loaders may be missing even where they failed. */
static gboolean
refuse_damaged (const GError *reason, GError **error)
{
  MorselPhotoError code = MORSEL_PHOTO_ERROR_CORRUPT;

  if (g_error_matches (reason, GDK_PIXBUF_ERROR, GDK_PIXBUF_ERROR_INSUFFICIENT_MEMORY))
    code = MORSEL_PHOTO_ERROR_NO_MEMORY;
  return refuse (code, reason != NULL ? reason->message : "The decoder found no picture", error);
}

static GdkPixbufLoader *
new_loader (MorselPhotoFormat format, Watch *watch, GError **error)
{
  g_autoptr (GError) reason = NULL;
  GdkPixbufLoader *loader = gdk_pixbuf_loader_new_with_mime_type (
      morsel_photo_format_get_mime_type (format), &reason);

  if (loader == NULL)
    {
      g_propagate_error (error, morsel_photo_error_new_format (
                                    MORSEL_PHOTO_ERROR_NO_DECODER,
                                    morsel_photo_format_get_name (format), reason->message));
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), watch);
  g_signal_connect (loader, "area-updated", G_CALLBACK (area_updated_cb), watch);
  return loader;
}

/* Feeds the picture, and not what follows it in the file. */
static gboolean
feed (GdkPixbufLoader *loader,
      GBytes *bytes,
      Watch *watch,
      gint64 deadline,
      GCancellable *cancellable,
      GError **error)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  gsize n_bytes = watch->header->n_bytes;

  for (gsize position = 0; position < n_bytes; position += CHUNK_BYTES)
    {
      g_autoptr (GError) reason = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_get_monotonic_time () > deadline)
        return refuse (MORSEL_PHOTO_ERROR_TIMEOUT, "Decoding took too long", error);
      if (!gdk_pixbuf_loader_write (loader, data + position, MIN (CHUNK_BYTES, n_bytes - position),
                                    &reason) &&
          !watch->mismatch)
        return refuse_damaged (reason, error);
      if (watch->mismatch)
        return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The decoder sees another size", error);
    }
  return TRUE;
}

/* A PNG whose data end early is no error to libpng; the rest of it would be grey. Only without
 * interlacing does the last row come last. */
static gboolean
lacks_rows (const Watch *watch)
{
  return watch->header->format == MORSEL_PHOTO_FORMAT_PNG && !watch->header->interlaced &&
         watch->follows && watch->n_rows < watch->header->height;
}

static GdkPixbuf *
decode (GBytes *bytes, Watch *watch, gint64 deadline, GCancellable *cancellable, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = new_loader (watch->header->format, watch, error);

  if (loader == NULL)
    return NULL;

  gboolean fed = feed (loader, bytes, watch, deadline, cancellable, error);
  g_autoptr (GError) reason = NULL;

  /* A loader must be closed after a failure too, and then says no more of interest. */
  watch->fed = TRUE;

  gboolean closed = gdk_pixbuf_loader_close (loader, &reason);
  GdkPixbuf *pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);

  if (!fed)
    return NULL;
  if (!closed || pixbuf == NULL || watch->mismatch)
    {
      refuse_damaged (reason, error);
      return NULL;
    }
  if (lacks_rows (watch))
    {
      refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The PNG's picture ends early", error);
      return NULL;
    }
  return g_object_ref (pixbuf);
}

static void
unref_pixbuf (gpointer pixbuf)
{
  g_object_unref (pixbuf);
}

/**
 * morsel_pixels_init_decoded:
 * @self: (out caller-allocates): the pixels, upright, on white, [height, width, 3]
 * @bytes: a file whose header was read
 * @header: what morsel_photo_header_parse() found in it
 * @least_side: pixels that the shorter side must keep, at least 1; %MORSEL_PHOTO_FULL_SIZE for all
 * @deadline: when to give up, on the clock of g_get_monotonic_time()
 * @cancellable: (nullable): looked at between 16 KiB
 * @error: return location for an error
 *
 * Decodes a photo to the smallest size that keeps @least_side: a JPEG by libjpeg's exact scales,
 * which saves most of the memory, then anything still twice as large by the mean of whole boxes.
 *
 * Fails with %G_IO_ERROR_CANCELLED or a code of %MORSEL_PHOTO_ERROR: NO_DECODER, CORRUPT,
 * TRUNCATED, TIMEOUT, NO_MEMORY.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_pixels_init_decoded (MorselPixels *self,
                            GBytes *bytes,
                            const MorselPhotoHeader *header,
                            guint least_side,
                            gint64 deadline,
                            GCancellable *cancellable,
                            GError **error)
{
  Watch watch = { .header = header, .least_side = least_side };
  g_autoptr (GdkPixbuf) pixbuf = decode (bytes, &watch, deadline, cancellable, error);

  if (pixbuf == NULL)
    return FALSE;

  MorselRaster raster = {
    .pixels = gdk_pixbuf_read_pixels (pixbuf),
    .width = (guint) gdk_pixbuf_get_width (pixbuf),
    .height = (guint) gdk_pixbuf_get_height (pixbuf),
    .n_channels = (guint) gdk_pixbuf_get_n_channels (pixbuf),
    .rowstride = (gsize) gdk_pixbuf_get_rowstride (pixbuf),
  };
  guint reduction = CLAMP (MIN (raster.width, raster.height) / least_side, 1, MAX_REDUCTION);

  if (raster.n_channels == 3 && reduction == 1 && header->orientation == 1)
    {
      /* As it should be already: the photo keeps the decoder's own memory. */
      self->width = raster.width;
      self->height = raster.height;
      self->rowstride = raster.rowstride;
      self->rgb = g_bytes_new_with_free_func (raster.pixels, gdk_pixbuf_get_byte_length (pixbuf),
                                              unref_pixbuf, g_object_ref (pixbuf));
      return TRUE;
    }
  if (!morsel_pixels_init_upright (self, &raster, reduction, header->orientation))
    return refuse (MORSEL_PHOTO_ERROR_NO_MEMORY, "Not enough memory for the photo", error);
  return TRUE;
}

/**
 * morsel_pixels_write_png:
 * @self: the pixels
 * @stream: where the PNG goes
 * @cancellable: (nullable): looked at while writing
 * @error: return location for an error
 *
 * Encodes the pixels as a PNG file.
 *
 * Fails with a code of %G_IO_ERROR.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_pixels_write_png (const MorselPixels *self,
                         GOutputStream *stream,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_bytes (self->rgb, GDK_COLORSPACE_RGB, FALSE, 8,
                                                            (int) self->width, (int) self->height,
                                                            (int) self->rowstride);
  g_autoptr (GError) reason = NULL;

  if (gdk_pixbuf_save_to_stream (pixbuf, stream, "png", cancellable, &reason, NULL))
    return TRUE;

  if (reason->domain == G_IO_ERROR)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, reason->message);
  return FALSE;
}
