/* source.c: a second program to drag from, or that owns the clipboard
 *
 *   source drag MODE FILE...   MODE: files, uris or a type such as image/png
 *   source copy MODE FILE...   the same on the clipboard; "text": the first FILE as words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gtk/gtk.h>
#include <stdio.h>
#include <string.h>

static char **arguments;

static GdkContentProvider *
provide_files (void)
{
  GSList *files = NULL;

  for (char **path = arguments + 3; *path != NULL; path++)
    files = g_slist_append (files, g_file_new_for_commandline_arg (*path));

  GdkContentProvider *provider = gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, files);

  g_slist_free_full (files, g_object_unref);
  return provider;
}

static GdkContentProvider *
provide_uris (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (char **path = arguments + 3; *path != NULL; path++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (*path);
      g_autofree char *uri = g_file_get_uri (file);

      g_string_append_printf (text, "%s\r\n", uri);
    }

  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);

  return gdk_content_provider_new_for_bytes ("text/uri-list", bytes);
}

static GdkContentProvider *
provide (void)
{
  const char *mode = arguments[2];

  if (g_str_equal (mode, "files"))
    return provide_files ();
  if (g_str_equal (mode, "uris"))
    return provide_uris ();
  if (g_str_equal (mode, "text"))
    return gdk_content_provider_new_typed (G_TYPE_STRING, arguments[3]);

  char *contents = NULL;
  gsize n_bytes = 0;

  if (!g_file_get_contents (arguments[3], &contents, &n_bytes, NULL))
    return NULL;

  g_autoptr (GBytes) bytes = g_bytes_new_take (contents, n_bytes);

  return gdk_content_provider_new_for_bytes (mode, bytes);
}

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  return provide ();
}

static void
drag_end_cb (GtkDragSource *source, GdkDrag *drag, gboolean delete_data, gpointer user_data)
{
  GdkDragAction action = gdk_drag_get_selected_action (drag);

  g_print ("end %u\n", (guint) action);
}

static gboolean
drag_cancel_cb (GtkDragSource *source,
                GdkDrag *drag,
                GdkDragCancelReason reason,
                gpointer user_data)
{
  g_print ("cancel %d\n", (int) reason);
  return FALSE;
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  GtkWidget *window = gtk_application_window_new (application);
  GtkWidget *label = gtk_label_new ("Drag me");

  gtk_window_set_title (GTK_WINDOW (window), "Drag source");
  gtk_window_set_default_size (GTK_WINDOW (window), 200, 200);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_vexpand (label, TRUE);
  gtk_window_set_child (GTK_WINDOW (window), label);

  if (g_str_equal (arguments[1], "drag"))
    {
      GtkDragSource *source = gtk_drag_source_new ();

      gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
      g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), NULL);
      g_signal_connect (source, "drag-end", G_CALLBACK (drag_end_cb), NULL);
      g_signal_connect (source, "drag-cancel", G_CALLBACK (drag_cancel_cb), NULL);
      gtk_widget_add_controller (label, GTK_EVENT_CONTROLLER (source));
    }
  else
    {
      g_autoptr (GdkContentProvider) provider = provide ();

      gdk_clipboard_set_content (gtk_widget_get_clipboard (window), provider);
    }

  gtk_window_present (GTK_WINDOW (window));
  g_print ("ready\n");
}

int
main (int argc, char **argv)
{
  if (argc < 4)
    return 2;

  setvbuf (stdout, NULL, _IOLBF, 0);
  arguments = argv;

  g_autoptr (GtkApplication) application = gtk_application_new ("io.github.morsel_app.Source",
                                                                G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
