/* photo-png.c: walks through the chunks of a PNG file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-png.h"

#include "engine/error.h"
#include "engine/photo-exif.h"

#include <string.h>

#define MAX_MEGAPIXELS 40
#define SIGNATURE_BYTES 8
#define HEADER_BYTES 13
/* A chunk's length, name and checksum. */
#define CHUNK_FRAME_BYTES 12
#define COLOUR_PALETTE 3

static guint32
read_32 (const guint8 *p)
{
  return (guint32) p[0] << 24 | (guint32) p[1] << 16 | (guint32) p[2] << 8 | p[3];
}

static gboolean
refuse (MorselPhotoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MORSEL_PHOTO_ERROR, (int) code, message);
  return FALSE;
}

/* Whether the colour type may have so many bits a sample. */
static gboolean
is_depth (guint colour, guint depth)
{
  switch (colour)
    {
    case 0:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case COLOUR_PALETTE:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return FALSE;
    }
}

/* The first chunk: width, height, depth, colour, compression, filter, interlace. */
static gboolean
read_header (const guint8 *chunk, gsize n_bytes, MorselPhotoHeader *header, GError **error)
{
  if (n_bytes < 8 + HEADER_BYTES)
    return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The PNG ends within its header", error);
  if (memcmp (chunk, "\0\0\0\x0dIHDR", 8) != 0)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The PNG does not begin with its header", error);

  const guint8 *data = chunk + 8;

  header->width = read_32 (data);
  header->height = read_32 (data + 4);
  header->interlaced = data[12] == 1;
  if (!morsel_photo_header_check_size (header->width, header->height, MAX_MEGAPIXELS, error))
    return FALSE;
  if (!is_depth (data[9], data[8]) || data[10] != 0 || data[11] != 0 || data[12] > 1)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The PNG's header has values that do not exist",
                   error);
  return TRUE;
}

/**
 * morsel_photo_png_walk:
 * @bytes: (array length=n_bytes): a file that begins like a PNG
 * @n_bytes: how many, at least 8
 * @header: size, orientation, interlacing and length are set
 * @error: return location for an error
 *
 * Walks from chunk to chunk to the end mark. Checksums are left to the decoder.
 *
 * Source: W3C, Portable Network Graphics, sections 5 and 11.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_png_walk (const guint8 *bytes,
                       gsize n_bytes,
                       MorselPhotoHeader *header,
                       GError **error)
{
  if (!read_header (bytes + SIGNATURE_BYTES, n_bytes - SIGNATURE_BYTES, header, error))
    return FALSE;

  gboolean needs_palette = bytes[SIGNATURE_BYTES + 8 + 9] == COLOUR_PALETTE;
  gboolean has_palette = FALSE;
  gboolean has_picture = FALSE;
  gsize position = SIGNATURE_BYTES;

  while (n_bytes - position >= CHUNK_FRAME_BYTES)
    {
      const guint8 *chunk = bytes + position;
      gsize length = read_32 (chunk);

      if (length > n_bytes - position - CHUNK_FRAME_BYTES)
        break;
      position += CHUNK_FRAME_BYTES + length;

      if (memcmp (chunk + 4, "PLTE", 4) == 0)
        has_palette = TRUE;
      else if (memcmp (chunk + 4, "IDAT", 4) == 0)
        has_picture = TRUE;
      else if (memcmp (chunk + 4, "eXIf", 4) == 0)
        header->orientation = MAX (morsel_photo_exif_read_orientation (chunk + 8, length), 1);
      else if (memcmp (chunk + 4, "IEND", 4) == 0)
        {
          header->n_bytes = position;
          if (!has_picture || (needs_palette && !has_palette))
            return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The PNG lacks its picture or palette",
                           error);
          return TRUE;
        }
    }
  return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The PNG ends without its end mark", error);
}
