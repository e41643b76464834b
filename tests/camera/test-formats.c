/* test-formats.c: what a camera is asked for and what it may give
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

/* What a camera offers. */
typedef struct
{
  uint32_t subtype;
  uint32_t format;
  uint32_t width, height;
  uint32_t rate;
} Offer;

static struct spa_pod *
build_offer (struct spa_pod_builder *builder, const Offer *offer)
{
  struct spa_pod_frame frame;

  spa_pod_builder_push_object (builder, &frame, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
  spa_pod_builder_add (builder, SPA_FORMAT_mediaType, SPA_POD_Id (SPA_MEDIA_TYPE_video),
                       SPA_FORMAT_mediaSubtype, SPA_POD_Id (offer->subtype), 0);
  if (offer->subtype == SPA_MEDIA_SUBTYPE_raw)
    spa_pod_builder_add (builder, SPA_FORMAT_VIDEO_format, SPA_POD_Id (offer->format), 0);
  spa_pod_builder_add (builder, SPA_FORMAT_VIDEO_size,
                       SPA_POD_Rectangle (&SPA_RECTANGLE (offer->width, offer->height)),
                       SPA_FORMAT_VIDEO_framerate,
                       SPA_POD_Fraction (&SPA_FRACTION (offer->rate, 1)), 0);
  return spa_pod_builder_pop (builder, &frame);
}

/* Which of the offers PipeWire takes: the first that the first possible wish lets through. */
static int
negotiate (const Offer *offers, int n_offers)
{
  uint8_t wish_bytes[MORSEL_FORMAT_WISHES_BYTES];
  struct spa_pod_builder wish_builder = SPA_POD_BUILDER_INIT (wish_bytes, sizeof wish_bytes);
  const struct spa_pod *wishes[MORSEL_FORMAT_MAX_WISHES];
  guint n_wishes = morsel_format_build_wishes (&wish_builder, wishes);

  for (guint w = 0; w < n_wishes; w++)
    {
      g_assert_nonnull (wishes[w]);
      for (int o = 0; o < n_offers; o++)
        {
          uint8_t bytes[4096];
          struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);
          struct spa_pod *offer = build_offer (&builder, &offers[o]);
          struct spa_pod *result = NULL;

          if (spa_pod_filter (&builder, &result, offer, wishes[w]) >= 0)
            return o;
        }
    }
  return -1;
}

static const uint32_t raw = SPA_MEDIA_SUBTYPE_raw;
static const uint32_t mjpg = SPA_MEDIA_SUBTYPE_mjpg;

static void
test_prefers_motion_jpeg_to_a_slow_raw_picture (void)
{
  const Offer webcam[] = {
    { raw, SPA_VIDEO_FORMAT_YUY2, 640, 480, 30 },
    { raw, SPA_VIDEO_FORMAT_YUY2, 1280, 720, 10 },
    { raw, SPA_VIDEO_FORMAT_YUY2, 1920, 1080, 5 },
    { mjpg, 0, 640, 480, 30 },
    { mjpg, 0, 1280, 720, 30 },
  };

  g_assert_cmpint (negotiate (webcam, G_N_ELEMENTS (webcam)), ==, 4);
}

static void
test_prefers_a_raw_picture_of_the_best_size (void)
{
  const Offer camera[] = {
    { mjpg, 0, 1280, 720, 30 },
    { raw, SPA_VIDEO_FORMAT_NV12, 1920, 1080, 30 },
    { raw, SPA_VIDEO_FORMAT_NV12, 1280, 720, 30 },
  };

  g_assert_cmpint (negotiate (camera, G_N_ELEMENTS (camera)), ==, 2);
}

static void
test_takes_a_small_quick_picture_before_a_large_slow_one (void)
{
  const Offer old[] = {
    { raw, SPA_VIDEO_FORMAT_YUY2, 1600, 1200, 5 },
    { raw, SPA_VIDEO_FORMAT_YUY2, 320, 240, 30 },
    { raw, SPA_VIDEO_FORMAT_YUY2, 640, 480, 30 },
  };

  g_assert_cmpint (negotiate (old, G_N_ELEMENTS (old)), ==, 2);
}

static void
test_takes_anything_rather_than_nothing (void)
{
  const Offer odd[] = { { raw, SPA_VIDEO_FORMAT_BGR, 161, 121, 1 } };

  g_assert_cmpint (negotiate (odd, G_N_ELEMENTS (odd)), ==, 0);
}

static void
test_takes_no_grey_and_no_giant (void)
{
  const Offer wrong[] = {
    { raw, SPA_VIDEO_FORMAT_GRAY8, 640, 480, 30 },
    { raw, SPA_VIDEO_FORMAT_YUY2, 5000, 5000, 30 },
    { SPA_MEDIA_SUBTYPE_h264, 0, 1280, 720, 30 },
  };

  g_assert_cmpint (negotiate (wrong, G_N_ELEMENTS (wrong)), ==, -1);
}

static gboolean
parse (uint32_t subtype, uint32_t id, uint32_t width, uint32_t height, MorselFormat *format)
{
  uint8_t bytes[1024];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);
  Offer offer = { subtype, id, width, height, 30 };

  return morsel_format_parse (build_offer (&builder, &offer), format);
}

static void
test_reads_what_was_agreed (void)
{
  MorselFormat format;

  g_assert_true (parse (raw, SPA_VIDEO_FORMAT_NV12, 321, 241, &format));
  g_assert_false (format.is_mjpg);
  g_assert_cmpint (format.pixels, ==, MORSEL_PIXELS_NV12);
  g_assert_cmpuint (format.width, ==, 321);
  g_assert_cmpuint (format.height, ==, 241);

  g_assert_true (parse (raw, SPA_VIDEO_FORMAT_BGRA, 4096, 1, &format));
  g_assert_cmpint (format.pixels, ==, MORSEL_PIXELS_BGRX);
  g_assert_true (parse (mjpg, 0, 1280, 720, &format));
  g_assert_true (format.is_mjpg);
}

static void
test_refuses_what_cannot_be_shown (void)
{
  MorselFormat format;

  g_assert_false (parse (raw, SPA_VIDEO_FORMAT_GRAY8, 64, 64, &format));
  g_assert_false (parse (raw, SPA_VIDEO_FORMAT_YUY2, 0, 64, &format));
  g_assert_false (parse (raw, SPA_VIDEO_FORMAT_YUY2, 64, 4097, &format));
  g_assert_false (parse (SPA_MEDIA_SUBTYPE_h264, 0, 64, 64, &format));
}

static gboolean
is_usable (uint32_t subtype, uint32_t format, uint32_t side)
{
  const Offer offer = { subtype, format, side, side, 30 };
  uint8_t bytes[1024];
  struct spa_pod_builder builder = SPA_POD_BUILDER_INIT (bytes, sizeof bytes);

  return morsel_format_is_usable (build_offer (&builder, &offer));
}

static void
test_knows_what_is_usable (void)
{
  g_assert_true (is_usable (raw, SPA_VIDEO_FORMAT_YUY2, 64));
  g_assert_true (is_usable (mjpg, 0, 64));
  g_assert_false (is_usable (raw, SPA_VIDEO_FORMAT_GRAY8, 64));
  g_assert_false (is_usable (SPA_MEDIA_SUBTYPE_h264, 0, 64));
  g_assert_false (is_usable (raw, SPA_VIDEO_FORMAT_YUY2, 5000));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/formats/prefers-motion-jpeg-to-a-slow-raw-picture",
                   test_prefers_motion_jpeg_to_a_slow_raw_picture);
  g_test_add_func ("/formats/prefers-a-raw-picture-of-the-best-size",
                   test_prefers_a_raw_picture_of_the_best_size);
  g_test_add_func ("/formats/takes-a-small-quick-picture-before-a-large-slow-one",
                   test_takes_a_small_quick_picture_before_a_large_slow_one);
  g_test_add_func ("/formats/takes-anything-rather-than-nothing",
                   test_takes_anything_rather_than_nothing);
  g_test_add_func ("/formats/takes-no-grey-and-no-giant", test_takes_no_grey_and_no_giant);
  g_test_add_func ("/formats/knows-what-is-usable", test_knows_what_is_usable);
  g_test_add_func ("/formats/reads-what-was-agreed", test_reads_what_was_agreed);
  g_test_add_func ("/formats/refuses-what-cannot-be-shown", test_refuses_what_cannot_be_shown);

  return g_test_run ();
}
