/* test-no-portal.c: the camera where no portal is, with and without a PipeWire
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera.h"

#include "studio.h"

static void
test_uses_the_pipewire_of_the_user (void)
{
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = morsel_camera_new ();

  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);

  morsel_camera_stop (camera);
  g_assert_finalize_object (camera);
  studio_unplug (feed);
}

static void
test_says_that_there_is_no_pipewire (void)
{
  MorselCamera *camera = morsel_camera_new ();

  g_setenv ("PIPEWIRE_REMOTE", "there-is-none", TRUE);
  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_NO_SERVICE);
  g_assert_true (g_error_matches (morsel_camera_get_error (camera), MORSEL_CAMERA_ERROR,
                                  MORSEL_CAMERA_ERROR_NO_SERVICE));
  g_unsetenv ("PIPEWIRE_REMOTE");

  morsel_camera_stop (camera);
  g_assert_finalize_object (camera);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* No bus, so no portal. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/there/is/none", TRUE);

  g_test_add_func ("/no-portal/says-that-there-is-no-pipewire",
                   test_says_that_there_is_no_pipewire);
  if (g_getenv ("CAMERA_SESSION") != NULL)
    g_test_add_func ("/no-portal/uses-the-pipewire-of-the-user",
                     test_uses_the_pipewire_of_the_user);

  return g_test_run ();
}
