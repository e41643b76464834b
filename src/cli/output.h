/* output.h: what the program writes: answers to standard output, complaints to standard error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean morsel_output_write (const GString *bytes);
gboolean morsel_output_write_text (const GString *text);
void morsel_output_complain (const char *subject, const char *sentence);
void morsel_output_complain_error (const char *subject, const GError *error, gboolean verbose);
void morsel_output_complain_model (const char *model, const GError *error, gboolean verbose);
void morsel_output_show_status (const char *status);
gboolean morsel_output_has_status_line (void);

char *morsel_output_printable (const char *text) G_GNUC_WARN_UNUSED_RESULT;
guint morsel_output_get_width (void);

G_END_DECLS
