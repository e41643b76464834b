/* test-weights.c: tests of engine/weights.c and engine/weights-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/weights.h"
#include "weights-fixture.h"

#include <math.h>
#include <string.h>

static MorselWeights *
new_right_weights (const char *key, const char *text)
{
  g_autoptr (GError) error = NULL;
  MorselWeights *weights = fixture_new_weights (key, text, &error);

  g_assert_no_error (error);
  return weights;
}

/* With a resize that takes any side, so that nothing but the side can be wrong. */
static MorselWeights *
new_weights_of_side (const char *side, GError **error)
{
  g_autoptr (MorselSafetensorsWriter) writer = fixture_writer_new ();

  morsel_safetensors_writer_set_text (writer, "resize", "stretch-bilinear");
  morsel_safetensors_writer_set_text (writer, "input_size", side);

  g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (writer);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, error);

  g_assert_nonnull (tensors);
  return morsel_weights_new (tensors, error);
}

static void
test_weights_takes_sides_that_the_network_can_halve (void)
{
  static const char *const right[] = { "32", "192", "224", "512" };
  static const char *const wrong[] = { "0", "16", "31", "225", "544", "224.0", "0224x" };

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MorselWeights) weights = new_weights_of_side (right[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (morsel_weights_get_side (weights), ==,
                        g_ascii_strtoull (right[i], NULL, 10));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (new_weights_of_side (wrong[i], &error));
      g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
    }
}

static void
test_weights_says_how_new_a_file_is (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fixture_new_weights ("format", "morsel-7", &error));
  g_assert_cmpstr (error->message, ==,
                   "The file is of format morsel-7, this program reads morsel-1");
}

static void
test_weights_reads_every_text (void)
{
  g_autoptr (MorselWeights) weights = new_right_weights ("note", "for a test");
  const MorselInput *input = morsel_weights_get_input (weights);
  guint n_steps;
  const MorselHeadStep *head = morsel_weights_get_head (weights, &n_steps);

  g_assert_cmpstr (morsel_weights_get_architecture (weights), ==, "mobilenet_v3_large");
  g_assert_cmpint (morsel_weights_get_padding (weights), ==, MORSEL_PADDING_SAME);
  g_assert_cmpuint (n_steps, ==, 2);
  g_assert_cmpint (head[0].kind, ==, MORSEL_HEAD_GAP);
  g_assert_cmpint (head[1].kind, ==, MORSEL_HEAD_DENSE);
  g_assert_cmpuint (morsel_weights_get_side (weights), ==, 224);
  g_assert_cmpint (input->resize, ==, MORSEL_RESIZE_SHORT_CROP);
  g_assert_cmpuint (input->short_side, ==, 256);
  g_assert_cmpuint (input->side, ==, 224);
  g_assert_cmpfloat_with_epsilon (input->mean[2], 127.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (input->std[0], 127.5, 1e-6);
  g_assert_cmpuint (morsel_weights_get_n_labels (weights), ==, 3);
  g_assert_cmpstr (morsel_weights_get_labels (weights)[2], ==, "ramen");
  g_assert_null (morsel_weights_get_labels (weights)[3]);
  g_assert_cmpfloat_with_epsilon (morsel_weights_get_temperature (weights), 0.75, 1e-6);
  g_assert_false (morsel_weights_allows_bf16 (weights));
  g_assert_null (morsel_weights_get_results (weights));
  g_assert_null (morsel_weights_get_checksum (weights));
  g_assert_cmpstr (morsel_weights_get_text (weights, "note"), ==, "for a test");
  g_assert_null (morsel_weights_get_text (weights, "nothing"));
  g_assert_finalize_object (g_steal_pointer (&weights));
}

static void
test_weights_takes_the_thresholds_of_the_design_where_the_file_is_silent (void)
{
  g_autoptr (MorselWeights) weights = new_right_weights (NULL, NULL);
  const MorselThresholds *thresholds = morsel_weights_get_thresholds (weights);

  g_assert_cmpfloat_with_epsilon (thresholds->certain, 0.85, 1e-6);
  g_assert_cmpfloat_with_epsilon (thresholds->probable, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (thresholds->also, 0.15, 1e-6);
  g_assert_cmpfloat_with_epsilon (thresholds->unknown, 0.15, 1e-6);
  g_assert_cmpint (thresholds->score, ==, MORSEL_SCORE_MSP);
  g_assert_true (isinf (thresholds->reject) && thresholds->reject < 0);
}

static void
test_weights_takes_each_threshold_of_the_file (void)
{
  g_autoptr (MorselWeights) weights = new_right_weights (
      "thresholds", "{\"certain\":1,\"also\":0.2,\"score\":\"energy\",\"reject\":-3.5}");
  const MorselThresholds *thresholds = morsel_weights_get_thresholds (weights);

  g_assert_cmpfloat_with_epsilon (thresholds->certain, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (thresholds->probable, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (thresholds->also, 0.2, 1e-6);
  g_assert_cmpint (thresholds->score, ==, MORSEL_SCORE_ENERGY);
  g_assert_cmpfloat_with_epsilon (thresholds->reject, -3.5, 1e-6);
}

static void
test_weights_reads_all_heads (void)
{
  static const char *const heads[] = {
    "gap-dense",
    "gap-denserelu-dense",
    "gap-densehswish-denserelu-dense",
    "convhswish-gap-denserelu-dense",
    "gap-densehswish-dense",
    "gap-dense-dense-dense",
    "convhswish-gap-denserelu-densehswish-dense",
  };
  static const guint lengths[] = { 2, 3, 4, 4, 3, 4, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (MorselWeights) weights = new_right_weights ("head", heads[i]);
      guint n_steps;
      const MorselHeadStep *head = morsel_weights_get_head (weights, &n_steps);

      g_assert_cmpuint (n_steps, ==, lengths[i]);
      g_assert_cmpint (head[n_steps - 1].activation, ==, MORSEL_ACTIVATION_NONE);
    }

  g_autoptr (MorselWeights) weights = new_right_weights ("head", heads[3]);
  guint n_steps;
  const MorselHeadStep *head = morsel_weights_get_head (weights, &n_steps);

  g_assert_cmpint (head[0].kind, ==, MORSEL_HEAD_CONV);
  g_assert_cmpint (head[0].activation, ==, MORSEL_ACTIVATION_HARD_SWISH);
  g_assert_cmpint (head[2].kind, ==, MORSEL_HEAD_DENSE);
  g_assert_cmpint (head[2].activation, ==, MORSEL_ACTIVATION_RELU);
}

static void
test_weights_reads_all_resizes (void)
{
  g_autoptr (MorselWeights) bilinear = new_right_weights ("resize", "stretch-bilinear");
  g_autoptr (MorselWeights) antialias = new_right_weights ("resize", "stretch-antialias");
  g_autoptr (MorselWeights) whole = new_right_weights ("resize", "short224-crop224-antialias");

  g_assert_cmpint (morsel_weights_get_input (bilinear)->resize, ==, MORSEL_RESIZE_STRETCH_BILINEAR);
  g_assert_cmpint (morsel_weights_get_input (antialias)->resize, ==,
                   MORSEL_RESIZE_STRETCH_ANTIALIAS);
  g_assert_cmpint (morsel_weights_get_input (whole)->resize, ==, MORSEL_RESIZE_SHORT_CROP);
  g_assert_cmpuint (morsel_weights_get_input (whole)->short_side, ==, 224);
}

static void
test_weights_reads_the_other_texts (void)
{
  g_autoptr (MorselWeights) symmetric = new_right_weights ("padding", "symmetric");
  g_autoptr (MorselWeights) bf16 = new_right_weights ("precision", "bf16-ok");
  g_autoptr (MorselWeights) mean = new_right_weights ("mean", " 123.675, 116.28 ,1.0353e2");
  g_autoptr (MorselWeights) labels = new_right_weights ("labels", "[\"crème\", \"北京烤鸭\"]");
  g_autoptr (MorselWeights) results = new_right_weights (
      "results", "{\"dishes\":{\"pho\":{\"right\":2,\"photos\":3}}}");

  g_assert_cmpint (morsel_weights_get_padding (symmetric), ==, MORSEL_PADDING_SYMMETRIC);
  g_assert_true (morsel_weights_allows_bf16 (bf16));
  g_assert_cmpfloat_with_epsilon (morsel_weights_get_input (mean)->mean[0], 123.675, 1e-4);
  g_assert_cmpfloat_with_epsilon (morsel_weights_get_input (mean)->mean[2], 103.53, 1e-4);
  g_assert_cmpstr (morsel_weights_get_labels (labels)[1], ==, "北京烤鸭");
  g_assert_cmpuint (
      morsel_results_lookup_dish (morsel_weights_get_results (results), "pho")->n_right, ==, 2);
}

static void
test_weights_keeps_metadata_after_the_tensors_went (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = fixture_weights (NULL, NULL);
  MorselSafetensors *tensors = morsel_safetensors_new (bytes, &error);
  g_autoptr (MorselWeights) weights = morsel_weights_new (tensors, &error);

  g_assert_no_error (error);
  morsel_safetensors_free (tensors);
  g_assert_cmpstr (morsel_weights_get_text (weights, "license"), ==, "made by a test");
}

static void
test_weights_loads_the_shipped_file (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = morsel_weights_load (file, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (morsel_weights_get_n_labels (weights), ==, 101);
  g_assert_cmpuint (strlen (morsel_weights_get_checksum (weights)), ==, 64);

  const char *const *labels = morsel_weights_get_labels (weights);

  for (guint i = 1; i < 101; i++)
    g_assert_cmpstr (labels[i - 1], <, labels[i]);
  g_assert_cmpstr (labels[16], ==, "cheese_plate");
  g_assert_cmpstr (labels[17], ==, "cheesecake");
}

static void
test_weights_says_not_found (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/nonexistent/morsel.safetensors");
  g_autoptr (GError) error = NULL;

  g_assert_null (morsel_weights_load (file, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights/takes-sides-that-the-network-can-halve",
                   test_weights_takes_sides_that_the_network_can_halve);
  g_test_add_func ("/weights/says-how-new-a-file-is", test_weights_says_how_new_a_file_is);
  g_test_add_func ("/weights/reads-every-text", test_weights_reads_every_text);
  g_test_add_func ("/weights/takes-the-thresholds-of-the-design-where-the-file-is-silent",
                   test_weights_takes_the_thresholds_of_the_design_where_the_file_is_silent);
  g_test_add_func ("/weights/takes-each-threshold-of-the-file",
                   test_weights_takes_each_threshold_of_the_file);
  g_test_add_func ("/weights/reads-all-heads", test_weights_reads_all_heads);
  g_test_add_func ("/weights/reads-all-resizes", test_weights_reads_all_resizes);
  g_test_add_func ("/weights/reads-the-other-texts", test_weights_reads_the_other_texts);
  g_test_add_func ("/weights/keeps-metadata-after-the-tensors-went",
                   test_weights_keeps_metadata_after_the_tensors_went);
  g_test_add_func ("/weights/loads-the-shipped-file", test_weights_loads_the_shipped_file);
  g_test_add_func ("/weights/says-not-found", test_weights_says_not_found);
  return g_test_run ();
}
