/* photo-view.c: a photo, where it looked, and the part that counts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/photo-view.h"

#include "app/scale.h"
#include "app/test-log.h"
#include "app/texture.h"
#include "app/widgets/map-layer.h"

#define MIN_SIZE 48 /* pixels */

/* A photo as large as it is shown. */
typedef struct
{
  GdkTexture *texture;   /* NULL while it is being made */
  GCancellable *scaling; /* of the texture that is being made */
  guint width;           /* of the texture, or of the one that is being made, in device pixels */
  guint height;
} Copy;

struct _MorselPhotoView
{
  GtkWidget parent_instance;

  /* owned */
  MorselPhoto *photo;
  Copy copy;
  MorselPhoto *expected; /* will be shown soon */
  Copy expected_copy;
  GtkWidget *editor;

  MorselMapLayer map;
};

G_DEFINE_FINAL_TYPE (MorselPhotoView, morsel_photo_view, GTK_TYPE_WIDGET)

/* Where a photo is drawn: as large as it fits, in the middle; small photos are enlarged. */
static graphene_rect_t
get_photo_bounds (MorselPhotoView *self, MorselPhoto *photo)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (photo == NULL || width <= 0 || height <= 0)
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);

  double photo_width = morsel_photo_get_width (photo);
  double photo_height = morsel_photo_get_height (photo);
  double scale = MIN (width / photo_width, height / photo_height);
  int shown_width = MAX ((int) (photo_width * scale + 0.5), 1);
  int shown_height = MAX ((int) (photo_height * scale + 0.5), 1);
  int left = (width - shown_width) / 2;
  int top = (height - shown_height) / 2;

  return GRAPHENE_RECT_INIT ((float) left, (float) top, (float) shown_width, (float) shown_height);
}

static void
copy_clear (Copy *copy)
{
  g_cancellable_cancel (copy->scaling);
  g_clear_object (&copy->scaling);
  g_clear_object (&copy->texture);
}

static void scale_photo (MorselPhotoView *self);

static void
scaled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselPhotoView) self = MORSEL_PHOTO_VIEW (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) scaled = morsel_scale_fit_finish (result, &error);

  if (scaled == NULL)
    return;

  gboolean is_shown = MORSEL_PHOTO (source) == self->photo;
  Copy *copy = is_shown ? &self->copy : &self->expected_copy;

  copy_clear (copy);
  copy->texture = morsel_texture_new_for_photo (scaled);
  if (!is_shown)
    return;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  morsel_test_log ("photo-shown");

  /* The window may have been resized in the meantime. */
  scale_photo (self);
}

/* Makes the copy of a photo that is as large as its place on the screen, on a thread: scaling is
 * slow without a GPU, and rough with one. Until it is there, the copy before is drawn. */
static void
make_copy (MorselPhotoView *self, MorselPhoto *photo, Copy *copy)
{
  graphene_rect_t bounds = get_photo_bounds (self, photo);
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint width = (guint) bounds.size.width * (guint) factor;
  guint height = (guint) bounds.size.height * (guint) factor;

  if (width == 0 || height == 0 || copy->scaling != NULL ||
      (copy->texture != NULL && width == copy->width && height == copy->height))
    return;

  copy->width = width;
  copy->height = height;
  copy->scaling = g_cancellable_new ();
  morsel_scale_fit_async (photo, width, height, copy->scaling, scaled_cb, g_object_ref (self));
}

static void
scale_photo (MorselPhotoView *self)
{
  make_copy (self, self->photo, &self->copy);
}

static void
morsel_photo_view_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = MIN_SIZE;
  *natural = MIN_SIZE;
}

static void
morsel_photo_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MorselPhotoView *self = MORSEL_PHOTO_VIEW (widget);
  graphene_rect_t bounds = get_photo_bounds (self, self->photo);
  GtkAllocation allocation = {
    .x = (int) bounds.origin.x,
    .y = (int) bounds.origin.y,
    .width = (int) bounds.size.width,
    .height = (int) bounds.size.height,
  };

  if (gtk_widget_should_layout (self->editor))
    gtk_widget_size_allocate (self->editor, &allocation, -1);
  scale_photo (self);
}

static void
morsel_photo_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MorselPhotoView *self = MORSEL_PHOTO_VIEW (widget);
  graphene_rect_t bounds = get_photo_bounds (self, self->photo);

  if (self->copy.texture == NULL || bounds.size.width <= 0.0f)
    return;

  morsel_map_layer_snapshot (&self->map, snapshot, self->copy.texture, &bounds);

  if (gtk_widget_get_visible (self->editor))
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
}

static void
morsel_photo_view_dispose (GObject *object)
{
  MorselPhotoView *self = MORSEL_PHOTO_VIEW (object);

  morsel_map_layer_clear (&self->map);
  g_clear_pointer (&self->editor, gtk_widget_unparent);
  copy_clear (&self->copy);
  copy_clear (&self->expected_copy);
  g_clear_object (&self->photo);
  g_clear_object (&self->expected);

  G_OBJECT_CLASS (morsel_photo_view_parent_class)->dispose (object);
}

static void
morsel_photo_view_class_init (MorselPhotoViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_photo_view_dispose;

  widget_class->measure = morsel_photo_view_measure;
  widget_class->size_allocate = morsel_photo_view_size_allocate;
  widget_class->snapshot = morsel_photo_view_snapshot;

  gtk_widget_class_set_css_name (widget_class, "photo");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
morsel_photo_view_init (MorselPhotoView *self)
{
  self->editor = morsel_part_editor_new ();
  gtk_widget_set_visible (self->editor, FALSE);
  gtk_widget_set_parent (self->editor, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  morsel_map_layer_init (&self->map, GTK_WIDGET (self));
}

/**
 * morsel_photo_view_new:
 *
 * Returns: (transfer floating): a view without a photo
 */
GtkWidget *
morsel_photo_view_new (void)
{
  return g_object_new (MORSEL_TYPE_PHOTO_VIEW, NULL);
}

/**
 * morsel_photo_view_set_photo:
 * @self: the view
 * @photo: (nullable): the photo
 *
 * Shows a photo. The map of the one before goes at once.
 */
void
morsel_photo_view_set_photo (MorselPhotoView *self, MorselPhoto *photo)
{
  g_return_if_fail (MORSEL_IS_PHOTO_VIEW (self));
  g_return_if_fail (photo == NULL || MORSEL_IS_PHOTO (photo));

  if (!g_set_object (&self->photo, photo))
    return;

  /* A frame without anything new in it would keep the next one waiting. */
  if (self->copy.texture != NULL)
    gtk_widget_queue_draw (GTK_WIDGET (self));

  copy_clear (&self->copy);
  if (photo != NULL && photo == self->expected)
    {
      self->copy = self->expected_copy;
      self->expected_copy = (Copy){ 0 };
      g_clear_object (&self->expected);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  morsel_map_layer_remove (&self->map);
  scale_photo (self);
  if (gtk_widget_get_visible (self->editor))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * morsel_photo_view_expect:
 * @self: the view
 * @photo: (nullable): the photo that will be shown soon
 *
 * Makes its copy for the screen.
 */
void
morsel_photo_view_expect (MorselPhotoView *self, MorselPhoto *photo)
{
  g_return_if_fail (MORSEL_IS_PHOTO_VIEW (self));
  g_return_if_fail (photo == NULL || MORSEL_IS_PHOTO (photo));

  if (!g_set_object (&self->expected, photo))
    return;

  copy_clear (&self->expected_copy);
  if (photo != NULL)
    make_copy (self, photo, &self->expected_copy);
}

/**
 * morsel_photo_view_sharpen:
 * @self: the view
 * @photo: the photo that is shown, with more pixels
 *
 * Shows more of the same photo. Map and part stay.
 */
void
morsel_photo_view_sharpen (MorselPhotoView *self, MorselPhoto *photo)
{
  g_return_if_fail (MORSEL_IS_PHOTO_VIEW (self));
  g_return_if_fail (MORSEL_IS_PHOTO (photo));

  if (!g_set_object (&self->photo, photo))
    return;

  g_cancellable_cancel (self->copy.scaling);
  g_clear_object (&self->copy.scaling);
  self->copy.width = 0;
  scale_photo (self);
}

/**
 * morsel_photo_view_set_map:
 * @self: the view
 * @map: (nullable): what is laid over the photo; %NULL: the photo alone
 * @area: (nullable): where, in fractions of the photo's sides; what is beyond them is not shown
 *
 * Fades the map in or out.
 */
void
morsel_photo_view_set_map (MorselPhotoView *self, GdkTexture *map, const MorselPart *area)
{
  g_return_if_fail (MORSEL_IS_PHOTO_VIEW (self));
  g_return_if_fail (map == NULL || area != NULL);

  if (map != NULL)
    morsel_map_layer_show (&self->map, map, area);
  else
    morsel_map_layer_hide (&self->map);
}

/**
 * morsel_photo_view_set_editing:
 * @self: the view
 * @editing: whether a part may be chosen
 *
 * Shows or hides the editor of the part.
 */
void
morsel_photo_view_set_editing (MorselPhotoView *self, gboolean editing)
{
  g_return_if_fail (MORSEL_IS_PHOTO_VIEW (self));

  gtk_widget_set_visible (self->editor, editing);
}

/**
 * morsel_photo_view_get_editor:
 * @self: the view
 *
 * Returns: (transfer none): what lets a part be chosen
 */
MorselPartEditor *
morsel_photo_view_get_editor (MorselPhotoView *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_VIEW (self), NULL);

  return MORSEL_PART_EDITOR (self->editor);
}
