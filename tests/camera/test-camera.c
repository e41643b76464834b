/* test-camera.c: cameras of a real PipeWire, through the real portal
 *
 * Needs what session.sh starts. Nothing is timed: what does not come runs into Meson's timeout.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/camera.h"
#include "camera/mjpg.h"

#include "picture.h"
#include "studio.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static MorselCamera *
start_camera (void)
{
  MorselCamera *camera = morsel_camera_new ();

  studio_permit ("yes");
  morsel_camera_start (camera);
  g_assert_cmpint (morsel_camera_get_state (camera), ==, MORSEL_CAMERA_STATE_ASKING);
  return camera;
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (folder) != NULL)
    n++;
  return n;
}

/* Waits until what ends in the background has ended. */
static void
wait_for_entries (const char *path, guint at_most)
{
  while (count_entries (path) > at_most)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
}

/* The picture that feed shows, as it is after JPEG has blurred it. */
static guint8 *
make_blurred (guint width, guint height)
{
  g_autofree guint8 *rgb = picture_new (width, height);
  g_autoptr (GBytes) jpeg = picture_encode_jpeg (rgb, width, height, FALSE);
  g_autoptr (GBytes) bgra = morsel_mjpg_decode (g_bytes_get_data (jpeg, NULL),
                                                g_bytes_get_size (jpeg), &width, &height);
  const guint8 *pixels = g_bytes_get_data (bgra, NULL);

  for (gsize i = 0; i < (gsize) width * height; i++)
    {
      for (gsize c = 0; c < 3; c++)
        rgb[3 * i + c] = pixels[4 * i + 2 - c];
    }
  return g_steal_pointer (&rgb);
}

/* Peak signal to noise, in dB; the picture of the camera against the one that was fed. */
static double
compare (MorselCamera *camera, const guint8 *fed, guint width, guint height, guint *largest)
{
  guint seen_width, seen_height;
  g_autofree guint8 *seen = studio_dup_colours (camera, &seen_width, &seen_height);
  double sum = 0;

  g_assert_cmpuint (seen_width, ==, width);
  g_assert_cmpuint (seen_height, ==, height);
  *largest = 0;
  for (gsize i = 0; i < (gsize) width * height * 3; i++)
    {
      int difference = abs (fed[i] - seen[i]);

      *largest = MAX (*largest, (guint) difference);
      sum += difference * difference;
    }
  return 10 * log10 (255.0 * 255.0 * width * height * 3 / MAX (sum, 1));
}

static void
test_shows_what_it_is_given (gconstpointer data)
{
  const char *format = data;
  gboolean odd = g_str_has_suffix (format, "-odd");
  g_autofree char *name = g_strndup (format, strcspn (format, "-"));
  GSubprocess *feed = studio_plug_in ("--format", name, "--size", odd ? "321x241" : "1280x720",
                                      "camera-one", NULL);
  MorselCamera *camera = start_camera ();
  guint largest;

  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);

  guint width = odd ? 321 : 1280;
  guint height = odd ? 241 : 720;
  gboolean is_jpeg = g_str_equal (name, "MJPG");
  g_autofree guint8 *fed = is_jpeg ? make_blurred (width, height) : picture_new (width, height);
  double decibels = compare (camera, fed, width, height, &largest);

  g_test_message ("%.1f dB, largest difference %u", decibels, largest);
  g_assert_cmpuint (largest, <=, is_jpeg ? 0 : 3);
  g_assert_cmpint (gdk_paintable_get_intrinsic_width (morsel_camera_get_paintable (camera)), ==,
                   (int) width);

  studio_end (camera);
  studio_unplug (feed);
}

static void
test_finds_none_until_one_is_plugged_in (void)
{
  MorselCamera *camera = start_camera ();

  studio_wait_for (camera, MORSEL_CAMERA_STATE_NONE);
  studio_assert_error (camera, MORSEL_CAMERA_ERROR_NONE);
  g_assert_null (morsel_camera_dup_frame (camera));

  GSubprocess *feed = studio_plug_in ("camera-one", NULL);

  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  g_assert_null (morsel_camera_get_error (camera));

  studio_end (camera);
  studio_unplug (feed);
}

static void
test_goes_on_after_unplugging (void)
{
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = start_camera ();

  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  studio_unplug (feed);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_UNPLUGGED);
  studio_assert_error (camera, MORSEL_CAMERA_ERROR_UNPLUGGED);
  g_assert_null (morsel_camera_get_device (camera));
  g_assert_null (morsel_camera_dup_frame (camera));

  feed = studio_plug_in ("camera-one", NULL);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);

  studio_end (camera);
  studio_unplug (feed);
}

static void
test_notices_a_camera_that_hangs (void)
{
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = start_camera ();

  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  studio_signal (feed, SIGSTOP);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_SILENT);
  studio_assert_error (camera, MORSEL_CAMERA_ERROR_SILENT);
  g_assert_null (morsel_camera_dup_frame (camera));
  studio_signal (feed, SIGCONT);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);

  studio_end (camera);
  studio_unplug (feed);
}

static void
wait_for_devices (MorselCamera *camera, guint n)
{
  while (g_list_model_get_n_items (morsel_camera_get_devices (camera)) != n)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_width (MorselCamera *camera, int width)
{
  while (gdk_paintable_get_intrinsic_width (morsel_camera_get_paintable (camera)) != width)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_uses_the_chosen_camera (void)
{
  GSubprocess *one = studio_plug_in ("--size", "640x360", "camera-one", NULL);
  GSubprocess *two = studio_plug_in ("--size", "800x600", "camera-two", NULL);
  MorselCamera *camera = morsel_camera_new ();

  studio_permit ("yes");
  morsel_camera_set_device_id (camera, "camera-two");
  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  g_assert_cmpstr (morsel_camera_device_get_id (morsel_camera_get_device (camera)), ==,
                   "camera-two");
  g_assert_cmpstr (morsel_camera_device_get_name (morsel_camera_get_device (camera)), ==,
                   "Test camera-two");
  wait_for_width (camera, 800);

  wait_for_devices (camera, 2);
  morsel_camera_set_device_id (camera, "camera-one");
  wait_for_width (camera, 640);
  g_assert_cmpstr (morsel_camera_device_get_id (morsel_camera_get_device (camera)), ==,
                   "camera-one");

  /* What is not in use may come and go. */
  studio_unplug (two);
  wait_for_devices (camera, 1);
  g_assert_cmpint (morsel_camera_get_state (camera), ==, MORSEL_CAMERA_STATE_RUNNING);

  studio_end (camera);
  studio_unplug (one);
}

static void
test_takes_another_when_the_chosen_is_away (void)
{
  GSubprocess *one = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = morsel_camera_new ();

  studio_permit ("yes");
  morsel_camera_set_device_id (camera, "camera-two");
  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  g_assert_cmpstr (morsel_camera_device_get_id (morsel_camera_get_device (camera)), ==,
                   "camera-one");

  studio_end (camera);
  studio_unplug (one);
}

static void
test_leaves_out_infrared (void)
{
  GSubprocess *infrared = studio_plug_in ("--format", "GRAY8", "camera-grey", NULL);
  MorselCamera *camera = start_camera ();

  studio_wait_for (camera, MORSEL_CAMERA_STATE_NONE);
  g_assert_cmpuint (g_list_model_get_n_items (morsel_camera_get_devices (camera)), ==, 0);

  GSubprocess *feed = studio_plug_in ("camera-one", NULL);

  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  g_assert_cmpstr (morsel_camera_device_get_id (morsel_camera_get_device (camera)), ==,
                   "camera-one");

  studio_end (camera);
  studio_unplug (feed);
  studio_unplug (infrared);
}

typedef struct
{
  gint64 last;
  gint64 shortest;
  guint n;
} Pace;

static void
frame_cb (MorselCamera *camera, GdkTexture *frame, Pace *pace)
{
  gint64 now = g_get_monotonic_time ();

  g_assert_true (GDK_IS_TEXTURE (frame));
  if (pace->n > 0)
    pace->shortest = MIN (pace->shortest, now - pace->last);
  pace->last = now;
  pace->n++;
}

static void
test_tells_of_frames_as_often_as_asked (void)
{
  GSubprocess *feed = studio_plug_in ("--size", "320x240", "camera-one", NULL);
  MorselCamera *camera = start_camera ();
  Pace pace = { .shortest = G_MAXINT64 };

  g_signal_connect (camera, "frame", G_CALLBACK (frame_cb), &pace);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  g_assert_cmpuint (pace.n, ==, 0);
  morsel_camera_set_frame_interval (camera, 100);
  while (pace.n < 5)
    g_main_context_iteration (NULL, TRUE);
  /* A frame may come as early as the next one would be too late. */
  g_assert_cmpint (pace.shortest, >=, 90 * 1000);

  studio_end (camera);
  studio_unplug (feed);
}

/* Like studio_wait_for(), but silent. */
static void
run_until_running (MorselCamera *camera)
{
  while (morsel_camera_get_state (camera) != MORSEL_CAMERA_STATE_RUNNING)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_leaves_nothing_behind (void)
{
  GSubprocess *feed = studio_plug_in ("--size", "320x240", "camera-one", NULL);
  MorselCamera *camera = start_camera ();
  guint n_threads = 0;
  guint n_files = 0;

  for (guint i = 0; i < 100; i++)
    {
      run_until_running (camera);
      morsel_camera_stop (camera);
      /* The first run loads plug-ins and starts GLib's threads, which stay. */
      if (i == 1)
        {
          n_threads = count_entries ("/proc/self/task");
          n_files = count_entries ("/proc/self/fd");
        }
      morsel_camera_start (camera);
    }
  run_until_running (camera);
  studio_end (camera);
  wait_for_entries ("/proc/self/task", n_threads);
  wait_for_entries ("/proc/self/fd", n_files);
  studio_unplug (feed);
}

static void
test_notices_the_end_of_pipewire (void)
{
  g_autofree char *path = g_build_filename (g_get_user_runtime_dir (), "pipewire.pid", NULL);
  g_autofree char *number = NULL;
  GSubprocess *feed = studio_plug_in ("camera-one", NULL);
  MorselCamera *camera = start_camera ();

  studio_wait_for (camera, MORSEL_CAMERA_STATE_RUNNING);
  g_assert_true (g_file_get_contents (path, &number, NULL, NULL));
  kill (atoi (number), SIGKILL);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_NO_SERVICE);
  studio_assert_error (camera, MORSEL_CAMERA_ERROR_NO_SERVICE);
  g_assert_cmpuint (g_list_model_get_n_items (morsel_camera_get_devices (camera)), ==, 0);

  /* Nor is there another to be had. */
  morsel_camera_start (camera);
  studio_wait_for (camera, MORSEL_CAMERA_STATE_NO_SERVICE);

  studio_end (camera);
  studio_unplug (feed);
}

int
main (int argc, char *argv[])
{
  static const char *const formats[] = { "BGRx",     "RGB",      "YUY2",     "NV12",
                                         "I420",     "MJPG",     "YUY2-odd", "NV12-odd",
                                         "I420-odd", "BGRx-odd", "MJPG-odd", "RGB-odd" };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf ("/camera/shows-what-it-is-given/%s", formats[i]);

      g_test_add_data_func (path, formats[i], test_shows_what_it_is_given);
    }
  g_test_add_func ("/camera/finds-none-until-one-is-plugged-in",
                   test_finds_none_until_one_is_plugged_in);
  g_test_add_func ("/camera/goes-on-after-unplugging", test_goes_on_after_unplugging);
  g_test_add_func ("/camera/notices-a-camera-that-hangs", test_notices_a_camera_that_hangs);
  g_test_add_func ("/camera/uses-the-chosen-camera", test_uses_the_chosen_camera);
  g_test_add_func ("/camera/takes-another-when-the-chosen-is-away",
                   test_takes_another_when_the_chosen_is_away);
  g_test_add_func ("/camera/leaves-out-infrared", test_leaves_out_infrared);
  g_test_add_func ("/camera/tells-of-frames-as-often-as-asked",
                   test_tells_of_frames_as_often_as_asked);
  g_test_add_func ("/camera/leaves-nothing-behind", test_leaves_nothing_behind);
  /* The last, so in a suite of its own: nothing works after it. */
  g_test_add_func ("/camera/last/notices-the-end-of-pipewire", test_notices_the_end_of_pipewire);

  return g_test_run ();
}
