/* names.h: the photos that a command line names, its folders opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"

G_BEGIN_DECLS

/* The name of a photo that is read from standard input. */
#define MORSEL_NAME_STDIN "-"

GFile *morsel_name_get_file (const char *name) G_GNUC_WARN_UNUSED_RESULT;
MorselPhoto *morsel_name_load_photo (const char *name,
                                     guint least_side,
                                     GCancellable *cancellable,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *morsel_name_in_folder (const char *folder, const char *path) G_GNUC_WARN_UNUSED_RESULT;
gboolean morsel_names_add_folder (GPtrArray *names, const char *folder, gboolean recursive);
GPtrArray *morsel_names_collect (char *const *paths, gboolean recursive, gboolean *has_empty_folder)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
