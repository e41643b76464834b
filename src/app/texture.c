/* texture.c: between a photo and what GTK draws
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/texture.h"

#define N_CHANNELS 3
#define N_TEXTURE_BYTES 4 /* of a pixel, as gdk_texture_download() gives it */

/**
 * morsel_texture_new_for_photo:
 * @photo: the photo
 *
 * Wraps the pixels of @photo without a copy.
 *
 * Returns: (transfer full): the texture
 */
GdkTexture *
morsel_texture_new_for_photo (MorselPhoto *photo)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (photo), NULL);

  return gdk_memory_texture_new (
      (int) morsel_photo_get_width (photo), (int) morsel_photo_get_height (photo),
      GDK_MEMORY_R8G8B8, morsel_photo_get_pixels (photo), morsel_photo_get_rowstride (photo));
}

/* One row of cairo's native-endian ARGB words, as RGB. */
static void
copy_row (const guint8 *from, guint8 *to, gsize width)
{
  for (gsize x = 0; x < width; x++)
    {
      guint32 pixel;

      memcpy (&pixel, from + x * N_TEXTURE_BYTES, sizeof pixel);
      to[x * N_CHANNELS] = (guint8) (pixel >> 16 & 0xff);
      to[x * N_CHANNELS + 1] = (guint8) (pixel >> 8 & 0xff);
      to[x * N_CHANNELS + 2] = (guint8) (pixel & 0xff);
    }
}

/**
 * morsel_texture_dup_photo:
 * @texture: a texture without transparency, such as a camera's frame
 *
 * Copies the pixels of @texture. May be called from any thread.
 *
 * Returns: (transfer full): the photo
 */
MorselPhoto *
morsel_texture_dup_photo (GdkTexture *texture)
{
  g_return_val_if_fail (GDK_IS_TEXTURE (texture), NULL);

  gsize width = (gsize) gdk_texture_get_width (texture);
  gsize height = (gsize) gdk_texture_get_height (texture);
  g_autofree guint8 *pixels = g_malloc_n (width * height, N_TEXTURE_BYTES);
  g_autofree guint8 *rgb = g_malloc_n (width * height, N_CHANNELS);

  gdk_texture_download (texture, pixels, width * N_TEXTURE_BYTES);

  for (gsize y = 0; y < height; y++)
    copy_row (pixels + y * width * N_TEXTURE_BYTES, rgb + y * width * N_CHANNELS, width);

  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&rgb), width * height * N_CHANNELS);

  return morsel_photo_new_from_pixels (bytes, (guint) width, (guint) height, width * N_CHANNELS);
}
