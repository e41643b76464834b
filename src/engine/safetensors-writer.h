/* safetensors-writer.h: writes the container that safetensors.c reads
 *
 *   writer = morsel_safetensors_writer_new ();
 *   morsel_safetensors_writer_set_text (writer, "format", "morsel-1");
 *   if (!morsel_safetensors_writer_add (writer, "classifier.bias", MORSEL_DTYPE_F32, 1, dims,
 *                                       values, &error))
 *     ...
 *   bytes = morsel_safetensors_writer_dup_bytes (writer);
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/tensor.h"

G_BEGIN_DECLS

typedef struct _MorselSafetensorsWriter MorselSafetensorsWriter;

MorselSafetensorsWriter *morsel_safetensors_writer_new (void) G_GNUC_WARN_UNUSED_RESULT;
void morsel_safetensors_writer_free (MorselSafetensorsWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselSafetensorsWriter, morsel_safetensors_writer_free)

void morsel_safetensors_writer_set_text (MorselSafetensorsWriter *self,
                                         const char *key,
                                         const char *text);
gboolean morsel_safetensors_writer_add (MorselSafetensorsWriter *self,
                                        const char *name,
                                        MorselDtype dtype,
                                        guint n_dims,
                                        const gsize *dims,
                                        const float *values,
                                        GError **error);
GBytes *morsel_safetensors_writer_dup_bytes (MorselSafetensorsWriter *self)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
