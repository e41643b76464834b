/* reading-steps.c: the steps of reading a photo: load, recognise, load as large as the screen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/reading-private.h"

#include <math.h>

/* What is decoded for the window: enough for a large screen, and never loaded again on resize. */
#define SHOWN_LEAST_SIDE 1440

/* When it is decoded: after the answer is on the screen and its bars have grown. */
#define SHARPEN_DELAY_MILLISECONDS 300

/**
 * morsel_reading_set_step:
 * @self: the reading
 * @cancellable: (nullable): of the step that begins; %NULL: none is under way
 *
 * The step before it, if it is still under way, is cancelled.
 */
void
morsel_reading_set_step (MorselReading *self, GCancellable *cancellable)
{
  gboolean was_busy = self->cancellable != NULL;

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, cancellable);

  if (was_busy != (cancellable != NULL))
    g_object_notify (G_OBJECT (self), "busy");
}

/* Begins a step; the one before it, if it is still under way, is cancelled. */
static GCancellable *
begin_step (MorselReading *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  morsel_reading_set_step (self, cancellable);
  return self->cancellable;
}

static void
fail (MorselReading *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  morsel_reading_set_step (self, NULL);
  g_object_notify (G_OBJECT (self), "error");
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

/* The photo of a step, or %NULL: the step was cancelled, or the reading has its error. */
static MorselPhoto *
load_finish_or_fail (MorselReading *self, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = load_finish (self, result, &error);

  if (photo == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fail (self, g_steal_pointer (&error));
  return g_steal_pointer (&photo);
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
  g_object_notify (G_OBJECT (self), "photo");
}

static gboolean
sharpen_cb (gpointer user_data)
{
  MorselReading *self = MORSEL_READING (user_data);

  self->sharpen_timeout = 0;
  self->sharpening = g_cancellable_new ();
  if (self->file != NULL)
    morsel_photo_load_async (self->file, SHOWN_LEAST_SIDE, self->sharpening, sharp_cb,
                             g_object_ref (self));
  else
    morsel_photo_load_bytes_async (self->bytes, SHOWN_LEAST_SIDE, self->sharpening, sharp_cb,
                                   g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* Some time after the answer, a photo that fills a large screen is loaded. */
static void
sharpen_later (MorselReading *self)
{
  if (self->is_unseen || self->sharpen_timeout != 0 || self->sharpening != NULL ||
      self->photo == NULL || (self->file == NULL && self->bytes == NULL) ||
      self->remembered != NULL || morsel_photo_has_least_side (self->photo, SHOWN_LEAST_SIDE))
    return;

  self->sharpen_timeout = g_timeout_add (SHARPEN_DELAY_MILLISECONDS, sharpen_cb, self);
}

/**
 * morsel_reading_set_unseen:
 * @self: the reading
 * @is_unseen: whether nobody may ever see it
 *
 * As long as that is so, the photo is loaded for its answer only.
 */
void
morsel_reading_set_unseen (MorselReading *self, gboolean is_unseen)
{
  g_return_if_fail (MORSEL_IS_READING (self));

  self->is_unseen = is_unseen;
  if (self->ranking != NULL || self->recognizer == NULL)
    sharpen_later (self);
}

/**
 * morsel_reading_stop_sharpening:
 * @self: the reading
 *
 * Ends the load of the photo to show, or the wait for it.
 */
void
morsel_reading_stop_sharpening (MorselReading *self)
{
  g_clear_handle_id (&self->sharpen_timeout, g_source_remove);
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

  morsel_reading_set_step (self, NULL);
  g_set_object (&self->ranking, ranking);
  g_object_notify (G_OBJECT (self), "ranking");
  sharpen_later (self);
}

static void
detail_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselReading) self = MORSEL_READING (user_data);
  g_autoptr (MorselPhoto) photo = load_finish_or_fail (self, result);

  if (photo == NULL)
    return;

  g_set_object (&self->detail, photo);
  morsel_reading_recognize (self);
}

/**
 * morsel_reading_recognize:
 * @self: the reading
 *
 * Goes on with what is there: a photo and a recognizer, or waits for what is missing.
 */
void
morsel_reading_recognize (MorselReading *self)
{
  if (self->photo == NULL)
    return;

  if (self->remembered != NULL)
    {
      morsel_reading_set_step (self, NULL);
      g_set_object (&self->ranking, self->remembered);
      g_object_notify (G_OBJECT (self), "ranking");
      return;
    }

  if (self->recognizer == NULL)
    {
      /* What remains to be done waits for the recognizer. */
      begin_step (self);
      sharpen_later (self);
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
  g_autoptr (MorselPhoto) photo = load_finish_or_fail (self, result);

  if (photo == NULL)
    return;

  morsel_reading_stop_sharpening (self);
  g_set_object (&self->photo, photo);
  g_set_object (&self->first, photo);
  g_clear_object (&self->detail);

  /* The network begins before the window draws; a remembered answer comes after its photo. */
  if (self->remembered == NULL)
    morsel_reading_recognize (self);
  g_object_notify (G_OBJECT (self), "photo");
  if (self->remembered != NULL)
    morsel_reading_recognize (self);
}

/**
 * morsel_reading_load:
 * @self: the reading, with a file or bytes
 * @least_side: pixels that the shorter side is decoded with at least
 *
 * Loads the photo, then recognises it.
 */
void
morsel_reading_load (MorselReading *self, guint least_side)
{
  load (self, least_side, photo_cb);
}

/**
 * morsel_reading_load_again:
 * @self: the reading, with a file or bytes
 *
 * Loads the photo as large as the recognizer needs it, then recognises it.
 */
void
morsel_reading_load_again (MorselReading *self)
{
  morsel_reading_load (self, self->recognizer != NULL ? get_needed_side (self)
                                                      : MORSEL_READING_FIRST_LEAST_SIDE);
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

  morsel_reading_stop_sharpening (self);
  morsel_reading_set_step (self, NULL);
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
