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

/* A text that a file cannot have, and what is said about it. */
typedef struct
{
  const char *key;
  const char *text; /* NULL: missing */
  MorselWeightsError code;
} Wrong;

static const Wrong wrongs[] = {
  { "format", NULL, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "format", "pt", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "format", "", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "format", "morsel-", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "format", "morsel-0", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "format", "morsel--1", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "format", "morsel-1 ", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "format", "morsel-x", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "format", "morsel-99999999999999999999", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "format", "morsel-2", MORSEL_WEIGHTS_ERROR_TOO_NEW },
  { "format", "morsel-4294967295", MORSEL_WEIGHTS_ERROR_TOO_NEW },
  { "architecture", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "padding", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "padding", "valid", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "padding", "", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "padding", "Same", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "bn", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "bn", "epsilon=0.001", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "head", "", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap-denserelu", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap-dense-", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "-gap-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "dense-gap", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap-gap-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap-conv-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "conv-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "conv-conv-gap-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap-densegelu-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gap-denserelu-denserelu-denserelu-denserelu-dense-dense",
    MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "head", "gapp-dense", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "precision", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "precision", "bf16", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "precision", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "0", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "-224", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "225", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "224.0", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "224x224", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", " 224", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "0xe0", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "32000", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "input_size", "4294967520", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "resize", "stretch", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "resize", "stretch-nearest", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "resize", "short256-crop224", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "resize", "short256-crop224-bilinear", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "resize", "long256-crop224-antialias", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "resize", "short-crop224-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "short256-crop-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "short223-crop224-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "short256-crop192-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "short256-crop256-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "short1025-crop224-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "resize", "short99999999999-crop224-antialias", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,3,4", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,x", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,nan", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,inf", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,1e999", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,0x10", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,5000", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1;2;3", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "mean", "1,2,3 4", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "std", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "std", "1,1,0", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "std", "1,1,-1", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "std", "1,1,1e-40", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "std", "1,1,1e9", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "0", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "-1", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "nan", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "inf", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "1e999", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "1,5", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "temperature", "1e-9", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", NULL, MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "apple_pie", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "{\"a\":\"b\"}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "[\"a\",\"b\"", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "[\"a\",\"b\",]", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "[\"a\",\"b\\u0000\"]", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "labels", "[]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",1]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",[\"b\"]]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\"\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\" b\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\"b\\n\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\"b\\u001b[0m\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\"b\\u0085c\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\"b\",\"a\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels", "[\"a\",\"\\u0061\"]", MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "labels",
    "[\"a\",\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
    "bbbbbbbbbbbbbbbbb\"]",
    MORSEL_WEIGHTS_ERROR_WRONG_NAMES },
  { "thresholds", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "[]", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"certain\":\"0.9\"}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"certain\":1.5}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"certain\":0.4}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"probable\":0.9}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"probable\":0.1}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"also\":-0.1}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"unknown\":0.6}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"reject\":\"low\"}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"reject\":null}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"reject\":10000000}", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "thresholds", "{\"score\":\"vim\"}", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "thresholds", "{\"score\":1}", MORSEL_WEIGHTS_ERROR_OTHER_NETWORK },
  { "results", "", MORSEL_WEIGHTS_ERROR_DAMAGED },
  { "results", "{\"dishes\":{\"sushi\":{\"right\":1,\"photos\":1}}}",
    MORSEL_WEIGHTS_ERROR_DAMAGED },
};

static MorselWeights *
new_weights (const char *key, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = fixture_weights (key, text);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, error);

  g_assert_nonnull (tensors);
  return morsel_weights_new (tensors, error);
}

static MorselWeights *
new_right_weights (const char *key, const char *text)
{
  g_autoptr (GError) error = NULL;
  MorselWeights *weights = new_weights (key, text, &error);

  g_assert_no_error (error);
  return weights;
}

static void
test_weights_refuses_wrong_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %s", wrongs[i].key, wrongs[i].text != NULL ? wrongs[i].text : "–");
      g_assert_null (new_weights (wrongs[i].key, wrongs[i].text, &error));
      g_assert_error (error, MORSEL_WEIGHTS_ERROR, (int) wrongs[i].code);
    }
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

  g_assert_null (new_weights ("format", "morsel-7", &error));
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
  g_test_add_func ("/weights/refuses-wrong-texts", test_weights_refuses_wrong_texts);
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
