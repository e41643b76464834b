/* photo-format.h: which format a file begins like
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The formats that Morsel opens. */
typedef enum
{
  MORSEL_PHOTO_FORMAT_JPEG,
  MORSEL_PHOTO_FORMAT_PNG,
  MORSEL_PHOTO_FORMAT_WEBP,
} MorselPhotoFormat;

gboolean morsel_photo_format_sniff (const guint8 *bytes,
                                    gsize n_bytes,
                                    MorselPhotoFormat *format,
                                    GError **error);
const char *morsel_photo_format_get_name (MorselPhotoFormat format);
const char *morsel_photo_format_get_mime_type (MorselPhotoFormat format);

G_END_DECLS
