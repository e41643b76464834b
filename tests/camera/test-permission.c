/* test-permission.c: what the person and the desktop's settings say, through the real portal
 *
 * Needs what session.sh starts. Nothing is timed: what does not come runs into Meson's timeout.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera.h"

#include "studio.h"

static void
test_is_denied_until_the_settings_allow_it (void)
{
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = morsel_camera_new ();

  studio_permit ("no");
  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_DENIED);
  studio_assert_error (camera, MORSEL_CAMERA_ERROR_DENIED);

  studio_permit ("yes");
  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);

  studio_end (camera);
  studio_unplug (feed);
}

/* Presses a button of the question; FALSE where AT-SPI cannot be had. */
static gboolean
answer (const char *button)
{
  g_autoptr (GSubprocess) answer = studio_answer (button);

  while (g_subprocess_get_identifier (answer) != NULL)
    g_main_context_iteration (NULL, FALSE);
  if (g_subprocess_get_exit_status (answer) == 77)
    {
      g_test_skip ("AT-SPI is not here");
      return FALSE;
    }
  g_assert_cmpint (g_subprocess_get_exit_status (answer), ==, 0);
  return TRUE;
}

static void
test_runs_when_the_person_grants_it (void)
{
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = morsel_camera_new ();

  studio_permit (NULL);
  morsel_camera_start (camera);
  if (answer ("Grant Access"))
    {
      g_autofree char *permission = NULL;

      studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
      permission = studio_dup_permission ();
      g_assert_cmpstr (permission, ==, "yes");
    }

  studio_end (camera);
  studio_unplug (feed);
}

static void
test_is_denied_when_the_person_refuses (void)
{
  MorselCamera *camera = morsel_camera_new ();

  studio_permit (NULL);
  morsel_camera_start (camera);
  if (answer ("Deny Access"))
    studio_wait_for (camera, MORSEL_CAMERA_STATE_DENIED);

  studio_end (camera);
}

static void
test_leaves_the_question_open_when_it_stops (void)
{
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = morsel_camera_new ();

  studio_permit (NULL);
  morsel_camera_start (camera);
  morsel_camera_stop (camera);
  if (answer ("Grant Access"))
    {
      g_autofree char *permission = NULL;

      while ((permission = studio_dup_permission ()) == NULL)
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpstr (permission, ==, "yes");
      g_assert_cmpint (morsel_camera_get_state (camera), ==, MORSEL_CAMERA_STATE_OFF);

      morsel_camera_start (camera);
      studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
    }

  studio_end (camera);
  studio_unplug (feed);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/permission/is-denied-until-the-settings-allow-it",
                   test_is_denied_until_the_settings_allow_it);
  g_test_add_func ("/permission/runs-when-the-person-grants-it",
                   test_runs_when_the_person_grants_it);
  g_test_add_func ("/permission/is-denied-when-the-person-refuses",
                   test_is_denied_when_the_person_refuses);
  g_test_add_func ("/permission/leaves-the-question-open-when-it-stops",
                   test_leaves_the_question_open_when_it_stops);

  return g_test_run ();
}
