/* test-recognizer-new.c: tests of engine/recognizer-new.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/recognizer.h"

#include "engine/error.h"
#include "recognizer-fixture.h"

#include <math.h>
#include <string.h>

/* What a recognizer that is made in the background became. */
typedef struct
{
  MorselRecognizer *recognizer;
  GError *error;
  guint n_done;
} Made;

static void
made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Made *made = data;

  made->recognizer = morsel_recognizer_new_finish (result, &made->error);
  made->n_done++;
}

static void
test_recognizer_is_made_in_the_background (void)
{
  g_autoptr (GFile) file = recognizer_fixture_get_weights ();
  Made made = { 0 };

  morsel_recognizer_new_async (file, 2, MORSEL_PRECISION_AUTO, NULL, made_cb, &made);
  g_assert_cmpuint (made.n_done, ==, 0);
  recognizer_fixture_wait_for (&made.n_done, 1);
  g_assert_no_error (made.error);
  g_assert_finalize_object (made.recognizer);
}

static void
test_recognizer_is_not_made_when_cancelled (void)
{
  g_autoptr (GFile) file = recognizer_fixture_get_weights ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Made made = { 0 };

  morsel_recognizer_new_async (file, 1, MORSEL_PRECISION_AUTO, cancellable, made_cb, &made);
  g_cancellable_cancel (cancellable);
  recognizer_fixture_wait_for (&made.n_done, 1);
  g_assert_error (made.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (made.recognizer);
  g_clear_error (&made.error);
}

static void
assert_refused (GFile *file, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  Made made = { 0 };

  g_assert_null (morsel_recognizer_new (file, 1, MORSEL_PRECISION_AUTO, NULL, &error));
  g_assert_error (error, domain, code);

  morsel_recognizer_new_async (file, 1, MORSEL_PRECISION_AUTO, NULL, made_cb, &made);
  recognizer_fixture_wait_for (&made.n_done, 1);
  g_assert_null (made.recognizer);
  g_assert_error (made.error, domain, code);
  g_clear_error (&made.error);
}

/* Writes the weights with a text of their header changed to another of the same length. */
static GFile *
write_changed (const char *name, const char *from, const char *to)
{
  MadeWeights made = recognizer_fixture_describe_weights ();
  g_autoptr (GBytes) bytes = made_weights_dup_bytes (&made);
  gsize n_bytes;
  g_autofree guint8 *changed = g_bytes_unref_to_data (g_steal_pointer (&bytes), &n_bytes);
  gsize length = strlen (from);
  guint8 *place = changed;

  g_assert_cmpuint (length, ==, strlen (to));
  while (memcmp (place, from, length) != 0)
    {
      place++;
      g_assert_cmpuint ((gsize) (place - changed), <=, n_bytes - length);
    }
  memcpy (place, to, length);
  return recognizer_fixture_write_file (name, changed, n_bytes);
}

static void
test_recognizer_refuses_a_file_that_is_not_there (void)
{
  g_autoptr (GFile) weights = recognizer_fixture_get_weights ();
  g_autoptr (GFile) folder = g_file_get_parent (weights);
  g_autoptr (GFile) file = g_file_get_child (folder, "nothing");

  assert_refused (file, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_recognizer_refuses_a_file_that_is_no_weights (void)
{
  g_autoptr (GFile) file = recognizer_fixture_write_file ("letter.txt", "Dear Sir or Madam, ", 19);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
}

static void
test_recognizer_refuses_weights_that_are_cut_off (void)
{
  MadeWeights made = recognizer_fixture_describe_weights ();
  g_autoptr (GBytes) bytes = made_weights_dup_bytes (&made);
  g_autoptr (GFile) file = recognizer_fixture_write_file (
      "cut-off.safetensors", g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes) - 1);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
}

static void
test_recognizer_refuses_weights_of_the_future (void)
{
  g_autoptr (GFile) file = write_changed ("new.safetensors", "morsel-1", "morsel-9");

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_TOO_NEW);
}

static void
test_recognizer_refuses_weights_of_a_network_it_does_not_know (void)
{
  g_autoptr (GFile) file = write_changed ("unknown.safetensors", "mobilenet_v3_large",
                                          "mobilenet_v4_large");

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK);
}

static void
test_recognizer_refuses_weights_without_a_tensor (void)
{
  MadeWeights made = recognizer_fixture_describe_weights ();

  made.skip = "features.7.block.1.0.bias";

  g_autoptr (GFile) file = recognizer_fixture_write_weights ("skipped.safetensors", &made);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK);
}

static void
test_recognizer_refuses_weights_with_too_few_names (void)
{
  MadeWeights made = recognizer_fixture_describe_weights ();

  made.n_outputs = 12;

  g_autoptr (GFile) file = recognizer_fixture_write_weights ("names.safetensors", &made);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_WRONG_NAMES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recognizer_fixture_begin ();

#define ADD(path, function) g_test_add_func ("/recognizer/" path, test_recognizer_##function)
  ADD ("is-made-in-the-background", is_made_in_the_background);
  ADD ("is-not-made-when-cancelled", is_not_made_when_cancelled);
  ADD ("refuses-a-file-that-is-not-there", refuses_a_file_that_is_not_there);
  ADD ("refuses-a-file-that-is-no-weights", refuses_a_file_that_is_no_weights);
  ADD ("refuses-weights-that-are-cut-off", refuses_weights_that_are_cut_off);
  ADD ("refuses-weights-of-the-future", refuses_weights_of_the_future);
  ADD ("refuses-weights-of-a-network-it-does-not-know",
       refuses_weights_of_a_network_it_does_not_know);
  ADD ("refuses-weights-without-a-tensor", refuses_weights_without_a_tensor);
  ADD ("refuses-weights-with-too-few-names", refuses_weights_with_too_few_names);
#undef ADD

  int status = g_test_run ();

  recognizer_fixture_end ();
  return status;
}
