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
#define OFFERED "morsel-offered"         /* of the chooser: the format that goes with its name */

static const char *const choices[] = {
  [MORSEL_REPORT_CSV] = "csv",
  [MORSEL_REPORT_JSON] = "jsonl",
};

static void ask (GtkWidget *widget,
                 MorselPhotoSieve *sieve,
                 GFile *folder,
                 const char *name,
                 MorselReportFormat format);

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

/* Only the chooser itself asks before a file is replaced, and only it may name another one in a
 * sandbox: where another format was chosen and not its ending, it asks again with both. */
static void
save (GtkWidget *widget, GtkFileChooser *chooser, GFile *file)
{
  g_autoptr (MorselPhotoSieve) sieve = g_object_ref (g_object_get_data (G_OBJECT (chooser), SIEVE));
  gpointer offered = g_object_get_data (G_OBJECT (chooser), OFFERED);
  const char *choice = gtk_file_chooser_get_choice (chooser, "format");
  MorselReportFormat chosen = g_strcmp0 (choice, choices[MORSEL_REPORT_JSON]) == 0
                                  ? MORSEL_REPORT_JSON
                                  : MORSEL_REPORT_CSV;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *better_name = morsel_export_dup_better_name (name, GPOINTER_TO_UINT (offered),
                                                                chosen);

  g_object_set_data (G_OBJECT (widget), CHOOSER, NULL);

  if (better_name != NULL)
    {
      g_autoptr (GFile) folder = g_file_get_parent (file);

      ask (widget, sieve, folder, better_name, chosen);
      return;
    }

  g_autoptr (GPtrArray) items = morsel_photo_sieve_dup_items (sieve);

  morsel_export_async (items, morsel_export_find_format (name, chosen), file, NULL, exported_cb,
                       g_object_ref (widget));
}

static void
response_cb (GtkFileChooserNative *chooser, int response, GtkWidget *widget)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    save (widget, GTK_FILE_CHOOSER (chooser), file);
  else
    g_object_set_data (G_OBJECT (widget), CHOOSER, NULL);
}

static void
ask (GtkWidget *widget,
     MorselPhotoSieve *sieve,
     GFile *folder,
     const char *name,
     MorselReportFormat format)
{
  /* The first one is chosen: GTK 4.8 forgets which was set. */
  gboolean is_json = format == MORSEL_REPORT_JSON;
  const char *csv = _ ("Table (CSV)");
  const char *json = _ ("JSON Lines");
  const char *ids[] = { choices[format], choices[is_json ? MORSEL_REPORT_CSV : MORSEL_REPORT_JSON],
                        NULL };
  const char *names[] = { is_json ? json : csv, is_json ? csv : json, NULL };
  const char *title = _ ("Export Results");
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (native);
  const char *label = _ ("Format");

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (chooser, folder, NULL);
  gtk_file_chooser_set_current_name (chooser, name);
  gtk_file_chooser_add_choice (chooser, "format", label, ids, names);
  gtk_file_chooser_set_choice (chooser, "format", choices[format]);
  g_object_set_data (G_OBJECT (native), OFFERED, GUINT_TO_POINTER (format));
  g_object_set_data_full (G_OBJECT (native), SIEVE, g_object_ref (sieve), g_object_unref);
  g_object_set_data_full (G_OBJECT (widget), CHOOSER, native, g_object_unref);
  g_signal_connect (native, "response", G_CALLBACK (response_cb), widget);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

/**
 * morsel_save_results:
 * @widget: a widget of the window that asks
 * @sieve: what is shown of the photos
 *
 * Asks where to save the results that are shown, and in which format, and saves them there. A file
 * is what its ending promises.
 */
void
morsel_save_results (GtkWidget *widget, MorselPhotoSieve *sieve)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (MORSEL_IS_PHOTO_SIEVE (sieve));

  if (g_object_get_data (G_OBJECT (widget), CHOOSER) != NULL)
    return;

  g_autofree char *name = morsel_export_dup_name ("morsel", MORSEL_REPORT_CSV);

  ask (widget, sieve, NULL, name, MORSEL_REPORT_CSV);
}
