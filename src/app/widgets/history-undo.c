/* history-undo.c: offers to remember after all what was forgotten
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/history-undo.h"

#include <glib/gi18n.h>

typedef struct
{
  MorselHistory *history;
  GPtrArray *entries;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->history);
  g_ptr_array_unref (removal->entries);
  g_free (removal);
}

static void
undo_cb (AdwToast *toast, gpointer user_data)
{
  Removal *removal = user_data;

  morsel_history_restore (removal->history, removal->entries);
}

static void
add_toast (GtkWidget *widget, AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else if (ADW_IS_PREFERENCES_WINDOW (widget))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (widget), toast);
  else
    g_object_unref (toast);
}

/**
 * morsel_history_undo_offer:
 * @widget: where the offer is made: any widget of the window, or a preferences window
 * @history: the history
 * @entries: (element-type MorselHistoryEntry): what was removed from it
 *
 * Shows a toast with Undo.
 */
void
morsel_history_undo_offer (GtkWidget *widget, MorselHistory *history, GPtrArray *entries)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (MORSEL_IS_HISTORY (history));

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u answer removed", "%u answers removed", entries->len), entries->len);
  AdwToast *toast = adw_toast_new (title);
  Removal *removal = g_new (Removal, 1);

  removal->history = g_object_ref (history);
  removal->entries = g_ptr_array_ref (entries);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, _("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), removal, removal_free, 0);
  add_toast (widget, toast);
}
