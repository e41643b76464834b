/* photo-exif.c: reads the one value of an EXIF block that matters here, the orientation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-exif.h"

#include <string.h>

#define ENTRY_BYTES 12
#define ORIENTATION_TAG 0x0112
#define TYPE_SHORT 3

/* TIFF data, in the byte order that its first two bytes name. */
typedef struct
{
  const guint8 *bytes;
  gsize n_bytes;
  gboolean big_endian;
} Tiff;

static guint
read_16 (const Tiff *tiff, gsize at)
{
  const guint8 *p = tiff->bytes + at;

  return tiff->big_endian ? (guint) p[0] << 8 | p[1] : (guint) p[1] << 8 | p[0];
}

static guint32
read_32 (const Tiff *tiff, gsize at)
{
  guint32 first = read_16 (tiff, at);
  guint32 second = read_16 (tiff, at + 2);

  return tiff->big_endian ? first << 16 | second : second << 16 | first;
}

/**
 * morsel_photo_exif_read_orientation:
 * @bytes: (array length=n_bytes): an EXIF block, with or without its "Exif\0\0"
 * @n_bytes: how many
 *
 * Looks through the first directory alone and follows no other offset, so no loop is possible.
 *
 * Source: Exif 2.32 (CIPA DC-008), section 4.6.4, tag 0x0112.
 *
 * Returns: 1 to 8 as EXIF counts; 0 when the block does not say
 */
guint
morsel_photo_exif_read_orientation (const guint8 *bytes, gsize n_bytes)
{
  if (n_bytes >= 6 && memcmp (bytes, "Exif\0\0", 6) == 0)
    {
      bytes += 6;
      n_bytes -= 6;
    }
  if (n_bytes < 8 || (memcmp (bytes, "II*\0", 4) != 0 && memcmp (bytes, "MM\0*", 4) != 0))
    return 0;

  Tiff tiff = { bytes, n_bytes, bytes[0] == 'M' };
  gsize at = read_32 (&tiff, 4);

  if (at > n_bytes - 2)
    return 0;

  guint n_entries = read_16 (&tiff, at);

  at += 2;
  for (guint i = 0; i < n_entries && at <= n_bytes && n_bytes - at >= ENTRY_BYTES; i++)
    {
      if (read_16 (&tiff, at) == ORIENTATION_TAG)
        {
          guint orientation = read_16 (&tiff, at + 8);

          if (read_16 (&tiff, at + 2) != TYPE_SHORT || orientation > 8)
            return 0;
          return orientation;
        }
      at += ENTRY_BYTES;
    }
  return 0;
}
