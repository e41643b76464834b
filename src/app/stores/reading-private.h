/* reading-private.h: what the files of a reading share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/reading.h"

G_BEGIN_DECLS

/* What is decoded before a recognizer says how much it needs: what the shipped model asks for. */
#define MORSEL_READING_FIRST_LEAST_SIDE 448

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
  guint sharpen_timeout;     /* until then */

  gboolean is_unseen; /* no photo to show is loaded */

  MorselPart part;
  gboolean has_part;
};

void morsel_reading_set_step (MorselReading *self, GCancellable *cancellable);
void morsel_reading_load (MorselReading *self, guint least_side);
void morsel_reading_load_again (MorselReading *self);
void morsel_reading_recognize (MorselReading *self);
void morsel_reading_stop_sharpening (MorselReading *self);

G_END_DECLS
