/* fuzz-mjpg.c: any bytes become a frame or none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/convert.h"
#include "camera/mjpg.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  guint width = 0;
  guint height = 0;
  g_autoptr (GBytes) bgra = morsel_mjpg_decode (data, size, &width, &height);

  if (bgra == NULL)
    return 0;

  g_assert_cmpuint (width, >=, 1);
  g_assert_cmpuint (height, >=, 1);
  g_assert_cmpuint (MAX (width, height), <=, MORSEL_FRAME_MAX_SIDE);
  g_assert_cmpuint (g_bytes_get_size (bgra), ==, (gsize) width * height * 4);

  const guint8 *pixels = g_bytes_get_data (bgra, NULL);

  for (gsize i = 0; i < (gsize) width * height; i++)
    g_assert_cmpuint (pixels[4 * i + 3], ==, 255);
  return 0;
}
