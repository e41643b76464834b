/* history-row.c: one remembered answer: thumbnail, dish and file name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/history-row.h"

#include "app/texture.h"
#include "app/widgets/percent-label.h"
#include "words/percent.h"

#include <glib/gi18n.h>

struct _MorselHistoryRow
{
  GtkBox parent_instance;

  /* template */
  GtkImage *thumbnail;
  GtkLabel *line;
  GtkLabel *percent;
  GtkLabel *name;

  /* owned */
  MorselHistoryEntry *entry;
};

G_DEFINE_FINAL_TYPE (MorselHistoryRow, morsel_history_row, GTK_TYPE_BOX)

static void
thumbnail_cb (MorselHistoryEntry *entry, GParamSpec *pspec, MorselHistoryRow *self)
{
  MorselPhoto *photo = morsel_history_entry_get_thumbnail (entry);

  if (photo == NULL)
    {
      gtk_image_set_from_icon_name (self->thumbnail, "image-x-generic-symbolic");
      return;
    }

  g_autoptr (GdkTexture) texture = morsel_texture_new_for_photo (photo);

  gtk_image_set_from_paintable (self->thumbnail, GDK_PAINTABLE (texture));
}

static void
morsel_history_row_dispose (GObject *object)
{
  MorselHistoryRow *self = MORSEL_HISTORY_ROW (object);

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_object (&self->entry);

  G_OBJECT_CLASS (morsel_history_row_parent_class)->dispose (object);
}

static void
morsel_history_row_class_init (MorselHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_history_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryRow, thumbnail);
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryRow, line);
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryRow, percent);
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryRow, name);
}

static void
morsel_history_row_init (MorselHistoryRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_history_row_new:
 *
 * Returns: (transfer floating): an empty row
 */
GtkWidget *
morsel_history_row_new (void)
{
  return g_object_new (MORSEL_TYPE_HISTORY_ROW, NULL);
}

/**
 * morsel_history_row_set_entry:
 * @self: the row, within the row of a list
 * @entry: the answer
 *
 * To be called once.
 */
void
morsel_history_row_set_entry (MorselHistoryRow *self, MorselHistoryEntry *entry)
{
  g_return_if_fail (MORSEL_IS_HISTORY_ROW (self));
  g_return_if_fail (MORSEL_IS_HISTORY_ENTRY (entry));
  g_return_if_fail (self->entry == NULL);

  const char *line = morsel_history_entry_get_line (entry);
  const char *name = morsel_history_entry_get_name (entry);
  double probability = morsel_history_entry_get_probability (entry);
  g_autofree char *isolated = g_strdup_printf ("\u2068%s\u2069", name);
  g_autofree char *plain = morsel_percent (probability);
  g_autofree char *percent = g_strdup_printf ("\u2068%s\u2069", plain);
  g_autofree char *percent_spoken = morsel_percent_spoken (probability);
  /* Translators: what a screen reader says of a photo: answer, "87 percent", file name. */
  g_autofree char *spoken = g_strdup_printf (_ ("%s, %s, %s"), line, percent_spoken, name);

  self->entry = g_object_ref (entry);
  gtk_label_set_text (self->line, line);
  morsel_percent_label_set (self->percent, percent);
  gtk_label_set_text (self->name, isolated);
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (self))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect (entry, "notify::thumbnail", G_CALLBACK (thumbnail_cb), self);
  thumbnail_cb (entry, NULL, self);
}

/**
 * morsel_history_row_get_entry:
 * @self: the row
 *
 * Returns: (transfer none): its answer
 */
MorselHistoryEntry *
morsel_history_row_get_entry (MorselHistoryRow *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ROW (self), NULL);

  return self->entry;
}
