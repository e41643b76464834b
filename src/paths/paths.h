/* paths.h: where the program's files are, from the build tree as well as installed
 *
 * $MORSEL_DATA_DIR first, then the build tree, then ../share/morsel, as seen from the program's own place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* All return (transfer full). */
GFile *morsel_paths_get_weights (void);
GFile *morsel_paths_get_user_models (void);
GFile *morsel_paths_get_user_history (void);
char *morsel_paths_get_locale (void);
char *morsel_paths_get_schemas (
    void); /* a folder for g_settings_schema_source_new_from_directory(), or NULL */
char *morsel_paths_get_import_program (void); /* morsel-import, or NULL */
char *morsel_paths_get_onednn (void);         /* the module for morsel_onednn_load() */

G_END_DECLS
