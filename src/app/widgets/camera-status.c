/* camera-status.c: why a camera gives no picture, and what can be done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/camera-status.h"

#include <glib/gi18n.h>

struct _MorselCameraStatus
{
  AdwBin parent_instance;

  /* template */
  AdwStatusPage *page;
  GtkLabel *hint;
  GtkWidget *try_again;
  GtkMenuButton *devices;
};

G_DEFINE_FINAL_TYPE (MorselCameraStatus, morsel_camera_status, ADW_TYPE_BIN)

/* hint: NULL for none */
static void
describe (MorselCameraStatus *self,
          const char *icon,
          const char *title,
          const char *sentence,
          const char *hint)
{
  adw_status_page_set_icon_name (self->page, icon);
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, sentence);
  gtk_label_set_text (self->hint, hint != NULL ? hint : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), hint != NULL);
}

static gboolean
morsel_camera_status_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (MORSEL_CAMERA_STATUS (widget)->try_again);
}

static void
morsel_camera_status_class_init (MorselCameraStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = morsel_camera_status_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/camera-status.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselCameraStatus, page);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraStatus, hint);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraStatus, try_again);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraStatus, devices);
}

static void
morsel_camera_status_init (MorselCameraStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_camera_status_set_state:
 * @self: the status
 * @state: of the camera
 *
 * Shows why there is no picture (experience.md section 8).
 *
 * Returns: whether @state is such a reason; otherwise nothing changes
 */
gboolean
morsel_camera_status_set_state (MorselCameraStatus *self, MorselCameraState state)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA_STATUS (self), FALSE);

  switch (state)
    {
    case MORSEL_CAMERA_STATE_ASKING:
      describe (self, "camera-photo-symbolic", _ ("Waiting for Permission"),
                _ ("Waiting for permission…"),
                _ ("The desktop asks whether Morsel may use the camera."));
      break;
    case MORSEL_CAMERA_STATE_DENIED:
      describe (self, "camera-disabled-symbolic", _ ("Camera Not Allowed"),
                _ ("Morsel may not use the camera. Allow it in Settings."),
                _ ("The switch is under Privacy and Camera, or under Apps and Morsel."));
      break;
    case MORSEL_CAMERA_STATE_NO_SERVICE:
      describe (self, "camera-hardware-disabled-symbolic", _ ("Camera Not Available"),
                _ ("This computer has no service for cameras (PipeWire)."), NULL);
      break;
    case MORSEL_CAMERA_STATE_NONE:
      describe (self, "camera-hardware-disabled-symbolic", _ ("No Camera"), _ ("No camera found."),
                _ ("Plug one in, and it is used at once."));
      break;
    case MORSEL_CAMERA_STATE_IN_USE:
      describe (self, "camera-disabled-symbolic", _ ("Camera in Use"),
                _ ("Another program is using the camera."), NULL);
      break;
    case MORSEL_CAMERA_STATE_UNPLUGGED:
      describe (self, "camera-hardware-disabled-symbolic", _ ("Camera Unplugged"),
                _ ("The camera was unplugged."), _ ("Plug it in again, and it goes on."));
      break;
    case MORSEL_CAMERA_STATE_SILENT:
      describe (self, "camera-disabled-symbolic", _ ("No Picture"),
                _ ("The camera sends no picture."), NULL);
      break;
    case MORSEL_CAMERA_STATE_OFF:
    case MORSEL_CAMERA_STATE_STARTING:
    case MORSEL_CAMERA_STATE_RUNNING:
      return FALSE;
    default:
      g_return_val_if_reached (FALSE);
    }

  /* While a question is open there is nothing to try. */
  gtk_widget_set_visible (self->try_again, state != MORSEL_CAMERA_STATE_ASKING);
  return TRUE;
}

/**
 * morsel_camera_status_set_devices:
 * @self: the status
 * @devices: (nullable): a menu of the cameras that could be used, or %NULL for no choice
 *
 * Offers other cameras.
 */
void
morsel_camera_status_set_devices (MorselCameraStatus *self, GMenuModel *devices)
{
  g_return_if_fail (MORSEL_IS_CAMERA_STATUS (self));

  gtk_menu_button_set_menu_model (self->devices, devices);
  gtk_widget_set_visible (GTK_WIDGET (self->devices), devices != NULL);
}
