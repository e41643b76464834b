/* photo-webp.c: walks through the chunks of a WebP file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-webp.h"

#include "engine/error.h"
#include "engine/photo-exif.h"

#include <string.h>

#define MAX_MEGAPIXELS 40
/* "RIFF", length, "WEBP". */
#define CONTAINER_BYTES 12
/* A chunk's name and length. */
#define CHUNK_FRAME_BYTES 8
#define FLAG_ANIMATION 0x02

static guint32
read_24 (const guint8 *p)
{
  return p[0] | (guint32) p[1] << 8 | (guint32) p[2] << 16;
}

static guint32
read_32 (const guint8 *p)
{
  return read_24 (p) | (guint32) p[3] << 24;
}

static gboolean
refuse (MorselPhotoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MORSEL_PHOTO_ERROR, (int) code, message);
  return FALSE;
}

/* The extended header: flags, then the canvas. */
static gboolean
read_canvas (const guint8 *data, gsize n_bytes, MorselPhotoHeader *header, GError **error)
{
  if (n_bytes < 10)
    return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The WebP ends within its header", error);
  if ((data[0] & FLAG_ANIMATION) != 0)
    {
      g_propagate_error (
          error, morsel_photo_error_new_format (MORSEL_PHOTO_ERROR_UNSUPPORTED, "animated WebP",
                                                "animated WebP files are not supported"));
      return FALSE;
    }

  header->width = read_24 (data + 4) + 1;
  header->height = read_24 (data + 7) + 1;
  return morsel_photo_header_check_size (header->width, header->height, MAX_MEGAPIXELS, error);
}

/* The picture itself, lossy or lossless: its size is that of the canvas, if there is one. */
static gboolean
read_picture (const guint8 *chunk, gsize n_bytes, MorselPhotoHeader *header, GError **error)
{
  const guint8 *data = chunk + CHUNK_FRAME_BYTES;
  gboolean lossless = memcmp (chunk, "VP8L", 4) == 0;
  guint width;
  guint height;

  if (n_bytes < (lossless ? 5u : 10u))
    return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The WebP's picture ends within its header",
                   error);

  if (lossless)
    {
      guint32 bits = read_32 (data + 1);

      if (data[0] != 0x2f)
        return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The WebP's picture has no signature", error);
      width = (bits & 0x3fff) + 1;
      height = (bits >> 14 & 0x3fff) + 1;
    }
  else
    {
      if (memcmp (data + 3, "\x9d\x01\x2a", 3) != 0)
        return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The WebP's picture has no signature", error);
      width = ((guint) data[7] << 8 | data[6]) & 0x3fff;
      height = ((guint) data[9] << 8 | data[8]) & 0x3fff;
    }

  if (!morsel_photo_header_check_size (width, height, MAX_MEGAPIXELS, error))
    return FALSE;
  if (header->width != 0 && (header->width != width || header->height != height))
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The WebP says two sizes", error);

  header->width = width;
  header->height = height;
  return TRUE;
}

static gboolean
is_picture (const guint8 *chunk)
{
  return memcmp (chunk, "VP8 ", 4) == 0 || memcmp (chunk, "VP8L", 4) == 0;
}

/**
 * morsel_photo_webp_walk:
 * @bytes: (array length=n_bytes): a file that begins like a WebP
 * @n_bytes: how many, at least 12
 * @header: size, orientation and length are set
 * @error: return location for an error
 *
 * Walks from chunk to chunk to the end of the container.
 *
 * Source: RFC 9649, section 2.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_webp_walk (const guint8 *bytes,
                        gsize n_bytes,
                        MorselPhotoHeader *header,
                        GError **error)
{
  gsize end = CHUNK_FRAME_BYTES + (gsize) read_32 (bytes + 4);
  gsize position = CONTAINER_BYTES;
  gboolean has_picture = FALSE;

  while (position < MIN (end, n_bytes) && MIN (end, n_bytes) - position >= CHUNK_FRAME_BYTES)
    {
      const guint8 *chunk = bytes + position;
      gsize left = MIN (end, n_bytes) - position - CHUNK_FRAME_BYTES;
      gsize length = read_32 (chunk + 4);
      gsize n_there = MIN (length, left);

      /* Sizes come first in their chunks: even of a cut-off bomb the size is said. */
      if (memcmp (chunk, "VP8X", 4) == 0 && position == CONTAINER_BYTES &&
          !read_canvas (chunk + CHUNK_FRAME_BYTES, n_there, header, error))
        return FALSE;
      if (is_picture (chunk) && !has_picture && !read_picture (chunk, n_there, header, error))
        return FALSE;
      has_picture |= is_picture (chunk);

      if (length > left)
        return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The WebP ends within a chunk", error);
      if (memcmp (chunk, "EXIF", 4) == 0)
        header->orientation = MAX (
            morsel_photo_exif_read_orientation (chunk + CHUNK_FRAME_BYTES, length), 1);
      /* Chunks begin at even places. */
      position += CHUNK_FRAME_BYTES + length + (length & 1 & (gsize) (length < left));
    }

  if (end > n_bytes)
    return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The WebP is shorter than it says", error);
  if (!has_picture)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The WebP has no picture in it", error);

  header->n_bytes = end;
  return TRUE;
}
