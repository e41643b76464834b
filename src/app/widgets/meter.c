/* meter.c: a bar that shows how likely a dish is
 *
 * GtkLevelBar's colours cannot be changed without deprecated calls in GTK 4.8, and its blocks know no
 * animation: this is a track with a child of CSS name "fill" whose width is the value.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/meter.h"

#define MIN_FILL_WIDTH 2 /* pixels, so that even the unlikeliest is seen */

struct _MorselMeter
{
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *fill;

  double value;  /* 0 to 1 */
  double growth; /* 0 to 1: how much of the value is shown yet */
};

#if GTK_CHECK_VERSION(4, 10, 0)
static gboolean
morsel_meter_set_current_value (GtkAccessibleRange *range, double value)
{
  return FALSE;
}

static void
morsel_meter_range_init (GtkAccessibleRangeInterface *iface)
{
  iface->set_current_value = morsel_meter_set_current_value;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (MorselMeter,
                               morsel_meter,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_ACCESSIBLE_RANGE,
                                                      morsel_meter_range_init))
#else
G_DEFINE_FINAL_TYPE (MorselMeter, morsel_meter, GTK_TYPE_WIDGET)
#endif

static void
morsel_meter_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  MorselMeter *self = MORSEL_METER (widget);

  gtk_widget_measure (self->fill, orientation, -1, minimum, natural, NULL, NULL);
}

static void
morsel_meter_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  MorselMeter *self = MORSEL_METER (widget);
  int wanted = (int) (width * self->value * self->growth + 0.5);
  int fill_width = CLAMP (wanted, MIN (MIN_FILL_WIDTH, width), width);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation = {
    .x = mirrored ? width - fill_width : 0,
    .y = 0,
    .width = fill_width,
    .height = height,
  };

  gtk_widget_size_allocate (self->fill, &allocation, baseline);
}

static void
morsel_meter_dispose (GObject *object)
{
  MorselMeter *self = MORSEL_METER (object);

  g_clear_pointer (&self->fill, gtk_widget_unparent);

  G_OBJECT_CLASS (morsel_meter_parent_class)->dispose (object);
}

static void
morsel_meter_class_init (MorselMeterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_meter_dispose;

  widget_class->measure = morsel_meter_measure;
  widget_class->size_allocate = morsel_meter_size_allocate;

  gtk_widget_class_set_css_name (widget_class, "meter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
morsel_meter_init (MorselMeter *self)
{
  self->growth = 1.0;
  self->fill = g_object_new (GTK_TYPE_BOX, "css-name", "fill", "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->fill, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 100.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, 0.0, -1);
}

/**
 * morsel_meter_new:
 *
 * Returns: (transfer floating): an empty meter
 */
GtkWidget *
morsel_meter_new (void)
{
  return g_object_new (MORSEL_TYPE_METER, NULL);
}

/**
 * morsel_meter_set_value:
 * @self: the meter
 * @value: 0 to 1
 *
 * Sets how much of the bar is filled.
 */
void
morsel_meter_set_value (MorselMeter *self, double value)
{
  g_return_if_fail (MORSEL_IS_METER (self));

  self->value = CLAMP (value, 0.0, 1.0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW,
                                  self->value * 100.0, -1);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * morsel_meter_get_value:
 * @self: the meter
 *
 * Returns: the value, 0 to 1
 */
double
morsel_meter_get_value (MorselMeter *self)
{
  g_return_val_if_fail (MORSEL_IS_METER (self), 0.0);

  return self->value;
}

/**
 * morsel_meter_set_growth:
 * @self: the meter
 * @growth: 0 to 1
 *
 * Shows that part of the value only, while the bars grow.
 */
void
morsel_meter_set_growth (MorselMeter *self, double growth)
{
  g_return_if_fail (MORSEL_IS_METER (self));

  self->growth = CLAMP (growth, 0.0, 1.0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
