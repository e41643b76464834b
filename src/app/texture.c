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

static void
dup_photo_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, morsel_texture_dup_photo (GDK_TEXTURE (source)), g_object_unref);
}

/**
 * morsel_texture_dup_photo_async:
 * @texture: a texture without transparency, such as a camera's frame
 * @callback: called on this thread; it calls morsel_texture_dup_photo_finish()
 * @user_data: for @callback
 *
 * Copies the pixels of @texture on another thread.
 */
void
morsel_texture_dup_photo_async (GdkTexture *texture,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (GDK_IS_TEXTURE (texture));

  g_autoptr (GTask) task = g_task_new (texture, NULL, callback, user_data);

  g_task_set_source_tag (task, morsel_texture_dup_photo_async);
  g_task_run_in_thread (task, dup_photo_on_worker);
}

/**
 * morsel_texture_dup_photo_finish:
 * @texture: the texture
 * @result: of morsel_texture_dup_photo_async()
 *
 * Returns: (transfer full): the photo
 */
MorselPhoto *
morsel_texture_dup_photo_finish (GdkTexture *texture, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, texture), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
