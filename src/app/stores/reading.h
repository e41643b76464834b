/* reading.h: one photo being read: loaded, then recognised
 *
 *   reading = morsel_reading_new_for_file (file);
 *   g_signal_connect (reading, "notify::photo", …);    shown as soon as it is loaded
 *   g_signal_connect (reading, "notify::ranking", …);
 *   g_signal_connect (reading, "notify::error", …);
 *   morsel_reading_set_recognizer (reading, recognizer);
 *
 * Every photo is a new reading: who lets go of the old one can never be given its answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

G_BEGIN_DECLS

#define MORSEL_TYPE_READING (morsel_reading_get_type ())
G_DECLARE_FINAL_TYPE (MorselReading, morsel_reading, MORSEL, READING, GObject)

MorselReading *morsel_reading_new_for_file (GFile *file) G_GNUC_WARN_UNUSED_RESULT;
MorselReading *morsel_reading_new_for_bytes (GBytes *bytes, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;
MorselReading *morsel_reading_new_for_answer (GFile *thumbnail,
                                              const char *name,
                                              MorselRanking *ranking) G_GNUC_WARN_UNUSED_RESULT;
MorselReading *morsel_reading_new_for_photo (MorselPhoto *photo, const char *name)
    G_GNUC_WARN_UNUSED_RESULT;

void morsel_reading_set_recognizer (MorselReading *self, MorselRecognizer *recognizer);
void morsel_reading_set_unseen (MorselReading *self, gboolean is_unseen);
void morsel_reading_set_part (MorselReading *self, const MorselPart *part);
void morsel_reading_read_again (MorselReading *self);
void morsel_reading_cancel (MorselReading *self);

GFile *morsel_reading_get_file (MorselReading *self);
GBytes *morsel_reading_get_bytes (MorselReading *self);
const char *morsel_reading_get_name (MorselReading *self);
MorselPhoto *morsel_reading_get_photo (MorselReading *self);
MorselRecognizer *morsel_reading_get_recognizer (MorselReading *self);
MorselRanking *morsel_reading_get_ranking (MorselReading *self);
const GError *morsel_reading_get_error (MorselReading *self);
const MorselPart *morsel_reading_get_part (MorselReading *self);
gboolean morsel_reading_is_remembered (MorselReading *self);
gboolean morsel_reading_is_busy (MorselReading *self);
void morsel_reading_get_seen_area (MorselReading *self, MorselPart *area);

G_END_DECLS
