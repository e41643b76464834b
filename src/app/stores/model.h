/* model.h: a model of the person's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/weights.h"

G_BEGIN_DECLS

/* How the name of a model's file ends. */
#define MORSEL_MODEL_SUFFIX ".safetensors"

#define MORSEL_TYPE_MODEL (morsel_model_get_type ())
G_DECLARE_FINAL_TYPE (MorselModel, morsel_model, MORSEL, MODEL, GObject)

MorselModel *morsel_model_new (const char *file_name, MorselWeights *weights)
    G_GNUC_WARN_UNUSED_RESULT;

const char *morsel_model_get_name (MorselModel *self);
MorselWeights *morsel_model_get_weights (MorselModel *self);

G_END_DECLS
