/* test-recognizer-focus.c: tests of where a recognizer looked
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/recognizer.h"

#include "engine/error.h"
#include "recognizer-fixture.h"

#include <math.h>
#include <string.h>

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
  g_autoptr (GFile) file = recognizer_fixture_get_weights ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, &error);
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (90, 90, 5);
  g_autoptr (MorselRanking) ranking = recognizer_fixture_recognize (recognizer, photo, NULL);
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
  g_autoptr (MorselRecognizer) recognizer = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselRecognizer) other = recognizer_fixture_make_recognizer (1);
  g_autoptr (MorselPhoto) photo = recognizer_fixture_make_photo (64, 64, 1);
  g_autoptr (MorselRanking) ranking = recognizer_fixture_recognize (recognizer, photo, NULL);
  g_autoptr (MorselRanking) bare = morsel_ranking_dup_without_features (ranking);
  guint side;

  g_assert_null (morsel_recognizer_dup_focus (recognizer, bare, 0, &side));
  g_assert_null (morsel_recognizer_dup_focus (other, ranking, 0, &side));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recognizer_fixture_begin ();

#define ADD(path, function) g_test_add_func ("/recognizer/" path, test_recognizer_##function)
  ADD ("looks-where-finite-differences-say", looks_where_finite_differences_say);
  ADD ("has-no-map-without-features-or-of-other-weights",
       has_no_map_without_features_or_of_other_weights);
#undef ADD

  int status = g_test_run ();

  recognizer_fixture_end ();
  return status;
}
