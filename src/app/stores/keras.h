/* keras.h: models in Keras' format, which morsel-import turns into weights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define MORSEL_KERAS_N_KNOWN_NAMES 101 /* outputs that are taken for Food-101's without names */

gboolean morsel_keras_is_available (void);
gboolean morsel_keras_is_keras (GFile *file, GCancellable *cancellable);

GFile *morsel_keras_import (GFile *file, GFile *names, GCancellable *cancellable, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

void morsel_keras_count_names_async (GFile *file,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gssize morsel_keras_count_names_finish (GAsyncResult *result, GError **error);

G_END_DECLS
