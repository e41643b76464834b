/* troubleshooting.c: what a report of a fault should say about this computer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/troubleshooting.h"

#include "engine/cpu.h"
#include "engine/profile.h"

#include <adwaita.h>

/* "png, jpeg, webp" */
static char *
dup_loaders (void)
{
  GSList *formats = gdk_pixbuf_get_formats ();
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (GSList *format = formats; format != NULL; format = format->next)
    g_ptr_array_add (names, gdk_pixbuf_format_get_name (format->data));

  g_ptr_array_add (names, NULL);
  g_slist_free (formats);
  return g_strjoinv (", ", (char **) names->pdata);
}

/**
 * morsel_troubleshooting_new:
 * @weights: (nullable): of the model in use
 *
 * Versions of the libraries, the instructions that the network runs on, the formats that can be
 * decoded, and the model: in English, whoever reads it.
 *
 * Returns: (transfer full): the text, a fact a line
 */
char *
morsel_troubleshooting_new (MorselWeights *weights)
{
  g_autofree char *library = morsel_profile_dup_library ();
  g_autofree char *loaders = dup_loaders ();
  g_autoptr (GString) text = g_string_new ("Morsel " MORSEL_VERSION "\n");

  g_string_append_printf (text, "GTK %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version ());
  g_string_append_printf (text, "libadwaita %u.%u.%u\n", adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version ());
  g_string_append_printf (text, "GLib %u.%u.%u\n", glib_major_version, glib_minor_version,
                          glib_micro_version);
  g_string_append_printf (text, "gdk-pixbuf %s: %s\n", gdk_pixbuf_version, loaders);
  g_string_append_printf (text, "%s, %s\n", library, morsel_cpu_get_name ());

  if (weights == NULL)
    {
      g_string_append (text, "Model not loaded\n");
      return g_string_free (g_steal_pointer (&text), FALSE);
    }

  const char *name = morsel_weights_get_text (weights, "name");

  g_string_append_printf (text, "Model %s%s%s\n%s\n", name != NULL ? name : "",
                          name != NULL ? ", " : "", morsel_weights_get_architecture (weights),
                          morsel_weights_get_checksum (weights));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
