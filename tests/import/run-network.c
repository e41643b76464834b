/* run-network.c: the logits of a weights file for numbers of a photo, one a line
 *
 * Usage: run-network WEIGHTS.safetensors PIXELS, a file of floats [side, side, 3] from 0 to 255.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/plan.h"

#include <string.h>

static MorselLane *
load_lane (const char *path, MorselWeights **weights, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, error);

  *weights = tensors != NULL ? morsel_weights_new (tensors, error) : NULL;
  if (*weights == NULL)
    return NULL;

  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (*weights));
  g_autoptr (MorselPlan) plan = morsel_plan_new (network, *weights, tensors, MORSEL_PRECISION_F32,
                                                 error);

  return plan != NULL ? morsel_lane_new (plan, error) : NULL;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselLane) lane = NULL;
  g_autofree char *pixels = NULL;
  gsize n_bytes = 0;

  if (argc == 3 && g_file_get_contents (argv[2], &pixels, &n_bytes, &error))
    lane = load_lane (argv[1], &weights, &error);
  if (lane == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "WEIGHTS PIXELS");
      return 1;
    }

  const MorselInput *input = morsel_weights_get_input (weights);
  float *values = morsel_lane_get_input (lane);
  g_autofree float *logits = g_new (float, morsel_weights_get_n_labels (weights));

  g_assert_cmpuint (n_bytes, ==, sizeof (float) * input->side * input->side * 3);
  memcpy (values, pixels, n_bytes);
  for (gsize i = 0; i < n_bytes / sizeof (float); i++)
    values[i] = (values[i] - input->mean[i % 3]) / input->std[i % 3];

  if (!morsel_lane_run (lane, logits, NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < morsel_weights_get_n_labels (weights); i++)
    g_print ("%.9g\n", (double) logits[i]);
  return 0;
}
