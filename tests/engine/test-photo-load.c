/* test-photo-load.c: photos are loaded here or on another thread, and loading can be given up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo.h"
#include "fixtures.h"
#include "pixels.h"

#include <string.h>

#define LEAST_SIDE 448

/* The two compilers say it in two ways. */
#if defined(__SANITIZE_ADDRESS__)
#define UNDER_SANITIZER
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_SANITIZER
#endif
#endif

static void
test_photo_knows_the_size_of_its_file (void)
{
  if (skips_without_fixtures ())
    return;

  g_autoptr (MorselPhoto) photo = load_fixture ("large.jpg", LEAST_SIDE);

  g_assert_cmpuint (morsel_photo_get_width (photo), ==, 1000);
  g_assert_cmpuint (morsel_photo_get_height (photo), ==, 750);
  g_assert_cmpuint (morsel_photo_get_full_width (photo), ==, 4000);
  g_assert_cmpuint (morsel_photo_get_full_height (photo), ==, 3000);
  g_assert_true (morsel_photo_has_least_side (photo, 750));
  g_assert_false (morsel_photo_has_least_side (photo, 751));
  g_assert_false (morsel_photo_has_least_side (photo, MORSEL_PHOTO_FULL_SIZE));
  g_assert_cmpfloat (morsel_photo_get_load_milliseconds (photo), >, 0);
}

static void
test_photo_at_full_size_has_every_side (void)
{
  if (skips_without_fixtures ())
    return;

  g_autoptr (MorselPhoto) large = load_fixture ("large.jpg", MORSEL_PHOTO_FULL_SIZE);
  g_autoptr (MorselPhoto) small = load_fixture ("17x16.jpg", LEAST_SIDE);

  g_assert_cmpuint (morsel_photo_get_width (large), ==, 4000);
  g_assert_true (morsel_photo_has_least_side (large, MORSEL_PHOTO_FULL_SIZE));
  g_assert_true (morsel_photo_has_least_side (small, MORSEL_PHOTO_FULL_SIZE));
}

static void
test_photo_keeps_its_colours_when_scaled (void)
{
  if (skips_without_fixtures ())
    return;

  g_autoptr (MorselPhoto) photo = load_fixture ("large.jpg", LEAST_SIDE);

  assert_colours (photo, "100,100=ff0000 900,100=00ff00 100,700=0000ff 900,700=ffffff");
}

/* What a callback was told. */
typedef struct
{
  MorselPhoto *photo;
  GError *error;
  gboolean called;
} Answer;

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->photo = morsel_photo_load_finish (result, &answer->error);
  answer->called = TRUE;
}

static void
load_bytes_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->photo = morsel_photo_load_bytes_finish (result, &answer->error);
  answer->called = TRUE;
}

static void
wait_for (const Answer *answer)
{
  while (!answer->called)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_photo_loads_on_another_thread (void)
{
  Answer answer = { 0 };
  g_autoptr (GFile) file = new_fixture ("good.jpg");

  if (skips_without_fixtures ())
    return;

  morsel_photo_load_async (file, LEAST_SIDE, NULL, load_cb, &answer);
  g_assert_false (answer.called);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (morsel_photo_get_width (answer.photo), ==, 640);
  g_assert_finalize_object (answer.photo);
}

static void
test_photo_loads_bytes_on_another_thread (void)
{
  Answer answer = { 0 };

  if (skips_without_fixtures ())
    return;

  g_autoptr (GBytes) bytes = read_fixture ("good.png");

  morsel_photo_load_bytes_async (bytes, LEAST_SIDE, NULL, load_bytes_cb, &answer);
  wait_for (&answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (morsel_photo_get_height (answer.photo), ==, 480);
  g_assert_finalize_object (answer.photo);
}

static void
test_photo_tells_another_thread_s_error (void)
{
  Answer answer = { 0 };
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/photo.jpg");

  morsel_photo_load_async (file, LEAST_SIDE, NULL, load_cb, &answer);
  wait_for (&answer);
  g_assert_null (answer.photo);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&answer.error);
}

static void
test_photo_loading_can_be_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answer = { 0 };
  g_autoptr (GFile) file = new_fixture ("scan20_48mp.jpg");

  if (skips_without_fixtures ())
    return;

  morsel_photo_load_async (file, LEAST_SIDE, cancellable, load_cb, &answer);
  g_cancellable_cancel (cancellable);
  wait_for (&answer);
  g_assert_null (answer.photo);
  g_assert_error (answer.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answer.error);
}

static void
count_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = morsel_photo_load_finish (result, &error);
  guint *n_left = user_data;

  g_assert_true ((photo == NULL) == (error != NULL));
  *n_left -= 1;
}

static void
test_photo_loads_may_be_dropped_at_any_time (void)
{
  guint n_left = 200;

  if (skips_without_fixtures ())
    return;

  /* Every second one is cancelled, and all references of ours are gone at once. */
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GFile) file = new_fixture (i % 3 == 0 ? "good.png" : "good.jpg");

      morsel_photo_load_async (file, LEAST_SIDE, cancellable, count_cb, &n_left);
      if (i % 2 == 0)
        g_cancellable_cancel (cancellable);
    }
  while (n_left > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_photo_refuses_no_bytes_and_too_many (void)
{
  gsize n_bytes = (gsize) 64 * 1024 * 1024 + 1;
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) many = g_bytes_new_take (g_malloc0 (n_bytes), n_bytes);
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) too_many = NULL;
  g_autoptr (MorselPhoto) first = morsel_photo_load_bytes (none, LEAST_SIDE, NULL, &empty);
  g_autoptr (MorselPhoto) second = morsel_photo_load_bytes (many, LEAST_SIDE, NULL, &too_many);

  g_assert_null (first);
  g_assert_null (second);
  g_assert_error (empty, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_EMPTY);
  g_assert_error (too_many, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_TOO_MANY_BYTES);
}

static void
test_photo_reads_a_stream_that_it_leaves_open (void)
{
  if (skips_without_fixtures ())
    return;

  g_autoptr (GBytes) bytes = read_fixture ("good.jpg");
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) read = morsel_photo_read_stream (stream, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, read));
  g_assert_false (g_input_stream_is_closed (stream));
}

static void
test_photo_stops_reading_a_stream_when_cancelled (void)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("bytes", 5, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);

  g_autoptr (GBytes) read = morsel_photo_read_stream (stream, cancellable, &error);

  g_assert_null (read);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#ifndef UNDER_SANITIZER
/* The most memory that this program had since it was started, in bytes; getrusage() would count
 * its parent's too. */
static gsize
get_peak (void)
{
  g_autofree char *status = NULL;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));

  const char *line = strstr (status, "VmHWM:");

  g_assert_nonnull (line);
  return (gsize) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) * 1024;
}

static void
assert_peak (const char *name, gboolean loads, gsize limit)
{
  g_autoptr (GFile) file = new_fixture (name);
  g_autoptr (MorselPhoto) photo = morsel_photo_load (file, LEAST_SIDE, NULL, NULL);

  g_assert_true ((photo != NULL) == loads);
  g_test_message ("%s: %" G_GSIZE_FORMAT " MB", name, get_peak () >> 20);
  g_assert_cmpuint (get_peak (), <, limit);
}

static void
test_photo_keeps_its_memory_small (void)
{
  if (skips_without_fixtures ())
    return;
  if (g_test_subprocess ())
    {
      assert_peak ("bomb20000.png", FALSE, (gsize) 60 << 20);
      assert_peak ("large.jpg", TRUE, (gsize) 60 << 20);
      assert_peak ("rgba40_turned.png", TRUE, (gsize) 200 << 20);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDOUT);
  g_test_trap_assert_passed ();
}
#endif

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo-load/knows-the-size-of-its-file", test_photo_knows_the_size_of_its_file);
  g_test_add_func ("/photo-load/at-full-size-has-every-side",
                   test_photo_at_full_size_has_every_side);
  g_test_add_func ("/photo-load/keeps-its-colours-when-scaled",
                   test_photo_keeps_its_colours_when_scaled);
  g_test_add_func ("/photo-load/loads-on-another-thread", test_photo_loads_on_another_thread);
  g_test_add_func ("/photo-load/loads-bytes-on-another-thread",
                   test_photo_loads_bytes_on_another_thread);
  g_test_add_func ("/photo-load/tells-another-threads-error",
                   test_photo_tells_another_thread_s_error);
  g_test_add_func ("/photo-load/loading-can-be-cancelled", test_photo_loading_can_be_cancelled);
  g_test_add_func ("/photo-load/loads-may-be-dropped-at-any-time",
                   test_photo_loads_may_be_dropped_at_any_time);
  g_test_add_func ("/photo-load/refuses-no-bytes-and-too-many",
                   test_photo_refuses_no_bytes_and_too_many);
  g_test_add_func ("/photo-load/reads-a-stream-that-it-leaves-open",
                   test_photo_reads_a_stream_that_it_leaves_open);
  g_test_add_func ("/photo-load/stops-reading-a-stream-when-cancelled",
                   test_photo_stops_reading_a_stream_when_cancelled);
#ifndef UNDER_SANITIZER
  g_test_add_func ("/photo-load/keeps-its-memory-small", test_photo_keeps_its_memory_small);
#endif
  return g_test_run ();
}
