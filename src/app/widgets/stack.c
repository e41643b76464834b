/* stack.c: shows one page of a stack and hides the others from everybody
 *
 * Before GTK 4.10 screen readers are told of all pages of a stack, unless they are invisible.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/stack.h"

static void
hide_others (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  if (gtk_stack_get_transition_running (stack))
    return;

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_widget_set_visible (page, page == shown);
}

static void
transition_running_cb (GtkStack *stack, GParamSpec *pspec, gpointer user_data)
{
  hide_others (stack);
}

/**
 * morsel_stack_show:
 * @stack: the stack
 * @name: of the page
 *
 * Shows a page. The others become invisible, once a transition is over.
 */
void
morsel_stack_show (GtkStack *stack, const char *name)
{
  g_return_if_fail (GTK_IS_STACK (stack));

  GtkWidget *page = gtk_stack_get_child_by_name (stack, name);

  g_return_if_fail (page != NULL);

  g_signal_handlers_disconnect_by_func (stack, G_CALLBACK (transition_running_cb), NULL);
  g_signal_connect (stack, "notify::transition-running", G_CALLBACK (transition_running_cb), NULL);

  gtk_widget_set_visible (page, TRUE);
  gtk_stack_set_visible_child (stack, page);
  hide_others (stack);
}
