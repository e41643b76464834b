/* photo-jpeg.c: walks through the segments and scans of a JPEG file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-jpeg.h"

#include "engine/error.h"
#include "engine/photo-exif.h"

#include <string.h>

#define MAX_MEGAPIXELS 100
/* With several scans libjpeg keeps all coefficients: 3 to 6 bytes a pixel. */
#define MAX_MEGAPIXELS_KEPT 64
#define MAX_SCANS 32
/* Each scan goes over all pixels again; one call of the decoder cannot be broken off. */
#define MAX_SCANNED_PIXELS G_GUINT64_CONSTANT (1000000000)
/* Profiles and comments are kept by the decoder, some of them twice. */
#define MAX_METADATA_BYTES (8 * 1024 * 1024)

/* Markers, the byte after 0xff. */
enum
{
  TEM = 0x01,
  SOF0 = 0xc0,
  SOF2 = 0xc2,
  SOF3 = 0xc3,
  DHT = 0xc4,
  JPG = 0xc8,
  SOF9 = 0xc9,
  SOF11 = 0xcb,
  DAC = 0xcc,
  SOF15 = 0xcf,
  RST0 = 0xd0,
  RST7 = 0xd7,
  SOI = 0xd8,
  EOI = 0xd9,
  SOS = 0xda,
  APP0 = 0xe0,
  APP1 = 0xe1,
  APP15 = 0xef,
  SOF55 = 0xf7,
  COM = 0xfe,
};

/* How far the walk has come. */
typedef struct
{
  const guint8 *bytes;
  gsize n_bytes;
  gsize position;
  gsize n_metadata_bytes;
  guint n_components;
  guint n_scans;
  gboolean keeps_coefficients;
} Walk;

static gboolean
refuse (MorselPhotoError code, const char *message, GError **error)
{
  g_set_error_literal (error, MORSEL_PHOTO_ERROR, (int) code, message);
  return FALSE;
}

static gboolean
refuse_kind (const char *kind, GError **error)
{
  g_autofree char *message = g_strdup_printf ("%s files are not supported", kind);

  g_propagate_error (error,
                     morsel_photo_error_new_format (MORSEL_PHOTO_ERROR_UNSUPPORTED, kind, message));
  return FALSE;
}

/* Goes to the byte after the next marker, over entropy-coded data, restarts and fill bytes. */
static gboolean
find_marker (Walk *walk, guint8 *marker, GError **error)
{
  while (walk->position < walk->n_bytes)
    {
      const guint8 *found = memchr (walk->bytes + walk->position, 0xff,
                                    walk->n_bytes - walk->position);

      if (found == NULL)
        break;
      walk->position = (gsize) (found - walk->bytes) + 1;
      if (walk->position == walk->n_bytes)
        break;

      *marker = walk->bytes[walk->position];
      if (*marker == 0xff)
        continue;

      walk->position += 1;
      if (*marker != 0x00 && *marker != TEM && (*marker < RST0 || *marker > RST7))
        return TRUE;
    }
  return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The JPEG ends without its end mark", error);
}

/* Reads the segment's length, which counts its own two bytes, and goes to its end. */
static gboolean
read_segment (Walk *walk, const guint8 **segment, gsize *n_bytes, GError **error)
{
  gsize left = walk->n_bytes - walk->position;

  if (left < 2)
    return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The JPEG ends within a segment", error);

  const guint8 *start = walk->bytes + walk->position;
  gsize length = (gsize) start[0] << 8 | start[1];

  if (length < 2)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "A JPEG segment is shorter than its length", error);
  if (length > left)
    return refuse (MORSEL_PHOTO_ERROR_TRUNCATED, "The JPEG ends within a segment", error);

  *segment = start + 2;
  *n_bytes = length - 2;
  walk->position += length;
  return TRUE;
}

static gboolean
is_frame (guint8 marker)
{
  return (marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC) ||
         marker == SOF55;
}

static gboolean
check_frame_kind (guint8 marker, GError **error)
{
  if (marker <= SOF2)
    return TRUE;
  if (marker == SOF55)
    return refuse_kind ("JPEG-LS", error);
  if (marker == SOF3 || marker == SOF11)
    return refuse_kind ("lossless JPEG", error);
  if (marker >= SOF9)
    return refuse_kind ("arithmetic-coded JPEG", error);
  return refuse_kind ("hierarchical JPEG", error);
}

/* The frame header: precision, height, width, components. */
static gboolean
read_frame (Walk *walk,
            guint8 marker,
            const guint8 *frame,
            gsize n_bytes,
            MorselPhotoHeader *header,
            GError **error)
{
  if (!check_frame_kind (marker, error))
    return FALSE;
  if (walk->n_components != 0)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The JPEG has two frames", error);
  if (n_bytes < 6)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The JPEG's frame header is too short", error);

  guint n_components = frame[5];

  if (frame[0] != 8)
    {
      g_autofree char *kind = g_strdup_printf ("%u-bit JPEG", (guint) frame[0]);

      return refuse_kind (kind, error);
    }
  if (n_components != 1 && n_components != 3 && n_components != 4)
    {
      g_autofree char *kind = g_strdup_printf ("%u-component JPEG", n_components);

      return refuse_kind (kind, error);
    }
  if (n_bytes != 6 + 3 * (gsize) n_components)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The JPEG's frame header has a wrong length", error);

  header->height = (guint) frame[1] << 8 | frame[2];
  header->width = (guint) frame[3] << 8 | frame[4];
  walk->n_components = n_components;
  walk->keeps_coefficients = marker == SOF2;
  return morsel_photo_header_check_size (header->width, header->height, MAX_MEGAPIXELS, error);
}

static gboolean
read_metadata (Walk *walk,
               guint8 marker,
               const guint8 *segment,
               gsize n_bytes,
               MorselPhotoHeader *header,
               GError **error)
{
  walk->n_metadata_bytes += n_bytes;
  if (walk->n_metadata_bytes > MAX_METADATA_BYTES)
    return refuse (MORSEL_PHOTO_ERROR_TOO_COMPLEX, "The JPEG has too many bytes of metadata",
                   error);

  if (marker == APP1 && header->orientation == 1 && n_bytes >= 6 &&
      memcmp (segment, "Exif\0\0", 6) == 0)
    header->orientation = MAX (morsel_photo_exif_read_orientation (segment, n_bytes), 1);
  return TRUE;
}

static gboolean
read_scan (
    Walk *walk, const guint8 *scan, gsize n_bytes, const MorselPhotoHeader *header, GError **error)
{
  if (walk->n_components == 0)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "A JPEG scan stands before the frame", error);
  if (n_bytes < 1)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "A JPEG scan has no components", error);

  walk->n_scans += 1;
  walk->keeps_coefficients |= scan[0] < walk->n_components || walk->n_scans > 1;
  if (!walk->keeps_coefficients)
    return TRUE;

  guint64 n_pixels = (guint64) header->width * header->height;

  if (walk->n_scans > MAX_SCANS || walk->n_scans * n_pixels > MAX_SCANNED_PIXELS)
    return refuse (MORSEL_PHOTO_ERROR_TOO_COMPLEX, "The JPEG has too many scans for its size",
                   error);
  return morsel_photo_header_check_size (header->width, header->height, MAX_MEGAPIXELS_KEPT, error);
}

static gboolean
finish (const Walk *walk, MorselPhotoHeader *header, GError **error)
{
  if (walk->n_scans == 0)
    return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The JPEG has no picture in it", error);

  header->n_scans = walk->n_scans;
  header->n_bytes = walk->position;
  return TRUE;
}

/**
 * morsel_photo_jpeg_walk:
 * @bytes: (array length=n_bytes): a file that begins like a JPEG
 * @n_bytes: how many, at least 3
 * @header: size, orientation, scans and length are set
 * @error: return location for an error
 *
 * Walks from marker to marker to the end mark; whatever follows it (a film, a second picture)
 * is nobody's business.
 *
 * Source: ITU-T T.81, annex B.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_jpeg_walk (const guint8 *bytes,
                        gsize n_bytes,
                        MorselPhotoHeader *header,
                        GError **error)
{
  Walk walk = { .bytes = bytes, .n_bytes = n_bytes, .position = 2 };

  for (;;)
    {
      guint8 marker = 0;
      const guint8 *segment = NULL;
      gsize n_segment_bytes = 0;
      gboolean going = find_marker (&walk, &marker, error);

      if (going && marker == EOI)
        return finish (&walk, header, error);
      if (going && marker == SOI)
        return refuse (MORSEL_PHOTO_ERROR_CORRUPT, "The JPEG begins twice", error);

      going = going && read_segment (&walk, &segment, &n_segment_bytes, error);
      if (going && is_frame (marker))
        going = read_frame (&walk, marker, segment, n_segment_bytes, header, error);
      else if (going && marker == SOS)
        going = read_scan (&walk, segment, n_segment_bytes, header, error);
      else if (going && ((marker >= APP0 && marker <= APP15) || marker == COM))
        going = read_metadata (&walk, marker, segment, n_segment_bytes, header, error);
      if (!going)
        return FALSE;
    }
}
