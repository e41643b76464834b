/* chooser.c: asks for files to open
 *
 * GtkFileChooserNative: it goes through the portal where there is one, and GtkFileDialog came later.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/chooser.h"

#include <glib/gi18n.h>

#define KEY "morsel-chooser" /* of the window's one chooser */

typedef struct
{
  GtkWindow *parent; /* borrowed: it owns the chooser */
  MorselChosenFunc chosen;
  gpointer user_data;
} Request;

static void
request_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
response_cb (GtkFileChooserNative *chooser, int response, gpointer user_data)
{
  Request request = *(Request *) user_data;
  g_autoptr (GListModel) chosen = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (chosen); i++)
    g_ptr_array_add (files, g_list_model_get_item (chosen, i));

  g_object_set_data (G_OBJECT (request.parent), KEY, NULL);

  if (response == GTK_RESPONSE_ACCEPT && files->len > 0)
    request.chosen (files, request.user_data);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *mime_type)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  if (mime_type != NULL)
    gtk_file_filter_add_mime_type (filter, mime_type);
  else
    gtk_file_filter_add_pattern (filter, "*");
  gtk_file_chooser_add_filter (chooser, filter);
}

/**
 * morsel_chooser_open:
 * @parent: the window that asks
 * @title: of the chooser
 * @action: to open files or to select folders
 * @chosen: called with what was chosen, if anything was
 * @user_data: for @chosen; must live as long as @parent
 *
 * Shows a file chooser, unless @parent shows one already.
 */
void
morsel_chooser_open (GtkWindow *parent,
                     const char *title,
                     GtkFileChooserAction action,
                     MorselChosenFunc chosen,
                     gpointer user_data)
{
  g_return_if_fail (GTK_IS_WINDOW (parent));
  g_return_if_fail (chosen != NULL);

  if (g_object_get_data (G_OBJECT (parent), KEY) != NULL)
    return;

  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (title, parent, action, _ ("_Open"),
                                                               NULL);
  Request *request = g_new (Request, 1);

  request->parent = parent;
  request->chosen = chosen;
  request->user_data = user_data;

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_OPEN)
    {
      add_filter (GTK_FILE_CHOOSER (chooser), _ ("Photos"), "image/*");
      add_filter (GTK_FILE_CHOOSER (chooser), _ ("All Files"), NULL);
    }

  g_signal_connect_data (chooser, "response", G_CALLBACK (response_cb), request, request_free, 0);
  g_object_set_data_full (G_OBJECT (parent), KEY, chooser, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
