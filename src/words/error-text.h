/* error-text.h: what went wrong, in words for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *morsel_error_title (const GError *error);    /* "Damaged Photo" */
char *morsel_error_sentence (const GError *error); /* "The file is damaged or incomplete." */

/* Morsel's own model is missing. */
const char *morsel_error_no_model_title (void);
const char *morsel_error_no_model_sentence (void);

G_END_DECLS
