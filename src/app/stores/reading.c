/* reading.c: one photo being read: loaded, then recognised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/reading.h"

#include <math.h>

/* What is decoded for the window: enough for a large screen, and never loaded again on resize. */
#define SHOWN_LEAST_SIDE 1440
/* What is decoded before a recognizer says how much it needs: what the shipped model asks for. */
#define FIRST_LEAST_SIDE 448

struct _MorselReading
{
  GObject parent_instance;

  /* owned */
  GFile *file;
  GBytes *bytes;
  char *name;
  MorselPhoto *photo; /* as it is shown */
  MorselPhoto
      *first; /* the same, no larger than the recognizer needs: loaded and recognised first */
  MorselPhoto *detail; /* the same, larger, where the recognizer or a small part needs it */
  MorselRecognizer *recognizer;
  MorselRanking *ranking;
  MorselRanking *remembered; /* the answer of a photo that is gone */
  GError *error;
  GCancellable *cancellable; /* of the step under way; NULL: none */
  GCancellable *sharpening;  /* of the load of the photo to show */

  MorselPart part;
  gboolean has_part;
};

enum
{
  PROP_PHOTO = 1,
  PROP_RANKING,
  PROP_ERROR,
  PROP_BUSY,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (MorselReading, morsel_reading, G_TYPE_OBJECT)

static void recognize (MorselReading *self);

static void
set_cancellable (MorselReading *self, GCancellable *cancellable)
{
  gboolean was_busy = self->cancellable != NULL;

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, cancellable);

  if (was_busy != (cancellable != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_BUSY]);
}

/* Begins a step; the one before it, if it is still under way, is cancelled. */
static GCancellable *
begin_step (MorselReading *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  set_cancellable (self, cancellable);
  return self->cancellable;
}

static void
fail (MorselReading *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  set_cancellable (self, NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
}

static void
load (MorselReading *self, guint least_side, GAsyncReadyCallback callback)
{
  GCancellable *cancellable = begin_step (self);

  if (self->file != NULL)
    morsel_photo_load_async (self->file, least_side, cancellable, callback, g_object_ref (self));
  else
    morsel_photo_load_bytes_async (self->bytes, least_side, cancellable, callback,
                                   g_object_ref (self));
}

static MorselPhoto *
load_finish (MorselReading *self, GAsyncResult *result, GError **error)
{
  return self->file != NULL ? morsel_photo_load_finish (result, error)
                            : morsel_photo_load_bytes_finish (result, error);
}

/* How large the photo must be decoded for the part to be as large as the recognizer likes it. */
static guint
get_needed_side (MorselReading *self)
{
  guint least_side = morsel_recognizer_get_least_side (self->recognizer);

  if (!self->has_part || self->photo == NULL || least_side == MORSEL_PHOTO_FULL_SIZE)
    return least_side;

  guint n_columns = morsel_photo_get_width (self->photo);
  guint n_rows = morsel_photo_get_height (self->photo);
  float width = (float) n_columns;
  float height = (float) n_rows;
  float part_side = MIN (self->part.width * width, self->part.height * height);
  float needed = ceilf ((float) least_side * MIN (width, height) / MAX (part_side, 1.0f));

  return needed < (float) G_MAXINT ? (guint) needed : MORSEL_PHOTO_FULL_SIZE;
}

static void
sharp_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselReading) self = MORSEL_READING (user_data);
  g_autoptr (MorselPhoto) photo = load_finish (self, result, NULL);

  /* A file that changed or went away meanwhile leaves the photo as it is. */
  if (photo == NULL || g_cancellable_is_cancelled (self->sharpening))
    return;

  g_set_object (&self->photo, photo);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHOTO]);
}

/* Once the answer is there, a photo that fills a large screen is loaded. */
static void
sharpen (MorselReading *self)
{
  if (self->sharpening != NULL || self->photo == NULL ||
      (self->file == NULL && self->bytes == NULL) || self->remembered != NULL ||
      morsel_photo_has_least_side (self->photo, SHOWN_LEAST_SIDE))
    return;

  self->sharpening = g_cancellable_new ();
  if (self->file != NULL)
    morsel_photo_load_async (self->file, SHOWN_LEAST_SIDE, self->sharpening, sharp_cb,
                             g_object_ref (self));
  else
    morsel_photo_load_bytes_async (self->bytes, SHOWN_LEAST_SIDE, self->sharpening, sharp_cb,
                                   g_object_ref (self));
}

static void
stop_sharpening (MorselReading *self)
{
  g_cancellable_cancel (self->sharpening);
  g_clear_object (&self->sharpening);
}

/* The smallest copy of the photo that is large enough, or %NULL. */
static MorselPhoto *
find_photo (MorselReading *self, guint least_side)
{
  MorselPhoto *copies[] = { self->first, self->photo, self->detail };

  for (gsize i = 0; i < G_N_ELEMENTS (copies); i++)
    if (copies[i] != NULL && morsel_photo_has_least_side (copies[i], least_side))
      return copies[i];

  return NULL;
}

static void
recognize_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselReading) self = MORSEL_READING (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRanking) ranking = morsel_recognizer_recognize_finish (
      MORSEL_RECOGNIZER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (ranking == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }

  set_cancellable (self, NULL);
  g_set_object (&self->ranking, ranking);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RANKING]);
  sharpen (self);
}

static void
detail_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselReading) self = MORSEL_READING (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = load_finish (self, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (photo == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }

  g_set_object (&self->detail, photo);
  recognize (self);
}

static void
recognize (MorselReading *self)
{
  if (self->photo == NULL)
    return;

  if (self->remembered != NULL)
    {
      set_cancellable (self, NULL);
      g_set_object (&self->ranking, self->remembered);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_RANKING]);
      return;
    }

  if (self->recognizer == NULL)
    {
      /* What remains to be done waits for the recognizer. */
      begin_step (self);
      sharpen (self);
      return;
    }

  gboolean can_load = self->file != NULL || self->bytes != NULL;
  guint needed = get_needed_side (self);
  MorselPhoto *photo = find_photo (self, needed);

  if (photo == NULL && can_load)
    {
      load (self, needed, detail_cb);
      return;
    }

  /* A photo without a file is all there is. */
  morsel_recognizer_recognize_async (self->recognizer, photo != NULL ? photo : self->photo,
                                     self->has_part ? &self->part : NULL, begin_step (self),
                                     recognize_cb, g_object_ref (self));
}

static void
photo_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselReading) self = MORSEL_READING (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = load_finish (self, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (photo == NULL)
    {
      fail (self, g_steal_pointer (&error));
      return;
    }

  stop_sharpening (self);
  g_set_object (&self->photo, photo);
  g_set_object (&self->first, photo);
  g_clear_object (&self->detail);

  /* The network begins before the window draws; a remembered answer comes after its photo. */
  if (self->remembered == NULL)
    recognize (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PHOTO]);
  if (self->remembered != NULL)
    recognize (self);
}

static void
morsel_reading_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  MorselReading *self = MORSEL_READING (object);

  switch (prop_id)
    {
    case PROP_PHOTO:
      g_value_set_object (value, self->photo);
      break;
    case PROP_RANKING:
      g_value_set_object (value, self->ranking);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->cancellable != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
morsel_reading_finalize (GObject *object)
{
  MorselReading *self = MORSEL_READING (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->photo);
  g_clear_object (&self->first);
  g_clear_object (&self->sharpening);
  g_clear_object (&self->detail);
  g_clear_object (&self->recognizer);
  g_clear_object (&self->ranking);
  g_clear_object (&self->remembered);
  g_clear_error (&self->error);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (morsel_reading_parent_class)->finalize (object);
}

static void
morsel_reading_class_init (MorselReadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = morsel_reading_get_property;
  object_class->finalize = morsel_reading_finalize;

  props[PROP_PHOTO] = g_param_spec_object ("photo", NULL, NULL, MORSEL_TYPE_PHOTO, flags);
  props[PROP_RANKING] = g_param_spec_object ("ranking", NULL, NULL, MORSEL_TYPE_RANKING, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  props[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
morsel_reading_init (MorselReading *self)
{
}

/**
 * morsel_reading_new_for_file:
 * @file: the photo's file
 *
 * Begins to load @file.
 *
 * Returns: (transfer full): the reading
 */
MorselReading *
morsel_reading_new_for_file (GFile *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  MorselReading *self = g_object_new (MORSEL_TYPE_READING, NULL);
  g_autofree char *basename = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->name = basename != NULL ? g_filename_display_name (basename) : g_file_get_uri (file);
  load (self, FIRST_LEAST_SIDE, photo_cb);
  return self;
}

/**
 * morsel_reading_new_for_bytes:
 * @bytes: what a file of a photo would hold
 * @name: what the photo is called
 *
 * Begins to load @bytes.
 *
 * Returns: (transfer full): the reading
 */
MorselReading *
morsel_reading_new_for_bytes (GBytes *bytes, const char *name)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  MorselReading *self = g_object_new (MORSEL_TYPE_READING, NULL);

  self->bytes = g_bytes_ref (bytes);
  self->name = g_strdup (name);
  load (self, FIRST_LEAST_SIDE, photo_cb);
  return self;
}

/**
 * morsel_reading_new_for_answer:
 * @thumbnail: what is left of the photo
 * @name: what the photo was called
 * @ranking: what was found then
 *
 * A photo that is gone, as it is remembered. It is never recognised again.
 *
 * Returns: (transfer full): the reading
 */
MorselReading *
morsel_reading_new_for_answer (GFile *thumbnail, const char *name, MorselRanking *ranking)
{
  g_return_val_if_fail (G_IS_FILE (thumbnail), NULL);
  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (MORSEL_IS_RANKING (ranking), NULL);

  MorselReading *self = g_object_new (MORSEL_TYPE_READING, NULL);

  self->file = g_object_ref (thumbnail);
  self->name = g_strdup (name);
  self->remembered = g_object_ref (ranking);
  load (self, MORSEL_PHOTO_FULL_SIZE, photo_cb);
  return self;
}

/**
 * morsel_reading_new_for_photo:
 * @photo: a photo that is loaded already, a camera's for example
 * @name: what the photo is called
 *
 * Returns: (transfer full): the reading
 */
MorselReading *
morsel_reading_new_for_photo (MorselPhoto *photo, const char *name)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO (photo), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  MorselReading *self = g_object_new (MORSEL_TYPE_READING, NULL);

  self->photo = g_object_ref (photo);
  self->name = g_strdup (name);
  recognize (self);
  return self;
}

/**
 * morsel_reading_set_recognizer:
 * @self: the reading
 * @recognizer: what recognises it from now on
 *
 * Recognises the photo as soon as it is loaded, and once more after every change of @recognizer.
 */
void
morsel_reading_set_recognizer (MorselReading *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_READING (self));
  g_return_if_fail (MORSEL_IS_RECOGNIZER (recognizer));

  if (g_set_object (&self->recognizer, recognizer))
    recognize (self);
}

/**
 * morsel_reading_set_part:
 * @self: the reading
 * @part: (nullable): the part of the photo that counts, or %NULL for the whole photo
 *
 * Recognises that part. A part that is small is decoded again, larger, where the file has more.
 */
void
morsel_reading_set_part (MorselReading *self, const MorselPart *part)
{
  g_return_if_fail (MORSEL_IS_READING (self));

  if (part == NULL && !self->has_part)
    return;

  self->has_part = part != NULL;
  if (part != NULL)
    self->part = *part;

  recognize (self);
}

/**
 * morsel_reading_read_again:
 * @self: the reading
 *
 * Loads and recognises the photo once more. The old answer stays until the new one is there.
 */
void
morsel_reading_read_again (MorselReading *self)
{
  g_return_if_fail (MORSEL_IS_READING (self));

  g_clear_error (&self->error);

  if (self->file != NULL || self->bytes != NULL)
    load (self, self->recognizer != NULL ? get_needed_side (self) : FIRST_LEAST_SIDE, photo_cb);
  else
    recognize (self);
}

/**
 * morsel_reading_cancel:
 * @self: the reading
 *
 * Ends what is under way. Nothing is notified any more but that it is not busy.
 */
void
morsel_reading_cancel (MorselReading *self)
{
  g_return_if_fail (MORSEL_IS_READING (self));

  stop_sharpening (self);
  set_cancellable (self, NULL);
}

/**
 * morsel_reading_get_file:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): the photo's file, if it came from one
 */
GFile *
morsel_reading_get_file (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->file;
}

/**
 * morsel_reading_get_bytes:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): the photo's bytes, if it was dropped or pasted as such
 */
GBytes *
morsel_reading_get_bytes (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->bytes;
}

/**
 * morsel_reading_get_name:
 * @self: the reading
 *
 * Returns: (transfer none): what the photo is called, for people to read
 */
const char *
morsel_reading_get_name (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->name;
}

/**
 * morsel_reading_get_photo:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): the photo, once it is loaded
 */
MorselPhoto *
morsel_reading_get_photo (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->photo;
}

/**
 * morsel_reading_get_recognizer:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): what recognises the photo
 */
MorselRecognizer *
morsel_reading_get_recognizer (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->recognizer;
}

/**
 * morsel_reading_get_ranking:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): the newest answer
 */
MorselRanking *
morsel_reading_get_ranking (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->ranking;
}

/**
 * morsel_reading_get_error:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): why the photo cannot be read
 */
const GError *
morsel_reading_get_error (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->error;
}

/**
 * morsel_reading_get_part:
 * @self: the reading
 *
 * Returns: (transfer none) (nullable): the part of the photo that counts; %NULL: all of it
 */
const MorselPart *
morsel_reading_get_part (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), NULL);

  return self->has_part ? &self->part : NULL;
}

/**
 * morsel_reading_is_remembered:
 * @self: the reading
 *
 * Returns: whether the photo is gone and only its answer is known
 */
gboolean
morsel_reading_is_remembered (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), FALSE);

  return self->remembered != NULL;
}

/**
 * morsel_reading_is_busy:
 * @self: the reading
 *
 * Returns: %TRUE while an answer is still to come
 */
gboolean
morsel_reading_is_busy (MorselReading *self)
{
  g_return_val_if_fail (MORSEL_IS_READING (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * morsel_reading_get_seen_area:
 * @self: the reading, with a photo and a recognizer
 * @area: (out): the area, in fractions of the photo's sides
 *
 * What the network was given of the photo: weights may ask for the centre square of it only.
 */
void
morsel_reading_get_seen_area (MorselReading *self, MorselPart *area)
{
  g_return_if_fail (MORSEL_IS_READING (self));
  g_return_if_fail (self->photo != NULL && self->recognizer != NULL);

  const MorselInput *input = morsel_weights_get_input (
      morsel_recognizer_get_weights (self->recognizer));

  *area = morsel_preprocess_get_seen (input, self->photo, self->has_part ? &self->part : NULL);
}
