/* save-card.c: asks where to save a photo and its answer as one picture
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/save-card.h"

#include "app/widgets/result-card.h"
#include "app/widgets/toast.h"
#include "words/dish-name.h"

#include <glib/gi18n.h>

#define CHOOSER "morsel-card-chooser" /* of the widget */
#define READING "morsel-reading"      /* of the chooser */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = GTK_WIDGET (user_data);
  g_autoptr (GError) error = NULL;

  if (morsel_result_card_save_finish (result, &error))
    {
      morsel_toast_show (widget, _ ("Saved"));
      return;
    }

  g_message ("Saving the card: %s", error->message);
  morsel_toast_show (widget, _ ("The card could not be saved."));
}

static void
response_cb (GtkFileChooserNative *chooser, int response, GtkWidget *widget)
{
  MorselReading *reading = g_object_get_data (G_OBJECT (chooser), READING);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL)
    morsel_result_card_save_async (morsel_reading_get_photo (reading),
                                   morsel_reading_get_ranking (reading), file, NULL, saved_cb,
                                   g_object_ref (widget));

  g_object_set_data (G_OBJECT (widget), CHOOSER, NULL);
}

/* "ramen-IMG_2041.png" */
static char *
dup_name (MorselReading *reading)
{
  g_autofree char *name = g_strdup (morsel_reading_get_name (reading));
  g_autofree char *dish = morsel_dish_name (
      morsel_ranking_get_label (morsel_reading_get_ranking (reading), 0));
  g_autofree char *lower = g_utf8_strdown (dish, -1);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return g_strdelimit (g_strdup_printf ("%s-%s.png", lower, name), " /", '-');
}

/**
 * morsel_save_card:
 * @widget: a widget of the window that asks
 * @reading: a photo with its answer
 *
 * Asks where to save the card with the photo and its answer, and saves it there; does nothing while
 * there is no answer.
 */
void
morsel_save_card (GtkWidget *widget, MorselReading *reading)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (reading == NULL || MORSEL_IS_READING (reading));

  if (reading == NULL || morsel_reading_get_ranking (reading) == NULL ||
      g_object_get_data (G_OBJECT (widget), CHOOSER) != NULL)
    return;

  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));
  g_autofree char *name = dup_name (reading);
  const char *title = _ ("Save Result Card");
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  g_object_set_data_full (G_OBJECT (chooser), READING, g_object_ref (reading), g_object_unref);
  g_object_set_data_full (G_OBJECT (widget), CHOOSER, chooser, g_object_unref);
  g_signal_connect (chooser, "response", G_CALLBACK (response_cb), widget);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}
