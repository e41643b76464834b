/* device-list.c: the cameras there are, each with a name of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/device-list.h"

/* Finds the camera whose @get is @text. */
static MorselCameraDevice *
find_device (GListModel *list,
             const char *(*get) (MorselCameraDevice *),
             const char *text,
             guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (MorselCameraDevice) device = g_list_model_get_item (list, i);

      if (g_strcmp0 (get (device), text) == 0)
        {
          *position = i;
          /* The list keeps it alive. */
          return device;
        }
    }
  return NULL;
}

/**
 * morsel_device_list_add:
 * @list: of #MorselCameraDevice
 * @id: the camera's id
 * @serial: its serial; one that is there already is not added again
 * @description: what PipeWire calls it, perhaps like another
 *
 * Adds a camera. Two of one make have one description; the second gets a number.
 *
 * Returns: (transfer none): the camera
 */
MorselCameraDevice *
morsel_device_list_add (GListStore *list,
                        const char *id,
                        const char *serial,
                        const char *description)
{
  GListModel *model = G_LIST_MODEL (list);
  g_autofree char *name = g_strdup (description);
  guint position;
  MorselCameraDevice *same = find_device (model, morsel_camera_device_get_serial, serial,
                                          &position);

  if (same != NULL)
    return same;

  for (guint number = 2;
       find_device (model, morsel_camera_device_get_name, name, &position) != NULL; number++)
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u)", description, number);
    }

  g_autoptr (MorselCameraDevice) device = morsel_camera_device_new (id, serial, name);

  g_list_store_append (list, device);
  return device;
}

/**
 * morsel_device_list_remove:
 * @list: of #MorselCameraDevice
 * @serial: of the camera
 *
 * Removes a camera, if it is there.
 */
void
morsel_device_list_remove (GListStore *list, const char *serial)
{
  guint position;

  if (find_device (G_LIST_MODEL (list), morsel_camera_device_get_serial, serial, &position) != NULL)
    g_list_store_remove (list, position);
}

/**
 * morsel_device_list_find:
 * @list: of #MorselCameraDevice
 * @id: (nullable): an id, or %NULL for any camera
 *
 * Returns: (transfer none) (nullable): the first camera with this id
 */
MorselCameraDevice *
morsel_device_list_find (GListModel *list, const char *id)
{
  guint position;

  if (id != NULL)
    return find_device (list, morsel_camera_device_get_id, id, &position);

  g_autoptr (MorselCameraDevice) first = g_list_model_get_item (list, 0);

  /* The list keeps it alive. */
  return first;
}
