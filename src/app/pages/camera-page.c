/* camera-page.c: the viewfinder, which names what it sees, and every reason why there is none
 *
 * The camera is on while the page is on the screen, and at no other time. Here are its power,
 * the shutter and the menus; what is shown of it is in camera-page-view.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/camera-page-private.h"

#include "app/texture.h"

#include <glib/gi18n.h>

enum
{
  PROP_MIRRORED = 1,
  PROP_DEVICE_ID,
  N_PROPS,
};

enum
{
  SIGNAL_CAPTURED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselCameraPage, morsel_camera_page, GTK_TYPE_WIDGET)

/* On Wayland a window is never said to be minimized, but that nothing of it is to be seen. */
static gboolean
is_hidden (MorselCameraPage *self)
{
#if GTK_CHECK_VERSION(4, 12, 0)
  const GdkToplevelState hidden = GDK_TOPLEVEL_STATE_MINIMIZED | GDK_TOPLEVEL_STATE_SUSPENDED;
#else
  const GdkToplevelState hidden = GDK_TOPLEVEL_STATE_MINIMIZED;
#endif

  return self->surface != NULL && GDK_IS_TOPLEVEL (self->surface) &&
         (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface)) & hidden) != 0;
}

/* Turns the camera on and off. It is not asked for behind the person's back: some desktops take a
 * question of a window without the focus for a "no", for good. */
static void
update_power (MorselCameraPage *self)
{
  MorselCameraState state = morsel_camera_get_state (self->camera);

  if (self->window == NULL || is_hidden (self) || self->is_frozen)
    morsel_camera_stop (self->camera);
  else if (state == MORSEL_CAMERA_STATE_OFF && gtk_window_is_active (self->window))
    morsel_camera_start (self->camera);
}

static void
morsel_camera_page_map (GtkWidget *widget)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (widget);

  GTK_WIDGET_CLASS (morsel_camera_page_parent_class)->map (widget);

  self->window = GTK_WINDOW (gtk_widget_get_root (widget));
  self->surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  g_signal_connect_swapped (self->window, "notify::is-active", G_CALLBACK (update_power), self);
  g_signal_connect_swapped (self->surface, "notify::state", G_CALLBACK (update_power), self);

  self->is_frozen = FALSE;
  self->wants_focus = TRUE;
  gtk_picture_set_paintable (self->picture, morsel_camera_get_paintable (self->camera));
  update_power (self);
}

static void
morsel_camera_page_unmap (GtkWidget *widget)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (widget);

  g_signal_handlers_disconnect_by_func (self->window, update_power, self);
  g_signal_handlers_disconnect_by_func (self->surface, update_power, self);
  self->window = NULL;
  self->surface = NULL;
  update_power (self);

  GTK_WIDGET_CLASS (morsel_camera_page_parent_class)->unmap (widget);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselCameraPage) self = MORSEL_CAMERA_PAGE (user_data);
  g_autoptr (MorselPhoto) photo = morsel_texture_dup_photo_finish (GDK_TEXTURE (source), result);

  g_signal_emit (self, signals[SIGNAL_CAPTURED], 0, photo);
}

static void
capture_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (widget);
  g_autoptr (GdkTexture) frame = morsel_camera_dup_frame (self->camera);

  if (frame == NULL)
    return;

  /* The picture stands still, so that the person sees what was taken. */
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (
      morsel_camera_get_paintable (self->camera));

  gtk_picture_set_paintable (self->picture, still);
  self->is_frozen = TRUE;
  update_power (self);
  morsel_texture_dup_photo_async (frame, copied_cb, g_object_ref (self));
}

static void
try_again_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (widget);

  morsel_camera_start (self->camera);
}

/* The cameras there are, in both menus. */
static void
update_devices (MorselCameraPage *self)
{
  GListModel *devices = morsel_camera_get_devices (self->camera);
  guint n_devices = g_list_model_get_n_items (devices);
  guint n_in_use = morsel_camera_get_device (self->camera) != NULL ? 1 : 0;

  g_menu_remove_all (self->devices_menu);
  for (guint i = 0; n_devices > n_in_use && i < n_devices; i++)
    {
      g_autoptr (MorselCameraDevice) device = g_list_model_get_item (devices, i);
      g_auto (GStrv) parts = g_strsplit (morsel_camera_device_get_name (device), "_", -1);
      g_autofree char *label = g_strjoinv ("__", parts);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      g_menu_item_set_action_and_target (item, "camera.device-id", "s",
                                         morsel_camera_device_get_id (device));
      g_menu_append_item (self->devices_menu, item);
    }

  morsel_camera_status_set_devices (
      self->status, n_devices > n_in_use ? G_MENU_MODEL (self->devices_menu) : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DEVICE_ID]);
}

static void
mirrored_cb (MorselCameraPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_MIRRORED]);
}

static void
morsel_camera_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (object);
  MorselCameraDevice *device = morsel_camera_get_device (self->camera);

  switch (id)
    {
    case PROP_MIRRORED:
      g_value_set_boolean (value, morsel_camera_get_mirrored (self->camera));
      break;
    case PROP_DEVICE_ID:
      g_value_set_string (value, device != NULL ? morsel_camera_device_get_id (device) : "");
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
morsel_camera_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (object);

  switch (id)
    {
    case PROP_MIRRORED:
      morsel_camera_set_mirrored (self->camera, g_value_get_boolean (value));
      break;
    case PROP_DEVICE_ID:
      morsel_camera_set_device_id (self->camera, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
morsel_camera_page_dispose (GObject *object)
{
  MorselCameraPage *self = MORSEL_CAMERA_PAGE (object);

  if (self->camera != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->camera, self);
      morsel_camera_stop (self->camera);
    }
  g_clear_handle_id (&self->late, g_source_remove);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->stack));
  self->stack = NULL;
  g_clear_object (&self->camera);
  g_clear_object (&self->live_name);
  g_clear_object (&self->devices_menu);

  G_OBJECT_CLASS (morsel_camera_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/camera-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, picture);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, card);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, shutter);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, MorselCameraPage, status);
}

static void
morsel_camera_page_class_init (MorselCameraPageClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (MORSEL_TYPE_CAMERA_STATUS);
  g_type_ensure (MORSEL_TYPE_LIVE_CARD);
  object_class->get_property = morsel_camera_page_get_property;
  object_class->set_property = morsel_camera_page_set_property;
  object_class->dispose = morsel_camera_page_dispose;
  widget_class->map = morsel_camera_page_map;
  widget_class->unmap = morsel_camera_page_unmap;

  props[PROP_MIRRORED] = g_param_spec_boolean ("mirrored", NULL, NULL, FALSE, flags);
  props[PROP_DEVICE_ID] = g_param_spec_string ("device-id", NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * MorselCameraPage::captured:
   * @self: the page
   * @photo: the #MorselPhoto that the person took, never mirrored
   *
   * The camera is off; it goes on when the page comes onto the screen again.
   */
  signals[SIGNAL_CAPTURED] = g_signal_new ("captured", MORSEL_TYPE_CAMERA_PAGE, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, MORSEL_TYPE_PHOTO);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "camera.capture", NULL, capture_cb);
  gtk_widget_class_install_action (widget_class, "camera.try-again", NULL, try_again_cb);
  gtk_widget_class_install_property_action (widget_class, "camera.mirrored", "mirrored");
  gtk_widget_class_install_property_action (widget_class, "camera.device-id", "device-id");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "camera.capture", NULL);
}

static void
morsel_camera_page_init (MorselCameraPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) view = g_menu_new ();

  self->camera = morsel_camera_new ();
  self->live_name = morsel_live_name_new ();
  self->devices_menu = g_menu_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  g_menu_append (view, _ ("_Mirror"), "camera.mirrored");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->devices_menu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (view));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));

  g_signal_connect_swapped (self->camera, "notify::device", G_CALLBACK (update_devices), self);
  g_signal_connect_swapped (self->camera, "notify::mirrored", G_CALLBACK (mirrored_cb), self);
  g_signal_connect_object (morsel_camera_get_devices (self->camera), "items-changed",
                           G_CALLBACK (update_devices), self, G_CONNECT_SWAPPED);
  morsel_camera_page_init_view (self);
}

/**
 * morsel_camera_page_new:
 * @settings: where it is remembered whether the picture is mirrored
 *
 * Makes the page. It turns the camera on when it comes onto the screen.
 *
 * Returns: (transfer floating): the page
 */
MorselCameraPage *
morsel_camera_page_new (GSettings *settings)
{
  MorselCameraPage *self = g_object_new (MORSEL_TYPE_CAMERA_PAGE, NULL);

  g_settings_bind (settings, "mirror-camera", self, "mirrored", G_SETTINGS_BIND_DEFAULT);
  return self;
}
