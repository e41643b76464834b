/* test-photo-file.c: what is no photo file is turned away at once, and bytes are counted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo-file.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define MAX_BYTES ((gsize) 64 * 1024 * 1024)
/* A user that owns nothing. */
#define NOBODY 65534

/* A folder of its own for each test. */
typedef struct
{
  char *folder;
  char *path; /* of "photo.jpg" in it, which is not there yet */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("morsel-XXXXXX", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  fixture->path = g_build_filename (fixture->folder, "photo.jpg", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_remove (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
assert_fails (const char *path, GQuark domain, int code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = morsel_photo_file_read (file, NULL, &error);

  g_assert_null (bytes);
  g_assert_error (error, domain, code);
}

static void
write_bytes (const char *path, gsize n_bytes)
{
  g_autofree char *text = g_strnfill (n_bytes, 'x');
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, (gssize) n_bytes, &error);
  g_assert_no_error (error);
}

static void
test_photo_file_reads_every_byte (Fixture *fixture, gconstpointer data)
{
  /* Around the steps in which it reads. */
  static const gsize lengths[] = { 1, 4095, 1024 * 1024 - 1, 1024 * 1024, 1024 * 1024 + 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
      g_autoptr (GError) error = NULL;

      write_bytes (fixture->path, lengths[i]);

      g_autoptr (GBytes) bytes = morsel_photo_file_read (file, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==, lengths[i]);
      g_assert_cmpint (*((const char *) g_bytes_get_data (bytes, NULL) + lengths[i] - 1), ==, 'x');
    }
}

static void
test_photo_file_turns_away_an_empty_file (Fixture *fixture, gconstpointer data)
{
  write_bytes (fixture->path, 0);
  assert_fails (fixture->path, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_EMPTY);
}

static void
test_photo_file_turns_away_a_file_of_proc (Fixture *fixture, gconstpointer data)
{
  assert_fails ("/proc/self/maps", MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_EMPTY);
}

static void
test_photo_file_turns_away_a_byte_too_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GError) error = NULL;

  write_bytes (fixture->path, 1);
  g_assert_cmpint (truncate (fixture->path, (off_t) MAX_BYTES), ==, 0);

  g_autoptr (GBytes) bytes = morsel_photo_file_read (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, MAX_BYTES);
  g_assert_cmpint (truncate (fixture->path, (off_t) MAX_BYTES + 1), ==, 0);
  assert_fails (fixture->path, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_TOO_MANY_BYTES);
}

static void
test_photo_file_does_not_wait_for_a_pipe (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_fails (fixture->path, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_FILE);
}

static void
test_photo_file_turns_away_a_socket (Fixture *fixture, gconstpointer data)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int descriptor = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_cmpuint (g_strlcpy (address.sun_path, fixture->path, sizeof address.sun_path), <,
                    sizeof address.sun_path);
  g_assert_cmpint (bind (descriptor, (struct sockaddr *) &address, sizeof address), ==, 0);
  assert_fails (fixture->path, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_FILE);
  close (descriptor);
}

static void
test_photo_file_turns_away_a_folder (Fixture *fixture, gconstpointer data)
{
  assert_fails (fixture->folder, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_FILE);
}

static void
test_photo_file_turns_away_devices (Fixture *fixture, gconstpointer data)
{
  assert_fails ("/dev/random", MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_FILE);
  g_assert_cmpint (symlink ("/dev/zero", fixture->path), ==, 0);
  assert_fails (fixture->path, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_FILE);
}

static void
test_photo_file_finds_no_missing_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *within = g_build_filename (fixture->path, "more.jpg", NULL);
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *too_long = g_build_filename (fixture->folder, name, NULL);

  assert_fails (fixture->path, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_fails (too_long, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  write_bytes (fixture->path, 1);
  assert_fails (within, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_photo_file_follows_no_link_to_nowhere (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (symlink ("missing.jpg", fixture->path), ==, 0);
  assert_fails (fixture->path, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_cmpint (symlink ("photo.jpg", fixture->path), ==, 0);
  assert_fails (fixture->path, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_photo_file_follows_a_link_to_a_photo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "link.jpg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  write_bytes (fixture->path, 5);
  g_assert_cmpint (symlink ("photo.jpg", path), ==, 0);

  g_autoptr (GBytes) bytes = morsel_photo_file_read (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 5);
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
test_photo_file_says_when_it_may_not_read (Fixture *fixture, gconstpointer data)
{
  write_bytes (fixture->path, 5);
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);

  /* Root may read everything, so that for this once it is somebody else. */
  if (geteuid () == 0)
    setfsuid (NOBODY);
  assert_fails (fixture->path, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  if (geteuid () == 0)
    setfsuid (0);
}

static void
test_photo_file_turns_away_what_has_no_path (Fixture *fixture, gconstpointer data)
{
  static const char *const addresses[] = { "sftp://localhost/a.jpg", "http://localhost/a.jpg" };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (addresses[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = morsel_photo_file_read (file, NULL, &error);

      g_assert_null (bytes);
      g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_REMOTE);
    }
}

static void
test_photo_file_does_not_begin_when_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GFile) file = g_file_new_for_path (fixture->path);
  g_autoptr (GError) error = NULL;

  write_bytes (fixture->path, 5);
  g_cancellable_cancel (cancellable);

  g_autoptr (GBytes) bytes = morsel_photo_file_read (file, cancellable, &error);

  g_assert_null (bytes);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static GBytes *
read_descriptor (const char *path, int flags, GError **error)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (open (path, flags | O_CLOEXEC), TRUE);

  return morsel_photo_file_read_stream (stream, NULL, error);
}

static void
test_photo_file_reads_a_stream_to_its_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_bytes (fixture->path, 3 * 1024 * 1024);

  g_autoptr (GBytes) bytes = read_descriptor (fixture->path, O_RDONLY, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 3 * 1024 * 1024);
}

static void
test_photo_file_stops_an_endless_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_descriptor ("/dev/zero", O_RDONLY, &error);

  g_assert_null (bytes);
  g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_TOO_MANY_BYTES);
  g_assert_cmpuint (morsel_photo_error_get_limit (error), ==, 64);
}

static void
test_photo_file_turns_away_an_empty_stream (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_descriptor ("/dev/null", O_RDONLY, &error);

  g_assert_null (bytes);
  g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_EMPTY);
}

static void
test_photo_file_says_when_a_stream_fails (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_descriptor ("/dev/null", O_WRONLY, &error);

  g_assert_null (bytes);
  g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_READ);
}

static void
add (const char *path, void (*test) (Fixture *fixture, gconstpointer data))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/photo-file/reads-every-byte", test_photo_file_reads_every_byte);
  add ("/photo-file/turns-away-an-empty-file", test_photo_file_turns_away_an_empty_file);
  add ("/photo-file/turns-away-a-file-of-proc", test_photo_file_turns_away_a_file_of_proc);
  add ("/photo-file/turns-away-a-byte-too-many", test_photo_file_turns_away_a_byte_too_many);
  add ("/photo-file/does-not-wait-for-a-pipe", test_photo_file_does_not_wait_for_a_pipe);
  add ("/photo-file/turns-away-a-socket", test_photo_file_turns_away_a_socket);
  add ("/photo-file/turns-away-a-folder", test_photo_file_turns_away_a_folder);
  add ("/photo-file/turns-away-devices", test_photo_file_turns_away_devices);
  add ("/photo-file/finds-no-missing-file", test_photo_file_finds_no_missing_file);
  add ("/photo-file/follows-no-link-to-nowhere", test_photo_file_follows_no_link_to_nowhere);
  add ("/photo-file/follows-a-link-to-a-photo", test_photo_file_follows_a_link_to_a_photo);
  add ("/photo-file/says-when-it-may-not-read", test_photo_file_says_when_it_may_not_read);
  add ("/photo-file/turns-away-what-has-no-path", test_photo_file_turns_away_what_has_no_path);
  add ("/photo-file/does-not-begin-when-cancelled", test_photo_file_does_not_begin_when_cancelled);
  add ("/photo-file/reads-a-stream-to-its-end", test_photo_file_reads_a_stream_to_its_end);
  add ("/photo-file/stops-an-endless-stream", test_photo_file_stops_an_endless_stream);
  add ("/photo-file/turns-away-an-empty-stream", test_photo_file_turns_away_an_empty_stream);
  add ("/photo-file/says-when-a-stream-fails", test_photo_file_says_when_a_stream_fails);
  return g_test_run ();
}
