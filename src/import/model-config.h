/* model-config.h: what a whole Keras model says about its layers, and what is assumed where a file is silent
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/weights.h"

G_BEGIN_DECLS

/* Where the mean over the picture stands, beside the last convolution (Conv_2, 1280 wide). */
typedef enum
{
  MORSEL_ENDING_UNKNOWN,
  MORSEL_ENDING_A, /* behind it: Keras before 2.6 */
  MORSEL_ENDING_B, /* before it: from 2.6 on */
  MORSEL_ENDING_C, /* there is no Conv_2 */
} MorselEnding;

typedef struct _MorselConfig MorselConfig;

MorselConfig *morsel_config_new (const char *json, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_config_free (MorselConfig *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselConfig, morsel_config_free)

MorselEnding morsel_config_get_ending (const MorselConfig *self);
guint morsel_config_get_side (const MorselConfig *self);
void morsel_config_get_scaling (const MorselConfig *self, double *mean, double *std);
gboolean morsel_config_lookup_activation (const MorselConfig *self,
                                          const char *layer,
                                          MorselActivation *activation,
                                          gboolean *is_softmax);

MorselEnding morsel_ending_from_version (const char *version);

G_END_DECLS
