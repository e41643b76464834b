/* pixels.h: what colour a photo has where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"

/* How far a colour may be off after it went through a JPEG or WebP file, of 255. */
#define COLOUR_TOLERANCE 12

static inline const guint8 *
get_pixel (MorselPhoto *photo, guint x, guint y)
{
  gsize n_bytes;
  const guint8 *pixels = g_bytes_get_data (morsel_photo_get_pixels (photo), &n_bytes);
  gsize at = y * morsel_photo_get_rowstride (photo) + 3 * (gsize) x;

  g_assert_cmpuint (at + 3, <=, n_bytes);
  return pixels + at;
}

static inline void
assert_colour (MorselPhoto *photo, guint x, guint y, guint colour)
{
  const guint8 *pixel = get_pixel (photo, x, y);

  for (guint c = 0; c < 3; c++)
    {
      int wanted = (int) (colour >> (16 - 8 * c) & 0xff);

      if (ABS (pixel[c] - wanted) > COLOUR_TOLERANCE)
        g_test_message ("at %u,%u: %02x%02x%02x", x, y, pixel[0], pixel[1], pixel[2]);
      g_assert_cmpint (ABS (pixel[c] - wanted), <=, COLOUR_TOLERANCE);
    }
}

/* Reads "x,y=rrggbb x,y=rrggbb". */
static inline void
assert_colours (MorselPhoto *photo, const char *colours)
{
  g_auto (GStrv) each = g_strsplit (colours, " ", -1);

  for (guint i = 0; each[i] != NULL && each[i][0] != '\0'; i++)
    {
      char *end = NULL;
      guint x = (guint) g_ascii_strtoull (each[i], &end, 10);
      guint y = (guint) g_ascii_strtoull (end + 1, &end, 10);

      assert_colour (photo, x, y, (guint) g_ascii_strtoull (end + 1, NULL, 16));
    }
}
