/* catalog.h: the weights that a Keras file lists, by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "import/hdf5.h"

G_BEGIN_DECLS

typedef struct _MorselCatalog MorselCatalog;

MorselCatalog *morsel_catalog_new (MorselHdf5 *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_catalog_free (MorselCatalog *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselCatalog, morsel_catalog_free)

const char *morsel_catalog_get_group (const MorselCatalog *self);
gsize morsel_catalog_get_n_weights (const MorselCatalog *self);
const char *morsel_catalog_get_name (const MorselCatalog *self, gsize position);
gboolean morsel_catalog_is_taken (const MorselCatalog *self, gsize position);
gboolean morsel_catalog_has (const MorselCatalog *self, const char *name);
MorselArray *morsel_catalog_take (MorselCatalog *self, const char *name, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
const char *morsel_catalog_get_untaken (const MorselCatalog *self);
guint64 morsel_catalog_count_taken (const MorselCatalog *self);

G_END_DECLS
