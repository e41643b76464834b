/* photo.c: keeps the pixels of a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo.h"

#include "engine/photo-pixbuf.h"
#include "engine/photo-private.h"
#include "engine/save.h"

struct _MorselPhoto
{
  GObject parent_instance;

  /* owned */
  MorselPixels pixels;

  guint full_width;
  guint full_height;
  double load_milliseconds;
};

G_DEFINE_FINAL_TYPE (MorselPhoto, morsel_photo, G_TYPE_OBJECT)

static void
morsel_photo_finalize (GObject *object)
{
  MorselPhoto *self = MORSEL_PHOTO (object);

  morsel_pixels_clear (&self->pixels);

  G_OBJECT_CLASS (morsel_photo_parent_class)->finalize (object);
}

static void
morsel_photo_class_init (MorselPhotoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_photo_finalize;
}

static void
morsel_photo_init (MorselPhoto *self)
{
}

/**
 * morsel_photo_new_loaded:
 * @pixels: (inout) (transfer full): the pixels, which are empty afterwards
 * @full_width: pixels of the file, upright
 * @full_height: pixels of the file, upright
 * @milliseconds: how long loading took
 *
 * Returns: (transfer full): the photo
 */
MorselPhoto *
morsel_photo_new_loaded (MorselPixels *pixels,
                         guint full_width,
                         guint full_height,
                         double milliseconds)
{
  MorselPhoto *self = g_object_new (MORSEL_TYPE_PHOTO, NULL);

  self->pixels = *pixels;
  self->full_width = full_width;
  self->full_height = full_height;
  self->load_milliseconds = milliseconds;
  pixels->rgb = NULL;
  return self;
}

/**
 * morsel_photo_new_from_pixels:
 * @rgb: [height, width, 3] uint8, red first, upright; the last row needs no padding
 * @width: pixels, at least 1
 * @height: pixels, at least 1
 * @rowstride: bytes from row to row
 *
 * Makes a photo of pixels that are there already, a camera's frame for one. They are shared.
 *
 * Returns: (transfer full): the photo
 */
MorselPhoto *
morsel_photo_new_from_pixels (GBytes *rgb, guint width, guint height, gsize rowstride)
{
  g_return_val_if_fail (rgb != NULL, NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);
  g_return_val_if_fail (rowstride >= 3 * (gsize) width, NULL);
  g_return_val_if_fail (rowstride <= (G_MAXSIZE - 3 * (gsize) width) / height &&
                            g_bytes_get_size (rgb) >= rowstride * (height - 1) + 3 * (gsize) width,
                        NULL);

  MorselPixels pixels = { g_bytes_ref (rgb), width, height, rowstride };

  return morsel_photo_new_loaded (&pixels, width, height, 0);
}

/**
 * morsel_photo_get_width:
 * @self: the photo
 *
 * Returns: pixels from left to right, as decoded and upright
 */
guint
morsel_photo_get_width (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), 0);

  return self->pixels.width;
}

/**
 * morsel_photo_get_height:
 * @self: the photo
 *
 * Returns: pixels from top to bottom, as decoded and upright
 */
guint
morsel_photo_get_height (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), 0);

  return self->pixels.height;
}

/**
 * morsel_photo_get_rowstride:
 * @self: the photo
 *
 * Returns: bytes from one row to the next, at least three a pixel
 */
gsize
morsel_photo_get_rowstride (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), 0);

  return self->pixels.rowstride;
}

/**
 * morsel_photo_get_pixels:
 * @self: the photo
 *
 * The pixels, 8 bit sRGB, red first, no alpha, upright, rows morsel_photo_get_rowstride() bytes
 * apart. The last row may end without padding.
 *
 * Returns: (transfer none): the bytes, which live as long as @self
 */
GBytes *
morsel_photo_get_pixels (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), NULL);

  return self->pixels.rgb;
}

/**
 * morsel_photo_get_full_width:
 * @self: the photo
 *
 * Returns: pixels from left to right of the file, upright
 */
guint
morsel_photo_get_full_width (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), 0);

  return self->full_width;
}

/**
 * morsel_photo_get_full_height:
 * @self: the photo
 *
 * Returns: pixels from top to bottom of the file, upright
 */
guint
morsel_photo_get_full_height (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), 0);

  return self->full_height;
}

/**
 * morsel_photo_has_least_side:
 * @self: the photo
 * @least_side: pixels, or %MORSEL_PHOTO_FULL_SIZE
 *
 * Whether loading the file again with @least_side could give no more than @self has.
 *
 * Returns: %TRUE when the shorter side has @least_side pixels or the photo is at its full size
 */
gboolean
morsel_photo_has_least_side (MorselPhoto *self, guint least_side)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), FALSE);

  return MIN (self->pixels.width, self->pixels.height) >= least_side ||
         (self->pixels.width == self->full_width && self->pixels.height == self->full_height);
}

/**
 * morsel_photo_get_load_milliseconds:
 * @self: the photo
 *
 * Returns: how long reading and decoding took; 0 for a photo made of pixels
 */
double
morsel_photo_get_load_milliseconds (MorselPhoto *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), 0);

  return self->load_milliseconds;
}

/**
 * morsel_photo_save_png:
 * @self: the photo
 * @file: where to; an old file is replaced
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Writes the pixels as a PNG file, whole or not at all: an old file stays until the new one is whole.
 * Blocks.
 *
 * Fails with a code of %G_IO_ERROR or %G_FILE_ERROR.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_save_png (MorselPhoto *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  if (!morsel_pixels_write_png (&self->pixels, stream, cancellable, error) ||
      !g_output_stream_close (stream, cancellable, error))
    return FALSE;

  g_autoptr (GBytes) png = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
  gsize n_bytes = 0;
  const char *bytes = g_bytes_get_data (png, &n_bytes);

  return morsel_save (file, bytes, n_bytes, cancellable, error);
}
