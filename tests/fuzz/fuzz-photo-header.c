/* fuzz-photo-header.c: any bytes have a header within the limits, or an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-header.h"
#include "engine/photo.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  MorselPhotoHeader header;

  if (size == 0)
    return 0;
  if (!morsel_photo_header_parse (data, size, &header, &error))
    {
      g_assert_nonnull (error);
      return 0;
    }

  guint64 n_pixels = (guint64) header.width * header.height;

  g_assert_no_error (error);
  g_assert_cmpuint (MIN (header.width, header.height), >=, MORSEL_PHOTO_MIN_SIDE);
  g_assert_cmpuint (n_pixels, <=, 100000000);
  g_assert_cmpuint (header.orientation, >=, 1);
  g_assert_cmpuint (header.orientation, <=, 8);
  g_assert_cmpuint (header.n_scans, >=, 1);
  g_assert_true (header.n_scans == 1 || header.n_scans * n_pixels <= 1000000000);
  g_assert_cmpuint (header.n_bytes, <=, size);
  return 0;
}
