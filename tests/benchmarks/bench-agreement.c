/* bench-agreement.c: whether Morsel's engine and ONNX Runtime say the same of real photos
 *
 *   bench-agreement LIBRARY MODEL.onnx WEIGHTS.safetensors PHOTO…
 *
 * Both are given the same input, decoded and scaled by Morsel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "peer.h"

#include "engine/photo.h"
#include "engine/plan.h"
#include "engine/preprocess.h"

#include <math.h>
#include <string.h>

#define TOP 5

/* Of issue and README: f32 differs in nothing that anybody could see. */
#define LIMIT 1e-3

typedef struct
{
  const char *name;
  MorselLane *lane; /* NULL: not on this CPU */
  double difference;
  guint n_same_first;
  guint n_same_top;
} Contestant;

static void
find_top (const float *logits, guint n_outputs, guint *top)
{
  for (guint place = 0; place < TOP; place++)
    {
      guint best = G_MAXUINT;

      for (guint i = 0; i < n_outputs; i++)
        {
          gboolean taken = FALSE;

          for (guint before = 0; before < place; before++)
            taken = taken || top[before] == i;

          if (!taken && (best == G_MAXUINT || logits[i] > logits[best]))
            best = i;
        }

      top[place] = best;
    }
}

static void
compare (Contestant *self, const float *expected, const float *logits, guint n_outputs)
{
  guint expected_top[TOP];
  guint top[TOP];

  for (guint i = 0; i < n_outputs; i++)
    self->difference = fmax (self->difference, fabs ((double) expected[i] - (double) logits[i]));

  find_top (expected, n_outputs, expected_top);
  find_top (logits, n_outputs, top);
  self->n_same_first += top[0] == expected_top[0] ? 1 : 0;
  self->n_same_top += memcmp (top, expected_top, sizeof top) == 0 ? 1 : 0;
}

static MorselLane *
make_lane (MorselWeights *weights, const MorselSafetensors *tensors, MorselPrecision precision)
{
  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (weights));
  g_autoptr (MorselPlan) plan = morsel_plan_new (network, weights, tensors, precision, NULL);

  return plan != NULL ? morsel_lane_new (plan, NULL) : NULL;
}

static void
read_photo (MorselWeights *weights, const char *path, float *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  const MorselInput *rule = morsel_weights_get_input (weights);
  g_autoptr (MorselPhoto) photo = morsel_photo_load (file, morsel_preprocess_get_least_side (rule),
                                                     NULL, &error);

  if (photo == NULL)
    g_error ("%s: %s", path, error->message);

  morsel_preprocess_run (rule, photo, NULL, input);
}

static void
print_rows (const Contestant *contestants, gsize n_contestants, guint n_photos)
{
  for (gsize i = 0; i < n_contestants; i++)
    if (contestants[i].lane == NULL)
      g_print ("%-12s skipped\n", contestants[i].name);
    else
      g_print ("%-12s largest difference of logits %.2g, first dish the same in %u of %u, first "
               "five in %u\n",
               contestants[i].name, contestants[i].difference, contestants[i].n_same_first,
               n_photos, contestants[i].n_same_top);

  g_print ("ratio %.4f\n", contestants[0].difference / LIMIT);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc < 5)
    g_error ("bench-agreement LIBRARY MODEL.onnx WEIGHTS.safetensors PHOTO…");

  g_autoptr (GFile) file = g_file_new_for_path (argv[3]);
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, &error);

  g_assert_no_error (error);

  g_autoptr (MorselWeights) weights = morsel_weights_new (tensors, &error);

  g_assert_no_error (error);

  Contestant contestants[] = {
    { .name = "Morsel f32", .lane = make_lane (weights, tensors, MORSEL_PRECISION_F32) },
    { .name = "Morsel bf16", .lane = make_lane (weights, tensors, MORSEL_PRECISION_BF16) },
  };
  const guint n_outputs = morsel_weights_get_n_labels (weights);
  const guint side = morsel_weights_get_side (weights);
  Peer *peer = peer_new (argv[1], argv[2], side, n_outputs);
  g_autofree float *input = g_new (float, (gsize) side *side * 3);
  g_autofree float *logits = g_new (float, n_outputs);

  for (int photo = 4; photo < argc; photo++)
    {
      read_photo (weights, argv[photo], input);
      peer_set_input (peer, input);

      const float *expected = peer_run (peer);

      for (gsize i = 0; i < G_N_ELEMENTS (contestants); i++)
        {
          if (contestants[i].lane == NULL)
            continue;

          memcpy (morsel_lane_get_input (contestants[i].lane), input,
                  (gsize) side * side * 3 * sizeof *input);
          if (!morsel_lane_run (contestants[i].lane, logits, NULL, &error))
            g_error ("%s", error->message);

          compare (&contestants[i], expected, logits, n_outputs);
        }
    }

  print_rows (contestants, G_N_ELEMENTS (contestants), (guint) argc - 4);
  return 0;
}
