/* fuzz-convert.c: any bytes in any layout become a frame or none
 *
 * Format, planes, width, height and rowstrides first, little-endian; then the planes' bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/convert.h"
#include "fuzz.h"

#include <string.h>

/* Sides of this many pixels at most: larger ones only take longer. */
#define MAX_SIDE 512

typedef struct
{
  guint8 format;
  guint8 n_planes;
  guint16 width;
  guint16 height;
  guint16 rowstrides[MORSEL_FRAME_MAX_PLANES];
} Header;

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  MorselPlane planes[MORSEL_FRAME_MAX_PLANES];
  guint8 *copies[MORSEL_FRAME_MAX_PLANES];
  Header header;

  if (size < sizeof header)
    return 0;
  memcpy (&header, data, sizeof header);
  data += sizeof header;
  size -= sizeof header;

  guint n_planes = 1 + header.n_planes % MORSEL_FRAME_MAX_PLANES;
  guint width = 1 + header.width % MAX_SIDE;
  guint height = 1 + header.height % MAX_SIDE;
  g_autofree guint8 *bgra = g_malloc ((gsize) width * height * 4);

  /* Each plane a block of its own, so that a sanitizer sees what is read too far. */
  for (guint i = 0; i < n_planes; i++)
    {
      copies[i] = g_memdup2 (data + size / n_planes * i, size / n_planes);
      planes[i] = (MorselPlane){ copies[i], size / n_planes, header.rowstrides[i] };
    }

  if (morsel_convert_to_bgra ((MorselPixels) (header.format % MORSEL_N_PIXELS), planes, n_planes,
                              width, height, bgra))
    {
      for (gsize i = 0; i < (gsize) width * height; i++)
        g_assert_cmpuint (bgra[4 * i + 3], ==, 255);
    }

  for (guint i = 0; i < n_planes; i++)
    g_free (copies[i]);
  return 0;
}
