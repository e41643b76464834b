/* dish-row.c: one dish of a ranking: its name, how likely it is, and a bar
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/dish-row.h"

#include "app/widgets/meter.h"
#include "app/widgets/percent-label.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>

struct _MorselDishRow
{
  GtkBox parent_instance;

  /* template */
  GtkLabel *name;
  GtkLabel *percent;
  MorselMeter *meter;
};

G_DEFINE_FINAL_TYPE (MorselDishRow, morsel_dish_row, GTK_TYPE_BOX)

/* The name of the row, as text, for whoever wants to drop it somewhere. */
static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, MorselDishRow *self)
{
  return gdk_content_provider_new_typed (G_TYPE_STRING, gtk_label_get_text (self->name));
}

static void
morsel_dish_row_class_init (MorselDishRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MORSEL_TYPE_METER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/dish-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselDishRow, name);
  gtk_widget_class_bind_template_child (widget_class, MorselDishRow, percent);
  gtk_widget_class_bind_template_child (widget_class, MorselDishRow, meter);
  gtk_widget_class_bind_template_callback (widget_class, drag_prepare_cb);
}

static void
morsel_dish_row_init (MorselDishRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_dish_row_new:
 *
 * Returns: (transfer floating): a row without a dish
 */
GtkWidget *
morsel_dish_row_new (void)
{
  return g_object_new (MORSEL_TYPE_DISH_ROW, NULL);
}

/* The first dish stands out, unless the photo shows none that is known. */
static void
update_style (MorselDishRow *self, gsize position, gboolean known)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (position == 0 && known)
    {
      gtk_widget_add_css_class (widget, "first");
      gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
      gtk_widget_add_css_class (GTK_WIDGET (self->percent), "heading");
    }
  else
    {
      gtk_widget_remove_css_class (widget, "first");
      gtk_widget_remove_css_class (GTK_WIDGET (self->name), "heading");
      gtk_widget_remove_css_class (GTK_WIDGET (self->percent), "heading");
    }
}

/**
 * morsel_dish_row_set_dish:
 * @self: the row
 * @ranking: the ranking
 * @position: of the dish in it, from 0
 * @n_shown: how many rows are shown, for "1 of 5"
 *
 * Shows a dish of @ranking. The row of the list that @self is in is told what it says.
 */
void
morsel_dish_row_set_dish (MorselDishRow *self,
                          MorselRanking *ranking,
                          gsize position,
                          gsize n_shown)
{
  g_return_if_fail (MORSEL_IS_DISH_ROW (self));
  g_return_if_fail (MORSEL_IS_RANKING (ranking));

  double probability = (double) morsel_ranking_get_probability (ranking, position);
  g_autofree char *name = morsel_dish_name (morsel_ranking_get_label (ranking, position));
  g_autofree char *percent = morsel_percent (probability);
  g_autofree char *percent_spoken = morsel_percent_spoken (probability);
  /* Translators: what a screen reader says of a row: name, "87 percent", position, number of rows. */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s, %u of %u"), name, percent_spoken,
                                             (guint) position + 1, (guint) n_shown);

  gtk_label_set_text (self->name, name);
  morsel_percent_label_set (self->percent, percent);
  morsel_meter_set_value (self->meter, probability);
  update_style (self, position, morsel_ranking_get_answer (ranking) != MORSEL_ANSWER_UNKNOWN);

  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->meter), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Probability"), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  percent_spoken, -1);
}

/**
 * morsel_dish_row_set_growth:
 * @self: the row
 * @growth: 0 to 1
 *
 * Shows that part of the bar only, while the bars grow.
 */
void
morsel_dish_row_set_growth (MorselDishRow *self, double growth)
{
  g_return_if_fail (MORSEL_IS_DISH_ROW (self));

  morsel_meter_set_growth (self->meter, growth);
}
