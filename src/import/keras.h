/* keras.h: from Keras' MobileNetV3-Large to ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/tensor.h"
#include "import/hdf5.h"
#include "import/model-config.h"

G_BEGIN_DECLS

/* What is asked for beside the file itself. */
typedef struct
{
  MorselEnding ending;       /* UNKNOWN: what the file says */
  MorselDtype dtype;         /* how the numbers are stored */
  const char *const *labels; /* NULL: Food-101's, when there are 101 outputs */
} MorselKerasOptions;

/* What was found. */
typedef struct
{
  guint64 n_parameters; /* as Keras counts them, before folding */
  guint n_outputs;
} MorselKerasSummary;

GBytes *morsel_keras_convert (MorselHdf5 *file,
                              const MorselKerasOptions *options,
                              MorselKerasSummary *summary,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
