/* paintable.c: the live picture, as something GTK draws
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/paintable.h"

#include <math.h>

/**
 * MorselPaintable:
 *
 * Shows a frame, which changes, perhaps as in a mirror. Main thread only.
 */
struct _MorselPaintable
{
  GObject parent_instance;

  /* owned */
  GdkTexture *frame;   /* NULL until the first */
  GdkTexture *preview; /* the same as small as it is shown, or NULL */

  gboolean mirrored;
};

/* The preview, unless the picture is shown larger since it was made. */
static GdkTexture *
choose_texture (MorselPaintable *self, double width, double height)
{
  if (self->preview != NULL && gdk_texture_get_width (self->preview) > width - 1 &&
      gdk_texture_get_height (self->preview) > height - 1)
    return self->preview;
  return self->frame;
}

static void
morsel_paintable_snapshot (GdkPaintable *paintable,
                           GdkSnapshot *snapshot,
                           double width,
                           double height)
{
  MorselPaintable *self = MORSEL_PAINTABLE (paintable);
  GdkTexture *texture = choose_texture (self, width, height);

  if (texture == NULL)
    return;

  /* A preview that is off by less than a pixel is drawn as it is, not shrunk once more. */
  double texture_width = gdk_texture_get_width (texture);
  double texture_height = gdk_texture_get_height (texture);
  gboolean fits = fabs (texture_width - width) < 1 && fabs (texture_height - height) < 1;
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) (fits ? texture_width : width),
                                             (float) (fits ? texture_height : height));

  gtk_snapshot_save (snapshot);
  if (self->mirrored)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (area.size.width, 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }
  gtk_snapshot_append_texture (snapshot, texture, &area);
  gtk_snapshot_restore (snapshot);
}

static int
morsel_paintable_get_intrinsic_width (GdkPaintable *paintable)
{
  MorselPaintable *self = MORSEL_PAINTABLE (paintable);

  return self->frame != NULL ? gdk_texture_get_width (self->frame) : 0;
}

static int
morsel_paintable_get_intrinsic_height (GdkPaintable *paintable)
{
  MorselPaintable *self = MORSEL_PAINTABLE (paintable);

  return self->frame != NULL ? gdk_texture_get_height (self->frame) : 0;
}

/* The moment that is shown, for good: another paintable with the same frame, which nobody changes. */
static GdkPaintable *
morsel_paintable_get_current_image (GdkPaintable *paintable)
{
  MorselPaintable *self = MORSEL_PAINTABLE (paintable);
  MorselPaintable *still = morsel_paintable_new ();

  morsel_paintable_set_frame (still, self->frame, self->preview);
  morsel_paintable_set_mirrored (still, self->mirrored);
  return GDK_PAINTABLE (still);
}

static void
paintable_iface_init (GdkPaintableInterface *iface)
{
  iface->snapshot = morsel_paintable_snapshot;
  iface->get_intrinsic_width = morsel_paintable_get_intrinsic_width;
  iface->get_intrinsic_height = morsel_paintable_get_intrinsic_height;
  iface->get_current_image = morsel_paintable_get_current_image;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MorselPaintable,
                               morsel_paintable,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE, paintable_iface_init))

static void
morsel_paintable_dispose (GObject *object)
{
  MorselPaintable *self = MORSEL_PAINTABLE (object);

  g_clear_object (&self->frame);
  g_clear_object (&self->preview);

  G_OBJECT_CLASS (morsel_paintable_parent_class)->dispose (object);
}

static void
morsel_paintable_class_init (MorselPaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = morsel_paintable_dispose;
}

static void
morsel_paintable_init (MorselPaintable *self)
{
}

/**
 * morsel_paintable_new:
 *
 * Makes a paintable that shows nothing yet.
 *
 * Returns: (transfer full): the paintable
 */
MorselPaintable *
morsel_paintable_new (void)
{
  return g_object_new (MORSEL_TYPE_PAINTABLE, NULL);
}

/**
 * morsel_paintable_get_frame:
 * @self: the paintable
 *
 * Returns: (transfer none) (nullable): the frame as it was set, never mirrored
 */
GdkTexture *
morsel_paintable_get_frame (MorselPaintable *self)
{
  g_return_val_if_fail (MORSEL_IS_PAINTABLE (self), NULL);

  return self->frame;
}

static gboolean
have_equal_size (GdkTexture *one, GdkTexture *other)
{
  return one != NULL && other != NULL &&
         gdk_texture_get_width (one) == gdk_texture_get_width (other) &&
         gdk_texture_get_height (one) == gdk_texture_get_height (other);
}

/**
 * morsel_paintable_set_frame:
 * @self: the paintable
 * @frame: (nullable): what to show from now on
 * @preview: (nullable): the same, as small as it is shown
 *
 * Replaces the frame. Widgets are asked for a new size only when the frame has another one.
 */
void
morsel_paintable_set_frame (MorselPaintable *self, GdkTexture *frame, GdkTexture *preview)
{
  g_return_if_fail (MORSEL_IS_PAINTABLE (self));
  g_return_if_fail (frame == NULL || GDK_IS_TEXTURE (frame));

  if (frame == self->frame && preview == self->preview)
    return;

  gboolean fits = have_equal_size (self->frame, frame);

  g_set_object (&self->frame, frame);
  g_set_object (&self->preview, preview);
  if (!fits)
    gdk_paintable_invalidate_size (GDK_PAINTABLE (self));
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}

/**
 * morsel_paintable_get_mirrored:
 * @self: the paintable
 *
 * Returns: whether left and right are swapped
 */
gboolean
morsel_paintable_get_mirrored (MorselPaintable *self)
{
  g_return_val_if_fail (MORSEL_IS_PAINTABLE (self), FALSE);

  return self->mirrored;
}

/**
 * morsel_paintable_set_mirrored:
 * @self: the paintable
 * @mirrored: whether left and right are swapped, as in a mirror
 *
 * Changes what is shown, never the frame.
 */
void
morsel_paintable_set_mirrored (MorselPaintable *self, gboolean mirrored)
{
  g_return_if_fail (MORSEL_IS_PAINTABLE (self));

  if (mirrored == self->mirrored)
    return;

  self->mirrored = mirrored;
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));
}
