/* part-editor.c: lies over a photo and lets a part of it be chosen
 *
 * Its own size is the photo's on the screen, so that its fractions are the photo's.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/part-editor.h"

#include <glib/gi18n.h>
#include <math.h>

#define MIN_PHOTO_PIXELS 32.0f /* of each side of a part */
#define HANDLE_SIZE 24.0f      /* pixels */
#define TOUCH_SIZE 44.0f
#define STEP 0.01f /* of the photo's side, per key press */
#define LARGE_STEP 0.10f
#define FIRST_SIZE 0.6f /* of the part that is offered at first */

/* What a drag changes. Corners: bit 0 right, bit 1 bottom. */
typedef enum
{
  DRAG_TOP_LEFT = 0,
  DRAG_TOP_RIGHT = 1,
  DRAG_BOTTOM_LEFT = 2,
  DRAG_BOTTOM_RIGHT = 3,
  DRAG_ALL,
  DRAG_NEW,
} Drag;

struct _MorselPartEditor
{
  GtkWidget parent_instance;

  MorselPart part;
  MorselPart part_before; /* the drag began */
  float min_width;        /* fractions */
  float min_height;
  Drag drag;
  gboolean is_chosen; /* by hand; until then a drag draws a new part wherever it begins */
};

enum
{
  SIGNAL_PART_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselPartEditor, morsel_part_editor, GTK_TYPE_WIDGET)

static void
choose (MorselPartEditor *self)
{
  self->is_chosen = TRUE;
  g_signal_emit (self, signals[SIGNAL_PART_CHOSEN], 0);
}

static void
set_part (MorselPartEditor *self, MorselPart part)
{
  part.width = CLAMP (part.width, self->min_width, 1.0f);
  part.height = CLAMP (part.height, self->min_height, 1.0f);
  part.x = CLAMP (part.x, 0.0f, 1.0f - part.width);
  part.y = CLAMP (part.y, 0.0f, 1.0f - part.height);

  self->part = part;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The part between two corners, given in fractions and in any order. */
static MorselPart
span (float x1, float y1, float x2, float y2)
{
  x1 = CLAMP (x1, 0.0f, 1.0f);
  x2 = CLAMP (x2, 0.0f, 1.0f);
  y1 = CLAMP (y1, 0.0f, 1.0f);
  y2 = CLAMP (y2, 0.0f, 1.0f);

  return (MorselPart){ MIN (x1, x2), MIN (y1, y2), fabsf (x2 - x1), fabsf (y2 - y1) };
}

static Drag
find_drag (MorselPartEditor *self, float x, float y, float width, float height)
{
  const MorselPart *part = &self->part;

  for (Drag corner = DRAG_TOP_LEFT; corner <= DRAG_BOTTOM_RIGHT; corner++)
    {
      float corner_x = (part->x + (corner & 1 ? part->width : 0.0f)) * width;
      float corner_y = (part->y + (corner & 2 ? part->height : 0.0f)) * height;

      if (fabsf (x - corner_x) <= TOUCH_SIZE / 2.0f && fabsf (y - corner_y) <= TOUCH_SIZE / 2.0f)
        return corner;
    }

  gboolean is_inside = x >= part->x * width && x <= (part->x + part->width) * width &&
                       y >= part->y * height && y <= (part->y + part->height) * height;

  return self->is_chosen && is_inside ? DRAG_ALL : DRAG_NEW;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, MorselPartEditor *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  self->drag = find_drag (self, (float) x, (float) y, (float) width, (float) height);
  self->part_before = self->part;
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_update_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, MorselPartEditor *self)
{
  float width = (float) MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1);
  float height = (float) MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1);
  float dx = (float) offset_x / width;
  float dy = (float) offset_y / height;
  MorselPart part = self->part_before;
  double start_x = 0.0;
  double start_y = 0.0;

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);

  if (self->drag == DRAG_NEW)
    {
      float x = (float) start_x / width;
      float y = (float) start_y / height;

      part = span (x, y, x + dx, y + dy);
    }
  else if (self->drag == DRAG_ALL)
    {
      part.x += dx;
      part.y += dy;
    }
  else
    {
      /* The corner that is not dragged stays. */
      float fixed_x = self->drag & 1 ? part.x : part.x + part.width;
      float fixed_y = self->drag & 2 ? part.y : part.y + part.height;
      float moved_x = self->drag & 1 ? part.x + part.width + dx : part.x + dx;
      float moved_y = self->drag & 2 ? part.y + part.height + dy : part.y + dy;

      part = span (fixed_x, fixed_y, moved_x, moved_y);
    }

  set_part (self, part);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, MorselPartEditor *self)
{
  /* A click is no rectangle. */
  if (self->drag == DRAG_NEW && fabs (offset_x) < 4.0 && fabs (offset_y) < 4.0)
    set_part (self, self->part_before);
  else
    choose (self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint keyval,
                guint keycode,
                GdkModifierType modifiers,
                MorselPartEditor *self)
{
  return morsel_part_editor_press_key (self, keyval, modifiers);
}

static void
append_rectangle (
    GtkSnapshot *snapshot, const GdkRGBA *colour, float x, float y, float width, float height)
{
  if (width > 0.0f && height > 0.0f)
    gtk_snapshot_append_color (snapshot, colour, &GRAPHENE_RECT_INIT (x, y, width, height));
}

static void
append_handle (GtkSnapshot *snapshot, float x, float y)
{
  const GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  const GdkRGBA black = { 0.0f, 0.0f, 0.0f, 0.6f };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x - HANDLE_SIZE / 2, y - HANDLE_SIZE / 2,
                                               HANDLE_SIZE, HANDLE_SIZE);
  GskRoundedRect round;

  gsk_rounded_rect_init_from_rect (&round, &bounds, HANDLE_SIZE / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &round);
  gtk_snapshot_append_color (snapshot, &white, &bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &round, (const float[4]){ 1, 1, 1, 1 },
                              (const GdkRGBA[4]){ black, black, black, black });
}

static void
morsel_part_editor_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MorselPartEditor *self = MORSEL_PART_EDITOR (widget);
  const GdkRGBA shade = { 0.0f, 0.0f, 0.0f, 0.5f };
  const GdkRGBA white = { 1.0f, 1.0f, 1.0f, 1.0f };
  int pixel_width = gtk_widget_get_width (widget);
  int pixel_height = gtk_widget_get_height (widget);
  float width = (float) pixel_width;
  float height = (float) pixel_height;
  float left = self->part.x * width;
  float top = self->part.y * height;
  float right = left + self->part.width * width;
  float bottom = top + self->part.height * height;
  GskRoundedRect frame;

  append_rectangle (snapshot, &shade, 0, 0, width, top);
  append_rectangle (snapshot, &shade, 0, bottom, width, height - bottom);
  append_rectangle (snapshot, &shade, 0, top, left, bottom - top);
  append_rectangle (snapshot, &shade, right, top, width - right, bottom - top);

  gsk_rounded_rect_init_from_rect (
      &frame, &GRAPHENE_RECT_INIT (left, top, right - left, bottom - top), 0.0f);
  gtk_snapshot_append_border (snapshot, &frame, (const float[4]){ 2, 2, 2, 2 },
                              (const GdkRGBA[4]){ white, white, white, white });

  for (Drag corner = DRAG_TOP_LEFT; corner <= DRAG_BOTTOM_RIGHT; corner++)
    append_handle (snapshot, corner & 1 ? right : left, corner & 2 ? bottom : top);
}

static void
morsel_part_editor_class_init (MorselPartEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = morsel_part_editor_snapshot;

  /**
   * MorselPartEditor::part-chosen:
   *
   * A part was drawn to its end, or Enter was pressed.
   */
  signals[SIGNAL_PART_CHOSEN] = g_signal_new ("part-chosen", G_TYPE_FROM_CLASS (klass),
                                              G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                              0);

  gtk_widget_class_set_css_name (widget_class, "parteditor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
morsel_part_editor_init (MorselPartEditor *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (key, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), key);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "crosshair");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Part of the photo. Arrow keys move it, Shift and arrow keys "
                                     "resize it, Enter recognises it."),
                                  -1);
  morsel_part_editor_reset (self, 1000, 1000);
}

/**
 * morsel_part_editor_new:
 *
 * Returns: (transfer floating): an editor that offers the middle of the photo
 */
GtkWidget *
morsel_part_editor_new (void)
{
  return g_object_new (MORSEL_TYPE_PART_EDITOR, NULL);
}

/**
 * morsel_part_editor_reset:
 * @self: the editor
 * @photo_width: of the whole photo, in its own pixels
 * @photo_height: the same
 *
 * Begins anew with a photo of that size: the middle of it is offered.
 */
void
morsel_part_editor_reset (MorselPartEditor *self, guint photo_width, guint photo_height)
{
  g_return_if_fail (MORSEL_IS_PART_EDITOR (self));
  g_return_if_fail (photo_width > 0 && photo_height > 0);

  float margin = (1.0f - FIRST_SIZE) / 2.0f;

  self->is_chosen = FALSE;
  self->min_width = MIN (MIN_PHOTO_PIXELS / (float) photo_width, 1.0f);
  self->min_height = MIN (MIN_PHOTO_PIXELS / (float) photo_height, 1.0f);
  set_part (self, (MorselPart){ margin, margin, FIRST_SIZE, FIRST_SIZE });
}

/**
 * morsel_part_editor_get_part:
 * @self: the editor
 *
 * Returns: (transfer none): the part as it is drawn now
 */
const MorselPart *
morsel_part_editor_get_part (MorselPartEditor *self)
{
  g_return_val_if_fail (MORSEL_IS_PART_EDITOR (self), NULL);

  return &self->part;
}

/**
 * morsel_part_editor_set_part:
 * @self: the editor
 * @part: fractions of the photo
 *
 * Draws @part, as if chosen by hand; what does not fit into the photo is moved or made smaller.
 */
void
morsel_part_editor_set_part (MorselPartEditor *self, const MorselPart *part)
{
  g_return_if_fail (MORSEL_IS_PART_EDITOR (self));
  g_return_if_fail (part != NULL);

  self->is_chosen = TRUE;
  set_part (self, *part);
}

/**
 * morsel_part_editor_press_key:
 * @self: the editor
 * @keyval: the key
 * @modifiers: what is held with it
 *
 * Arrows move the part, with Shift they resize it, with Ctrl in large steps; Enter chooses it.
 *
 * Returns: %TRUE when the key was for the editor
 */
gboolean
morsel_part_editor_press_key (MorselPartEditor *self, guint keyval, GdkModifierType modifiers)
{
  g_return_val_if_fail (MORSEL_IS_PART_EDITOR (self), FALSE);

  float step = modifiers & GDK_CONTROL_MASK ? LARGE_STEP : STEP;
  float dx = 0.0f;
  float dy = 0.0f;
  MorselPart part = self->part;

  switch (keyval)
    {
    case GDK_KEY_Left:
      dx = -step;
      break;
    case GDK_KEY_Right:
      dx = step;
      break;
    case GDK_KEY_Up:
      dy = -step;
      break;
    case GDK_KEY_Down:
      dy = step;
      break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      choose (self);
      return TRUE;
    default:
      return FALSE;
    }

  if (modifiers & GDK_SHIFT_MASK)
    {
      part.width = MIN (part.width + dx, 1.0f - part.x);
      part.height = MIN (part.height + dy, 1.0f - part.y);
    }
  else
    {
      part.x += dx;
      part.y += dy;
    }

  set_part (self, part);
  return TRUE;
}
