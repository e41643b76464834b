/* run-bar.c: how far the work on many photos is, and a button that stops it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/run-bar.h"

#include <glib/gi18n.h>

#define UPDATE_MILLISECONDS 100 /* between two looks at the progress */
#define MIN_SECONDS_LEFT 5.0    /* less is not worth saying */

struct _MorselRunBar
{
  GtkBox parent_instance;

  /* template */
  GtkProgressBar *progress;
  GtkLabel *label;
  GtkWidget *button;
  GtkLabel *button_label;

  /* owned */
  MorselPhotoList *photos;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (MorselRunBar, morsel_run_bar, GTK_TYPE_BOX)

static char *
dup_time_left (double seconds_left)
{
  guint seconds = (guint) MIN (seconds_left, 1e6);
  guint minutes = (seconds + 30) / 60;

  if (seconds < 60)
    return g_strdup_printf (ngettext ("About %u second left", "About %u seconds left", seconds),
                            seconds);

  return g_strdup_printf (ngettext ("About %u minute left", "About %u minutes left", minutes),
                          minutes);
}

static char *
dup_text (MorselRunBar *self)
{
  double seconds_left = morsel_photo_list_get_seconds_left (self->photos);
  /* Translators: photos that are done, and all: "37 of 120" */
  g_autofree char *count = g_strdup_printf (_ ("%u of %u"),
                                            morsel_photo_list_get_n_done (self->photos),
                                            morsel_photo_list_get_n_photos (self->photos));

  if (seconds_left < MIN_SECONDS_LEFT || !morsel_photo_list_is_running (self->photos))
    return g_steal_pointer (&count);

  g_autofree char *time_left = dup_time_left (seconds_left);

  return g_strdup_printf ("%s · %s", count, time_left);
}

static void
update (MorselRunBar *self)
{
  guint n_done = morsel_photo_list_get_n_done (self->photos);
  guint n_photos = morsel_photo_list_get_n_photos (self->photos);
  gboolean is_cancelled = morsel_photo_list_is_cancelled (self->photos);
  g_autofree char *text = dup_text (self);

  gtk_widget_set_visible (GTK_WIDGET (self), n_done < n_photos);
  gtk_progress_bar_set_fraction (self->progress, n_photos > 0 ? (double) n_done / n_photos : 0.0);
  gtk_label_set_text (self->label, text);
  gtk_label_set_text (self->button_label, is_cancelled ? _ ("Resume") : _ ("Cancel"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (self->button_label), -1);
}

static gboolean
timeout_cb (gpointer user_data)
{
  MorselRunBar *self = MORSEL_RUN_BAR (user_data);

  self->timeout = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (MorselPhotoList *photos, MorselRunBar *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add (UPDATE_MILLISECONDS, timeout_cb, self);
}

static void
finished_cb (MorselPhotoList *photos, MorselRunBar *self)
{
  update (self);
}

static void
clicked_cb (GtkButton *button, MorselRunBar *self)
{
  if (morsel_photo_list_is_cancelled (self->photos))
    morsel_photo_list_resume (self->photos);
  else
    morsel_photo_list_cancel (self->photos);
  update (self);
}

static void
morsel_run_bar_dispose (GObject *object)
{
  MorselRunBar *self = MORSEL_RUN_BAR (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->photos != NULL)
    g_signal_handlers_disconnect_by_data (self->photos, self);
  g_clear_object (&self->photos);

  G_OBJECT_CLASS (morsel_run_bar_parent_class)->dispose (object);
}

static void
morsel_run_bar_class_init (MorselRunBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_run_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/run-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselRunBar, progress);
  gtk_widget_class_bind_template_child (widget_class, MorselRunBar, label);
  gtk_widget_class_bind_template_child (widget_class, MorselRunBar, button);
  gtk_widget_class_bind_template_child (widget_class, MorselRunBar, button_label);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
morsel_run_bar_init (MorselRunBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_run_bar_set_photos:
 * @self: the bar
 * @photos: whose progress is shown
 *
 * To be called once. The bar shows itself while there is something to do.
 */
void
morsel_run_bar_set_photos (MorselRunBar *self, MorselPhotoList *photos)
{
  g_return_if_fail (MORSEL_IS_RUN_BAR (self));
  g_return_if_fail (MORSEL_IS_PHOTO_LIST (photos));
  g_return_if_fail (self->photos == NULL);

  self->photos = g_object_ref (photos);
  g_signal_connect (photos, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (photos, "finished", G_CALLBACK (finished_cb), self);
  update (self);
}
