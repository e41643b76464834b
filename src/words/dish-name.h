/* dish-name.h: the names of the dishes, in English and in the person's language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All return (transfer full); label: "creme_brulee" */
char *morsel_dish_name (const char *label);
char *morsel_dish_name_english (const char *label);
gboolean morsel_dish_matches (const char *label, const char *search);

G_END_DECLS
