/* camera-picture.c: the live picture of a camera and its newest frame
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera-private.h"

static GdkTexture *
make_texture (GBytes *bgra, guint width, guint height)
{
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bgra,
                                 (gsize) width * 4);
}

/**
 * morsel_camera_add_frame:
 * @self: the camera
 * @frame: its newest frame
 *
 * Shows a frame, and signals it if it is time for that.
 */
void
morsel_camera_add_frame (MorselCamera *self, const MorselFrame *frame)
{
  g_autoptr (GdkTexture) texture = make_texture (frame->bgra, frame->width, frame->height);
  g_autoptr (GdkTexture) preview = NULL;
  gint64 now = g_get_monotonic_time ();

  if (frame->preview != NULL)
    preview = make_texture (frame->preview, frame->preview_width, frame->preview_height);
  morsel_paintable_set_frame (self->paintable, texture, preview);
  morsel_camera_notify (self);

  /* A whole frame may come a little early. */
  if (self->frame_interval > 0 && self->state == MORSEL_CAMERA_STATE_RUNNING &&
      now - self->frame_time >= (gint64) self->frame_interval * 1000 - 5000)
    {
      self->frame_time = now;
      g_signal_emit_by_name (self, "frame", texture);
    }
}

/**
 * morsel_camera_get_paintable:
 * @self: the camera
 *
 * The live picture. The last frame stays in it until the next one comes.
 * gdk_paintable_get_current_image() gives the moment for good.
 *
 * Returns: (transfer none): the picture, the same as long as @self
 */
GdkPaintable *
morsel_camera_get_paintable (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  return GDK_PAINTABLE (self->paintable);
}

/**
 * morsel_camera_get_mirrored:
 * @self: the camera
 *
 * Returns: whether the live picture has left and right swapped
 */
gboolean
morsel_camera_get_mirrored (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), FALSE);

  return morsel_paintable_get_mirrored (self->paintable);
}

/**
 * morsel_camera_set_mirrored:
 * @self: the camera
 * @mirrored: whether the live picture has left and right swapped, as in a mirror
 *
 * Changes what is shown. Frames, for recognising and keeping, are never mirrored.
 */
void
morsel_camera_set_mirrored (MorselCamera *self, gboolean mirrored)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  if (mirrored == morsel_paintable_get_mirrored (self->paintable))
    return;

  morsel_paintable_set_mirrored (self->paintable, mirrored);
  g_object_notify (G_OBJECT (self), "mirrored");
}

/**
 * morsel_camera_set_preview_size:
 * @self: the camera
 * @width: of the place where the live picture is shown, in device pixels; 0: not known
 * @height: the same
 *
 * Has the live picture made as small as it is shown, off the main thread. Frames keep their size.
 */
void
morsel_camera_set_preview_size (MorselCamera *self, guint width, guint height)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  morsel_session_set_preview_size (self->session, width, height);
}

/**
 * morsel_camera_dup_frame:
 * @self: the camera
 *
 * The newest frame, in the camera's full size and never mirrored.
 *
 * Returns: (transfer full) (nullable): the frame, or %NULL unless frames come
 */
GdkTexture *
morsel_camera_dup_frame (MorselCamera *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA (self), NULL);

  if (self->state != MORSEL_CAMERA_STATE_RUNNING)
    return NULL;

  return g_object_ref (morsel_paintable_get_frame (self->paintable));
}

/**
 * morsel_camera_set_frame_interval:
 * @self: the camera
 * @milliseconds: between two frame signals at least, 0 for no signals
 *
 * Asks for #MorselCamera::frame. The live picture has every frame all the same.
 */
void
morsel_camera_set_frame_interval (MorselCamera *self, guint milliseconds)
{
  g_return_if_fail (MORSEL_IS_CAMERA (self));

  self->frame_interval = milliseconds;
}
