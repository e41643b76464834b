/* safetensors.h: the container of the weights, read without trusting it
 *
 *   g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, cancellable, &error);
 *   const MorselTensor *stem = morsel_safetensors_lookup (tensors, "features.0.0.weight");
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/tensor.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Of a whole file. */
#define MORSEL_SAFETENSORS_MAX_BYTES (64 << 20)

typedef struct _MorselSafetensors MorselSafetensors;

MorselSafetensors *morsel_safetensors_load (GFile *file, GCancellable *cancellable, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
MorselSafetensors *morsel_safetensors_new (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_safetensors_free (MorselSafetensors *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselSafetensors, morsel_safetensors_free)

gsize morsel_safetensors_get_n_tensors (const MorselSafetensors *self);
const MorselTensor *morsel_safetensors_get_tensor (const MorselSafetensors *self, gsize position);
const MorselTensor *morsel_safetensors_lookup (const MorselSafetensors *self, const char *name);
const char *morsel_safetensors_get_metadata (const MorselSafetensors *self, const char *key);
GHashTable *morsel_safetensors_get_metadata_table (const MorselSafetensors *self);
char *morsel_safetensors_dup_checksum (const MorselSafetensors *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
