/* stream.c: the frames of one camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/stream.h"

#include "camera/devices.h"
#include "camera/formats.h"
#include "camera/mjpg.h"
#include "camera/shrink.h"

#include <spa/param/buffers.h>

/* SPA's headers are macros, whose insides come out here. */
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wsign-conversion"

struct _MorselStream
{
  /* owned */
  struct pw_stream *stream;
  struct spa_hook listener;
  char *serial;
  MorselFrame *newest; /* crosses threads: only swapped whole */
  guint preview_size;  /* crosses threads: width and height in 16 bits each, or 0 */

  /* borrowed */
  MorselConnection *connection;

  /* PipeWire's thread */
  MorselFormat format;
  gboolean has_format;
};

/**
 * morsel_frame_free:
 * @self: (transfer full): the frame
 *
 * Lets go of a frame.
 */
void
morsel_frame_free (MorselFrame *self)
{
  g_bytes_unref (self->bgra);
  g_clear_pointer (&self->preview, g_bytes_unref);
  g_free (self);
}

/* Drawing without a graphics card takes four times as long when the frame must be shrunk. */
static void
add_preview (MorselStream *self, MorselFrame *frame)
{
  guint size = (guint) g_atomic_int_get (&self->preview_size);

  if (morsel_shrink_fit (frame->width, frame->height, size >> 16, size & 0xffff,
                         &frame->preview_width, &frame->preview_height))
    frame->preview = morsel_shrink_bgra (g_bytes_get_data (frame->bgra, NULL), frame->width,
                                         frame->height, frame->preview_width,
                                         frame->preview_height);
}

/* PipeWire's thread. A frame that nobody took is replaced: what counts is the newest. */
static void
publish (MorselStream *self, GBytes *bgra, guint width, guint height)
{
  MorselFrame *frame = g_new (MorselFrame, 1);

  *frame = (MorselFrame){ .bgra = bgra, .width = width, .height = height };
  add_preview (self, frame);

  MorselFrame *untaken = g_atomic_pointer_exchange (&self->newest, frame);

  g_clear_pointer (&untaken, morsel_frame_free);
  morsel_events_wake (morsel_connection_get_events (self->connection));
}

/* Takes the memory of one plane from PipeWire: FALSE when there is none to be had. */
static gboolean
get_plane (const struct spa_data *data, MorselPlane *plane)
{
  const struct spa_chunk *chunk = data->chunk;

  if (data->data == NULL || chunk->size == 0 || (chunk->flags & SPA_CHUNK_FLAG_CORRUPTED) != 0 ||
      chunk->offset > data->maxsize || chunk->size > data->maxsize - chunk->offset)
    return FALSE;

  plane->bytes = (const guint8 *) data->data + chunk->offset;
  plane->n_bytes = chunk->size;
  plane->rowstride = chunk->stride > 0 ? (gsize) chunk->stride : 0;
  return TRUE;
}

static void
convert (MorselStream *self, const struct spa_buffer *buffer)
{
  MorselPlane planes[MORSEL_FRAME_MAX_PLANES];
  gsize n_planes = MIN (buffer->n_datas, G_N_ELEMENTS (planes));
  guint width = self->format.width;
  guint height = self->format.height;

  for (gsize i = 0; i < n_planes; i++)
    {
      if (!get_plane (&buffer->datas[i], &planes[i]))
        return;
    }

  if (n_planes == 0)
    return;

  if (self->format.is_mjpg)
    {
      GBytes *frame = morsel_mjpg_decode (planes[0].bytes, planes[0].n_bytes, &width, &height);

      if (frame != NULL)
        publish (self, frame, width, height);
      return;
    }

  gsize size = (gsize) width * height * 4;
  guint8 *bgra = g_malloc (size);

  if (morsel_convert_to_bgra (self->format.pixels, planes, n_planes, width, height, bgra))
    publish (self, g_bytes_new_take (bgra, size), width, height);
  else
    g_free (bgra);
}

static void
process_cb (void *data)
{
  MorselStream *self = data;
  struct pw_buffer *buffer = NULL;
  struct pw_buffer *next;

  while ((next = pw_stream_dequeue_buffer (self->stream)) != NULL)
    {
      if (buffer != NULL)
        pw_stream_queue_buffer (self->stream, buffer);
      buffer = next;
    }
  if (buffer == NULL)
    return;

  if (self->has_format)
    convert (self, buffer->buffer);
  pw_stream_queue_buffer (self->stream, buffer);
}

static void
param_changed_cb (void *data, uint32_t id, const struct spa_pod *param)
{
  MorselStream *self = data;
  uint8_t bytes[512];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);

  if (id != SPA_PARAM_Format)
    return;

  self->has_format = param != NULL && morsel_format_parse (param, &self->format);
  if (!self->has_format)
    return;

  /* Some drivers have no more than two buffers. */
  const struct spa_pod *buffers = spa_pod_builder_add_object (
      &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers, SPA_PARAM_BUFFERS_buffers,
      SPA_POD_CHOICE_RANGE_Int (4, 2, 16), SPA_PARAM_BUFFERS_dataType,
      SPA_POD_CHOICE_FLAGS_Int ((1 << SPA_DATA_MemFd) | (1 << SPA_DATA_MemPtr) |
                                (1 << SPA_DATA_DmaBuf)));

  pw_stream_update_params (self->stream, &buffers, 1);
}

static void
state_changed_cb (void *data,
                  enum pw_stream_state old,
                  enum pw_stream_state state,
                  const char *error)
{
  MorselStream *self = data;

  if (state == PW_STREAM_STATE_ERROR && morsel_devices_is_busy_message (error))
    morsel_events_push (morsel_connection_get_events (self->connection), MORSEL_EVENT_BUSY,
                        self->serial, NULL, error);
}

static const struct pw_stream_events stream_events = {
  .version = PW_VERSION_STREAM_EVENTS,
  .state_changed = state_changed_cb,
  .param_changed = param_changed_cb,
  .process = process_cb,
};

/* PipeWire's thread. */
static void
stream_start (gpointer data)
{
  MorselStream *self = data;
  uint8_t bytes[MORSEL_FORMAT_WISHES_BYTES];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);
  const struct spa_pod *wishes[MORSEL_FORMAT_MAX_WISHES];
  guint n_wishes = morsel_format_build_wishes (&builder, wishes);

  self->stream = pw_stream_new (
      morsel_connection_get_core (self->connection), "Morsel",
      pw_properties_new (PW_KEY_MEDIA_TYPE, "Video", PW_KEY_MEDIA_CATEGORY, "Capture",
                         PW_KEY_MEDIA_ROLE, "Camera", PW_KEY_TARGET_OBJECT, self->serial, NULL));
  if (self->stream == NULL)
    return;

  /* Without the last flag the session manager may move the stream to another camera. Without
   * RT_PROCESS frames come in the connection's thread, which may allocate and take its time. */
  pw_stream_add_listener (self->stream, &self->listener, &stream_events, self);
  pw_stream_connect (self->stream, PW_DIRECTION_INPUT, PW_ID_ANY,
                     PW_STREAM_FLAG_AUTOCONNECT | PW_STREAM_FLAG_MAP_BUFFERS |
                         PW_STREAM_FLAG_DONT_RECONNECT,
                     wishes, n_wishes);
}

static int
do_nothing (
    struct spa_loop *loop, bool async, uint32_t seq, const void *data, size_t size, void *user_data)
{
  return 0;
}

/* PipeWire's thread. */
static void
stream_stop (gpointer data)
{
  MorselStream *self = data;

  if (self->stream == NULL)
    return;

  spa_hook_remove (&self->listener);
  pw_stream_disconnect (self->stream);
  /* The thread that PipeWire gets frames in has queued calls for this one, which hold the stream
   * without keeping it. Calling through the queue has them done, and no more come. */
  pw_loop_invoke (morsel_connection_get_loop (self->connection), do_nothing, 0, NULL, 0, FALSE,
                  NULL);
  pw_stream_destroy (self->stream);
}

/**
 * morsel_stream_new:
 * @connection: PipeWire, alive as long as the stream
 * @serial: of the camera
 *
 * Asks a camera for frames. Wakes the connection's events for each; a camera that cannot give
 * any says nothing at all, one that another program has says %MORSEL_EVENT_BUSY.
 *
 * Returns: (transfer full): the stream
 */
MorselStream *
morsel_stream_new (MorselConnection *connection, const char *serial)
{
  MorselStream *self = g_new0 (MorselStream, 1);

  self->connection = connection;
  self->serial = g_strdup (serial);

  morsel_connection_run (connection, stream_start, self);
  return self;
}

/**
 * morsel_stream_free:
 * @self: the stream
 *
 * Lets go of the camera: its light goes off.
 */
void
morsel_stream_free (MorselStream *self)
{
  morsel_connection_run (self->connection, stream_stop, self);
  g_clear_pointer (&self->newest, morsel_frame_free);
  g_free (self->serial);
  g_free (self);
}

/**
 * morsel_stream_set_preview_size:
 * @self: the stream
 * @width: of the place where frames are shown, in pixels; 0: not known
 * @height: the same
 *
 * Has frames come with a preview of the size at which they are shown.
 */
void
morsel_stream_set_preview_size (MorselStream *self, guint width, guint height)
{
  guint size = MIN (width, G_MAXUINT16) << 16 | MIN (height, G_MAXUINT16);

  g_atomic_int_set (&self->preview_size, size);
}

/**
 * morsel_stream_take_frame:
 * @self: the stream
 *
 * The newest frame, once.
 *
 * Returns: (transfer full) (nullable): the frame, or %NULL when none came since the last one
 */
MorselFrame *
morsel_stream_take_frame (MorselStream *self)
{
  return g_atomic_pointer_exchange (&self->newest, NULL);
}
