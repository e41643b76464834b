/* welcome-page.c: what the window shows before the first photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/welcome-page.h"

#include "app/texture.h"
#include "app/widgets/plate.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

#define N_RECENT 4     /* photos in the strip */
#define RECENT_SIDE 48 /* pixels */

struct _MorselWelcomePage
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  GtkWidget *plate;
  GtkWidget *warning;
  GtkLabel *title;
  GtkLabel *description;
  GtkWidget *buttons;
  GtkWidget *camera_button;
  GtkWidget *recent;
  GtkWidget *recent_photos;

  /* owned */
  GListModel *entries;
};

enum
{
  SIGNAL_ENTRY_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselWelcomePage, morsel_welcome_page, GTK_TYPE_WIDGET)

static void
recent_clicked_cb (GtkButton *button, MorselWelcomePage *self)
{
  MorselHistoryEntry *entry = g_object_get_data (G_OBJECT (button), "entry");

  g_signal_emit (self, signals[SIGNAL_ENTRY_ACTIVATED], 0, entry);
}

static void
thumbnail_cb (MorselHistoryEntry *entry, GParamSpec *pspec, GtkImage *image)
{
  MorselPhoto *photo = morsel_history_entry_get_thumbnail (entry);

  if (photo == NULL)
    return;

  g_autoptr (GdkTexture) texture = morsel_texture_new_for_photo (photo);

  gtk_image_set_from_paintable (image, GDK_PAINTABLE (texture));
}

static void
add_recent (MorselWelcomePage *self, MorselHistoryEntry *entry)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *image = gtk_image_new_from_icon_name ("image-x-generic-symbolic");
  const char *line = morsel_history_entry_get_line (entry);

  gtk_image_set_pixel_size (GTK_IMAGE (image), RECENT_SIDE);
  gtk_widget_add_css_class (image, "thumbnail");
  gtk_widget_set_overflow (image, GTK_OVERFLOW_HIDDEN);
  gtk_button_set_child (GTK_BUTTON (button), image);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, line, -1);
  g_object_set_data_full (G_OBJECT (button), "entry", g_object_ref (entry), g_object_unref);
  g_signal_connect (button, "clicked", G_CALLBACK (recent_clicked_cb), self);
  g_signal_connect_object (entry, "notify::thumbnail", G_CALLBACK (thumbnail_cb), image, 0);
  thumbnail_cb (entry, NULL, GTK_IMAGE (image));
  gtk_box_append (GTK_BOX (self->recent_photos), button);
}

static void
entries_changed_cb (
    GListModel *entries, guint position, guint removed, guint added, MorselWelcomePage *self)
{
  guint n_entries = g_list_model_get_n_items (entries);
  GtkWidget *child = NULL;

  if (position >= N_RECENT)
    return;

  while ((child = gtk_widget_get_first_child (self->recent_photos)) != NULL)
    gtk_box_remove (GTK_BOX (self->recent_photos), child);

  for (guint i = 0; i < MIN (n_entries, N_RECENT); i++)
    {
      g_autoptr (MorselHistoryEntry) entry = g_list_model_get_item (entries, i);

      add_recent (self, entry);
    }

  gtk_widget_set_visible (self->recent, n_entries > 0);
}

static void
morsel_welcome_page_dispose (GObject *object)
{
  MorselWelcomePage *self = MORSEL_WELCOME_PAGE (object);

  if (self->entries != NULL)
    g_signal_handlers_disconnect_by_data (self->entries, self);
  g_clear_object (&self->entries);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (morsel_welcome_page_parent_class)->dispose (object);
}

static void
morsel_welcome_page_class_init (MorselWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_welcome_page_dispose;

  /**
   * MorselWelcomePage::entry-activated:
   * @entry: the answer
   *
   * Somebody wants to see a recent answer again.
   */
  signals[SIGNAL_ENTRY_ACTIVATED] = g_signal_new ("entry-activated", G_TYPE_FROM_CLASS (klass),
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 1, MORSEL_TYPE_HISTORY_ENTRY);

  g_type_ensure (MORSEL_TYPE_PLATE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, content);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, plate);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, warning);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, title);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, description);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, buttons);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, camera_button);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, recent);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, recent_photos);
}

static void
morsel_welcome_page_init (MorselWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_welcome_page_set_model_missing:
 * @self: the page
 * @missing: whether Morsel's own model is missing
 *
 * Says so, and that Morsel must be installed again, instead of inviting photos.
 */
void
morsel_welcome_page_set_model_missing (MorselWelcomePage *self, gboolean missing)
{
  g_return_if_fail (MORSEL_IS_WELCOME_PAGE (self));

  gtk_widget_set_visible (self->plate, !missing);
  gtk_widget_set_visible (self->warning, missing);
  gtk_label_set_text (self->title,
                      missing ? morsel_error_no_model_title () : _ ("What’s on the Plate?"));
  gtk_label_set_text (self->description,
                      missing ? morsel_error_no_model_sentence ()
                              : _ ("Drop a photo of a dish here, paste or open one"));
  gtk_widget_set_visible (self->buttons, !missing);
}

/**
 * morsel_welcome_page_set_history:
 * @self: the page
 * @history: whose newest answers are offered
 *
 * To be called once.
 */
void
morsel_welcome_page_set_history (MorselWelcomePage *self, MorselHistory *history)
{
  g_return_if_fail (MORSEL_IS_WELCOME_PAGE (self));
  g_return_if_fail (self->entries == NULL);

  self->entries = g_object_ref (morsel_history_get_model (history));
  g_signal_connect (self->entries, "items-changed", G_CALLBACK (entries_changed_cb), self);
  entries_changed_cb (self->entries, 0, 0, 0, self);
}

/**
 * morsel_welcome_page_set_has_camera:
 * @self: the page
 * @has_camera: whether there is a camera page to go to
 *
 * Offers the camera, or not.
 */
void
morsel_welcome_page_set_has_camera (MorselWelcomePage *self, gboolean has_camera)
{
  g_return_if_fail (MORSEL_IS_WELCOME_PAGE (self));

  gtk_widget_set_visible (self->camera_button, has_camera);
}
