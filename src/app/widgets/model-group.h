/* model-group.h: the built-in model and the person's own ones, to choose from
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/models.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_MODEL_GROUP (morsel_model_group_get_type ())
G_DECLARE_FINAL_TYPE (
    MorselModelGroup, morsel_model_group, MORSEL, MODEL_GROUP, AdwPreferencesGroup)

void morsel_model_group_set_models (MorselModelGroup *self,
                                    MorselModels *models,
                                    GSettings *settings);

G_END_DECLS
