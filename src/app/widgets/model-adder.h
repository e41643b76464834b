/* model-adder.h: the button that adds a model of the person's own, and all it asks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/models.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_MODEL_ADDER (morsel_model_adder_get_type ())
G_DECLARE_FINAL_TYPE (MorselModelAdder, morsel_model_adder, MORSEL, MODEL_ADDER, GtkBox)

void morsel_model_adder_set_models (MorselModelAdder *self, MorselModels *models);

G_END_DECLS
