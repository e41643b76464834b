/* undo.c: offers to bring back what was removed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/undo.h"

#include <glib/gi18n.h>

typedef struct
{
  GObject *store;
  GPtrArray *items;
  MorselRestore restore;
} Removal;

static void
removal_free (gpointer data, GClosure *closure)
{
  Removal *removal = data;

  g_object_unref (removal->store);
  g_ptr_array_unref (removal->items);
  g_free (removal);
}

static void
undo_cb (AdwToast *toast, gpointer user_data)
{
  Removal *removal = user_data;

  removal->restore (removal->store, removal->items);
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
 * morsel_undo_offer:
 * @widget: where the offer is made: any widget of the window, or a preferences window
 * @title: says what was removed
 * @store: (type GObject): what it was removed from
 * @items: what was removed
 * @restore: called with @store and @items if they are wanted back
 *
 * Shows a toast with Undo.
 */
void
morsel_undo_offer (
    GtkWidget *widget, const char *title, gpointer store, GPtrArray *items, MorselRestore restore)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (G_IS_OBJECT (store));

  AdwToast *toast = adw_toast_new (title);
  Removal *removal = g_new (Removal, 1);

  removal->store = g_object_ref (store);
  removal->items = g_ptr_array_ref (items);
  removal->restore = restore;
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), removal, removal_free, 0);
  add_toast (widget, toast);
}
