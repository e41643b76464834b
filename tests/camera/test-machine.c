/* test-machine.c: what the camera does, with times that are given
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/machine.h"

#define MS 1000

static void
assert_state (MorselMachine *machine, MorselCameraState state)
{
  g_autofree char *is = g_enum_to_string (MORSEL_TYPE_CAMERA_STATE, (int) machine->state);
  g_autofree char *should = g_enum_to_string (MORSEL_TYPE_CAMERA_STATE, (int) state);

  g_assert_cmpstr (is, ==, should);
}

/* A machine whose camera was opened at 5 s and sent a frame at 6 s. */
static MorselMachine
make_running (void)
{
  MorselMachine machine = { 0 };

  morsel_machine_ask (&machine);
  morsel_machine_search (&machine, 4000 * MS);
  morsel_machine_open (&machine, 5000 * MS);
  morsel_machine_add_frame (&machine, 6000 * MS);
  return machine;
}

static void
test_runs_from_the_first_frame (void)
{
  MorselMachine machine = { 0 };

  assert_state (&machine, MORSEL_CAMERA_STATE_OFF);
  morsel_machine_ask (&machine);
  assert_state (&machine, MORSEL_CAMERA_STATE_ASKING);
  morsel_machine_search (&machine, 4000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_STARTING);
  g_assert_true (morsel_machine_searches (&machine));
  morsel_machine_open (&machine, 5000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_STARTING);
  g_assert_false (morsel_machine_searches (&machine));
  morsel_machine_add_frame (&machine, 6000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_RUNNING);
}

static void
test_waits_for_the_person_for_any_time (void)
{
  MorselMachine machine = { 0 };

  morsel_machine_ask (&machine);
  morsel_machine_tick (&machine, G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC);
  assert_state (&machine, MORSEL_CAMERA_STATE_ASKING);
}

static void
test_finds_no_camera_after_a_second (void)
{
  MorselMachine machine = { 0 };

  morsel_machine_search (&machine, 4000 * MS);
  morsel_machine_tick (&machine, 4999 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_STARTING);
  g_assert_false (morsel_machine_wants_camera (&machine));
  morsel_machine_tick (&machine, 5000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_NONE);
  g_assert_true (morsel_machine_wants_camera (&machine));
}

static void
test_is_silent_after_three_seconds (void)
{
  MorselMachine machine = make_running ();

  morsel_machine_tick (&machine, 8999 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_RUNNING);
  morsel_machine_tick (&machine, 9000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_SILENT);
  morsel_machine_add_frame (&machine, 9500 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_RUNNING);
}

static void
test_is_silent_without_a_first_frame (void)
{
  MorselMachine machine = { 0 };

  morsel_machine_open (&machine, 5000 * MS);
  morsel_machine_tick (&machine, 7999 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_STARTING);
  morsel_machine_tick (&machine, 8000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_SILENT);
  g_assert_false (morsel_machine_wants_camera (&machine));
}

static void
test_waits_for_another_after_unplugging (void)
{
  MorselMachine machine = make_running ();

  morsel_machine_unplug (&machine);
  assert_state (&machine, MORSEL_CAMERA_STATE_UNPLUGGED);
  morsel_machine_tick (&machine, 60000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_UNPLUGGED);
  g_assert_true (morsel_machine_wants_camera (&machine));
  g_assert_false (morsel_machine_searches (&machine));
}

static void
test_takes_no_frame_of_an_unplugged_camera (void)
{
  MorselMachine machine = make_running ();

  morsel_machine_unplug (&machine);
  morsel_machine_add_frame (&machine, 6100 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_UNPLUGGED);
}

static void
test_unplugs_a_silent_camera (void)
{
  MorselMachine machine = make_running ();

  morsel_machine_tick (&machine, 9000 * MS);
  morsel_machine_unplug (&machine);
  assert_state (&machine, MORSEL_CAMERA_STATE_UNPLUGGED);
}

static void
test_stays_in_use (void)
{
  MorselMachine machine = { 0 };

  morsel_machine_find_busy (&machine);
  assert_state (&machine, MORSEL_CAMERA_STATE_OFF);
  morsel_machine_open (&machine, 5000 * MS);
  morsel_machine_find_busy (&machine);
  assert_state (&machine, MORSEL_CAMERA_STATE_IN_USE);
  /* Silence is no news then, nor is another camera. */
  morsel_machine_tick (&machine, 60000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_IN_USE);
  g_assert_false (morsel_machine_wants_camera (&machine));
}

static void
test_stays_refused (void)
{
  MorselMachine machine = { 0 };

  morsel_machine_ask (&machine);
  morsel_machine_fail (&machine, MORSEL_CAMERA_STATE_DENIED);
  morsel_machine_tick (&machine, 60000 * MS);
  morsel_machine_unplug (&machine);
  morsel_machine_add_frame (&machine, 60000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_DENIED);
  g_assert_false (morsel_machine_wants_camera (&machine));
}

static void
test_stops_from_anywhere (void)
{
  MorselMachine machine = make_running ();

  morsel_machine_stop (&machine);
  assert_state (&machine, MORSEL_CAMERA_STATE_OFF);
  morsel_machine_tick (&machine, 60000 * MS);
  morsel_machine_add_frame (&machine, 60000 * MS);
  assert_state (&machine, MORSEL_CAMERA_STATE_OFF);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/machine/runs-from-the-first-frame", test_runs_from_the_first_frame);
  g_test_add_func ("/machine/waits-for-the-person-for-any-time",
                   test_waits_for_the_person_for_any_time);
  g_test_add_func ("/machine/finds-no-camera-after-a-second", test_finds_no_camera_after_a_second);
  g_test_add_func ("/machine/is-silent-after-three-seconds", test_is_silent_after_three_seconds);
  g_test_add_func ("/machine/is-silent-without-a-first-frame",
                   test_is_silent_without_a_first_frame);
  g_test_add_func ("/machine/waits-for-another-after-unplugging",
                   test_waits_for_another_after_unplugging);
  g_test_add_func ("/machine/takes-no-frame-of-an-unplugged-camera",
                   test_takes_no_frame_of_an_unplugged_camera);
  g_test_add_func ("/machine/unplugs-a-silent-camera", test_unplugs_a_silent_camera);
  g_test_add_func ("/machine/stays-in-use", test_stays_in_use);
  g_test_add_func ("/machine/stays-refused", test_stays_refused);
  g_test_add_func ("/machine/stops-from-anywhere", test_stops_from_anywhere);

  return g_test_run ();
}
