/* toast.c: a short word to the person, at the bottom of the window
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/toast.h"

/**
 * morsel_toast_show:
 * @widget: any widget of the window
 * @title: the words
 *
 * Shows @title in the window's toast overlay.
 */
void
morsel_toast_show (GtkWidget *widget, const char *title)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (title != NULL);

  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay == NULL)
    return;

  AdwToast *toast = adw_toast_new (title);

  /* At once: toasts of a lower priority wait for each other. */
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
}
