/* test-device-list.c: cameras, each with a name of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/device-list.h"
#include "camera/devices.h"

static GListStore *
make_list (void)
{
  GListStore *list = g_list_store_new (MORSEL_TYPE_CAMERA_DEVICE);

  morsel_device_list_add (list, "node.one", "41", "HD Camera");
  morsel_device_list_add (list, "node.two", "42", "HD Camera");
  morsel_device_list_add (list, "node.three", "43", "Other");
  morsel_device_list_add (list, "node.four", "44", "HD Camera");
  return list;
}

static void
assert_name (GListStore *list, guint position, const char *name)
{
  g_autoptr (MorselCameraDevice) device = g_list_model_get_item (G_LIST_MODEL (list), position);
  g_autofree char *property = NULL;

  g_assert_nonnull (device);
  g_assert_cmpstr (morsel_camera_device_get_name (device), ==, name);
  g_object_get (device, "name", &property, NULL);
  g_assert_cmpstr (property, ==, name);
}

static void
test_numbers_equal_names (void)
{
  g_autoptr (GListStore) list = make_list ();

  assert_name (list, 0, "HD Camera");
  assert_name (list, 1, "HD Camera (2)");
  assert_name (list, 2, "Other");
  assert_name (list, 3, "HD Camera (3)");
}

static void
test_gives_a_free_number_again (void)
{
  g_autoptr (GListStore) list = make_list ();

  morsel_device_list_remove (list, "42");
  morsel_device_list_add (list, "node.two", "45", "HD Camera");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 4);
  assert_name (list, 3, "HD Camera (2)");
}

static void
test_has_each_camera_once (void)
{
  g_autoptr (GListStore) list = make_list ();
  MorselCameraDevice *again = morsel_device_list_add (list, "node.two", "42", "HD Camera");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 4);
  g_assert_cmpstr (morsel_camera_device_get_serial (again), ==, "42");
  morsel_device_list_remove (list, "99");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, 4);
}

static void
test_finds_by_id (void)
{
  g_autoptr (GListStore) list = make_list ();
  g_autoptr (GListStore) empty = g_list_store_new (MORSEL_TYPE_CAMERA_DEVICE);

  g_assert_cmpstr (
      morsel_camera_device_get_serial (morsel_device_list_find (G_LIST_MODEL (list), "node.three")),
      ==, "43");
  g_assert_cmpstr (
      morsel_camera_device_get_id (morsel_device_list_find (G_LIST_MODEL (list), NULL)), ==,
      "node.one");
  g_assert_null (morsel_device_list_find (G_LIST_MODEL (list), "node.five"));
  g_assert_null (morsel_device_list_find (G_LIST_MODEL (empty), NULL));
}

static void
test_knows_infrared_names (void)
{
  g_assert_true (morsel_devices_is_infrared_name ("Integrated IR Camera"));
  g_assert_true (morsel_devices_is_infrared_name ("Integrated Camera: IR"));
  g_assert_true (morsel_devices_is_infrared_name ("IR Camera"));
  g_assert_true (morsel_devices_is_infrared_name ("Infrared Camera"));
  g_assert_false (morsel_devices_is_infrared_name ("RGBIR Camera"));
  g_assert_false (morsel_devices_is_infrared_name ("AIR Camera"));
  g_assert_false (morsel_devices_is_infrared_name ("Integrated Camera"));
  g_assert_false (morsel_devices_is_infrared_name (NULL));
}

static void
test_knows_busy_messages (void)
{
  g_assert_true (morsel_devices_is_busy_message ("start failed: Device or resource busy"));
  g_assert_true (morsel_devices_is_busy_message ("error: EBUSY"));
  g_assert_false (morsel_devices_is_busy_message ("no target node available"));
  g_assert_false (morsel_devices_is_busy_message (NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/device-list/numbers-equal-names", test_numbers_equal_names);
  g_test_add_func ("/device-list/gives-a-free-number-again", test_gives_a_free_number_again);
  g_test_add_func ("/device-list/has-each-camera-once", test_has_each_camera_once);
  g_test_add_func ("/device-list/finds-by-id", test_finds_by_id);
  g_test_add_func ("/devices/knows-infrared-names", test_knows_infrared_names);
  g_test_add_func ("/devices/knows-busy-messages", test_knows_busy_messages);

  return g_test_run ();
}
