/* photo-format.c: tells formats by their first bytes, never by a file's name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-format.h"

#include "engine/error.h"

#include <string.h>

/* As many bytes as the longest signature of an accepted format, RIFF....WEBP, has. */
#define SIGNATURE_BYTES 12
/* An SVG names its root element after comments and entities; it is looked for this far. */
#define SVG_BYTES 4096

/* A beginning by which a format that is not accepted is told, to be refused by its name. */
typedef struct
{
  gsize offset;
  const char *magic;
  gsize n_bytes;
  const char *name;
} Signature;

#define SIGNATURE(offset, magic, name)                                                             \
  {                                                                                                \
    offset, magic, sizeof (magic) - 1, name                                                        \
  }

static const Signature refused[] = {
  SIGNATURE (0, "GIF8", "GIF"),
  SIGNATURE (0, "II*\0\x10\0\0\0CR", "RAW"),
  SIGNATURE (0, "IIU\0", "RAW"),
  SIGNATURE (0, "IIRO", "RAW"),
  SIGNATURE (0, "FUJIFILMCCD-RAW", "RAW"),
  SIGNATURE (0, "II*\0", "TIFF"),
  SIGNATURE (0, "MM\0*", "TIFF"),
  SIGNATURE (0, "II+\0", "TIFF"),
  SIGNATURE (0, "MM\0+", "TIFF"),
  SIGNATURE (0, "II\xbc\x01", "JPEG XR"),
  SIGNATURE (0, "\xff\x0a", "JPEG XL"),
  SIGNATURE (0, "\0\0\0\x0cJXL ", "JPEG XL"),
  SIGNATURE (0, "\0\0\0\x0cjP  ", "JPEG 2000"),
  SIGNATURE (0, "\xff\x4f\xff\x51", "JPEG 2000"),
  SIGNATURE (8, "ACON", "ANI"),
  SIGNATURE (4, "idsc", "QTIF"),
  SIGNATURE (4, "idat", "QTIF"),
  SIGNATURE (0, "icns", "ICNS"),
  SIGNATURE (0, "/* XPM", "XPM"),
  SIGNATURE (0, "! XPM2", "XPM"),
  SIGNATURE (0, "8BPS", "PSD"),
  SIGNATURE (0, "gimp xcf", "XCF"),
  SIGNATURE (0, "\x8aMNG", "MNG"),
  SIGNATURE (0, "\x8bJNG", "JNG"),
  SIGNATURE (0, "qoif", "QOI"),
  SIGNATURE (0, "DDS ", "DDS"),
  SIGNATURE (0, "\x76\x2f\x31\x01", "EXR"),
  SIGNATURE (0, "#?RADIANCE", "HDR"),
};

static gboolean
has_magic (const guint8 *bytes, gsize n_bytes, gsize offset, const char *magic, gsize n_magic)
{
  return n_bytes >= offset + n_magic && memcmp (bytes + offset, magic, n_magic) == 0;
}

/* The brand of a HEIF family file; MP4 and other films have brands that are not listed. */
static const char *
name_brand (const guint8 *brand)
{
  static const char *const brands[][2] = {
    { "avif", "AVIF" }, { "avis", "AVIF" }, { "heic", "HEIC" }, { "heix", "HEIC" },
    { "heim", "HEIC" }, { "heis", "HEIC" }, { "hevc", "HEIC" }, { "hevx", "HEIC" },
    { "hevm", "HEIC" }, { "hevs", "HEIC" }, { "crx ", "RAW" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (brands); i++)
    {
      if (memcmp (brand, brands[i][0], 4) == 0)
        return brands[i][1];
    }
  return NULL;
}

/* HEIC and AVIF: an ftyp box, whose main brand may say no more than "some HEIF". */
static const char *
name_heif (const guint8 *bytes, gsize n_bytes)
{
  if (!has_magic (bytes, n_bytes, 4, "ftyp", 4) || n_bytes < 12)
    return NULL;

  const char *name = name_brand (bytes + 8);
  gboolean any_heif = memcmp (bytes + 8, "mif1", 4) == 0 || memcmp (bytes + 8, "msf1", 4) == 0;

  if (name != NULL || !any_heif)
    return name;

  guint32 box_bytes = (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 |
                      (guint32) bytes[2] << 8 | bytes[3];

  /* After the main brand, four bytes of version, then the compatible brands. */
  for (gsize at = 16; at + 4 <= MIN (n_bytes, box_bytes); at += 4)
    {
      name = name_brand (bytes + at);
      if (name != NULL)
        return name;
    }
  return "HEIF";
}

/* The two letters alone would also be the beginning of a text. */
static gboolean
is_bmp (const guint8 *bytes, gsize n_bytes)
{
  static const guint8 header_bytes[] = { 12, 16, 40, 52, 56, 64, 108, 124 };

  return has_magic (bytes, n_bytes, 0, "BM", 2) && has_magic (bytes, n_bytes, 6, "\0\0\0\0", 4) &&
         has_magic (bytes, n_bytes, 15, "\0\0\0", 3) &&
         memchr (header_bytes, bytes[14], sizeof header_bytes) != NULL;
}

static gboolean
is_ico (const guint8 *bytes, gsize n_bytes)
{
  return n_bytes >= 6 && bytes[0] == 0 && bytes[1] == 0 && (bytes[2] == 1 || bytes[2] == 2) &&
         bytes[3] == 0 && bytes[4] != 0 && bytes[5] == 0;
}

static gboolean
is_pnm (const guint8 *bytes, gsize n_bytes)
{
  return n_bytes >= 3 && bytes[0] == 'P' && bytes[1] >= '1' && bytes[1] <= '7' &&
         (bytes[2] == '#' || g_ascii_isspace ((char) bytes[2]));
}

/* TGA has no signature, only a header whose fields hold few values. */
static gboolean
is_tga (const guint8 *bytes, gsize n_bytes)
{
  static const guint8 kinds[] = { 1, 2, 3, 9, 10, 11 };
  static const guint8 depths[] = { 8, 15, 16, 24, 32 };

  return n_bytes >= 18 && bytes[1] <= 1 && memchr (kinds, bytes[2], sizeof kinds) != NULL &&
         (bytes[1] == 1) == (bytes[7] != 0) && (bytes[12] | bytes[13]) != 0 &&
         (bytes[14] | bytes[15]) != 0 && memchr (depths, bytes[16], sizeof depths) != NULL;
}

static gboolean
is_xbm (const char *text)
{
  const char *end = strchr (text, '\n');

  return g_str_has_prefix (text, "#define ") && end != NULL &&
         g_strstr_len (text, end - text, "_width ") != NULL;
}

/* An XML text whose root is svg, and not a web page that holds one. */
static gboolean
is_svg (const char *text)
{
  if (g_str_has_prefix (text, "\xef\xbb\xbf"))
    text += 3;
  while (g_ascii_isspace (*text))
    text++;

  const char *root = strstr (text, "<svg");

  return *text == '<' && root != NULL && g_strstr_len (text, root - text, "<html") == NULL &&
         g_strstr_len (text, root - text, "<HTML") == NULL;
}

/* The name of a format of pictures that Morsel does not open, NULL when it is none. */
static const char *
name_refused (const guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const Signature *signature = &refused[i];

      if (has_magic (bytes, n_bytes, signature->offset, signature->magic, signature->n_bytes))
        return signature->name;
    }

  const char *name = name_heif (bytes, n_bytes);

  if (name != NULL)
    return name;
  if (is_bmp (bytes, n_bytes))
    return "BMP";
  if (is_ico (bytes, n_bytes))
    return "ICO";
  if (is_pnm (bytes, n_bytes))
    return "PNM";

  g_autofree char *text = g_strndup ((const char *) bytes, MIN (n_bytes, SVG_BYTES));

  if (is_svg (text))
    return "SVG";
  if (is_xbm (text))
    return "XBM";
  return is_tga (bytes, n_bytes) ? "TGA" : NULL;
}

/* Whether so few bytes are there that even the signature may be cut off. */
static gboolean
ends_within_signature (const guint8 *bytes, gsize n_bytes)
{
  return n_bytes < SIGNATURE_BYTES && (memcmp (bytes, "\xff\xd8\xff", MIN (n_bytes, 3)) == 0 ||
                                       memcmp (bytes, "\x89PNG\r\n\x1a\n", MIN (n_bytes, 8)) == 0 ||
                                       memcmp (bytes, "RIFF", MIN (n_bytes, 4)) == 0);
}

/**
 * morsel_photo_format_sniff:
 * @bytes: (array length=n_bytes): the file, or its beginning
 * @n_bytes: how many, at least 1
 * @format: (out): the format
 * @error: return location for an error
 *
 * Tells the format by the first bytes. A name that ends in .jpg proves nothing.
 *
 * Fails with %MORSEL_PHOTO_ERROR_UNSUPPORTED, which knows the format's name unless the file ends
 * within its signature, or %MORSEL_PHOTO_ERROR_NOT_A_PHOTO.
 *
 * Returns: %TRUE, or %FALSE with @error set
 */
gboolean
morsel_photo_format_sniff (const guint8 *bytes,
                           gsize n_bytes,
                           MorselPhotoFormat *format,
                           GError **error)
{
  if (ends_within_signature (bytes, n_bytes))
    {
      g_set_error (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_UNSUPPORTED,
                   "The file ends after %" G_GSIZE_FORMAT " bytes, within its signature", n_bytes);
      return FALSE;
    }

  if (has_magic (bytes, n_bytes, 0, "\xff\xd8\xff", 3))
    {
      *format = MORSEL_PHOTO_FORMAT_JPEG;
      return TRUE;
    }
  if (has_magic (bytes, n_bytes, 0, "\x89PNG\r\n\x1a\n", 8))
    {
      *format = MORSEL_PHOTO_FORMAT_PNG;
      return TRUE;
    }
  if (has_magic (bytes, n_bytes, 0, "RIFF", 4) && has_magic (bytes, n_bytes, 8, "WEBP", 4))
    {
      *format = MORSEL_PHOTO_FORMAT_WEBP;
      return TRUE;
    }

  const char *name = name_refused (bytes, n_bytes);

  if (name == NULL)
    {
      g_set_error_literal (error, MORSEL_PHOTO_ERROR, MORSEL_PHOTO_ERROR_NOT_A_PHOTO,
                           "The file begins like no known format of images");
      return FALSE;
    }

  g_autofree char *message = g_strdup_printf ("%s files are not supported", name);

  g_propagate_error (error,
                     morsel_photo_error_new_format (MORSEL_PHOTO_ERROR_UNSUPPORTED, name, message));
  return FALSE;
}

/**
 * morsel_photo_format_get_name:
 * @format: the format
 *
 * Returns: (transfer none): the name that people know, "JPEG"
 */
const char *
morsel_photo_format_get_name (MorselPhotoFormat format)
{
  static const char *const names[] = {
    [MORSEL_PHOTO_FORMAT_JPEG] = "JPEG",
    [MORSEL_PHOTO_FORMAT_PNG] = "PNG",
    [MORSEL_PHOTO_FORMAT_WEBP] = "WebP",
  };

  return names[format];
}

/**
 * morsel_photo_format_get_mime_type:
 * @format: the format
 *
 * The MIME type, which is the same in every version of GdkPixbuf; the names of its formats are not.
 *
 * Returns: (transfer none): "image/jpeg"
 */
const char *
morsel_photo_format_get_mime_type (MorselPhotoFormat format)
{
  static const char *const mime_types[] = {
    [MORSEL_PHOTO_FORMAT_JPEG] = "image/jpeg",
    [MORSEL_PHOTO_FORMAT_PNG] = "image/png",
    [MORSEL_PHOTO_FORMAT_WEBP] = "image/webp",
  };

  return mime_types[format];
}
