/* reading.c: one photo being read: loaded, then recognised
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/reading-private.h"

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
  g_clear_handle_id (&self->sharpen_timeout, g_source_remove);
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
  morsel_reading_load (self, MORSEL_READING_FIRST_LEAST_SIDE);
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
  morsel_reading_load (self, MORSEL_READING_FIRST_LEAST_SIDE);
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
  morsel_reading_load (self, MORSEL_PHOTO_FULL_SIZE);
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
  morsel_reading_recognize (self);
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
    morsel_reading_recognize (self);
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

  morsel_reading_recognize (self);
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
    morsel_reading_load_again (self);
  else
    morsel_reading_recognize (self);
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
