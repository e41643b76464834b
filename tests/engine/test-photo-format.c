/* test-photo-format.c: formats are told by their first bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/photo-format.h"

/* A beginning, and the name by which it is refused. */
typedef struct
{
  const char *bytes;
  gsize n_bytes;
  const char *name;
} Beginning;

#define BEGINNING(bytes, name)                                                                     \
  {                                                                                                \
    bytes, sizeof (bytes) - 1, name                                                                \
  }

static gboolean
sniff (const char *bytes, gsize n_bytes, MorselPhotoFormat *format, GError **error)
{
  /* Memory that ends where the bytes end shows a read beyond. */
  g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

  return morsel_photo_format_sniff (copy, n_bytes, format, error);
}

static void
test_photo_format_tells_what_is_opened (void)
{
  static const struct
  {
    const char *bytes;
    gsize n_bytes;
    MorselPhotoFormat format;
    const char *name;
    const char *mime_type;
  } accepted[] = {
    { "\xff\xd8\xff\xe0\0\x10JFIF\0\1", 12, MORSEL_PHOTO_FORMAT_JPEG, "JPEG", "image/jpeg" },
    { "\x89PNG\r\n\x1a\n\0\0\0\x0d", 12, MORSEL_PHOTO_FORMAT_PNG, "PNG", "image/png" },
    { "RIFF\x24\0\0\0WEBP", 12, MORSEL_PHOTO_FORMAT_WEBP, "WebP", "image/webp" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      g_autoptr (GError) error = NULL;
      MorselPhotoFormat format;

      g_assert_true (sniff (accepted[i].bytes, accepted[i].n_bytes, &format, &error));
      g_assert_no_error (error);
      g_assert_cmpint (format, ==, accepted[i].format);
      g_assert_cmpstr (morsel_photo_format_get_name (format), ==, accepted[i].name);
      g_assert_cmpstr (morsel_photo_format_get_mime_type (format), ==, accepted[i].mime_type);
    }
}

static void
test_photo_format_names_what_it_refuses (void)
{
  static const Beginning beginnings[] = {
    BEGINNING ("GIF89a\1\0\1\0\0\0", "GIF"),
    BEGINNING ("II*\0\x08\0\0\0\0\0\0\0", "TIFF"),
    BEGINNING ("MM\0*\0\0\0\x08\0\0\0\0", "TIFF"),
    BEGINNING ("II*\0\x10\0\0\0CR\2\0", "RAW"),
    BEGINNING ("\0\0\0\x18"
               "ftypheic\0\0\0\0mif1heic",
               "HEIC"),
    BEGINNING ("\0\0\0\x18"
               "ftypmif1\0\0\0\0mif1heic",
               "HEIC"),
    BEGINNING ("\0\0\0\x18"
               "ftypmif1\0\0\0\0mif1avif",
               "AVIF"),
    BEGINNING ("\0\0\0\x14"
               "ftypmif1\0\0\0\0mif1avif",
               "HEIF"),
    BEGINNING ("\0\0\0\x18"
               "ftypavif\0\0\0\0avifmif1",
               "AVIF"),
    BEGINNING ("\0\0\0\x18"
               "ftypcrx \0\0\0\1crx isom",
               "RAW"),
    BEGINNING ("\xff\x0a\xfa\1\2\3\4\5\6\7\x08\x09", "JPEG XL"),
    BEGINNING ("\0\0\0\x0cJXL \r\n\x87\n", "JPEG XL"),
    BEGINNING ("BM\x9a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "BMP"),
    BEGINNING ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "SVG"),
    BEGINNING ("\xef\xbb\xbf \n<?xml version=\"1.0\"?><!-- a --><svg/>", "SVG"),
    BEGINNING ("P6\n64 64 255\n", "PNM"),
    BEGINNING ("RIFF\x24\0\0\0ACONanih", "ANI"),
    BEGINNING ("#define a_width 1\n#define a_height 1\n", "XBM"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GError) error = NULL;
      MorselPhotoFormat format;

      g_assert_false (sniff (beginnings[i].bytes, beginnings[i].n_bytes, &format, &error));
      g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_UNSUPPORTED);
      g_assert_cmpstr (morsel_photo_error_get_format (error), ==, beginnings[i].name);
    }
}

static void
test_photo_format_refuses_what_is_no_image (void)
{
  static const Beginning beginnings[] = {
    BEGINNING ("BMW is a car, PNG is not.", NULL),
    BEGINNING ("<html><body><svg></svg></body></html>", NULL),
    BEGINNING ("<!DOCTYPE html>\n<HTML><svg/>", NULL),
    BEGINNING ("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", NULL),
    BEGINNING ("\0\0\0\x18"
               "ftypisom\0\0\2\0isommp41",
               NULL),
    BEGINNING ("RIFF\x24\0\0\0WAVEfmt ", NULL),
    BEGINNING ("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", NULL),
    BEGINNING ("P", NULL),
    BEGINNING ("#define WIDTH 1\n", NULL),
    BEGINNING ("\0\0\0\x18"
               "ftyp",
               NULL),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      g_autoptr (GError) error = NULL;
      MorselPhotoFormat format;

      g_assert_false (sniff (beginnings[i].bytes, beginnings[i].n_bytes, &format, &error));
      g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_PHOTO);
      g_assert_null (morsel_photo_error_get_format (error));
    }
}

static void
test_photo_format_does_not_guess_from_a_piece_of_signature (void)
{
  static const char *const signatures[] = { "\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "RIFF" };

  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      for (gsize n_bytes = 1; signatures[i][n_bytes - 1] != '\0'; n_bytes++)
        {
          g_autoptr (GError) error = NULL;
          MorselPhotoFormat format;

          g_assert_false (sniff (signatures[i], n_bytes, &format, &error));
          g_assert_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_UNSUPPORTED);
          g_assert_null (morsel_photo_error_get_format (error));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo-format/tells-what-is-opened", test_photo_format_tells_what_is_opened);
  g_test_add_func ("/photo-format/names-what-it-refuses", test_photo_format_names_what_it_refuses);
  g_test_add_func ("/photo-format/refuses-what-is-no-image",
                   test_photo_format_refuses_what_is_no_image);
  g_test_add_func ("/photo-format/does-not-guess-from-a-piece-of-signature",
                   test_photo_format_does_not_guess_from_a_piece_of_signature);
  return g_test_run ();
}
