/* studio.c: cameras to plug in and pull out, and a desktop's permission, for tests
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "studio.h"

#include <signal.h>

#define STORE                                                                                      \
  "org.freedesktop.impl.portal.PermissionStore", "/org/freedesktop/impl/portal/PermissionStore",   \
      "org.freedesktop.impl.portal.PermissionStore"

GSubprocess *
studio_plug_in (const char *argument, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  va_list more;

  g_ptr_array_add (arguments, g_test_build_filename (G_TEST_BUILT, "camera", "camera-feed", NULL));
  va_start (more, argument);
  for (const char *next = argument; next != NULL; next = va_arg (more, const char *))
    g_ptr_array_add (arguments, g_strdup (next));
  va_end (more);
  g_ptr_array_add (arguments, NULL);

  GSubprocess *feed = g_subprocess_newv ((const char *const *) arguments->pdata,
                                         G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);

  g_assert_no_error (error);
  return feed;
}

void
studio_signal (GSubprocess *feed, int number)
{
  g_subprocess_send_signal (feed, number);
}

void
studio_unplug (GSubprocess *feed)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (feed, SIGKILL);
  g_subprocess_wait (feed, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (feed);
}

static GVariant *
call_store (const char *method, GVariant *parameters, GError **error)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, error);

  if (bus == NULL)
    return NULL;
  return g_dbus_connection_call_sync (bus, STORE, method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE,
                                      -1, NULL, error);
}

void
studio_permit (const char *permission)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = NULL;
  const char *permissions[] = { permission, NULL };

  if (permission != NULL)
    reply = call_store ("SetPermission",
                        g_variant_new ("(sbss^as)", "devices", TRUE, "camera", "", permissions),
                        &error);
  else
    reply = call_store ("DeletePermission", g_variant_new ("(sss)", "devices", "camera", ""), NULL);
  g_assert_no_error (error);
}

char *
studio_dup_permission (void)
{
  g_autoptr (GVariant) reply = call_store ("Lookup", g_variant_new ("(ss)", "devices", "camera"),
                                           NULL);
  g_autoptr (GVariant) table = NULL;
  g_autofree const char **permissions = NULL;

  if (reply == NULL)
    return NULL;
  table = g_variant_get_child_value (reply, 0);
  if (!g_variant_lookup (table, "", "^a&s", &permissions))
    return NULL;
  return g_strdup (permissions[0]);
}

GSubprocess *
studio_answer (const char *button)
{
  g_autofree char *script = g_test_build_filename (G_TEST_DIST, "camera", "answer.py", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *answer = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/usr/bin/python3", "-W",
                                          "ignore", script, button, NULL);

  g_assert_no_error (error);
  return answer;
}

void
studio_wait_for (MorselCamera *camera, MorselCameraState state)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *name = g_enum_to_string (MORSEL_TYPE_CAMERA_STATE, (int) state);

  while (morsel_camera_get_state (camera) != state)
    g_main_context_iteration (NULL, TRUE);

  g_test_message ("%s after %" G_GINT64_FORMAT " ms", name,
                  (g_get_monotonic_time () - start) / 1000);
}

guint8 *
studio_dup_colours (MorselCamera *camera, guint *width, guint *height)
{
  g_autoptr (GdkTexture) frame = morsel_camera_dup_frame (camera);

  g_assert_nonnull (frame);
  *width = (guint) gdk_texture_get_width (frame);
  *height = (guint) gdk_texture_get_height (frame);

  gsize n_pixels = (gsize) *width * *height;
  g_autofree guint8 *bgra = g_malloc (n_pixels * 4);
  guint8 *rgb = g_malloc (n_pixels * 3);

  /* GDK's default format on a little-endian machine: blue first. */
  gdk_texture_download (frame, bgra, (gsize) *width * 4);
  for (gsize i = 0; i < n_pixels; i++)
    {
      for (gsize c = 0; c < 3; c++)
        rgb[3 * i + c] = bgra[4 * i + 2 - c];
    }
  return rgb;
}

void
studio_end (MorselCamera *camera)
{
  morsel_camera_stop (camera);
  g_assert_cmpint (morsel_camera_get_state (camera), ==, MORSEL_CAMERA_STATE_OFF);
  g_assert_cmpuint (g_list_model_get_n_items (morsel_camera_get_devices (camera)), ==, 0);
  g_assert_null (morsel_camera_get_device (camera));
  g_assert_null (morsel_camera_get_error (camera));
  /* A question that was answered lets go of the camera when the loop is next idle. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (camera);
}

void
studio_assert_error (MorselCamera *camera, MorselCameraError code)
{
  const GError *error = morsel_camera_get_error (camera);

  g_assert_nonnull (error);
  g_assert_true (g_error_matches (error, MORSEL_CAMERA_ERROR, (int) code));
}
