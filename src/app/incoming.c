/* incoming.c: reads what was dropped or pasted: files, or the bytes of one photo
 *
 * Pictures are taken as the bytes that the other program offers, never as a texture, which GTK would
 * decode before any of our limits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/incoming.h"

#include "app/incoming-formats.h"
#include "engine/error.h"

#define CHUNK_BYTES (256 * 1024)
#define MAX_MEGABYTES 64

#define URI_LIST "text/uri-list"

/* Of the drop or paste that is being read, whichever came last. */
static GCancellable *newest;

/* Drop and clipboard have the same calls under two names. */
typedef struct
{
  GObject *source; /* GdkDrop or GdkClipboard */
  GByteArray *read;
  gboolean is_list; /* what is read is a list of files */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->source);
  g_clear_pointer (&request->read, g_byte_array_unref);
  g_free (request);
}

static GdkContentFormats *
get_formats (Request *request)
{
  return GDK_IS_DROP (request->source)
             ? gdk_drop_get_formats (GDK_DROP (request->source))
             : gdk_clipboard_get_formats (GDK_CLIPBOARD (request->source));
}

/* Takes the task and the error. */
static void
return_error (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
return_nothing (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "No photo is offered");
  g_object_unref (task);
}

static GPtrArray *
parse_list (GByteArray *read)
{
  g_autofree char *text = g_strndup ((const char *) read->data, read->len);
  g_auto (GStrv) uris = g_uri_list_extract_uris (text);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  for (char **uri = uris; *uri != NULL; uri++)
    g_ptr_array_add (files, g_file_new_for_uri (*uri));

  return files;
}

static void
return_incoming (GTask *task, GPtrArray *files, GBytes *bytes)
{
  MorselIncoming *incoming = g_new0 (MorselIncoming, 1);

  incoming->files = files;
  incoming->bytes = bytes;
  g_task_return_pointer (task, incoming, (GDestroyNotify) morsel_incoming_free);
  g_object_unref (task);
}

static void
return_read (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  if (request->is_list)
    return_incoming (task, parse_list (request->read), NULL);
  else
    return_incoming (task, NULL, g_byte_array_free_to_bytes (g_steal_pointer (&request->read)));
}

static void
chunk_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  GInputStream *stream = G_INPUT_STREAM (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (stream, result, &error);

  if (chunk == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  if (g_bytes_get_size (chunk) == 0)
    {
      return_read (task);
      return;
    }

  g_byte_array_append (request->read, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));

  if (request->read->len > MAX_MEGABYTES * 1000 * 1000)
    {
      return_error (task,
                    morsel_photo_error_new_limit (MORSEL_PHOTO_ERROR_TOO_MANY_BYTES, MAX_MEGABYTES,
                                                  "The picture that was handed over is too large"));
      return;
    }

  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), chunk_cb, task);
}

static void
stream_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  const char *mime_type = NULL;
  g_autoptr (GInputStream) stream = GDK_IS_DROP (source)
                                        ? gdk_drop_read_finish (GDK_DROP (source), result,
                                                                &mime_type, &error)
                                        : gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result,
                                                                     &mime_type, &error);

  if (stream == NULL)
    {
      return_error (task, g_steal_pointer (&error));
      return;
    }

  request->read = g_byte_array_new ();
  g_input_stream_read_bytes_async (stream, CHUNK_BYTES, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), chunk_cb, task);
}

static void
read_bytes (GTask *task, const char *type)
{
  Request *request = g_task_get_task_data (task);
  const char *types[] = { type, NULL };
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (types[0] == NULL)
    return_nothing (task);
  else if (GDK_IS_DROP (request->source))
    gdk_drop_read_async (GDK_DROP (request->source), types, G_PRIORITY_DEFAULT, cancellable,
                         stream_cb, task);
  else
    gdk_clipboard_read_async (GDK_CLIPBOARD (request->source), types, G_PRIORITY_DEFAULT,
                              cancellable, stream_cb, task);
}

/* A browser offers the picture's address on the web beside its bytes. */
static gboolean
has_local_file (GPtrArray *files)
{
  for (guint i = 0; i < files->len; i++)
    if (g_file_is_native (files->pdata[i]))
      return TRUE;

  return FALSE;
}

static void
files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  const GValue *value = GDK_IS_DROP (source)
                            ? gdk_drop_read_value_finish (GDK_DROP (source), result, &error)
                            : gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result,
                                                               &error);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (GSList *l = value != NULL ? g_value_get_boxed (value) : NULL; l != NULL; l = l->next)
    g_ptr_array_add (files, g_object_ref (l->data));

  const char *mime_type = morsel_incoming_find_mime_type (get_formats (request));

  if (!has_local_file (files) && mime_type != NULL)
    {
      read_bytes (task, mime_type);
      return;
    }

  if (files->len == 0)
    {
      if (error != NULL)
        return_error (task, g_steal_pointer (&error));
      else
        return_nothing (task);
      return;
    }

  return_incoming (task, g_steal_pointer (&files), NULL);
}

static GTask *
new_task (GObject *source,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->source = g_object_ref (source);
  g_task_set_source_tag (task, new_task);
  g_task_set_task_data (task, request, request_free);
  return task;
}

static void
read_value (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  GObject *source = request->source;
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (!gdk_content_formats_contain_gtype (get_formats (request), GDK_TYPE_FILE_LIST))
    read_bytes (task, morsel_incoming_find_mime_type (get_formats (request)));
  else if (GDK_IS_DROP (source))
    gdk_drop_read_value_async (GDK_DROP (source), GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                               cancellable, files_cb, task);
  else
    gdk_clipboard_read_value_async (GDK_CLIPBOARD (source), GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT,
                                    cancellable, files_cb, task);
}

/**
 * morsel_incoming_free:
 * @self: (transfer full): what came in
 *
 * Frees it.
 */
void
morsel_incoming_free (MorselIncoming *self)
{
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/**
 * morsel_incoming_stop:
 *
 * The drop or paste that is being read gives way to something newer.
 */
void
morsel_incoming_stop (void)
{
  g_cancellable_cancel (newest);
  g_clear_object (&newest);
}

/* A slow one does not come after a newer one. */
static GTask *
new_newest_task (gpointer source, GAsyncReadyCallback callback, gpointer user_data)
{
  morsel_incoming_stop ();
  newest = g_cancellable_new ();
  return new_task (G_OBJECT (source), newest, callback, user_data);
}

/**
 * morsel_incoming_peek_drop_async:
 * @drop: what is dragged over the window and may be dropped
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads the names of its files, never bytes. The portal's key to them can be used once only: it is
 * left for the drop, or for the window of another program.
 */
void
morsel_incoming_peek_drop_async (GdkDrop *drop,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (GDK_IS_DROP (drop));

  GTask *task = new_task (G_OBJECT (drop), cancellable, callback, user_data);
  Request *request = g_task_get_task_data (task);

  request->is_list = TRUE;
  read_bytes (task, gdk_content_formats_contain_mime_type (gdk_drop_get_formats (drop), URI_LIST)
                        ? URI_LIST
                        : NULL);
}

/**
 * morsel_incoming_read_drop_async:
 * @drop: what was dropped; the caller finishes it when this is done
 * @peeked: (nullable): (element-type GFile): its files, if they were read before
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads files or bytes, instead of what is being read.
 */
void
morsel_incoming_read_drop_async (GdkDrop *drop,
                                 GPtrArray *peeked,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (GDK_IS_DROP (drop));

  GTask *task = new_newest_task (drop, callback, user_data);

  if (peeked != NULL && has_local_file (peeked) &&
      !morsel_incoming_has_portal (gdk_drop_get_formats (drop)))
    return_incoming (task, g_ptr_array_ref (peeked), NULL);
  else
    read_value (task);
}

/**
 * morsel_incoming_read_clipboard_async:
 * @clipboard: the clipboard
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads files or bytes, instead of what is being read.
 */
void
morsel_incoming_read_clipboard_async (GdkClipboard *clipboard,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));

  read_value (new_newest_task (clipboard, callback, user_data));
}

/**
 * morsel_incoming_read_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends any of the above. Fails with %G_IO_ERROR_NOT_SUPPORTED when nothing of use is offered, with
 * %G_IO_ERROR_CANCELLED when something newer came.
 *
 * Returns: (transfer full): what came in, or %NULL with @error set
 */
MorselIncoming *
morsel_incoming_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
