/* screenshot.c: a photo from the screen, through the desktop's portal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/screenshot.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define BUS "org.freedesktop.DBus"
#define BUS_PATH "/org/freedesktop/DBus"

/* What the portal answers a request with. */
#define RESPONSE_DONE 0
#define RESPONSE_CANCELLED 1

/* A request to the portal: its answer is a signal. */
typedef struct
{
  GDBusConnection *bus;
  guint subscription;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  g_clear_object (&request->bus);
  g_free (request);
}

static gboolean
is_listed (GVariant *reply)
{
  g_autofree const char **names = NULL;

  g_variant_get (reply, "(^a&s)", &names);
  return g_strv_contains (names, PORTAL);
}

static void
activatable_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result,
                                                              NULL);

  g_task_return_boolean (task, reply != NULL && is_listed (reply));
}

static void
find_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);

  if (bus == NULL)
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  g_dbus_connection_call (bus, BUS, BUS_PATH, BUS, "ListActivatableNames", NULL,
                          G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, activatable_cb,
                          g_steal_pointer (&task));
}

/**
 * morsel_screenshot_find_async:
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Finds out whether there is a portal, without starting it.
 */
void
morsel_screenshot_find_async (GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);

  g_task_set_source_tag (task, morsel_screenshot_find_async);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, find_bus_cb, task);
}

/**
 * morsel_screenshot_find_finish:
 * @result: what the callback was given
 *
 * Ends what morsel_screenshot_find_async() began.
 *
 * Returns: whether a screenshot can be asked for
 */
gboolean
morsel_screenshot_find_finish (GAsyncResult *result)
{
  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
response_cb (GDBusConnection *bus,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (G_TASK (user_data));
  Request *request = g_task_get_task_data (task);
  guint response = 0;
  g_autoptr (GVariant) results = NULL;
  const char *uri = NULL;

  g_dbus_connection_signal_unsubscribe (bus, request->subscription);
  request->subscription = 0;
  g_variant_get (parameters, "(u@a{sv})", &response, &results);

  if (response == RESPONSE_CANCELLED)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No screenshot was chosen");
  else if (response == RESPONSE_DONE && g_variant_lookup (results, "uri", "&s", &uri))
    g_task_return_pointer (task, g_file_new_for_uri (uri), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The portal took no screenshot");
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result,
                                                              &error);

  if (reply != NULL || g_task_get_completed (task))
    return;

  if (request->subscription != 0)
    g_dbus_connection_signal_unsubscribe (request->bus, request->subscription);
  request->subscription = 0;
  g_task_return_error (task, g_steal_pointer (&error));
}

/* The path of the request is known beforehand, so that its answer cannot come too early. */
static char *
dup_request_path (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdelimit (g_strdup (g_dbus_connection_get_unique_name (bus) + 1),
                                          ".", '_');

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
}

static void
take_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  request->bus = g_bus_get_finish (result, &error);
  if (request->bus == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autofree char *token = g_strdup_printf ("morsel%u", g_random_int ());
  g_autofree char *path = dup_request_path (request->bus, token);
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "interactive", g_variant_new_boolean (TRUE));
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));

  request->subscription = g_dbus_connection_signal_subscribe (
      request->bus, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);
  g_dbus_connection_call (request->bus, PORTAL, PORTAL_PATH, "org.freedesktop.portal.Screenshot",
                          "Screenshot", g_variant_new ("(sa{sv})", "", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1,
                          g_task_get_cancellable (task), called_cb, g_object_ref (task));
}

/**
 * morsel_screenshot_take_async:
 * @cancellable: (nullable): a cancellable
 * @callback: called when the person has chosen what to take
 * @user_data: for @callback
 *
 * Asks the portal for a screenshot; the desktop lets the person choose a window or an area.
 */
void
morsel_screenshot_take_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, morsel_screenshot_take_async);
  g_task_set_task_data (task, g_new0 (Request, 1), request_free);
  g_bus_get (G_BUS_TYPE_SESSION, cancellable, take_bus_cb, task);
}

/**
 * morsel_screenshot_take_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_screenshot_take_async() began. Fails with %G_IO_ERROR; cancelled by the person,
 * with %G_IO_ERROR_CANCELLED.
 *
 * Returns: (transfer full): the file with the screenshot, or %NULL with @error set
 */
GFile *
morsel_screenshot_take_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
