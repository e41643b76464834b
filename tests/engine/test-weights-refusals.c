/* test-weights-refusals.c: texts that a file of weights cannot have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "weights-fixture.h"

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

static void
test_weights_refuses_wrong_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrongs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s: %s", wrongs[i].key, wrongs[i].text != NULL ? wrongs[i].text : "–");
      g_assert_null (fixture_new_weights (wrongs[i].key, wrongs[i].text, &error));
      g_assert_error (error, MORSEL_WEIGHTS_ERROR, (int) wrongs[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/weights-refusals/refuses-wrong-texts", test_weights_refuses_wrong_texts);
  return g_test_run ();
}
