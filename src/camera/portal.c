/* portal.c: asks the desktop for the camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/portal.h"

#include "camera/camera.h"

#include <gio/gunixfdlist.h>

static const char portal_name[] = "org.freedesktop.portal.Desktop";
static const char portal_path[] = "/org/freedesktop/portal/desktop";
static const char camera_interface[] = "org.freedesktop.portal.Camera";

/* One question to the person. */
typedef struct
{
  /* owned */
  GDBusConnection *bus;
  guint response; /* subscription */
  guint watch;    /* of the portal's name */
} Question;

/* Listens no more. What listened held the task, which holds the question. */
static void
question_close (Question *self)
{
  if (self->response != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, self->response);
  if (self->watch != 0)
    g_bus_unwatch_name (self->watch);
  self->response = self->watch = 0;
}

static void
question_free (gpointer data)
{
  Question *self = data;

  question_close (self);
  g_clear_object (&self->bus);
  g_free (self);
}

static void
return_denied (GTask *task, const char *message)
{
  g_task_return_new_error (task, MORSEL_CAMERA_ERROR, MORSEL_CAMERA_ERROR_DENIED, "%s", message);
}

static void
return_no_service (GTask *task, const char *message)
{
  g_task_return_new_error (task, MORSEL_CAMERA_ERROR, MORSEL_CAMERA_ERROR_NO_SERVICE, "%s",
                           message);
}

/* Tells a refusal from a portal that is not there or cannot be asked. */
static void
return_call_error (GTask *task, const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  if (g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED) ||
      g_strcmp0 (name, "org.freedesktop.portal.Error.NotAllowed") == 0)
    return_denied (task, error->message);
  else
    return_no_service (task, error->message);
}

static void
remote_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GUnixFDList) descriptors = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_with_unix_fd_list_finish (
      G_DBUS_CONNECTION (source), &descriptors, result, &error);
  int handle;
  int fd;

  if (reply == NULL)
    {
      return_call_error (task, error);
      return;
    }

  g_variant_get (reply, "(h)", &handle);
  fd = g_unix_fd_list_get (descriptors, handle, &error);
  if (fd < 0)
    return_no_service (task, error->message);
  else
    g_task_return_int (task, fd);
}

static void
open_remote (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  g_dbus_connection_call_with_unix_fd_list (
      question->bus, portal_name, portal_path, camera_interface, "OpenPipeWireRemote",
      g_variant_new ("(a{sv})", NULL), G_VARIANT_TYPE ("(h)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL,
      NULL, remote_opened_cb, g_object_ref (task));
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
  g_autoptr (GTask) task = g_object_ref (user_data);
  guint32 response;

  question_close (g_task_get_task_data (task));
  g_variant_get (parameters, "(ua{sv})", &response, NULL);
  if (response == 0)
    open_remote (task);
  else
    return_denied (task, "The camera portal refuses");
}

static void
portal_vanished_cb (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  question_close (g_task_get_task_data (task));
  return_no_service (task, "The camera portal ended while it asked");
}

static void
access_called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result,
                                                              &error);

  if (reply == NULL)
    {
      question_close (question);
      return_call_error (task, error);
    }
  else if (question->response != 0)
    {
      /* Now that the portal is there, it may end. */
      question->watch = g_bus_watch_name_on_connection (
          question->bus, portal_name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, portal_vanished_cb,
          g_object_ref (task), g_object_unref);
    }
}

/* The path on which the portal answers, known before it is asked. */
static char *
make_request_path (GDBusConnection *bus, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');
  return g_strdup_printf ("%s/request/%s/%s", portal_path, sender, token);
}

static void
bus_got_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Question *question = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GVariantDict options;

  question->bus = g_bus_get_finish (result, &error);
  if (question->bus == NULL)
    {
      return_no_service (task, error->message);
      return;
    }

  g_autofree char *token = g_strdup_printf ("morsel%u", g_random_int ());
  g_autofree char *path = make_request_path (question->bus, token);

  question->response = g_dbus_connection_signal_subscribe (
      question->bus, portal_name, "org.freedesktop.portal.Request", "Response", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);

  g_variant_dict_init (&options, NULL);
  g_variant_dict_insert (&options, "handle_token", "s", token);
  g_dbus_connection_call (question->bus, portal_name, portal_path, camera_interface, "AccessCamera",
                          g_variant_new ("(@a{sv})", g_variant_dict_end (&options)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL,
                          access_called_cb, g_object_ref (task));
}

/**
 * morsel_portal_open_camera_async:
 * @source: on whose behalf
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks the desktop for the cameras; the desktop may ask the person, who may take any time.
 * There is no way to take the question back: the portal would keep that as a "no" for good.
 */
void
morsel_portal_open_camera_async (GObject *source, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (G_IS_OBJECT (source));

  g_autoptr (GTask) task = g_task_new (source, NULL, callback, user_data);

  g_task_set_source_tag (task, morsel_portal_open_camera_async);
  g_task_set_task_data (task, g_new0 (Question, 1), question_free);
  g_bus_get (G_BUS_TYPE_SESSION, NULL, bus_got_cb, g_object_ref (task));
}

/**
 * morsel_portal_open_camera_finish:
 * @source: on whose behalf
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_portal_open_camera_async() began.
 *
 * Fails with %MORSEL_CAMERA_ERROR_DENIED when the person or the system refuses, and with
 * %MORSEL_CAMERA_ERROR_NO_SERVICE when there is no camera portal.
 *
 * Returns: PipeWire's descriptor, the caller's to close; -1 with @error set
 */
int
morsel_portal_open_camera_finish (GObject *source, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, source), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}

/**
 * morsel_portal_is_sandboxed:
 *
 * Returns: whether there is no way to the camera but the portal
 */
gboolean
morsel_portal_is_sandboxed (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL;
}
