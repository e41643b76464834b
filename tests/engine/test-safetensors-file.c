/* test-safetensors-file.c: what is opened as a file of weights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/safetensors.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_file_refused (const char *path, GQuark domain, int code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_assert_null (morsel_safetensors_load (file, NULL, &error));
  g_assert_error (error, domain, code);
}

static void
test_safetensors_file_refuses_what_is_no_file_of_weights (void)
{
  g_autofree char *folder = g_dir_make_tmp ("morsel-XXXXXX", NULL);
  g_autofree char *empty = g_build_filename (folder, "empty", NULL);
  g_autofree char *huge = g_build_filename (folder, "huge", NULL);
  g_autofree char *fifo = g_build_filename (folder, "fifo", NULL);
  g_autofree char *missing = g_build_filename (folder, "missing", NULL);

  g_assert_true (g_file_set_contents (empty, "", 0, NULL));
  g_assert_true (g_file_set_contents (huge, "x", 1, NULL));
  g_assert_cmpint (truncate (huge, 64 * 1024 * 1024 + 1), ==, 0);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);

  assert_file_refused (missing, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_file_refused (folder, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused (empty, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused (huge, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused (fifo, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
  assert_file_refused ("/dev/zero", MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);

  g_unlink (empty);
  g_unlink (huge);
  g_unlink (fifo);
  g_rmdir (folder);
}

static void
test_safetensors_file_stops_when_cancelled (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (morsel_safetensors_load (file, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/safetensors-file/refuses-what-is-no-file-of-weights",
                   test_safetensors_file_refuses_what_is_no_file_of_weights);
  g_test_add_func ("/safetensors-file/stops-when-cancelled",
                   test_safetensors_file_stops_when_cancelled);
  return g_test_run ();
}
