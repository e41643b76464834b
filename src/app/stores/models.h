/* models.h: the person's own models, checked and copied into the user data folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/model.h"

G_BEGIN_DECLS

#define MORSEL_TYPE_MODELS (morsel_models_get_type ())
G_DECLARE_FINAL_TYPE (MorselModels, morsel_models, MORSEL, MODELS, GObject)

MorselModels *morsel_models_new (void) G_GNUC_WARN_UNUSED_RESULT;

GListModel *morsel_models_get_model (MorselModels *self);
GFile *morsel_models_get_file (MorselModels *self, const char *name) G_GNUC_WARN_UNUSED_RESULT;
void morsel_models_remove (MorselModels *self, MorselModel *model);

void morsel_models_read_built_in_async (MorselModels *self,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
MorselWeights *morsel_models_read_built_in_finish (GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;

void morsel_models_add_async (MorselModels *self,
                              GFile *file,
                              GFile *names,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
MorselModel *morsel_models_add_finish (MorselModels *self, GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
