/* formats.c: which formats a camera is asked for, and which one it gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/formats.h"

#include <spa/param/video/format-utils.h>
#include <spa/pod/filter.h>

/* SPA's headers are macros, whose insides come out here. */
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wsign-conversion"

/* PipeWire's name for each format that can be converted. */
static const uint32_t pixel_ids[MORSEL_N_PIXELS] = {
  [MORSEL_PIXELS_YUY2] = SPA_VIDEO_FORMAT_YUY2, [MORSEL_PIXELS_UYVY] = SPA_VIDEO_FORMAT_UYVY,
  [MORSEL_PIXELS_YVYU] = SPA_VIDEO_FORMAT_YVYU, [MORSEL_PIXELS_VYUY] = SPA_VIDEO_FORMAT_VYUY,
  [MORSEL_PIXELS_NV12] = SPA_VIDEO_FORMAT_NV12, [MORSEL_PIXELS_NV21] = SPA_VIDEO_FORMAT_NV21,
  [MORSEL_PIXELS_I420] = SPA_VIDEO_FORMAT_I420, [MORSEL_PIXELS_YV12] = SPA_VIDEO_FORMAT_YV12,
  [MORSEL_PIXELS_BGRX] = SPA_VIDEO_FORMAT_BGRx, [MORSEL_PIXELS_RGBX] = SPA_VIDEO_FORMAT_RGBx,
  [MORSEL_PIXELS_XBGR] = SPA_VIDEO_FORMAT_xBGR, [MORSEL_PIXELS_XRGB] = SPA_VIDEO_FORMAT_xRGB,
  [MORSEL_PIXELS_BGR] = SPA_VIDEO_FORMAT_BGR,   [MORSEL_PIXELS_RGB] = SPA_VIDEO_FORMAT_RGB,
};

/* The same with a fourth byte that is alpha: a camera has none, so it is not looked at. */
static const struct
{
  uint32_t id;
  MorselPixels pixels;
} alpha_ids[] = {
  { SPA_VIDEO_FORMAT_BGRA, MORSEL_PIXELS_BGRX },
  { SPA_VIDEO_FORMAT_RGBA, MORSEL_PIXELS_RGBX },
  { SPA_VIDEO_FORMAT_ABGR, MORSEL_PIXELS_XBGR },
  { SPA_VIDEO_FORMAT_ARGB, MORSEL_PIXELS_XRGB },
};

/* Sizes and rates that one wish allows; the first of each is what is liked best. */
typedef struct
{
  struct spa_rectangle size;
  struct spa_rectangle least_size;
  struct spa_rectangle most_size;
  struct spa_fraction least_rate;
  struct spa_fraction most_rate;
} Range;

static const struct spa_rectangle best_size = { 1280, 720 };
static const struct spa_fraction best_rate = { 30, 1 };

/* PipeWire takes the first wish that a camera can fulfil at all. With a single wide one a common
 * webcam would give 1080p at 5 frames a second, or its smallest picture. */
static const Range ranges[] = {
  { { 1280, 720 }, { 1280, 720 }, { 1280, 720 }, { 24, 1 }, { 30, 1 } },
  { { 1280, 720 }, { 640, 360 }, { 1920, 1080 }, { 24, 1 }, { 30, 1 } },
  { { 1280, 720 },
    { 1, 1 },
    { MORSEL_FRAME_MAX_SIDE, MORSEL_FRAME_MAX_SIDE },
    { 0, 1 },
    { 1000, 1 } },
};

static void
add_pixel_ids (struct spa_pod_builder *builder)
{
  struct spa_pod_frame frame;

  spa_pod_builder_prop (builder, SPA_FORMAT_VIDEO_format, 0);
  spa_pod_builder_push_choice (builder, &frame, SPA_CHOICE_Enum, 0);
  /* The first value of a choice is its default and comes once more. */
  spa_pod_builder_id (builder, pixel_ids[0]);
  for (gsize i = 0; i < G_N_ELEMENTS (pixel_ids); i++)
    spa_pod_builder_id (builder, pixel_ids[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (alpha_ids); i++)
    spa_pod_builder_id (builder, alpha_ids[i].id);
  spa_pod_builder_pop (builder, &frame);
}

static const struct spa_pod *
build_wish (struct spa_pod_builder *builder, uint32_t subtype, const Range *range)
{
  struct spa_pod_frame frame;

  spa_pod_builder_push_object (builder, &frame, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
  spa_pod_builder_add (builder, SPA_FORMAT_mediaType, SPA_POD_Id (SPA_MEDIA_TYPE_video),
                       SPA_FORMAT_mediaSubtype, SPA_POD_Id (subtype), 0);
  if (subtype == SPA_MEDIA_SUBTYPE_raw)
    add_pixel_ids (builder);
  spa_pod_builder_add (
      builder, SPA_FORMAT_VIDEO_size,
      SPA_POD_CHOICE_RANGE_Rectangle (&best_size, &range->least_size, &range->most_size),
      SPA_FORMAT_VIDEO_framerate,
      SPA_POD_CHOICE_RANGE_Fraction (&best_rate, &range->least_rate, &range->most_rate), 0);
  return spa_pod_builder_pop (builder, &frame);
}

/**
 * morsel_format_build_wishes:
 * @builder: with room for %MORSEL_FORMAT_WISHES_BYTES bytes
 * @wishes: (out caller-allocates): where the wishes are put; they live in @builder
 *
 * What to ask a camera for, the best first: 1280×720 at 24 to 30 frames a second, then
 * neighbouring sizes at that rate, then anything; each raw, then as Motion JPEG.
 *
 * Returns: how many wishes there are
 */
guint
morsel_format_build_wishes (struct spa_pod_builder *builder,
                            const struct spa_pod *wishes[MORSEL_FORMAT_MAX_WISHES])
{
  guint n = 0;

  G_STATIC_ASSERT (2 * G_N_ELEMENTS (ranges) == MORSEL_FORMAT_MAX_WISHES);
  for (gsize i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      wishes[n++] = build_wish (builder, SPA_MEDIA_SUBTYPE_raw, &ranges[i]);
      wishes[n++] = build_wish (builder, SPA_MEDIA_SUBTYPE_mjpg, &ranges[i]);
    }
  return n;
}

/**
 * morsel_format_is_usable:
 * @param: what a camera offers
 *
 * Returns: whether any of it is asked for
 */
gboolean
morsel_format_is_usable (const struct spa_pod *param)
{
  uint8_t bytes[MORSEL_FORMAT_WISHES_BYTES];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);
  const struct spa_pod *wishes[MORSEL_FORMAT_MAX_WISHES];
  guint n_wishes = morsel_format_build_wishes (&builder, wishes);

  for (guint i = 0; i < n_wishes; i++)
    {
      uint8_t common_bytes[MORSEL_FORMAT_WISHES_BYTES];
      struct spa_pod_builder common = SPA_POD_BUILDER_INIT (common_bytes, sizeof common_bytes);
      struct spa_pod *result = NULL;

      if (spa_pod_filter (&common, &result, param, wishes[i]) >= 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
find_pixels (uint32_t id, MorselPixels *pixels)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pixel_ids); i++)
    {
      if (pixel_ids[i] == id)
        {
          *pixels = (MorselPixels) i;
          return TRUE;
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (alpha_ids); i++)
    {
      if (alpha_ids[i].id == id)
        {
          *pixels = alpha_ids[i].pixels;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * morsel_format_parse:
 * @param: what PipeWire and the camera agreed on
 * @format: (out caller-allocates): what the frames look like
 *
 * Reads a format.
 *
 * Returns: whether such frames can be shown
 */
gboolean
morsel_format_parse (const struct spa_pod *param, MorselFormat *format)
{
  struct spa_video_info_raw raw = { 0 };
  uint32_t type;
  uint32_t subtype;

  if (spa_format_parse (param, &type, &subtype) < 0 || type != SPA_MEDIA_TYPE_video)
    return FALSE;

  *format = (MorselFormat){ .is_mjpg = subtype == SPA_MEDIA_SUBTYPE_mjpg };
  if (format->is_mjpg)
    return TRUE;
  if (subtype != SPA_MEDIA_SUBTYPE_raw || spa_format_video_raw_parse (param, &raw) < 0)
    return FALSE;

  format->width = raw.size.width;
  format->height = raw.size.height;
  return find_pixels (raw.format, &format->pixels) && raw.size.width >= 1 && raw.size.height >= 1 &&
         raw.size.width <= MORSEL_FRAME_MAX_SIDE && raw.size.height <= MORSEL_FRAME_MAX_SIDE;
}
