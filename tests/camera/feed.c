/* feed.c: a camera of PipeWire that shows photos, for tests
 *
 *   feed [--format FORMAT] [--size WIDTHxHEIGHT] [--rate RATE] [--film SECONDS] NAME PHOTO...
 *
 * FORMAT is YUY2, NV12, I420, BGRx, RGB, MJPG or GRAY8. Without a PHOTO: patches of colour.
 * --film shows each photo for that long, with the noise, the shake and the changing exposure of
 * a camera held in the hand (BGRx alone). Prints "running" once frames are asked for, and in a
 * film "TIME photo N" for each, in microseconds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <pipewire/pipewire.h>
#include <spa/param/video/format-utils.h>
#include <stdio.h>
#include <string.h>

/* SPA's headers are macros, whose insides come out here. */
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wsign-conversion"

#define MJPG MORSEL_N_PIXELS
#define GREY (MORSEL_N_PIXELS + 1)

static const struct
{
  const char *name;
  int format;
  uint32_t id;
} formats[] = {
  { "YUY2", MORSEL_PIXELS_YUY2, SPA_VIDEO_FORMAT_YUY2 },
  { "NV12", MORSEL_PIXELS_NV12, SPA_VIDEO_FORMAT_NV12 },
  { "I420", MORSEL_PIXELS_I420, SPA_VIDEO_FORMAT_I420 },
  { "BGRx", MORSEL_PIXELS_BGRX, SPA_VIDEO_FORMAT_BGRx },
  { "RGB", MORSEL_PIXELS_RGB, SPA_VIDEO_FORMAT_RGB },
  { "MJPG", MJPG, 0 },
  { "GRAY8", GREY, SPA_VIDEO_FORMAT_GRAY8 },
};

typedef struct
{
  /* options */
  char *format_name;
  char *size_name;
  int rate;
  double film_seconds;

  gsize format; /* position in formats */
  int width, height;
  GPtrArray *frames; /* of GBytes, one for each photo */
  gsize n_frame_bytes;
  gint8 *noise;
  guint n_sent;
  gint64 start;  /* of the film, microseconds */
  guint n_shown; /* photos of the film */

  struct pw_main_loop *loop;
  struct spa_source *timer;
  struct pw_stream *stream;
} Feed;

static guint8 *
load_photo (const char *path, int width, int height)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) loaded = gdk_pixbuf_new_from_file (path, &error);

  if (loaded == NULL)
    g_error ("%s: %s", path, error->message);

  g_autoptr (GdkPixbuf) scaled = gdk_pixbuf_scale_simple (loaded, width, height,
                                                          GDK_INTERP_BILINEAR);
  int n_channels = gdk_pixbuf_get_n_channels (scaled);
  guint8 *rgb = g_malloc ((gsize) width * height * 3);

  for (int y = 0; y < height; y++)
    {
      const guint8 *row = gdk_pixbuf_read_pixels (scaled) + y * gdk_pixbuf_get_rowstride (scaled);

      for (int x = 0; x < width; x++)
        memcpy (rgb + ((gsize) y * width + x) * 3, row + x * n_channels, 3);
    }
  return rgb;
}

static GBytes *
encode (Feed *self, const guint8 *rgb)
{
  guint width = (guint) self->width;
  guint height = (guint) self->height;
  int format = formats[self->format].format;

  if (format == MJPG)
    return picture_encode_jpeg (rgb, width, height, FALSE);
  if (format == GREY)
    return g_bytes_new (rgb, (gsize) width * height);
  return picture_encode ((MorselPixels) format, PICTURE_V4L2, rgb, width, height, 0);
}

static void
add_frame (Feed *self, guint8 *rgb)
{
  GBytes *frame = encode (self, rgb);

  self->n_frame_bytes = MAX (self->n_frame_bytes, g_bytes_get_size (frame));
  g_ptr_array_add (self->frames, frame);
  g_free (rgb);
}

/* A frame of a film: moved by some pixels, lighter or darker, with noise of 3 levels. */
static void
film_frame (Feed *self, double seconds, const guint8 *frame, guint8 *out)
{
  int shake_x = (int) lround (12 * sin (seconds * 7.1) + 6 * sin (seconds * 17.3));
  int shake_y = (int) lround (9 * sin (seconds * 5.7) + 5 * sin (seconds * 13.9));
  int gain = (int) lround (256 * (1 + 0.15 * sin (seconds * 2.3)));
  guint start = self->n_sent * 7919;

  for (int y = 0; y < self->height; y++)
    {
      int from_y = CLAMP (y + shake_y, 0, self->height - 1);
      guint8 *pixel = out + (gsize) y * self->width * 4;

      for (int x = 0; x < self->width; x++, pixel += 4)
        {
          int from_x = CLAMP (x + shake_x, 0, self->width - 1);
          const guint8 *from = frame + ((gsize) from_y * self->width + from_x) * 4;

          for (int c = 0; c < 3; c++)
            pixel[c] = (guint8) CLAMP (((from[c] * gain) >> 8) + self->noise[start++ & 0xffff], 0,
                                       255);
          pixel[3] = 0;
        }
    }
}

static void
process_cb (void *data)
{
  Feed *self = data;
  struct pw_buffer *buffer = pw_stream_dequeue_buffer (self->stream);

  if (buffer == NULL)
    return;

  struct spa_data *memory = &buffer->buffer->datas[0];
  gboolean is_film = self->film_seconds > 0;
  gint64 now = g_get_monotonic_time ();

  if (self->n_sent == 0)
    self->start = now;

  /* A film keeps its time, also where the machine cannot keep the rate. */
  double seconds = (double) (now - self->start) / G_USEC_PER_SEC;
  guint n = is_film ? (guint) (seconds / self->film_seconds) : 0;
  GBytes *frame = g_ptr_array_index (self->frames, n % self->frames->len);

  if (memory->data != NULL && memory->maxsize >= g_bytes_get_size (frame))
    {
      if (is_film && n >= self->n_shown)
        {
          g_print ("%" G_GINT64_FORMAT " photo %u\n", now, n % self->frames->len);
          self->n_shown = n + 1;
        }
      if (is_film)
        film_frame (self, seconds, g_bytes_get_data (frame, NULL), memory->data);
      else
        memcpy (memory->data, g_bytes_get_data (frame, NULL), g_bytes_get_size (frame));
      memory->chunk->offset = 0;
      memory->chunk->size = (uint32_t) g_bytes_get_size (frame);
      memory->chunk->stride = 0;
      self->n_sent++;
    }
  pw_stream_queue_buffer (self->stream, buffer);
}

static void
param_changed_cb (void *data, uint32_t id, const struct spa_pod *param)
{
  Feed *self = data;
  uint8_t bytes[512];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);

  if (id != SPA_PARAM_Format || param == NULL)
    return;

  const struct spa_pod *buffers = spa_pod_builder_add_object (
      &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers, SPA_PARAM_BUFFERS_buffers,
      SPA_POD_CHOICE_RANGE_Int (4, 2, 8), SPA_PARAM_BUFFERS_blocks, SPA_POD_Int (1),
      SPA_PARAM_BUFFERS_size, SPA_POD_Int ((int) self->n_frame_bytes), SPA_PARAM_BUFFERS_stride,
      SPA_POD_Int (0), SPA_PARAM_BUFFERS_dataType, SPA_POD_CHOICE_FLAGS_Int (1 << SPA_DATA_MemFd));

  pw_stream_update_params (self->stream, &buffers, 1);
}

static void
state_changed_cb (void *data,
                  enum pw_stream_state old,
                  enum pw_stream_state state,
                  const char *error)
{
  Feed *self = data;
  struct timespec interval = { 0, SPA_NSEC_PER_SEC / self->rate };
  struct timespec never = { 0, 0 };
  gboolean runs = state == PW_STREAM_STATE_STREAMING;

  if (runs)
    g_print ("running\n");
  /* PipeWire ended. */
  if (state == PW_STREAM_STATE_UNCONNECTED)
    pw_main_loop_quit (self->loop);
  pw_loop_update_timer (pw_main_loop_get_loop (self->loop), self->timer, runs ? &interval : &never,
                        runs ? &interval : &never, false);
}

static const struct pw_stream_events stream_events = {
  .version = PW_VERSION_STREAM_EVENTS,
  .state_changed = state_changed_cb,
  .param_changed = param_changed_cb,
  .process = process_cb,
};

static void
timer_cb (void *data, uint64_t expirations)
{
  Feed *self = data;

  pw_stream_trigger_process (self->stream);
}

static void
connect_stream (Feed *self, const char *name)
{
  g_autofree char *description = g_strdup_printf ("Test %s", name);
  uint8_t bytes[1024];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);
  struct spa_pod_frame frame;
  gboolean is_mjpg = formats[self->format].format == MJPG;

  self->stream = pw_stream_new_simple (
      pw_main_loop_get_loop (self->loop), name,
      pw_properties_new (PW_KEY_MEDIA_CLASS, "Video/Source", PW_KEY_MEDIA_ROLE, "Camera",
                         PW_KEY_NODE_NAME, name, PW_KEY_NODE_DESCRIPTION, description, NULL),
      &stream_events, self);

  spa_pod_builder_push_object (&builder, &frame, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
  spa_pod_builder_add (&builder, SPA_FORMAT_mediaType, SPA_POD_Id (SPA_MEDIA_TYPE_video),
                       SPA_FORMAT_mediaSubtype,
                       SPA_POD_Id (is_mjpg ? SPA_MEDIA_SUBTYPE_mjpg : SPA_MEDIA_SUBTYPE_raw), 0);
  if (!is_mjpg)
    spa_pod_builder_add (&builder, SPA_FORMAT_VIDEO_format, SPA_POD_Id (formats[self->format].id),
                         0);
  spa_pod_builder_add (
      &builder, SPA_FORMAT_VIDEO_size,
      SPA_POD_Rectangle (&SPA_RECTANGLE ((uint32_t) self->width, (uint32_t) self->height)),
      SPA_FORMAT_VIDEO_framerate, SPA_POD_Fraction (&SPA_FRACTION ((uint32_t) self->rate, 1)), 0);

  const struct spa_pod *param = spa_pod_builder_pop (&builder, &frame);

  if (pw_stream_connect (self->stream, PW_DIRECTION_OUTPUT, PW_ID_ANY,
                         PW_STREAM_FLAG_DRIVER | PW_STREAM_FLAG_MAP_BUFFERS, &param, 1) < 0)
    g_error ("PipeWire cannot be reached");
}

static void
parse_options (Feed *self, int *argc, char ***argv)
{
  const GOptionEntry entries[] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &self->format_name, NULL, NULL },
    { "size", 0, 0, G_OPTION_ARG_STRING, &self->size_name, NULL, NULL },
    { "rate", 0, 0, G_OPTION_ARG_INT, &self->rate, NULL, NULL },
    { "film", 0, 0, G_OPTION_ARG_DOUBLE, &self->film_seconds, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("NAME PHOTO...");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    g_error ("%s", error->message);
  if (*argc < 2 || (self->size_name != NULL &&
                    sscanf (self->size_name, "%dx%d", &self->width, &self->height) != 2))
    g_error ("feed [OPTION...] NAME PHOTO...");

  while (self->format_name != NULL &&
         g_strcmp0 (formats[self->format].name, self->format_name) != 0)
    {
      if (++self->format == G_N_ELEMENTS (formats))
        g_error ("%s is no format", self->format_name);
    }
}

int
main (int argc, char *argv[])
{
  Feed feed = { .rate = 30, .width = 1280, .height = 720 };

  setvbuf (stdout, NULL, _IOLBF, 0);
  parse_options (&feed, &argc, &argv);

  feed.frames = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  if (argc == 2)
    add_frame (&feed, picture_new ((guint) feed.width, (guint) feed.height));
  for (int i = 2; i < argc; i++)
    add_frame (&feed, load_photo (argv[i], feed.width, feed.height));

  feed.noise = g_malloc (0x10000);
  for (guint i = 0; i < 0x10000; i++)
    feed.noise[i] = (gint8) (g_random_int_range (0, 7) + g_random_int_range (0, 7) - 6);

  pw_init (NULL, NULL);
  feed.loop = pw_main_loop_new (NULL);
  feed.timer = pw_loop_add_timer (pw_main_loop_get_loop (feed.loop), timer_cb, &feed);
  connect_stream (&feed, argv[1]);
  pw_main_loop_run (feed.loop);
  return 0;
}
