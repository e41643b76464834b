/* error.h: what can go wrong in the engine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is wrong with a photo. Not found, no permission and cancelled are G_IO_ERROR's. */
typedef enum
{
  MORSEL_PHOTO_ERROR_NOT_A_FILE,
  MORSEL_PHOTO_ERROR_REMOTE,
  MORSEL_PHOTO_ERROR_EMPTY,
  MORSEL_PHOTO_ERROR_TOO_MANY_BYTES,
  MORSEL_PHOTO_ERROR_READ,
  MORSEL_PHOTO_ERROR_NOT_A_PHOTO,
  MORSEL_PHOTO_ERROR_UNSUPPORTED,
  MORSEL_PHOTO_ERROR_NO_DECODER,
  MORSEL_PHOTO_ERROR_CORRUPT,
  MORSEL_PHOTO_ERROR_TRUNCATED,
  MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS,
  MORSEL_PHOTO_ERROR_TOO_SMALL,
  MORSEL_PHOTO_ERROR_TOO_COMPLEX,
  MORSEL_PHOTO_ERROR_TIMEOUT,
  MORSEL_PHOTO_ERROR_NO_MEMORY,
} MorselPhotoError;

#define MORSEL_PHOTO_ERROR (morsel_photo_error_quark ())
GQuark morsel_photo_error_quark (void);

/* What is wrong with a weights file. */
typedef enum
{
  MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS,
  MORSEL_WEIGHTS_ERROR_DAMAGED,
  MORSEL_WEIGHTS_ERROR_TOO_NEW,
  MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
  MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
} MorselWeightsError;

#define MORSEL_WEIGHTS_ERROR (morsel_weights_error_quark ())
GQuark morsel_weights_error_quark (void);

/* The network cannot be made ready or run; oneDNN's status, or why it is not there, is in the
   message. */
typedef enum
{
  MORSEL_NETWORK_ERROR_FAILED,
  MORSEL_NETWORK_ERROR_NO_LIBRARY,
} MorselNetworkError;

#define MORSEL_NETWORK_ERROR (morsel_network_error_quark ())
GQuark morsel_network_error_quark (void);

/* Facts that travel with an error, for the sentence that a person reads. */
GError *morsel_photo_error_new_format (MorselPhotoError code,
                                       const char *format,
                                       const char *message);
GError *morsel_photo_error_new_limit (MorselPhotoError code, guint limit, const char *message);
GError *morsel_weights_error_new_names (guint n_outputs, guint n_names);
gboolean morsel_weights_error_set (GError **error, MorselWeightsError code, const char *format, ...)
    G_GNUC_PRINTF (3, 4);
const char *morsel_photo_error_get_format (const GError *error);
guint morsel_photo_error_get_limit (const GError *error);
guint morsel_weights_error_get_n_outputs (const GError *error);
guint morsel_weights_error_get_n_names (const GError *error);

const char *morsel_error_get_code (const GError *error);

/* An error as one line of text, from one program to another: "damaged: The header is cut off" */
char *morsel_error_to_line (const GError *error);
GError *morsel_error_from_line (const char *line);

G_END_DECLS
