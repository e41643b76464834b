/* test-recognizer.c: tests of engine/recognizer.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define _GNU_SOURCE /* sched_setaffinity */
#include "config.h"

#include "engine/recognizer.h"

#include "engine/error.h"
#include "recognizer-fixture.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sched.h>
#include <string.h>

#define N_PHOTOS 200
#define N_DROPPED 200
#define N_ENDED 20

static void
assert_same_bits (MorselRanking *a, MorselRanking *b)
{
  for (gsize i = 0; i < morsel_ranking_get_n_dishes (a); i++)
    {
      float probabilities[] = { morsel_ranking_get_probability (a, i),
                                morsel_ranking_get_probability (b, i) };

      g_assert_cmpuint (morsel_ranking_get_output (a, i), ==, morsel_ranking_get_output (b, i));
      g_assert_cmpint (memcmp (&probabilities[0], &probabilities[1], sizeof (float)), ==, 0);
    }
  g_assert_true (g_bytes_equal (morsel_ranking_get_features (a), morsel_ranking_get_features (b)));
}

/* What came of many photos, in the order of the calls and of the callbacks. */
typedef struct
{
  MorselRanking *rankings[N_PHOTOS];
  GError *errors[N_PHOTOS];
  guint order[N_PHOTOS];
  guint n_done;
  GThread *thread;
} Outcome;

typedef struct
{
  Outcome *outcome;
  guint number;
} Call;

static void
recognized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Call *call = data;
  Outcome *outcome = call->outcome;

  g_assert_true (g_thread_self () == outcome->thread);
  outcome->rankings[call->number] = morsel_recognizer_recognize_finish (
      MORSEL_RECOGNIZER (source), result, &outcome->errors[call->number]);
  outcome->order[outcome->n_done++] = call->number;
}

static Outcome *
outcome_new (void)
{
  Outcome *outcome = g_new0 (Outcome, 1);

  outcome->thread = g_thread_self ();
  return outcome;
}

static void
outcome_free (Outcome *outcome)
{
  for (guint i = 0; i < N_PHOTOS; i++)
    {
      g_clear_object (&outcome->rankings[i]);
      g_clear_error (&outcome->errors[i]);
    }
  g_free (outcome);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Outcome, outcome_free)

static void
recognize_async (MorselRecognizer *recognizer,
                 MorselPhoto *photo,
                 GCancellable *cancellable,
                 Outcome *outcome,
                 guint number)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ outcome, number };
  morsel_recognizer_recognize_async (recognizer, photo, NULL, cancellable, recognized_cb, call);
}

static void
test_recognizer_ranks_every_dish_of_the_weights (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (100, 80, 1);
  g_autoptr (MorselRanking) ranking = recognizer_fixture_recognize (recognizer, photo, NULL);
  double sum = 0;

  g_assert_cmpuint (morsel_ranking_get_n_dishes (ranking), ==, 11);
  for (gsize i = 0; i < 11; i++)
    sum += (double) morsel_ranking_get_probability (ranking, i);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-6);
  g_assert_cmpuint (g_bytes_get_size (morsel_ranking_get_features (ranking)), ==,
                    2 * 2 * 960 * sizeof (float));
  g_assert_cmpfloat (morsel_ranking_get_milliseconds (ranking, MORSEL_STAGE_NETWORK), >, 0);
}

static void
test_recognizer_ranks_the_same_without_features (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (100, 80, 1);
  g_autoptr (MorselRanking) ranking = recognizer_fixture_recognize (recognizer, photo, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRanking) bare = morsel_recognizer_recognize_without_features (recognizer, photo,
                                                                                 NULL, &error);

  g_assert_no_error (error);
  g_assert_null (morsel_ranking_get_features (bare));
  for (gsize i = 0; i < 11; i++)
    {
      g_assert_cmpuint (morsel_ranking_get_output (bare, i), ==,
                        morsel_ranking_get_output (ranking, i));
      g_assert_cmpfloat_with_epsilon (morsel_ranking_get_probability (bare, i),
                                      morsel_ranking_get_probability (ranking, i), 1e-9);
    }
}

static void
test_recognizer_says_what_it_is (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (3);
  g_autoptr (MorselRecognizer) many = recognizer_fixture_make_recognizer (0);

  g_assert_cmpuint (morsel_recognizer_get_n_lanes (recognizer), ==, 3);
  g_assert_cmpuint (morsel_recognizer_get_n_lanes (many), ==, g_get_num_processors ());
  g_assert_cmpint (morsel_recognizer_get_precision (recognizer), ==, MORSEL_PRECISION_F32);
  g_assert_cmpuint (morsel_recognizer_get_least_side (recognizer), ==, MORSEL_PHOTO_FULL_SIZE);
  g_assert_cmpuint (morsel_weights_get_n_labels (morsel_recognizer_get_weights (recognizer)), ==,
                    11);
}

static void
test_recognizer_gives_the_same_bits_on_four_lanes_as_on_one (void)
{
  g_autoptr (MorselRecognizer) one = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselRecognizer) four = recognizer_fixture_make_recognizer (4);
  g_autoptr (Outcome) outcome = outcome_new ();

  for (guint i = 0; i < N_PHOTOS; i++)
    {
      g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (40 + i % 17, 50 + i % 13, i);

      recognize_async (four, photo, NULL, outcome, i);
    }
  recognizer_fixture_wait_for (&outcome->n_done, N_PHOTOS);

  for (guint i = 0; i < N_PHOTOS; i++)
    {
      g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (40 + i % 17, 50 + i % 13, i);
      g_autoptr (MorselRanking) ranking = recognizer_fixture_recognize (one, photo, NULL);

      g_assert_no_error (outcome->errors[i]);
      assert_same_bits (ranking, outcome->rankings[i]);
    }
}

static void
test_recognizer_does_photos_in_the_order_of_the_calls (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (64, 64, 1);
  g_autoptr (Outcome) outcome = outcome_new ();

  for (guint i = 0; i < 20; i++)
    recognize_async (recognizer, photo, NULL, outcome, i);
  recognizer_fixture_wait_for (&outcome->n_done, 20);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (outcome->order[i], ==, i);
}

static void
test_recognizer_takes_a_part_as_if_it_were_the_photo (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (160, 120, 3);
  const guint8 *bytes = g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);
  gsize n_bytes = (gsize) 159 * 3 + 59 * 480;
  g_autoptr (GBytes) pixels = g_bytes_new (bytes + 30 * 480 + 40 * 3, n_bytes - 40 * 3);
  g_autoptr (MorselPhoto) cut = morsel_photo_new_from_pixels (pixels, 80, 60, 480);
  const MorselPart part = { 0.25f, 0.25f, 0.5f, 0.5f };
  const MorselPart all = { -1, -1, 9, 9 };
  g_autoptr (MorselRanking) of_part = recognizer_fixture_recognize (recognizer, photo, &part);
  g_autoptr (MorselRanking) of_cut = recognizer_fixture_recognize (recognizer, cut, NULL);
  g_autoptr (MorselRanking) of_all = recognizer_fixture_recognize (recognizer, photo, &all);
  g_autoptr (MorselRanking) of_photo = recognizer_fixture_recognize (recognizer, photo, NULL);

  assert_same_bits (of_part, of_cut);
  assert_same_bits (of_all, of_photo);
  g_assert_false (g_bytes_equal (morsel_ranking_get_features (of_part),
                                 morsel_ranking_get_features (of_photo)));
}

static void
test_recognizer_takes_photos_smaller_than_it_needs (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (1, 1, 3);
  g_autoptr (MorselRanking) ranking = recognizer_fixture_recognize (recognizer, photo, NULL);

  g_assert_cmpuint (morsel_ranking_get_n_dishes (ranking), ==, 11);
}

/* The cancelled ones stand between others that must not be lost. */
static void
test_recognizer_leaves_out_what_is_cancelled (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (64, 64, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Outcome) outcome = outcome_new ();

  for (guint i = 0; i < 60; i++)
    recognize_async (recognizer, photo, i % 3 == 2 ? cancellable : NULL, outcome, i);
  g_cancellable_cancel (cancellable);
  recognizer_fixture_wait_for (&outcome->n_done, 60);

  for (guint i = 0; i < 60; i++)
    {
      if (i % 3 == 2)
        g_assert_error (outcome->errors[i], G_IO_ERROR, G_IO_ERROR_CANCELLED);
      else
        g_assert_nonnull (outcome->rankings[i]);
    }
}

static void
test_recognizer_begins_nothing_that_is_cancelled (void)
{
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (64, 64, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (morsel_recognizer_recognize (recognizer, photo, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static guint
count_threads (void)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;

  g_assert_nonnull (threads);
  while (g_dir_read_name (threads) != NULL)
    n_threads++;
  return n_threads;
}

/* Puts all threads that are made from now on, and this one, on one processor: whoever is woken runs
 * at once, so a callback is over before the worker that woke it lets its task go. */
static void
use_one_processor (cpu_set_t *processors)
{
  cpu_set_t one;
  gsize first = 0;

  g_assert_cmpint (sched_getaffinity (0, sizeof *processors, processors), ==, 0);
  while (!CPU_ISSET (first, processors))
    first++;
  CPU_ZERO (&one);
  CPU_SET (first, &one);
  g_assert_cmpint (sched_setaffinity (0, sizeof one, &one), ==, 0);
}

/* The last reference goes with a task, here or on a worker; Meson's timeout is the only clock. */
static void
test_recognizer_may_be_dropped_at_work (void)
{
  cpu_set_t processors;

  use_one_processor (&processors);

  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (64, 64, 1);
  g_autoptr (Outcome) outcome = outcome_new ();
  guint n_threads = count_threads ();

  for (guint i = 0; i < N_DROPPED; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      MorselRecognizer *recognizer = recognizer_fixture_make_recognizer (1 + i % 3);

      recognize_async (recognizer, photo, NULL, outcome, i);
      /* Nobody waits for these. */
      for (guint k = 0; k < i % 4; k++)
        morsel_recognizer_recognize_async (recognizer, photo, NULL, cancellable, NULL, NULL);
      if (i % 2 == 0)
        g_cancellable_cancel (cancellable);
      g_object_unref (recognizer);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  recognizer_fixture_wait_for (&outcome->n_done, N_DROPPED);
  for (guint i = 0; i < N_DROPPED; i++)
    g_assert_no_error (outcome->errors[i]);

  while (count_threads () > n_threads)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (sched_setaffinity (0, sizeof processors, &processors), ==, 0);
}

/* Ends in the middle of eight photos. The shipped weights take bf16 where the CPU has tiles for it:
 * oneDNN keeps the code that sets those up in objects that go when the program does. */
static G_NORETURN void
end_at_work (guint microseconds)
{
  MorselPhoto *photo = recognizer_fixture_make_photo (448, 448, 1);
  GFile *weights = g_file_new_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                              "food101.safetensors", NULL);
  MorselRecognizer *recognizer = morsel_recognizer_new (weights, 2, MORSEL_PRECISION_AUTO, NULL,
                                                        NULL);

  for (guint i = 0; i < 8; i++)
    morsel_recognizer_recognize_async (recognizer, photo, NULL, NULL, NULL, NULL);

  /* There is no way back from here that would free them. */
  g_object_unref (weights);
  g_object_unref (photo);
  g_usleep (microseconds);
  morsel_recognizer_end_all ();
  recognizer_fixture_end ();
  exit (0);
}

static void
test_recognizer_lets_the_program_end_at_work (void)
{
  if (g_test_subprocess ())
    end_at_work ((guint) g_ascii_strtoull (g_getenv ("MORSEL_TEST_WAIT"), NULL, 10));

  for (guint i = 0; i < N_ENDED; i++)
    {
      g_autofree char *wait = g_strdup_printf ("%u", i * 500);

      g_setenv ("MORSEL_TEST_WAIT", wait, TRUE);
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
    }
}

static void
test_recognizer_frees_what_it_holds (void)
{
  MorselRecognizer *recognizer = recognizer_fixture_make_recognizer (2);
  MorselWeights *weights = g_object_ref (morsel_recognizer_get_weights (recognizer));

  g_assert_finalize_object (recognizer);
  g_assert_finalize_object (weights);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recognizer_fixture_begin ();

#define ADD(path, function) g_test_add_func ("/recognizer/" path, test_recognizer_##function)
  ADD ("ranks-every-dish-of-the-weights", ranks_every_dish_of_the_weights);
  ADD ("ranks-the-same-without-features", ranks_the_same_without_features);
  ADD ("says-what-it-is", says_what_it_is);
  ADD ("gives-the-same-bits-on-four-lanes-as-on-one", gives_the_same_bits_on_four_lanes_as_on_one);
  ADD ("does-photos-in-the-order-of-the-calls", does_photos_in_the_order_of_the_calls);
  ADD ("takes-a-part-as-if-it-were-the-photo", takes_a_part_as_if_it_were_the_photo);
  ADD ("takes-photos-smaller-than-it-needs", takes_photos_smaller_than_it_needs);
  ADD ("leaves-out-what-is-cancelled", leaves_out_what_is_cancelled);
  ADD ("begins-nothing-that-is-cancelled", begins_nothing_that_is_cancelled);
  ADD ("may-be-dropped-at-work", may_be_dropped_at_work);
  ADD ("lets-the-program-end-at-work", lets_the_program_end_at_work);
  ADD ("frees-what-it-holds", frees_what_it_holds);
#undef ADD

  int status = g_test_run ();

  recognizer_fixture_end ();
  return status;
}
