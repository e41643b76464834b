/* fuzz-photo.c: any bytes become a photo or an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo.h"
#include "fuzz.h"

/* As files for the list are loaded. */
#define LEAST_SIDE 448

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = morsel_photo_load_bytes (bytes, LEAST_SIDE, NULL, &error);

  g_assert_true ((photo == NULL) == (error != NULL));
  if (photo == NULL)
    {
      g_assert_cmpstr (error->message, !=, "");
      return 0;
    }

  gsize n_bytes;
  const guint8 *pixels = g_bytes_get_data (morsel_photo_get_pixels (photo), &n_bytes);
  gsize n_row_bytes = 3 * (gsize) morsel_photo_get_width (photo);
  guint sum = 0;

  /* Each byte that others may read is there. */
  for (guint y = 0; y < morsel_photo_get_height (photo); y++)
    {
      gsize at = y * morsel_photo_get_rowstride (photo);

      g_assert_cmpuint (at + n_row_bytes, <=, n_bytes);
      for (gsize i = 0; i < n_row_bytes; i++)
        sum += pixels[at + i];
    }
  g_assert_cmpuint (sum / 255, <=, n_bytes);
  return 0;
}
