/* conversion.h: a conversion on its way: where the numbers come from and go to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/safetensors-writer.h"
#include "import/catalog.h"

G_BEGIN_DECLS

typedef struct
{
  MorselCatalog *catalog;
  MorselSafetensorsWriter *writer;
  MorselDtype dtype;
  gboolean is_keras_3;
  char *prefix;  /* what stands before the names of the network: "" or "MobilenetV3large/" */
  GString *head; /* the steps so far */
  guint n_hidden;
  gsize width; /* channels of the last layer */
} MorselConversion;

void morsel_conversion_clear (MorselConversion *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MorselConversion, morsel_conversion_clear)

gboolean morsel_conversion_find_names (MorselConversion *self, GError **error);
void morsel_conversion_leave_network (MorselConversion *self);
char *morsel_conversion_dup_layer_name (const MorselConversion *self, const char *keras_2);
MorselArray *morsel_conversion_take (MorselConversion *self,
                                     const char *layer,
                                     const char *variable,
                                     guint n_dims,
                                     const gsize *dims,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
