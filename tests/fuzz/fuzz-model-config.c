/* fuzz-model-config.c: any text describes a model that the engine has, or is an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/model-config.h"

#include "fuzz.h"

#include <math.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselConfig) config = morsel_config_new (text, &error);
  MorselActivation activation;
  gboolean is_softmax;
  double mean, std;

  g_assert_true ((config == NULL) == (error != NULL));
  if (config == NULL)
    return 0;

  morsel_config_get_scaling (config, &mean, &std);
  g_assert_true (std > 0 && isfinite (std) && isfinite (mean));
  g_assert_cmpuint (morsel_config_get_side (config), <=, 10000);
  g_assert_cmpint (morsel_config_get_ending (config), <=, MORSEL_ENDING_C);
  if (morsel_config_lookup_activation (config, "dense", &activation, &is_softmax))
    g_assert_cmpint (activation, <=, MORSEL_ACTIVATION_HARD_SWISH);
  return 0;
}
