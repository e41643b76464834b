/* welcome-page.c: what the window shows before the first photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/welcome-page.h"

#include "words/error-text.h"

#include <glib/gi18n.h>

struct _MorselWelcomePage
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  AdwStatusPage *status;
  GtkWidget *buttons;
  GtkWidget *camera_button;
};

G_DEFINE_FINAL_TYPE (MorselWelcomePage, morsel_welcome_page, GTK_TYPE_WIDGET)

static void
morsel_welcome_page_dispose (GObject *object)
{
  MorselWelcomePage *self = MORSEL_WELCOME_PAGE (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (morsel_welcome_page_parent_class)->dispose (object);
}

static void
morsel_welcome_page_class_init (MorselWelcomePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_welcome_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, content);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, status);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, buttons);
  gtk_widget_class_bind_template_child (widget_class, MorselWelcomePage, camera_button);
}

static void
morsel_welcome_page_init (MorselWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_status_page_set_icon_name (self->status, MORSEL_APP_ID);
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

  adw_status_page_set_icon_name (self->status, missing ? "dialog-warning-symbolic" : MORSEL_APP_ID);
  adw_status_page_set_title (self->status,
                             missing ? morsel_error_no_model_title () : _("What’s on the Plate?"));
  adw_status_page_set_description (self->status,
                                   missing ? morsel_error_no_model_sentence ()
                                           : _("Drop a photo of a dish here, paste or open one"));
  gtk_widget_set_visible (self->buttons, !missing);
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
