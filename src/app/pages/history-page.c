/* history-page.c: the newest answers, by day
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/history-page.h"

#include "app/widgets/history-row.h"
#include "app/widgets/stack.h"
#include "app/widgets/undo.h"
#include "words/fold.h"

#include <glib/gi18n.h>

struct _MorselHistoryPage
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  GtkEditable *search;
  GtkStack *stack;
  GtkListBox *rows;

  /* owned */
  MorselHistory *history;
  GtkCustomFilter *filter;
  GListModel *shown;
  char *folded_search;

  gboolean is_kept;
};

enum
{
  SIGNAL_ENTRY_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselHistoryPage, morsel_history_page, GTK_TYPE_WIDGET)

static gboolean
matches (MorselHistoryPage *self, MorselHistoryEntry *entry)
{
  g_autofree char *text = g_strconcat (morsel_history_entry_get_line (entry), "\n",
                                       morsel_history_entry_get_name (entry), NULL);
  g_autofree char *folded = morsel_fold (text);

  return strstr (folded, self->folded_search) != NULL;
}

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  return matches (MORSEL_HISTORY_PAGE (user_data), MORSEL_HISTORY_ENTRY (item));
}

static MorselHistoryEntry *
get_entry (GtkListBoxRow *row)
{
  return morsel_history_row_get_entry (MORSEL_HISTORY_ROW (gtk_list_box_row_get_child (row)));
}

/* "Today", "Yesterday", or the date */
static char *
dup_day (MorselHistoryEntry *entry)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autoptr (GDateTime) time = g_date_time_to_local (morsel_history_entry_get_time (entry));
  g_autofree char *day = g_date_time_format (time, "%F");
  g_autofree char *today = g_date_time_format (now, "%F");
  g_autofree char *day_before = g_date_time_format (yesterday, "%F");

  if (g_str_equal (day, today))
    return g_strdup (_ ("Today"));
  if (g_str_equal (day, day_before))
    return g_strdup (_ ("Yesterday"));

  /* Translators: the date above the answers of a day, see the manual of strftime. */
  return g_date_time_format (time, _ ("%-e %B %Y"));
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  g_autofree char *day = dup_day (get_entry (row));
  g_autofree char *day_before = before != NULL ? dup_day (get_entry (before)) : NULL;

  if (g_strcmp0 (day, day_before) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  GtkWidget *label = gtk_label_new (day);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "heading");
  gtk_widget_add_css_class (label, "day");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *content = morsel_history_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  morsel_history_row_set_entry (MORSEL_HISTORY_ROW (content), MORSEL_HISTORY_ENTRY (item));
  return row;
}

static void
update_stack (MorselHistoryPage *self)
{
  gboolean is_empty = g_list_model_get_n_items (morsel_history_get_model (self->history)) == 0;
  const char *name = "list";

  if (is_empty)
    name = self->is_kept ? "empty" : "off";
  else if (g_list_model_get_n_items (self->shown) == 0)
    name = "nothing";

  gtk_widget_set_visible (GTK_WIDGET (self->search), !is_empty);
  morsel_stack_show (self->stack, name);
}

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  update_stack (MORSEL_HISTORY_PAGE (user_data));
}

static void
search_changed_cb (GtkSearchEntry *entry, MorselHistoryPage *self)
{
  g_free (self->folded_search);
  self->folded_search = morsel_fold (gtk_editable_get_text (self->search));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_stack (self);
}

static void
stop_search_cb (GtkSearchEntry *entry, MorselHistoryPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
}

static void
row_activated_cb (GtkListBox *rows, GtkListBoxRow *row, MorselHistoryPage *self)
{
  g_signal_emit (self, signals[SIGNAL_ENTRY_ACTIVATED], 0, get_entry (row));
}

static void
morsel_history_page_dispose (GObject *object)
{
  MorselHistoryPage *self = MORSEL_HISTORY_PAGE (object);

  if (self->shown != NULL)
    g_signal_handlers_disconnect_by_data (self->shown, self);
  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  if (self->rows != NULL)
    gtk_list_box_bind_model (self->rows, NULL, NULL, NULL, NULL);
  self->rows = NULL;
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->history);
  g_clear_pointer (&self->folded_search, g_free);

  G_OBJECT_CLASS (morsel_history_page_parent_class)->dispose (object);
}

static void
morsel_history_page_class_init (MorselHistoryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_history_page_dispose;

  /**
   * MorselHistoryPage::entry-activated:
   * @entry: the answer
   *
   * Somebody wants to see an answer again.
   */
  signals[SIGNAL_ENTRY_ACTIVATED] = g_signal_new ("entry-activated", G_TYPE_FROM_CLASS (klass),
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 1, MORSEL_TYPE_HISTORY_ENTRY);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/history-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryPage, content);
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryPage, search);
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselHistoryPage, rows);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
morsel_history_page_init (MorselHistoryPage *self)
{
  self->folded_search = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  gtk_list_box_set_header_func (self->rows, update_header, self, NULL);
}

/**
 * morsel_history_page_set_history:
 * @self: the page
 * @history: what is shown
 *
 * To be called once.
 */
void
morsel_history_page_set_history (MorselHistoryPage *self, MorselHistory *history)
{
  g_return_if_fail (MORSEL_IS_HISTORY_PAGE (self));
  g_return_if_fail (MORSEL_IS_HISTORY (history));
  g_return_if_fail (self->history == NULL);

  GListModel *model = morsel_history_get_model (history);

  self->history = g_object_ref (history);
  self->shown = G_LIST_MODEL (
      gtk_filter_list_model_new (g_object_ref (model), g_object_ref (GTK_FILTER (self->filter))));
  gtk_list_box_bind_model (self->rows, self->shown, create_row, self, NULL);
  g_signal_connect (self->shown, "items-changed", G_CALLBACK (items_changed_cb), self);
  update_stack (self);
}

/**
 * morsel_history_page_set_kept:
 * @self: the page
 * @kept: whether answers are kept
 *
 * Decides what an empty history says of itself.
 */
void
morsel_history_page_set_kept (MorselHistoryPage *self, gboolean kept)
{
  g_return_if_fail (MORSEL_IS_HISTORY_PAGE (self));

  self->is_kept = kept;
  if (self->history != NULL)
    update_stack (self);
}

/**
 * morsel_history_page_search:
 * @self: the page
 *
 * Makes the search ready to be typed into.
 */
void
morsel_history_page_search (MorselHistoryPage *self)
{
  g_return_if_fail (MORSEL_IS_HISTORY_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * morsel_history_page_escape:
 * @self: the page
 *
 * Ends the search.
 *
 * Returns: %TRUE if there was one
 */
gboolean
morsel_history_page_escape (MorselHistoryPage *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_PAGE (self), FALSE);

  if (*gtk_editable_get_text (self->search) == '\0')
    return FALSE;

  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->rows));
  return TRUE;
}

/**
 * morsel_history_page_remove:
 * @self: the page
 *
 * Forgets the chosen answer, and offers to remember it after all.
 */
void
morsel_history_page_remove (MorselHistoryPage *self)
{
  g_return_if_fail (MORSEL_IS_HISTORY_PAGE (self));

  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkListBoxRow *row = GTK_IS_LIST_BOX_ROW (focus) ? GTK_LIST_BOX_ROW (focus)
                                                   : gtk_list_box_get_selected_row (self->rows);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);

  if (row == NULL)
    return;

  g_ptr_array_add (entries, g_object_ref (get_entry (row)));
  morsel_history_remove (self->history, entries);

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u answer removed", "%u answers removed", entries->len), entries->len);

  morsel_undo_offer (GTK_WIDGET (self), title, self->history, entries,
                     (MorselRestore) morsel_history_restore);
}
