/* device.c: one camera that the computer has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/device.h"

/**
 * MorselCameraDevice:
 *
 * A camera: who it is and what people call it. Never changes.
 */
struct _MorselCameraDevice
{
  GObject parent_instance;

  /* owned */
  char *id;
  char *serial;
  char *name;
};

G_DEFINE_FINAL_TYPE (MorselCameraDevice, morsel_camera_device, G_TYPE_OBJECT)

enum
{
  PROP_NAME = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
morsel_camera_device_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  MorselCameraDevice *self = MORSEL_CAMERA_DEVICE (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
      break;
    }
}

static void
morsel_camera_device_finalize (GObject *object)
{
  MorselCameraDevice *self = MORSEL_CAMERA_DEVICE (object);

  g_free (self->id);
  g_free (self->serial);
  g_free (self->name);

  G_OBJECT_CLASS (morsel_camera_device_parent_class)->finalize (object);
}

static void
morsel_camera_device_class_init (MorselCameraDeviceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = morsel_camera_device_get_property;
  object_class->finalize = morsel_camera_device_finalize;

  /**
   * MorselCameraDevice:name:
   *
   * What people call the camera; a menu can show it through an expression.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
morsel_camera_device_init (MorselCameraDevice *self)
{
}

/**
 * morsel_camera_device_new:
 * @id: what stays the same when the camera is plugged in again: PipeWire's node.name
 * @serial: what no other object of this PipeWire ever has: object.serial
 * @name: what people call it, unlike that of any other camera
 *
 * Describes a camera.
 *
 * Returns: (transfer full): the camera
 */
MorselCameraDevice *
morsel_camera_device_new (const char *id, const char *serial, const char *name)
{
  MorselCameraDevice *self = g_object_new (MORSEL_TYPE_CAMERA_DEVICE, NULL);

  self->id = g_strdup (id);
  self->serial = g_strdup (serial);
  self->name = g_strdup (name);
  return self;
}

/**
 * morsel_camera_device_get_id:
 * @self: the camera
 *
 * What to keep in settings: it stays the same when the camera is plugged in again.
 *
 * Returns: (transfer none): the id
 */
const char *
morsel_camera_device_get_id (MorselCameraDevice *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA_DEVICE (self), NULL);

  return self->id;
}

/**
 * morsel_camera_device_get_serial:
 * @self: the camera
 *
 * What PipeWire calls it until it is unplugged.
 *
 * Returns: (transfer none): the serial
 */
const char *
morsel_camera_device_get_serial (MorselCameraDevice *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA_DEVICE (self), NULL);

  return self->serial;
}

/**
 * morsel_camera_device_get_name:
 * @self: the camera
 *
 * What people call it: "Integrated Camera"; the second of that name is "Integrated Camera (2)".
 *
 * Returns: (transfer none): the name
 */
const char *
morsel_camera_device_get_name (MorselCameraDevice *self)
{
  g_return_val_if_fail (MORSEL_IS_CAMERA_DEVICE (self), NULL);

  return self->name;
}
