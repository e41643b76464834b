/* percent-label.c: a percentage in a label, in whatever direction the words around it run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/percent-label.h"

/**
 * morsel_percent_label_set:
 * @label: a label
 * @percent: from morsel_percent(), or an empty text
 *
 * Sets its text. Among words that run from right to left "> 99 %" would be turned to "% 99 <", so it
 * is isolated there (Unicode Standard Annex 9, explicit directional isolates).
 */
void
morsel_percent_label_set (GtkLabel *label, const char *percent)
{
  g_autofree char *isolated = g_strconcat ("\u2068", percent, "\u2069", NULL);
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (label)) == GTK_TEXT_DIR_RTL;

  gtk_label_set_text (label, mirrored ? isolated : percent);
}
