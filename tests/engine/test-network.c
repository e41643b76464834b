/* test-network.c: weights that fit the network, and those that do not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "made-weights.h"

#include "engine/error.h"

#include <string.h>

static const MadeWeights good_weights = {
  .padding = "same",
  .head = "gap-dense",
  .side = 224,
  .n_labels = 101,
  .n_hidden = 128,
  .dtype = MORSEL_DTYPE_F32,
};

static MadeWeights
make (void)
{
  MadeWeights made = good_weights;

  made.network = morsel_network_lookup ("mobilenet_v3_large");
  return made;
}

/* Whether weights fit; the error if not. */
static gboolean
check (const MadeWeights *made, GError **error)
{
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = made_weights_load (made, &weights);

  return morsel_network_check (made->network, weights, tensors, error);
}

static void
assert_refused (const MadeWeights *made, int code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check (made, &error));
  g_assert_error (error, MORSEL_WEIGHTS_ERROR, code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_network_is_found_by_its_name (void)
{
  g_assert_cmpstr (morsel_network_lookup ("mobilenet_v3_large")->name, ==, "mobilenet_v3_large");
  g_assert_null (morsel_network_lookup ("mobilenet_v3_small"));
}

static void
test_network_takes_weights_that_fit (void)
{
  g_autoptr (GError) error = NULL;
  MadeWeights made = make ();

  g_assert_true (check (&made, &error));
  g_assert_no_error (error);
}

static void
test_network_refuses_a_missing_tensor (void)
{
  MadeWeights made = make ();

  made.skip = "features.4.block.2.fc1.bias";
  assert_refused (&made, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, made.skip);
  made.skip = "classifier.weight";
  assert_refused (&made, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, made.skip);
}

static void
test_network_refuses_a_tensor_of_another_shape (void)
{
  MadeWeights made = make ();

  made.flat = "features.0.0.weight";
  assert_refused (&made, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, "[432], not [16, 3, 3, 3]");
  made.flat = "classifier.weight";
  assert_refused (&made, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, made.flat);
}

static void
test_network_refuses_a_tensor_it_does_not_know (void)
{
  MadeWeights made = make ();

  made.extra = "features.17.0.weight";
  assert_refused (&made, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, made.extra);
}

static void
test_network_lets_be_what_is_for_rejection (void)
{
  g_autoptr (GError) error = NULL;
  MadeWeights made = make ();

  made.extra = "reject.direction";
  g_assert_true (check (&made, &error));
  g_assert_no_error (error);
}

static void
test_network_refuses_more_outputs_than_labels (void)
{
  g_autoptr (GError) error = NULL;
  MadeWeights made = make ();

  made.n_outputs = 102;
  g_assert_false (check (&made, &error));
  g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_WRONG_NAMES);
  g_assert_cmpuint (morsel_weights_error_get_n_outputs (error), ==, 102);
  g_assert_cmpuint (morsel_weights_error_get_n_names (error), ==, 101);
}

/* Against the published figures: 3 095 789 values and 214.2 million multiply-adds with a head of
   960 → 128 → 101. */
static void
test_network_counts_as_published (void)
{
  g_autoptr (MorselWeights) weights = NULL;
  MadeWeights made = make ();

  made.head = "gap-denserelu-dense";

  g_autoptr (MorselSafetensors) tensors = made_weights_load (&made, &weights);
  const guint64 n_multiply_adds = morsel_network_count_multiply_adds (made.network, weights,
                                                                      tensors);

  g_assert_cmpuint (morsel_network_count_parameters (tensors), ==, 3095789);
  g_assert_cmpuint (n_multiply_adds / 100000, ==, 2142);
}

static void
test_network_pads_as_each_family_does (void)
{
  const struct
  {
    const char *padding;
    guint before;
  } families[] = { { "same", 0 }, { "symmetric", 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MorselWeights) weights = NULL;
      MadeWeights made = make ();

      made.padding = families[i].padding;

      g_autoptr (MorselSafetensors) tensors = made_weights_load (&made, &weights);
      g_autoptr (GArray) operations = morsel_network_list_operations (made.network, weights,
                                                                      tensors, &error);
      const MorselOperation *stem = &g_array_index (operations, MorselOperation, 0);

      g_assert_no_error (error);
      g_assert_cmpuint (stem->pad_before, ==, families[i].before);
      g_assert_cmpuint (stem->pad_after, ==, 1);
      g_assert_cmpuint (stem->side_out, ==, 112);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/is-found-by-its-name", test_network_is_found_by_its_name);
  g_test_add_func ("/network/takes-weights-that-fit", test_network_takes_weights_that_fit);
  g_test_add_func ("/network/refuses-a-missing-tensor", test_network_refuses_a_missing_tensor);
  g_test_add_func ("/network/refuses-a-tensor-of-another-shape",
                   test_network_refuses_a_tensor_of_another_shape);
  g_test_add_func ("/network/refuses-a-tensor-it-does-not-know",
                   test_network_refuses_a_tensor_it_does_not_know);
  g_test_add_func ("/network/lets-be-what-is-for-rejection",
                   test_network_lets_be_what_is_for_rejection);
  g_test_add_func ("/network/refuses-more-outputs-than-labels",
                   test_network_refuses_more_outputs_than_labels);
  g_test_add_func ("/network/counts-as-published", test_network_counts_as_published);
  g_test_add_func ("/network/pads-as-each-family-does", test_network_pads_as_each_family_does);
  return g_test_run ();
}
