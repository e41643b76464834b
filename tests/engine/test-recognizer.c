/* test-recognizer.c: tests of engine/recognizer.c and engine/recognizer-new.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define _GNU_SOURCE /* sched_setaffinity */
#include "config.h"

#include "engine/recognizer.h"

#include "engine/error.h"
#include "made-weights.h"

#include <glib/gstdio.h>
#include <math.h>
#include <sched.h>
#include <string.h>

#define N_PHOTOS 200
#define N_DROPPED 200
#define N_ENDED 20

/* Where the weights files of these tests are. */
static char *folder;

/* Weights of a small input, so that many runs are quick. */
static MadeWeights
describe_weights (void)
{
  return (MadeWeights){
    .network = morsel_network_lookup ("mobilenet_v3_large"),
    .padding = "same",
    .head = "gap-densehswish-denserelu-dense",
    .side = 64,
    .n_labels = 11,
    .n_hidden = 24,
    .dtype = MORSEL_DTYPE_F16,
  };
}

static GFile *
write_file (const char *name, const void *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

static GFile *
write_weights (const char *name, const MadeWeights *made)
{
  g_autoptr (GBytes) bytes = made_weights_dup_bytes (made);

  return write_file (name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The weights of most tests, written once. */
static GFile *
get_weights (void)
{
  g_autofree char *path = g_build_filename (folder, "small.safetensors", NULL);
  MadeWeights made = describe_weights ();

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_file_new_for_path (path);
  return write_weights ("small.safetensors", &made);
}

static MorselRecognizer *
make_recognizer (guint n_lanes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = get_weights ();
  MorselRecognizer *recognizer = morsel_recognizer_new (file, n_lanes, MORSEL_PRECISION_F32, NULL,
                                                        &error);

  g_assert_no_error (error);
  return recognizer;
}

/* Noise, another for every seed. */
static MorselPhoto *
make_photo (guint width, guint height, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gsize n_bytes = (gsize) width * height * 3;
  guint8 *bytes = g_malloc (n_bytes);
  g_autoptr (GBytes) pixels = g_bytes_new_take (bytes, n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) g_rand_int_range (random, 0, 256);
  return morsel_photo_new_from_pixels (pixels, width, height, (gsize) width * 3);
}

static MorselRanking *
recognize (MorselRecognizer *recognizer, MorselPhoto *photo, const MorselPart *part)
{
  g_autoptr (GError) error = NULL;
  MorselRanking *ranking = morsel_recognizer_recognize (recognizer, photo, part, NULL, &error);

  g_assert_no_error (error);
  return ranking;
}

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
wait_for (const guint *count, guint target)
{
  while (*count < target)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_recognizer_ranks_every_dish_of_the_weights (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (100, 80, 1);
  g_autoptr (MorselRanking) ranking = recognize (recognizer, photo, NULL);
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
test_recognizer_says_what_it_is (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (3);
  g_autoptr (MorselRecognizer) many = make_recognizer (0);

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
  g_autoptr (MorselRecognizer) one = make_recognizer (1);
  g_autoptr (MorselRecognizer) four = make_recognizer (4);
  g_autoptr (Outcome) outcome = outcome_new ();

  for (guint i = 0; i < N_PHOTOS; i++)
    {
      g_autoptr (MorselPhoto) photo = make_photo (40 + i % 17, 50 + i % 13, i);

      recognize_async (four, photo, NULL, outcome, i);
    }
  wait_for (&outcome->n_done, N_PHOTOS);

  for (guint i = 0; i < N_PHOTOS; i++)
    {
      g_autoptr (MorselPhoto) photo = make_photo (40 + i % 17, 50 + i % 13, i);
      g_autoptr (MorselRanking) ranking = recognize (one, photo, NULL);

      g_assert_no_error (outcome->errors[i]);
      assert_same_bits (ranking, outcome->rankings[i]);
    }
}

static void
test_recognizer_does_photos_in_the_order_of_the_calls (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (64, 64, 1);
  g_autoptr (Outcome) outcome = outcome_new ();

  for (guint i = 0; i < 20; i++)
    recognize_async (recognizer, photo, NULL, outcome, i);
  wait_for (&outcome->n_done, 20);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (outcome->order[i], ==, i);
}

static void
test_recognizer_takes_a_part_as_if_it_were_the_photo (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (160, 120, 3);
  const guint8 *bytes = g_bytes_get_data (morsel_photo_get_pixels (photo), NULL);
  gsize n_bytes = (gsize) 159 * 3 + 59 * 480;
  g_autoptr (GBytes) pixels = g_bytes_new (bytes + 30 * 480 + 40 * 3, n_bytes - 40 * 3);
  g_autoptr (MorselPhoto) cut = morsel_photo_new_from_pixels (pixels, 80, 60, 480);
  const MorselPart part = { 0.25f, 0.25f, 0.5f, 0.5f };
  const MorselPart all = { -1, -1, 9, 9 };
  g_autoptr (MorselRanking) of_part = recognize (recognizer, photo, &part);
  g_autoptr (MorselRanking) of_cut = recognize (recognizer, cut, NULL);
  g_autoptr (MorselRanking) of_all = recognize (recognizer, photo, &all);
  g_autoptr (MorselRanking) of_photo = recognize (recognizer, photo, NULL);

  assert_same_bits (of_part, of_cut);
  assert_same_bits (of_all, of_photo);
  g_assert_false (g_bytes_equal (morsel_ranking_get_features (of_part),
                                 morsel_ranking_get_features (of_photo)));
}

static void
test_recognizer_takes_photos_smaller_than_it_needs (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (1, 1, 3);
  g_autoptr (MorselRanking) ranking = recognize (recognizer, photo, NULL);

  g_assert_cmpuint (morsel_ranking_get_n_dishes (ranking), ==, 11);
}

/* The cancelled ones stand between others that must not be lost. */
static void
test_recognizer_leaves_out_what_is_cancelled (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (64, 64, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (Outcome) outcome = outcome_new ();

  for (guint i = 0; i < 60; i++)
    recognize_async (recognizer, photo, i % 3 == 2 ? cancellable : NULL, outcome, i);
  g_cancellable_cancel (cancellable);
  wait_for (&outcome->n_done, 60);

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
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (64, 64, 1);
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

  g_autoptr (MorselPhoto) photo = make_photo (64, 64, 1);
  g_autoptr (Outcome) outcome = outcome_new ();
  guint n_threads = count_threads ();

  for (guint i = 0; i < N_DROPPED; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      MorselRecognizer *recognizer = make_recognizer (1 + i % 3);

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
  wait_for (&outcome->n_done, N_DROPPED);
  for (guint i = 0; i < N_DROPPED; i++)
    g_assert_no_error (outcome->errors[i]);

  while (count_threads () > n_threads)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (sched_setaffinity (0, sizeof processors, &processors), ==, 0);
}

static void
remove_folder (void)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

/* Ends in the middle of eight photos. The shipped weights take bf16 where the CPU has tiles for it:
 * oneDNN keeps the code that sets those up in objects that go when the program does. */
static G_NORETURN void
end_at_work (guint microseconds)
{
  MorselPhoto *photo = make_photo (448, 448, 1);
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
  remove_folder ();
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
  MorselRecognizer *recognizer = make_recognizer (2);
  MorselWeights *weights = g_object_ref (morsel_recognizer_get_weights (recognizer));

  g_assert_finalize_object (recognizer);
  g_assert_finalize_object (weights);
}

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
  g_autoptr (GFile) file = get_weights ();
  Made made = { 0 };

  morsel_recognizer_new_async (file, 2, MORSEL_PRECISION_AUTO, NULL, made_cb, &made);
  g_assert_cmpuint (made.n_done, ==, 0);
  wait_for (&made.n_done, 1);
  g_assert_no_error (made.error);
  g_assert_finalize_object (made.recognizer);
}

static void
test_recognizer_is_not_made_when_cancelled (void)
{
  g_autoptr (GFile) file = get_weights ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Made made = { 0 };

  morsel_recognizer_new_async (file, 1, MORSEL_PRECISION_AUTO, cancellable, made_cb, &made);
  g_cancellable_cancel (cancellable);
  wait_for (&made.n_done, 1);
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
  wait_for (&made.n_done, 1);
  g_assert_null (made.recognizer);
  g_assert_error (made.error, domain, code);
  g_clear_error (&made.error);
}

/* Writes the weights with a text of their header changed to another of the same length. */
static GFile *
write_changed (const char *name, const char *from, const char *to)
{
  MadeWeights made = describe_weights ();
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
  return write_file (name, changed, n_bytes);
}

static void
test_recognizer_refuses_a_file_that_is_not_there (void)
{
  g_autofree char *path = g_build_filename (folder, "nothing", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  assert_refused (file, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

static void
test_recognizer_refuses_a_file_that_is_no_weights (void)
{
  g_autoptr (GFile) file = write_file ("letter.txt", "Dear Sir or Madam, ", 19);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS);
}

static void
test_recognizer_refuses_weights_that_are_cut_off (void)
{
  MadeWeights made = describe_weights ();
  g_autoptr (GBytes) bytes = made_weights_dup_bytes (&made);
  g_autoptr (GFile) file = write_file ("cut-off.safetensors", g_bytes_get_data (bytes, NULL),
                                       g_bytes_get_size (bytes) - 1);

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
  MadeWeights made = describe_weights ();

  made.skip = "features.7.block.1.0.bias";

  g_autoptr (GFile) file = write_weights ("skipped.safetensors", &made);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK);
}

static void
test_recognizer_refuses_weights_with_too_few_names (void)
{
  MadeWeights made = describe_weights ();

  made.n_outputs = 12;

  g_autoptr (GFile) file = write_weights ("names.safetensors", &made);

  assert_refused (file, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_WRONG_NAMES);
}

/* A layer of the head, in plain loops and doubles. */
static double *
run_dense (const MorselSafetensors *tensors, const char *name, const double *input, guint step)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);
  const MorselTensor *weight = morsel_safetensors_lookup (tensors, weight_name);
  const MorselTensor *bias = morsel_safetensors_lookup (tensors, bias_name);
  g_autofree float *weights = g_new (float, weight->n_values);
  double *output = g_new (double, bias->n_values);
  g_autofree float *biases = g_new (float, bias->n_values);

  morsel_tensor_copy_floats (weight, 0, weight->n_values, weights);
  morsel_tensor_copy_floats (bias, 0, bias->n_values, biases);
  for (gsize i = 0; i < weight->dims[0]; i++)
    {
      double sum = (double) biases[i];

      for (gsize k = 0; k < weight->dims[1]; k++)
        sum += (double) weights[i * weight->dims[1] + k] * input[k];
      if (step == 0)
        sum *= CLAMP (sum + 3, 0, 6) / 6;
      output[i] = step == 1 ? MAX (sum, 0) : sum;
    }
  return output;
}

/* The head "gap-densehswish-denserelu-dense"; one place's features grow by a share. */
static double
run_head (const MorselSafetensors *tensors,
          const float *features,
          guint n_places,
          guint n_maps,
          guint place,
          double share,
          gsize output)
{
  g_autofree double *means = g_new0 (double, n_maps);

  for (guint p = 0; p < n_places; p++)
    for (guint k = 0; k < n_maps; k++)
      means[k] += (double) features[p * n_maps + k] * (p == place ? 1 + share : 1) / n_places;

  g_autofree double *first = run_dense (tensors, "head.0", means, 0);
  g_autofree double *second = run_dense (tensors, "head.1", first, 1);
  g_autofree double *logits = run_dense (tensors, "classifier", second, 2);

  return logits[output];
}

/* The map that finite differences of the head give. */
static void
differentiate (const MorselSafetensors *tensors,
               const float *features,
               guint n_places,
               guint n_maps,
               gsize output,
               double *map)
{
  const double step = 1e-4;
  double largest = 0;

  for (guint p = 0; p < n_places; p++)
    {
      double more = run_head (tensors, features, n_places, n_maps, p, step, output);
      double less = run_head (tensors, features, n_places, n_maps, p, -step, output);

      map[p] = MAX (more - less, 0);
      largest = MAX (largest, map[p]);
    }
  for (guint p = 0; p < n_places; p++)
    map[p] = largest > 0 ? map[p] / largest : 0;
}

static void
test_recognizer_looks_where_finite_differences_say (void)
{
  /* Means, layers and gradient are floats: 8e-7 was seen. */
  const double tolerance = 1e-5;
  g_autoptr (GFile) file = get_weights ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, &error);
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (90, 90, 5);
  g_autoptr (MorselRanking) ranking = recognize (recognizer, photo, NULL);
  const float *features = g_bytes_get_data (morsel_ranking_get_features (ranking), NULL);
  double largest_difference = 0;
  guint n_places_seen = 0;

  g_assert_no_error (error);
  for (gsize i = 0; i < morsel_ranking_get_n_dishes (ranking); i++)
    {
      guint side = 0;
      g_autofree float *map = morsel_recognizer_dup_focus (recognizer, ranking, i, &side);
      double differences[4];

      g_assert_cmpuint (side, ==, 2);
      differentiate (tensors, features, 4, 960, morsel_ranking_get_output (ranking, i),
                     differences);
      for (guint p = 0; p < 4; p++)
        {
          largest_difference = MAX (largest_difference, fabs ((double) map[p] - differences[p]));
          n_places_seen += map[p] > 0;
        }
    }
  g_test_message ("largest difference %g, %u places seen", largest_difference, n_places_seen);
  g_assert_cmpuint (n_places_seen, >, 4);
  g_assert_cmpfloat (largest_difference, <=, tolerance);
}

static void
test_recognizer_has_no_map_without_features_or_of_other_weights (void)
{
  g_autoptr (MorselRecognizer) recognizer = make_recognizer (1);
  g_autoptr (MorselRecognizer) other = make_recognizer (1);
  g_autoptr (MorselPhoto) photo = make_photo (64, 64, 1);
  g_autoptr (MorselRanking) ranking = recognize (recognizer, photo, NULL);
  g_autoptr (MorselRanking) bare = morsel_ranking_dup_without_features (ranking);
  guint side;

  g_assert_null (morsel_recognizer_dup_focus (recognizer, bare, 0, &side));
  g_assert_null (morsel_recognizer_dup_focus (other, ranking, 0, &side));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("morsel-recognizer-XXXXXX", NULL);
  g_assert_nonnull (folder);

#define ADD(path, function) g_test_add_func ("/recognizer/" path, test_recognizer_##function)
  ADD ("ranks-every-dish-of-the-weights", ranks_every_dish_of_the_weights);
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
  ADD ("looks-where-finite-differences-say", looks_where_finite_differences_say);
  ADD ("has-no-map-without-features-or-of-other-weights",
       has_no_map_without_features_or_of_other_weights);
#undef ADD

  int status = g_test_run ();

  remove_folder ();
  return status;
}
