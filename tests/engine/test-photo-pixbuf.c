/* test-photo-pixbuf.c: decoding keeps to sizes, deadline and cancellable
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo-pixbuf.h"
#include "engine/photo.h"
#include "fixtures.h"

#define LEAST_SIDE 448

static MorselPhotoHeader
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  MorselPhotoHeader header;

  g_assert_true (morsel_photo_header_parse (g_bytes_get_data (bytes, NULL),
                                            g_bytes_get_size (bytes), &header, &error));
  g_assert_no_error (error);
  return header;
}

static void
assert_decoded_size (const char *name, guint least_side, guint width, guint height)
{
  g_autoptr (GBytes) bytes = read_fixture (name);
  g_autoptr (GError) error = NULL;
  MorselPhotoHeader header = parse (bytes);
  MorselPixels pixels;

  g_assert_true (
      morsel_pixels_init_decoded (&pixels, bytes, &header, least_side, G_MAXINT64, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (pixels.width, ==, width);
  g_assert_cmpuint (pixels.height, ==, height);
  g_assert_cmpuint (g_bytes_get_size (pixels.rgb), >=, pixels.rowstride * (height - 1) + 3 * width);
  morsel_pixels_clear (&pixels);
}

static void
test_photo_pixbuf_decodes_no_more_than_is_needed (void)
{
  if (skips_without_fixtures ())
    return;

  /* 4000 × 3000: libjpeg's 1/4, 1/2, whole, and 1/8 followed by boxes of 2. */
  assert_decoded_size ("large.jpg", LEAST_SIDE, 1000, 750);
  assert_decoded_size ("large.jpg", 750, 1000, 750);
  assert_decoded_size ("large.jpg", 751, 2000, 1500);
  assert_decoded_size ("large.jpg", 1501, 4000, 3000);
  assert_decoded_size ("large.jpg", MORSEL_PHOTO_FULL_SIZE, 4000, 3000);
  assert_decoded_size ("large.jpg", 187, 250, 188);
  /* 8000 × 5000, turned: boxes of 11. */
  assert_decoded_size ("rgba40_turned.png", LEAST_SIDE, 455, 728);
  /* Smaller than asked for: as it is. */
  assert_decoded_size ("good.jpg", 1000, 640, 480);
  assert_decoded_size ("17x16.jpg", LEAST_SIDE, 17, 16);
}

/* Decodes one photo with a header that may be wrong, and expects an error. */
static void
assert_fails (const char *name,
              const MorselPhotoHeader *header,
              gint64 deadline,
              GCancellable *cancellable,
              GQuark domain,
              int code)
{
  g_autoptr (GBytes) bytes = read_fixture (name);
  g_autoptr (GError) error = NULL;
  MorselPhotoHeader parsed = parse (bytes);
  MorselPixels pixels;

  g_assert_false (morsel_pixels_init_decoded (&pixels, bytes, header != NULL ? header : &parsed,
                                              LEAST_SIDE, deadline, cancellable, &error));
  g_assert_error (error, domain, code);
}

static void
test_photo_pixbuf_keeps_to_the_deadline (void)
{
  static const char *const names[] = { "good.jpg", "good.png" };

  if (skips_without_fixtures ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    assert_fails (names[i], NULL, g_get_monotonic_time () - 1, NULL, MORSEL_PHOTO_ERROR,
                  MORSEL_PHOTO_ERROR_TIMEOUT);
}

static void
test_photo_pixbuf_gives_up_in_the_middle (void)
{
  if (skips_without_fixtures ())
    return;

  /* It takes ten times as long on the fastest of computers. */
  assert_fails ("scan20_48mp.jpg", NULL, g_get_monotonic_time () + 10 * G_TIME_SPAN_MILLISECOND,
                NULL, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_TIMEOUT);
}

static void
test_photo_pixbuf_does_not_begin_when_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (skips_without_fixtures ())
    return;

  g_cancellable_cancel (cancellable);
  assert_fails ("good.jpg", NULL, G_MAXINT64, cancellable, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_photo_pixbuf_trusts_no_other_size (void)
{
  static const char *const names[] = { "good.jpg", "good.png", "good.webp" };

  if (skips_without_fixtures ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (names[i]);
      MorselPhotoHeader header = parse (bytes);

      header.width -= 1;
      assert_fails (names[i], &header, G_MAXINT64, NULL, MORSEL_PHOTO_ERROR,
                    MORSEL_PHOTO_ERROR_CORRUPT);
    }
}

static void
test_photo_pixbuf_names_the_decoder_that_is_missing (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("", 1);
  g_autoptr (GError) error = NULL;
  MorselPhotoHeader header = { .format = MORSEL_PHOTO_FORMAT_WEBP, .width = 64, .height = 64 };
  MorselPixels pixels;

  if (!g_test_subprocess ())
    {
      /* A table of loaders without a row: only those built in are left. */
      g_setenv ("GDK_PIXBUF_MODULE_FILE", "/dev/null", TRUE);
      g_test_trap_subprocess (NULL, 0, 0);
      g_unsetenv ("GDK_PIXBUF_MODULE_FILE");
      g_test_trap_assert_passed ();
      return;
    }

  g_assert_false (
      morsel_pixels_init_decoded (&pixels, bytes, &header, LEAST_SIDE, G_MAXINT64, NULL, &error));
  g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NO_DECODER);
  g_assert_cmpstr (morsel_photo_error_get_format (error), ==, "WebP");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo-pixbuf/decodes-no-more-than-is-needed",
                   test_photo_pixbuf_decodes_no_more_than_is_needed);
  g_test_add_func ("/photo-pixbuf/keeps-to-the-deadline", test_photo_pixbuf_keeps_to_the_deadline);
  g_test_add_func ("/photo-pixbuf/gives-up-in-the-middle",
                   test_photo_pixbuf_gives_up_in_the_middle);
  g_test_add_func ("/photo-pixbuf/does-not-begin-when-cancelled",
                   test_photo_pixbuf_does_not_begin_when_cancelled);
  g_test_add_func ("/photo-pixbuf/trusts-no-other-size", test_photo_pixbuf_trusts_no_other_size);
  g_test_add_func ("/photo-pixbuf/names-the-decoder-that-is-missing",
                   test_photo_pixbuf_names_the_decoder_that_is_missing);
  return g_test_run ();
}
