/* plate.c: the program's drawing on the welcome page, which gives way where there is no room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/plate.h"

#define DRAWING_URI                                                                                \
  "resource:///io/github/morsel_app/Morsel/drawn/scalable/apps/" MORSEL_APP_ID ".svg"

/* In pixels. A smaller one would be a speck. */
#define FULL_SIDE 128
#define LEAST_SIDE 48

struct _MorselPlate
{
  GtkWidget parent_instance;

  GdkPaintable *drawing; /* NULL until the first frame is on the screen: it need not wait for it */
};

G_DEFINE_FINAL_TYPE (MorselPlate, morsel_plate, GTK_TYPE_WIDGET)

static void
painted_cb (GdkFrameClock *clock, MorselPlate *self)
{
  g_autoptr (GFile) file = g_file_new_for_uri (DRAWING_URI);

  g_signal_handlers_disconnect_by_func (clock, painted_cb, self);
  self->drawing = GDK_PAINTABLE (gtk_icon_paintable_new_for_file (
      file, FULL_SIDE, gtk_widget_get_scale_factor (GTK_WIDGET (self))));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
morsel_plate_map (GtkWidget *widget)
{
  MorselPlate *self = MORSEL_PLATE (widget);

  GTK_WIDGET_CLASS (morsel_plate_parent_class)->map (widget);

  if (self->drawing == NULL)
    g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                             G_CALLBACK (painted_cb), widget, 0);
}

static void
morsel_plate_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = 0;
  *natural = FULL_SIDE;
}

static void
morsel_plate_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  MorselPlate *self = MORSEL_PLATE (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int side = MIN (MIN (width, height), FULL_SIDE);

  if (self->drawing == NULL || side < LEAST_SIDE)
    return;

  graphene_point_t place = { (float) (width - side) / 2.0f, (float) (height - side) / 2.0f };

  gtk_snapshot_translate (snapshot, &place);
  gdk_paintable_snapshot (self->drawing, snapshot, side, side);
}

static void
morsel_plate_dispose (GObject *object)
{
  g_clear_object (&MORSEL_PLATE (object)->drawing);

  G_OBJECT_CLASS (morsel_plate_parent_class)->dispose (object);
}

static void
morsel_plate_class_init (MorselPlateClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_plate_dispose;
  widget_class->map = morsel_plate_map;
  widget_class->measure = morsel_plate_measure;
  widget_class->snapshot = morsel_plate_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
morsel_plate_init (MorselPlate *self)
{
}
