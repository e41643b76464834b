/* photo-header.c: tells the format, walks through the structure, keeps to the limits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-header.h"

#include "engine/error.h"
#include "engine/photo-jpeg.h"
#include "engine/photo-png.h"
#include "engine/photo-webp.h"
#include "engine/photo.h"

/* What libjpeg can at most decode. */
#define MAX_SIDE 65500

/**
 * morsel_photo_header_check_size:
 * @width: pixels
 * @height: pixels
 * @max_megapixels: the format's limit, in millions of pixels
 * @error: return location for an error
 *
 * Fails with %MORSEL_PHOTO_ERROR_CORRUPT without any pixel, %MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS
 * above the limit, which the error knows.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_header_check_size (guint width, guint height, guint max_megapixels, GError **error)
{
  if (width == 0 || height == 0)
    {
      g_set_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_CORRUPT,
                   "The header says %u × %u pixels", width, height);
      return FALSE;
    }

  guint64 n_pixels = (guint64) width * height;

  if (width > MAX_SIDE || height > MAX_SIDE || n_pixels > (guint64) max_megapixels * 1000000)
    {
      g_autofree char *message = g_strdup_printf (
          "The header says %u × %u pixels, the limit is %u megapixels", width, height,
          max_megapixels);

      g_propagate_error (error, morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS,
                                                              max_megapixels, message));
      return FALSE;
    }
  return TRUE;
}

static gboolean
walk (const guint8 *bytes, gsize n_bytes, MorselPhotoHeader *header, GError **error)
{
  switch (header->format)
    {
    case MORSEL_PHOTO_FORMAT_JPEG:
      return morsel_photo_jpeg_walk (bytes, n_bytes, header, error);
    case MORSEL_PHOTO_FORMAT_PNG:
      return morsel_photo_png_walk (bytes, n_bytes, header, error);
    case MORSEL_PHOTO_FORMAT_WEBP:
      return morsel_photo_webp_walk (bytes, n_bytes, header, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * morsel_photo_header_parse:
 * @bytes: (array length=n_bytes): the whole file
 * @n_bytes: how many, at least 1
 * @header: (out): what the bytes say
 * @error: return location for an error
 *
 * Walks through a file from its signature to its end mark, and refuses what the decoder must not
 * see: other formats, sizes above the limits, work without measure, files that were cut off.
 *
 * Fails with a code of %MORSEL_PHOTO_ERROR: UNSUPPORTED, NOT_A_PHOTO, CORRUPT, TRUNCATED,
 * TOO_MANY_PIXELS, TOO_SMALL, TOO_COMPLEX.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_header_parse (const guint8 *bytes,
                           gsize n_bytes,
                           MorselPhotoHeader *header,
                           GError **error)
{
  *header = (MorselPhotoHeader){ .orientation = 1, .n_scans = 1 };

  if (!morsel_photo_format_sniff (bytes, n_bytes, &header->format, error) ||
      !walk (bytes, n_bytes, header, error))
    return FALSE;

  if (MIN (header->width, header->height) < MORSEL_PHOTO_MIN_SIDE)
    {
      g_autofree char *message = g_strdup_printf (
          "The photo has %u × %u pixels, each side needs %u", header->width, header->height,
          (guint) MORSEL_PHOTO_MIN_SIDE);

      g_propagate_error (error, morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_SMALL,
                                                              MORSEL_PHOTO_MIN_SIDE, message));
      return FALSE;
    }
  return TRUE;
}
