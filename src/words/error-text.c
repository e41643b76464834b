/* error-text.c: what went wrong, in words for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/error-text.h"

#include "engine/error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

static const char *
photo_title (int code)
{
  switch ((MorselPhotoError) code)
    {
    case MORSEL_PHOTO_ERROR_NOT_A_FILE:
    case MORSEL_PHOTO_ERROR_NOT_A_PHOTO:
      return _ ("Not a Photo");
    case MORSEL_PHOTO_ERROR_EMPTY:
      return _ ("Empty File");
    case MORSEL_PHOTO_ERROR_TOO_MANY_BYTES:
    case MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS:
      return _ ("Photo Too Large");
    case MORSEL_PHOTO_ERROR_UNSUPPORTED:
    case MORSEL_PHOTO_ERROR_NO_DECODER:
      return _ ("Format Not Supported");
    case MORSEL_PHOTO_ERROR_CORRUPT:
    case MORSEL_PHOTO_ERROR_TRUNCATED:
      return _ ("Damaged Photo");
    case MORSEL_PHOTO_ERROR_TOO_SMALL:
      return _ ("Photo Too Small");
    case MORSEL_PHOTO_ERROR_NO_MEMORY:
      return _ ("Not Enough Memory");
    case MORSEL_PHOTO_ERROR_REMOTE:
    case MORSEL_PHOTO_ERROR_READ:
    case MORSEL_PHOTO_ERROR_TOO_COMPLEX:
    case MORSEL_PHOTO_ERROR_TIMEOUT:
    default:
      return _ ("Could Not Be Loaded");
    }
}

static const char *
weights_title (int code)
{
  switch ((MorselWeightsError) code)
    {
    case MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS:
      return _ ("Not a Model");
    case MORSEL_WEIGHTS_ERROR_DAMAGED:
      return _ ("Damaged Model");
    case MORSEL_WEIGHTS_ERROR_TOO_NEW:
    case MORSEL_WEIGHTS_ERROR_OTHER_NETWORK:
    case MORSEL_WEIGHTS_ERROR_WRONG_NAMES:
    default:
      return _ ("Model Not Supported");
    }
}

/* The format's name where it is known, else words that hold for any. */
static char *
unsupported_sentence (const GError *error)
{
  const char *format = morsel_photo_error_get_format (error);

  if (format == NULL)
    return g_strdup (_ ("Morsel cannot open this kind of file. Save it as JPEG and try again."));

  /* TRANSLATORS: %s is the name of a format, "HEIC" */
  return g_strdup_printf (_ ("Morsel cannot open %s files. Save it as JPEG and try again."),
                          format);
}

static char *
no_decoder_sentence (const GError *error)
{
  const char *format = morsel_photo_error_get_format (error);

  if (format == NULL)
    return g_strdup (_ ("This kind of file cannot be opened on this computer. "
                        "Save it as JPEG and try again."));

  /* TRANSLATORS: %s is the name of a format, "WebP" */
  return g_strdup_printf (_ ("%s files cannot be opened on this computer. "
                             "Save it as JPEG and try again."),
                          format);
}

/* These three name the limit that applied where it is known. */
static char *
too_many_bytes_sentence (const GError *error)
{
  guint limit = morsel_photo_error_get_limit (error);

  if (limit == 0)
    return g_strdup (_ ("The file is too large."));
  return g_strdup_printf (_ ("The file is larger than %u MB."), limit);
}

static char *
too_many_pixels_sentence (const GError *error)
{
  guint limit = morsel_photo_error_get_limit (error);

  if (limit == 0)
    return g_strdup (_ ("The photo has too many pixels."));
  return g_strdup_printf (ngettext ("The photo has more than %u megapixel.",
                                    "The photo has more than %u megapixels.", limit),
                          limit);
}

static char *
too_small_sentence (const GError *error)
{
  guint limit = morsel_photo_error_get_limit (error);

  if (limit == 0)
    return g_strdup (_ ("The photo is too small."));
  return g_strdup_printf (ngettext ("The photo is smaller than %u pixel.",
                                    "The photo is smaller than %u pixels.", limit),
                          limit);
}

static char *
photo_sentence (const GError *error)
{
  switch ((MorselPhotoError) error->code)
    {
    case MORSEL_PHOTO_ERROR_NOT_A_FILE:
      return g_strdup (_ ("This is not a file. Choose a photo."));
    case MORSEL_PHOTO_ERROR_EMPTY:
      return g_strdup (_ ("The file has no content."));
    case MORSEL_PHOTO_ERROR_NOT_A_PHOTO:
      return g_strdup (_ ("This file is not an image."));
    case MORSEL_PHOTO_ERROR_UNSUPPORTED:
      return unsupported_sentence (error);
    case MORSEL_PHOTO_ERROR_NO_DECODER:
      return no_decoder_sentence (error);
    case MORSEL_PHOTO_ERROR_CORRUPT:
    case MORSEL_PHOTO_ERROR_TRUNCATED:
      return g_strdup (_ ("The file is damaged or incomplete."));
    case MORSEL_PHOTO_ERROR_TOO_MANY_BYTES:
      return too_many_bytes_sentence (error);
    case MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS:
      return too_many_pixels_sentence (error);
    case MORSEL_PHOTO_ERROR_TOO_SMALL:
      return too_small_sentence (error);
    case MORSEL_PHOTO_ERROR_TOO_COMPLEX:
    case MORSEL_PHOTO_ERROR_TIMEOUT:
      return g_strdup (_ ("Opening the photo takes too long."));
    case MORSEL_PHOTO_ERROR_NO_MEMORY:
      return g_strdup (_ ("There is not enough memory for this photo."));
    case MORSEL_PHOTO_ERROR_REMOTE:
    case MORSEL_PHOTO_ERROR_READ:
    default:
      return g_strdup (_ ("The photo could not be loaded."));
    }
}

static char *
weights_sentence (const GError *error)
{
  guint n_outputs = morsel_weights_error_get_n_outputs (error);
  guint n_names = morsel_weights_error_get_n_names (error);

  switch ((MorselWeightsError) error->code)
    {
    case MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS:
      return g_strdup (_ ("This file is not a model."));
    case MORSEL_WEIGHTS_ERROR_TOO_NEW:
      return g_strdup (_ ("This model needs a newer version of Morsel."));
    case MORSEL_WEIGHTS_ERROR_OTHER_NETWORK:
      return g_strdup (_ ("This model has another architecture."));
    case MORSEL_WEIGHTS_ERROR_WRONG_NAMES:
      if (n_outputs == 0)
        return g_strdup (_ ("The names do not fit this model."));
      return g_strdup_printf (ngettext ("The model has %u outputs, but there is %u name.",
                                        "The model has %u outputs, but there are %u names.",
                                        n_names),
                              n_outputs, n_names);
    case MORSEL_WEIGHTS_ERROR_DAMAGED:
    default:
      return g_strdup (_ ("The file is damaged."));
    }
}

/**
 * morsel_error_title:
 * @error: an error of the engine or of GIO
 *
 * A heading for the error, in header capitals.
 *
 * Returns: (transfer full): the heading
 */
char *
morsel_error_title (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == MORSEL_PHOTO_ERROR)
    return g_strdup (photo_title (error->code));
  if (error->domain == MORSEL_WEIGHTS_ERROR)
    return g_strdup (weights_title (error->code));
  if (error->domain == MORSEL_NETWORK_ERROR)
    return g_strdup (_ ("Could Not Be Recognised"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strdup (_ ("File Not Found"));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_strdup (_ ("No Access"));
  return g_strdup (_ ("Could Not Be Loaded"));
}

/**
 * morsel_error_sentence:
 * @error: an error of the engine or of GIO
 *
 * What went wrong and, where something helps, what to do. The error's own message is for the log.
 *
 * Returns: (transfer full): the sentence
 */
char *
morsel_error_sentence (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain == MORSEL_PHOTO_ERROR)
    return photo_sentence (error);
  if (error->domain == MORSEL_WEIGHTS_ERROR)
    return weights_sentence (error);
  if (g_error_matches (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_NO_LIBRARY))
    return g_strdup (_ ("The library oneDNN, which this computer needs, cannot be loaded."));
  if (error->domain == MORSEL_NETWORK_ERROR)
    return g_strdup (_ ("The model cannot be run on this computer."));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return g_strdup (_ ("The file was moved or deleted."));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return g_strdup (_ ("You do not have permission to read this file."));
  /* A photo, a model, or names for its outputs. */
  return g_strdup (_ ("The file could not be loaded."));
}

/**
 * morsel_error_no_model_title:
 *
 * The heading for a Morsel whose own model is missing.
 *
 * Returns: (transfer none): the heading
 */
const char *
morsel_error_no_model_title (void)
{
  return _ ("No Model");
}

/**
 * morsel_error_no_model_sentence:
 *
 * What to do when Morsel's own model is missing.
 *
 * Returns: (transfer none): the sentence
 */
const char *
morsel_error_no_model_sentence (void)
{
  return _ ("The model is missing. Install Morsel again.");
}
