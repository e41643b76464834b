/* save-results.c: asks where to save the results of many photos, and in which format
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/save-results.h"

#include "app/stores/export.h"
#include "app/test-log.h"
#include "app/widgets/toast.h"

#include <glib/gi18n.h>

#define CHOOSER "morsel-results-chooser" /* of the widget */
#define SIEVE "morsel-sieve"             /* of the chooser */
#define EXPORT_JSON "jsonl"
#define EXPORT_CSV "csv"

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  if (morsel_export_finish (result, &error))
    {
      morsel_toast_show (widget, _ ("Saved"));
      morsel_test_log ("exported");
      return;
    }

  g_message ("Export: %s", error->message);
  morsel_toast_show (widget, _ ("The results could not be saved."));
}

static void
response_cb (GtkFileChooserNative *chooser, int response, GtkWidget *widget)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  const char *choice = gtk_file_chooser_get_choice (GTK_FILE_CHOOSER (chooser), "format");
  g_autoptr (GPtrArray) items = morsel_photo_sieve_dup_items (
      g_object_get_data (G_OBJECT (chooser), SIEVE));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);
      gboolean is_csv = g_str_has_suffix (name, "." EXPORT_CSV) ||
                        (!g_str_has_suffix (name, "." EXPORT_JSON) &&
                         g_strcmp0 (choice, EXPORT_CSV) == 0);

      morsel_export_async (items, is_csv ? MORSEL_REPORT_CSV : MORSEL_REPORT_JSON, file, NULL,
                           exported_cb, g_object_ref (widget));
    }

  g_object_set_data (G_OBJECT (widget), CHOOSER, NULL);
}

/**
 * morsel_save_results:
 * @widget: a widget of the window that asks
 * @sieve: what is shown of the photos
 *
 * Asks where to save the results that are shown, and in which format, and saves them there.
 */
void
morsel_save_results (GtkWidget *widget, MorselPhotoSieve *sieve)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (MORSEL_IS_PHOTO_SIEVE (sieve));

  if (g_object_get_data (G_OBJECT (widget), CHOOSER) != NULL)
    return;

  const char *formats[] = { EXPORT_CSV, EXPORT_JSON, NULL };
  const char *names[] = { _ ("Table (CSV)"), _ ("JSON Lines"), NULL };
  const char *title = _ ("Export Results");
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  const char *label = _ ("Format");

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), "morsel." EXPORT_CSV);
  gtk_file_chooser_add_choice (GTK_FILE_CHOOSER (chooser), "format", label, formats, names);
  gtk_file_chooser_set_choice (GTK_FILE_CHOOSER (chooser), "format", EXPORT_CSV);
  g_object_set_data_full (G_OBJECT (chooser), SIEVE, g_object_ref (sieve), g_object_unref);
  g_object_set_data_full (G_OBJECT (widget), CHOOSER, chooser, g_object_unref);
  g_signal_connect (chooser, "response", G_CALLBACK (response_cb), widget);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
