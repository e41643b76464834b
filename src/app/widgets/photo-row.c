/* photo-row.c: one of many photos: thumbnail, answer and file name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/photo-row.h"

#include "app/widgets/percent-label.h"
#include "words/percent.h"

#include <glib/gi18n.h>

#define THUMBNAIL_SIDE 48 /* pixels, as in the row's description */

struct _MorselPhotoRow
{
  GtkGrid parent_instance;

  /* template */
  GtkImage *picture;
  GtkLabel *line;
  GtkLabel *percent;
  GtkLabel *name;

  /* owned */
  MorselPhotoItem *item;
};

G_DEFINE_FINAL_TYPE (MorselPhotoRow, morsel_photo_row, GTK_TYPE_GRID)

static void
update_picture (MorselPhotoRow *self)
{
  GdkTexture *thumbnail = morsel_photo_item_get_thumbnail (self->item);

  gboolean has_failed = morsel_photo_item_get_state (self->item) == MORSEL_PHOTO_FAILED;

  /* The icons stay as small as icons are. */
  gtk_image_set_pixel_size (self->picture, !has_failed && thumbnail != NULL ? THUMBNAIL_SIDE : -1);
  if (has_failed)
    gtk_image_set_from_icon_name (self->picture, "dialog-warning-symbolic");
  else if (thumbnail != NULL)
    gtk_image_set_from_paintable (self->picture, GDK_PAINTABLE (thumbnail));
  else
    gtk_image_set_from_icon_name (self->picture, "image-x-generic-symbolic");
}

static void
update_words (MorselPhotoRow *self)
{
  MorselRanking *ranking = morsel_photo_item_get_ranking (self->item);
  const char *line = morsel_photo_item_get_line (self->item);
  const char *name = morsel_photo_item_get_name (self->item);
  g_autofree char *isolated = g_strdup_printf ("\u2068%s\u2069", name);
  g_autofree char *percent = NULL;
  g_autofree char *spoken = NULL;

  if (line == NULL)
    line = _ ("Waiting…");

  if (ranking != NULL)
    {
      double probability = (double) morsel_ranking_get_probability (ranking, 0);
      g_autofree char *percent_spoken = morsel_percent_spoken (probability);
      g_autofree char *plain = morsel_percent (probability);

      percent = g_strdup_printf ("\u2068%s\u2069", plain);
      /* Translators: what a screen reader says of a photo: answer, "87 percent", file name. */
      spoken = g_strdup_printf (_ ("%s, %s, %s"), line, percent_spoken, name);
    }
  else
    {
      spoken = g_strdup_printf ("%s %s", line, name);
    }

  gtk_label_set_text (self->line, line);
  morsel_percent_label_set (self->percent, percent != NULL ? percent : "");
  gtk_label_set_text (self->name, isolated);

  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
state_cb (MorselPhotoItem *item, GParamSpec *pspec, MorselPhotoRow *self)
{
  update_words (self);
  update_picture (self);
}

static void
thumbnail_cb (MorselPhotoItem *item, GParamSpec *pspec, MorselPhotoRow *self)
{
  update_picture (self);
}

static void
morsel_photo_row_dispose (GObject *object)
{
  morsel_photo_row_set_item (MORSEL_PHOTO_ROW (object), NULL);

  G_OBJECT_CLASS (morsel_photo_row_parent_class)->dispose (object);
}

static void
morsel_photo_row_class_init (MorselPhotoRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_photo_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/photo-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoRow, picture);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoRow, line);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoRow, percent);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoRow, name);
}

static void
morsel_photo_row_init (MorselPhotoRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_photo_row_new:
 *
 * Returns: (transfer floating): a row without a photo
 */
GtkWidget *
morsel_photo_row_new (void)
{
  return g_object_new (MORSEL_TYPE_PHOTO_ROW, NULL);
}

/**
 * morsel_photo_row_set_item:
 * @self: the row
 * @item: (nullable): the photo
 *
 * Shows a photo, and from then on what becomes of it. The row of the list that @self is in is told
 * what it says.
 */
void
morsel_photo_row_set_item (MorselPhotoRow *self, MorselPhotoItem *item)
{
  g_return_if_fail (MORSEL_IS_PHOTO_ROW (self));
  g_return_if_fail (item == NULL || MORSEL_IS_PHOTO_ITEM (item));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);

  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect (item, "notify::state", G_CALLBACK (state_cb), self);
  g_signal_connect (item, "notify::thumbnail", G_CALLBACK (thumbnail_cb), self);
  state_cb (item, NULL, self);
}
