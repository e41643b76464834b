/* test-photo-header.c: the header says what is in the file, and no cut file gets past it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo-header.h"
#include "fixtures.h"

#include <string.h>

static MorselPhotoHeader
parse_fixture (const char *name, gsize *n_file_bytes)
{
  g_autoptr (GBytes) bytes = read_fixture (name);
  const guint8 *data = g_bytes_get_data (bytes, n_file_bytes);
  g_autoptr (GError) error = NULL;
  MorselPhotoHeader header;

  g_assert_true (morsel_photo_header_parse (data, *n_file_bytes, &header, &error));
  g_assert_no_error (error);
  return header;
}

static void
test_photo_header_says_what_is_in_the_file (void)
{
  static const struct
  {
    const char *name;
    MorselPhotoFormat format;
    guint width, height, orientation, n_scans;
    gboolean interlaced;
  } files[] = {
    { "good.jpg", MORSEL_PHOTO_FORMAT_JPEG, 640, 480, 1, 1, FALSE },
    { "multi.jpg", MORSEL_PHOTO_FORMAT_JPEG, 640, 480, 1, 3, FALSE },
    { "scan20_48mp.jpg", MORSEL_PHOTO_FORMAT_JPEG, 9664, 5208, 1, 19, FALSE },
    { "orient8.jpg", MORSEL_PHOTO_FORMAT_JPEG, 600, 400, 8, 1, FALSE },
    { "orient6.png", MORSEL_PHOTO_FORMAT_PNG, 600, 400, 6, 1, FALSE },
    { "interlaced.png", MORSEL_PHOTO_FORMAT_PNG, 64, 64, 1, 1, TRUE },
    { "orient6.webp", MORSEL_PHOTO_FORMAT_WEBP, 600, 400, 6, 1, FALSE },
    { "lossless.webp", MORSEL_PHOTO_FORMAT_WEBP, 600, 400, 1, 1, FALSE },
  };

  if (skips_without_fixtures ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize n_bytes;
      MorselPhotoHeader header = parse_fixture (files[i].name, &n_bytes);

      g_test_message ("%s", files[i].name);
      g_assert_cmpint (header.format, ==, files[i].format);
      g_assert_cmpuint (header.width, ==, files[i].width);
      g_assert_cmpuint (header.height, ==, files[i].height);
      g_assert_cmpuint (header.orientation, ==, files[i].orientation);
      g_assert_cmpuint (header.n_scans, ==, files[i].n_scans);
      g_assert_cmpint (header.interlaced, ==, files[i].interlaced);
      g_assert_cmpuint (header.n_bytes, ==, n_bytes);
    }
}

static void
test_photo_header_ends_where_the_picture_ends (void)
{
  if (skips_without_fixtures ())
    return;

  gsize n_good, n_motion, n_png, n_trailing;

  parse_fixture ("good.jpg", &n_good);
  g_assert_cmpuint (parse_fixture ("motion.jpg", &n_motion).n_bytes, ==, n_good);
  g_assert_cmpuint (n_motion, >, n_good);
  parse_fixture ("good.png", &n_png);
  g_assert_cmpuint (parse_fixture ("trailing.png", &n_trailing).n_bytes, ==, n_png);
  g_assert_cmpuint (n_trailing, >, n_png);
}

static void
test_photo_header_refuses_every_cut (void)
{
  static const char *const names[] = {
    "17x16.jpg", "white_cmyk_adobe.jpg", "16x16.png", "interlaced.png", "rgba_half.webp",
  };

  if (skips_without_fixtures ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (names[i]);

      for (gsize n_bytes = 1; n_bytes < g_bytes_get_size (bytes); n_bytes++)
        {
          /* Memory that ends where the bytes end shows a read beyond. */
          g_autofree guint8 *cut = g_memdup2 (g_bytes_get_data (bytes, NULL), n_bytes);
          g_autoptr (GError) error = NULL;
          MorselPhotoHeader header;
          int code = n_bytes < 12 ? MORSEL_PHOTO_ERROR_UNSUPPORTED : MORSEL_PHOTO_ERROR_TRUNCATED;

          g_assert_false (morsel_photo_header_parse (cut, n_bytes, &header, &error));
          g_assert_error (error, MORSEL_PHOTO_ERROR, code);
        }
    }
}

static void
test_photo_header_knows_the_limit_that_was_passed (void)
{
  static const struct
  {
    const char *name;
    MorselPhotoError code;
    guint limit;
  } files[] = {
    { "lying_20000.jpg", MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS, 100 },
    { "prog_80mp.jpg", MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS, 64 },
    { "bomb20000.png", MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS, 40 },
    { "webp_16383.webp", MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS, 40 },
    { "15x600.jpg", MORSEL_PHOTO_ERROR_TOO_SMALL, 16 },
  };

  if (skips_without_fixtures ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (files[i].name);
      g_autoptr (GError) error = NULL;
      MorselPhotoHeader header;

      g_assert_false (morsel_photo_header_parse (g_bytes_get_data (bytes, NULL),
                                                 g_bytes_get_size (bytes), &header, &error));
      g_assert_error (error, MORSEL_PHOTO_ERROR, (int) files[i].code);
      g_assert_cmpuint (morsel_photo_error_get_limit (error), ==, files[i].limit);
    }
}

static void
test_photo_header_names_the_kind_it_refuses (void)
{
  static const char *const files[][2] = {
    { "depth12.jpg", "12-bit JPEG" },
    { "ncomp2.jpg", "2-component JPEG" },
    { "jpeg_lossless.jpg", "lossless JPEG" },
    { "jpeg_arithmetic.jpg", "arithmetic-coded JPEG" },
    { "jpeg_ls.jpg", "JPEG-LS" },
    { "anim200.webp", "animated WebP" },
  };

  if (skips_without_fixtures ())
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) bytes = read_fixture (files[i][0]);
      g_autoptr (GError) error = NULL;
      MorselPhotoHeader header;

      g_assert_false (morsel_photo_header_parse (g_bytes_get_data (bytes, NULL),
                                                 g_bytes_get_size (bytes), &header, &error));
      g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_UNSUPPORTED);
      g_assert_cmpstr (morsel_photo_error_get_format (error), ==, files[i][1]);
    }
}

static void
test_photo_header_checks_sizes_without_overflow (void)
{
  static const struct
  {
    guint width, height;
    int code; /* -1: fine */
  } sizes[] = {
    { 8000, 5000, -1 },
    { 8000, 5001, MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS },
    { 65500, 600, -1 },
    { 65501, 1, MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS },
    { G_MAXUINT, G_MAXUINT, MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS },
    { 65536, 65536, MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS },
    { 0, G_MAXUINT, MORSEL_PHOTO_ERROR_CORRUPT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean fine = morsel_photo_header_check_size (sizes[i].width, sizes[i].height, 40, &error);

      g_assert_cmpint (fine, ==, sizes[i].code < 0);
      if (!fine)
        g_assert_error (error, MORSEL_PHOTO_ERROR, sizes[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo-header/says-what-is-in-the-file",
                   test_photo_header_says_what_is_in_the_file);
  g_test_add_func ("/photo-header/ends-where-the-picture-ends",
                   test_photo_header_ends_where_the_picture_ends);
  g_test_add_func ("/photo-header/refuses-every-cut", test_photo_header_refuses_every_cut);
  g_test_add_func ("/photo-header/knows-the-limit-that-was-passed",
                   test_photo_header_knows_the_limit_that_was_passed);
  g_test_add_func ("/photo-header/names-the-kind-it-refuses",
                   test_photo_header_names_the_kind_it_refuses);
  g_test_add_func ("/photo-header/checks-sizes-without-overflow",
                   test_photo_header_checks_sizes_without_overflow);
  return g_test_run ();
}
