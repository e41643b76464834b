/* squeeze-layout.c: a word, or an icon where large text leaves no room for it
 *
 * For a widget with two children, the word and the icon. A word of usual size stays; a larger one
 * would make the header bar wider than a narrow window.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/squeeze-layout.h"

#define USUAL_WIDTH 92 /* pixels, of a word with its margins, at most */

struct _MorselSqueezeLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (MorselSqueezeLayout, morsel_squeeze_layout, GTK_TYPE_LAYOUT_MANAGER)

static int
measure_child (GtkWidget *child, GtkOrientation orientation)
{
  int natural = 0;

  gtk_widget_measure (child, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
morsel_squeeze_layout_measure (GtkLayoutManager *layout,
                               GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  int word = measure_child (gtk_widget_get_first_child (widget), orientation);
  int icon = measure_child (gtk_widget_get_last_child (widget), orientation);

  *natural = MAX (word, icon);
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL && word > USUAL_WIDTH ? icon : *natural;
}

static void
morsel_squeeze_layout_allocate (
    GtkLayoutManager *layout, GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *word = gtk_widget_get_first_child (widget);
  GtkWidget *icon = gtk_widget_get_last_child (widget);
  gboolean fits = width >= measure_child (word, GTK_ORIENTATION_HORIZONTAL);

  gtk_widget_set_child_visible (word, fits);
  gtk_widget_set_child_visible (icon, !fits);
  gtk_widget_allocate (fits ? word : icon, width, height, baseline, NULL);
}

static void
morsel_squeeze_layout_class_init (MorselSqueezeLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = morsel_squeeze_layout_measure;
  layout_class->allocate = morsel_squeeze_layout_allocate;
}

static void
morsel_squeeze_layout_init (MorselSqueezeLayout *self)
{
}
