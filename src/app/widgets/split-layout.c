/* split-layout.c: photo and ranking side by side, or one above the other where it is narrow
 *
 * libadwaita 1.2 has no breakpoints, and what stands where depends on both width and height.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/split-layout.h"

/* All in pixels. */
#define WIDE 680
#define WIDE_WHEN_LOW 520
#define LOW 480
#define MIN_RANKING_WIDTH 260
#define MAX_RANKING_WIDTH 420
#define MIN_PHOTO_HEIGHT 96
#define USUAL_DPI 96

struct _MorselSplitLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (MorselSplitLayout, morsel_split_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_child (GtkWidget *child, GtkOrientation orientation)
{
  int minimum = 0;

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

static GtkSizeRequestMode
morsel_split_layout_get_request_mode (GtkLayoutManager *layout, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
morsel_split_layout_measure (GtkLayoutManager *layout,
                             GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  GtkWidget *photo = gtk_widget_get_first_child (widget);
  GtkWidget *ranking = photo != NULL ? gtk_widget_get_next_sibling (photo) : NULL;
  int photo_size = measure_child (photo, orientation);
  int ranking_size = measure_child (ranking, orientation);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MAX (photo_size, ranking_size);
  else
    *minimum = MIN_PHOTO_HEIGHT + ranking_size;

  *natural = *minimum;
}

/* Of text, against its usual size. */
static double
get_text_scale (GtkWidget *widget)
{
  int dpi = 0; /* of the text, in 1024ths; none: -1 */

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return dpi > 0 ? MAX (dpi / (USUAL_DPI * 1024.0), 1.0) : 1.0;
}

static void
allocate_side_by_side (
    GtkWidget *widget, GtkWidget *photo, GtkWidget *ranking, int width, int height)
{
  int usual_width = CLAMP (width * 2 / 5, MIN_RANKING_WIDTH, MAX_RANKING_WIDTH);
  int ranking_width = MAX (usual_width,
                           MIN ((int) (MIN_RANKING_WIDTH * get_text_scale (widget)), width / 2));
  int least = measure_child (ranking, GTK_ORIENTATION_HORIZONTAL);

  ranking_width = MIN (MAX (ranking_width, least), width);

  GtkAllocation first = { 0, 0, width - ranking_width, height };
  GtkAllocation second = { width - ranking_width, 0, ranking_width, height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      first.x = ranking_width;
      second.x = 0;
    }

  /* Large text may leave the photo less room than its tools ask for. */
  first.width = MAX (first.width, measure_child (photo, GTK_ORIENTATION_HORIZONTAL));
  gtk_widget_size_allocate (photo, &first, -1);
  gtk_widget_size_allocate (ranking, &second, -1);
}

static void
allocate_stacked (GtkWidget *photo, GtkWidget *ranking, int width, int height)
{
  int photo_height = MIN (width * 3 / 4, height * 45 / 100);

  photo_height = MAX (photo_height, measure_child (photo, GTK_ORIENTATION_VERTICAL));
  photo_height = MIN (photo_height, MAX (height - measure_child (ranking, GTK_ORIENTATION_VERTICAL),
                                         measure_child (photo, GTK_ORIENTATION_VERTICAL)));

  GtkAllocation first = { 0, 0, width, photo_height };
  GtkAllocation second = { 0, photo_height, width, MAX (height - photo_height, 0) };

  second.height = MAX (second.height, measure_child (ranking, GTK_ORIENTATION_VERTICAL));
  gtk_widget_size_allocate (photo, &first, -1);
  gtk_widget_size_allocate (ranking, &second, -1);
}

static void
morsel_split_layout_allocate (
    GtkLayoutManager *layout, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *photo = gtk_widget_get_first_child (widget);
  GtkWidget *ranking = photo != NULL ? gtk_widget_get_next_sibling (photo) : NULL;

  if (ranking == NULL)
    return;

  int needed = measure_child (photo, GTK_ORIENTATION_HORIZONTAL) +
               MAX (measure_child (ranking, GTK_ORIENTATION_HORIZONTAL), MIN_RANKING_WIDTH);
  gboolean wide = width >= WIDE || (width >= WIDE_WHEN_LOW && height < LOW);

  if (wide && needed <= width)
    allocate_side_by_side (widget, photo, ranking, width, height);
  else
    allocate_stacked (photo, ranking, width, height);
}

static void
morsel_split_layout_class_init (MorselSplitLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = morsel_split_layout_get_request_mode;
  layout_class->measure = morsel_split_layout_measure;
  layout_class->allocate = morsel_split_layout_allocate;
}

static void
morsel_split_layout_init (MorselSplitLayout *self)
{
}

/**
 * morsel_split_layout_new:
 *
 * A layout for a widget with two children, the photo and the ranking.
 *
 * Returns: (transfer full): the layout
 */
GtkLayoutManager *
morsel_split_layout_new (void)
{
  return g_object_new (MORSEL_TYPE_SPLIT_LAYOUT, NULL);
}
