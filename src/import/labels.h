/* labels.h: the names of a network's outputs, which no Keras file holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of a text file with labels. */
#define MORSEL_LABELS_MAX_BYTES (1 << 20)

/* Food-101's, in the order in which Keras sorts folders. */
extern const char *const morsel_food101_labels[];

char **morsel_labels_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *morsel_labels_to_json (const char *const *labels) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
