/* error.c: the engine's error domains and the facts that travel with an error
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"

#include <gio/gio.h>
#include <string.h>

/* G_DEFINE_EXTENDED_ERROR casts const away and reads its own private part untested. */
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wnull-dereference"

/* The facts of a photo error. */
typedef struct
{
  char *format;
  guint limit;
} MorselPhotoErrorPrivate;

/* The facts of a weights error. */
typedef struct
{
  guint n_outputs;
  guint n_names;
} MorselWeightsErrorPrivate;

static void
morsel_photo_error_private_init (MorselPhotoErrorPrivate *self)
{
}

static void
morsel_photo_error_private_copy (const MorselPhotoErrorPrivate *from, MorselPhotoErrorPrivate *to)
{
  to->format = g_strdup (from->format);
  to->limit = from->limit;
}

static void
morsel_photo_error_private_clear (MorselPhotoErrorPrivate *self)
{
  g_free (self->format);
}

G_DEFINE_EXTENDED_ERROR (MorselPhotoError, morsel_photo_error)

static void
morsel_weights_error_private_init (MorselWeightsErrorPrivate *self)
{
}

static void
morsel_weights_error_private_copy (const MorselWeightsErrorPrivate *from,
                                   MorselWeightsErrorPrivate *to)
{
  *to = *from;
}

static void
morsel_weights_error_private_clear (MorselWeightsErrorPrivate *self)
{
}

G_DEFINE_EXTENDED_ERROR (MorselWeightsError, morsel_weights_error)

GQuark
morsel_network_error_quark (void)
{
  return g_quark_from_static_string ("morsel-network-error-quark");
}

static const char *const photo_codes[] = {
  [MORSEL_PHOTO_ERROR_NOT_A_FILE] = "not-a-file",
  [MORSEL_PHOTO_ERROR_REMOTE] = "remote",
  [MORSEL_PHOTO_ERROR_EMPTY] = "empty",
  [MORSEL_PHOTO_ERROR_TOO_MANY_BYTES] = "too-many-bytes",
  [MORSEL_PHOTO_ERROR_READ] = "read",
  [MORSEL_PHOTO_ERROR_NOT_A_PHOTO] = "not-a-photo",
  [MORSEL_PHOTO_ERROR_UNSUPPORTED] = "unsupported",
  [MORSEL_PHOTO_ERROR_NO_DECODER] = "no-decoder",
  [MORSEL_PHOTO_ERROR_CORRUPT] = "corrupt",
  [MORSEL_PHOTO_ERROR_TRUNCATED] = "truncated",
  [MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS] = "too-many-pixels",
  [MORSEL_PHOTO_ERROR_TOO_SMALL] = "too-small",
  [MORSEL_PHOTO_ERROR_TOO_COMPLEX] = "too-complex",
  [MORSEL_PHOTO_ERROR_TIMEOUT] = "timeout",
  [MORSEL_PHOTO_ERROR_NO_MEMORY] = "no-memory",
};

static const char *const weights_codes[] = {
  [MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS] = "not-weights",
  [MORSEL_WEIGHTS_ERROR_DAMAGED] = "damaged",
  [MORSEL_WEIGHTS_ERROR_TOO_NEW] = "too-new",
  [MORSEL_WEIGHTS_ERROR_OTHER_NETWORK] = "other-network",
  [MORSEL_WEIGHTS_ERROR_WRONG_NAMES] = "wrong-names",
};

/**
 * morsel_photo_error_new_format:
 * @code: the code
 * @format: the format's name as people know it, "HEIC"
 * @message: exact English for the log
 *
 * A photo error that knows the format it is about.
 *
 * Returns: (transfer full): the error
 */
GError *
morsel_photo_error_new_format (MorselPhotoError code, const char *format, const char *message)
{
  GError *error = g_error_new_literal (MORSEL_PHOTO_ERROR, (int) code, message);

  MorselPhotoErrorPrivate *facts = morsel_photo_error_get_private (error);

  if (facts != NULL)
    facts->format = g_strdup (format);
  return error;
}

/**
 * morsel_photo_error_new_limit:
 * @code: the code
 * @limit: the limit that was passed: megapixels, megabytes or pixels, as the code says
 * @message: exact English for the log
 *
 * A photo error that knows the limit it is about.
 *
 * Returns: (transfer full): the error
 */
GError *
morsel_photo_error_new_limit (MorselPhotoError code, guint limit, const char *message)
{
  GError *error = g_error_new_literal (MORSEL_PHOTO_ERROR, (int) code, message);

  morsel_photo_error_get_private (error)->limit = limit;
  return error;
}

/**
 * morsel_weights_error_new_names:
 * @n_outputs: how many outputs the network has
 * @n_names: how many names there are for them
 *
 * %MORSEL_WEIGHTS_ERROR_WRONG_NAMES with both numbers.
 *
 * Returns: (transfer full): the error
 */
GError *
morsel_weights_error_new_names (guint n_outputs, guint n_names)
{
  GError *error = g_error_new (MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
                               "The network has %u outputs, but there are %u names", n_outputs,
                               n_names);

  morsel_weights_error_get_private (error)->n_outputs = n_outputs;
  morsel_weights_error_get_private (error)->n_names = n_names;
  return error;
}

/**
 * morsel_weights_error_set:
 * @error: return location for an error
 * @code: the code
 * @format: exact English for the log, printf() form
 * @...: what @format asks for
 *
 * Sets a weights error, for checks that end with it: `return
 * morsel_weights_error_set (error, …)`.
 *
 * Returns: %FALSE
 */
gboolean
morsel_weights_error_set (GError **error, MorselWeightsError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error,
                     g_error_new_valist (MORSEL_WEIGHTS_ERROR, (int) code, format, arguments));
  va_end (arguments);
  return FALSE;
}

/**
 * morsel_photo_error_get_format:
 * @error: an error of %MORSEL_PHOTO_ERROR
 *
 * Returns: (transfer none) (nullable): the format's name, "HEIC"
 */
const char *
morsel_photo_error_get_format (const GError *error)
{
  const MorselPhotoErrorPrivate *facts = morsel_photo_error_get_private (error);

  return facts != NULL ? facts->format : NULL;
}

/**
 * morsel_photo_error_get_limit:
 * @error: an error of %MORSEL_PHOTO_ERROR
 *
 * Returns: the limit that was passed, 0 when none is known
 */
guint
morsel_photo_error_get_limit (const GError *error)
{
  const MorselPhotoErrorPrivate *facts = morsel_photo_error_get_private (error);

  return facts != NULL ? facts->limit : 0;
}

/**
 * morsel_weights_error_get_n_outputs:
 * @error: an error of %MORSEL_WEIGHTS_ERROR
 *
 * Returns: the outputs of a network with the wrong number of names, else 0
 */
guint
morsel_weights_error_get_n_outputs (const GError *error)
{
  const MorselWeightsErrorPrivate *facts = morsel_weights_error_get_private (error);

  return facts != NULL ? facts->n_outputs : 0;
}

/**
 * morsel_weights_error_get_n_names:
 * @error: an error of %MORSEL_WEIGHTS_ERROR
 *
 * Returns: the wrong number of names, else 0
 */
guint
morsel_weights_error_get_n_names (const GError *error)
{
  const MorselWeightsErrorPrivate *facts = morsel_weights_error_get_private (error);

  return facts != NULL ? facts->n_names : 0;
}

/**
 * morsel_error_get_code:
 * @error: any error that the engine sets
 *
 * The error's code as a word for programs: "too-many-pixels", "not-found".
 *
 * Returns: (transfer none): the word; "failed" for errors without one of their own
 */
const char *
morsel_error_get_code (const GError *error)
{
  gsize code = (gsize) error->code;

  if (error->domain == MORSEL_PHOTO_ERROR && code < G_N_ELEMENTS (photo_codes))
    return photo_codes[code];
  if (error->domain == MORSEL_WEIGHTS_ERROR && code < G_N_ELEMENTS (weights_codes))
    return weights_codes[code];
  if (g_error_matches (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_NO_LIBRARY))
    return "no-library";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return "not-found";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return "permission-denied";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  return "failed";
}

/**
 * morsel_error_to_line:
 * @error: any error
 *
 * Writes an error as one line, for a program that another has started.
 *
 * Returns: (transfer full): "CODE: MESSAGE", without a line break
 */
char *
morsel_error_to_line (const GError *error)
{
  g_autofree char *line = g_strconcat (morsel_error_get_code (error), ": ", error->message, NULL);

  return g_strdelimit (g_steal_pointer (&line), "\r\n", ' ');
}

/* Reads a number behind the words before it, and goes on to what follows. */
static gboolean
read_count (const char **at, const char *before, guint *count)
{
  if (!g_str_has_prefix (*at, before))
    return FALSE;

  const char *digits = *at + strlen (before);
  char *end;
  const guint64 value = g_ascii_strtoull (digits, &end, 10);

  *at = end;
  *count = (guint) value;
  return end != digits && value <= G_MAXUINT;
}

/* The numbers of wrong names stand in the message that morsel_weights_error_new_names() made. */
static GError *
new_weights_error (MorselWeightsError code, const char *message)
{
  const char *at = message;
  guint n_outputs, n_names;

  if (code == MORSEL_WEIGHTS_ERROR_WRONG_NAMES &&
      read_count (&at, "The network has ", &n_outputs) &&
      read_count (&at, " outputs, but there are ", &n_names))
    return morsel_weights_error_new_names (n_outputs, n_names);
  return g_error_new_literal (MORSEL_WEIGHTS_ERROR, (int) code, message);
}

/**
 * morsel_error_from_line:
 * @line: what a program that was started wrote about a weights file
 *
 * Reads an error that morsel_error_to_line() wrote, behind the program's name
 * or without it: "morsel-import: damaged: The header is cut off".
 *
 * Returns: (transfer full): the error; %MORSEL_WEIGHTS_ERROR_DAMAGED when the
 *   line is none, because the program then broke
 */
GError *
morsel_error_from_line (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, ": ", 3);
  guint first = g_strcmp0 (parts[0], "morsel-import") == 0 ? 1 : 0;

  if (g_strv_length (parts) < first + 2)
    return g_error_new (MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED, "No error: %s", line);

  g_autofree char *message = g_strstrip (g_strjoinv (": ", parts + first + 1));

  for (gsize code = 0; code < G_N_ELEMENTS (weights_codes); code++)
    if (g_str_equal (parts[first], weights_codes[code]))
      return new_weights_error ((MorselWeightsError) code, message);
  if (g_str_equal (parts[first], "not-found"))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, message);
  if (g_str_equal (parts[first], "permission-denied"))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, message);
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, message);
}
