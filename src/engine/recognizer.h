/* recognizer.h: the engine's front door; a recognizer that exists is ready
 *
 *   recognizer = morsel_recognizer_new (weights, 0, MORSEL_PRECISION_AUTO, cancellable, &error);
 *   photo = morsel_photo_load (file, morsel_recognizer_get_least_side (recognizer), cancellable, &error);
 *   ranking = morsel_recognizer_recognize (recognizer, photo, NULL, cancellable, &error);
 *   g_print ("%s\n", morsel_ranking_get_label (ranking, 0));
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"
#include "engine/plan.h"
#include "engine/preprocess.h"
#include "engine/ranking.h"
#include "engine/weights.h"

G_BEGIN_DECLS

#define MORSEL_TYPE_RECOGNIZER (morsel_recognizer_get_type ())
G_DECLARE_FINAL_TYPE (MorselRecognizer, morsel_recognizer, MORSEL, RECOGNIZER, GObject)

/* n_lanes: photos at the same time, 0: as many as cores */
MorselRecognizer *morsel_recognizer_new (GFile *file,
                                         guint n_lanes,
                                         MorselPrecision precision,
                                         GCancellable *cancellable,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_recognizer_new_async (GFile *file,
                                  guint n_lanes,
                                  MorselPrecision precision,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
MorselRecognizer *morsel_recognizer_new_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

MorselWeights *morsel_recognizer_get_weights (MorselRecognizer *self);
MorselPrecision morsel_recognizer_get_precision (MorselRecognizer *self);
guint morsel_recognizer_get_n_lanes (MorselRecognizer *self);
guint morsel_recognizer_get_least_side (MorselRecognizer *self);

MorselRanking *morsel_recognizer_recognize (MorselRecognizer *self,
                                            MorselPhoto *photo,
                                            const MorselPart *part,
                                            GCancellable *cancellable,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
MorselRanking *morsel_recognizer_recognize_without_features (MorselRecognizer *self,
                                                             MorselPhoto *photo,
                                                             GCancellable *cancellable,
                                                             GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void morsel_recognizer_recognize_async (MorselRecognizer *self,
                                        MorselPhoto *photo,
                                        const MorselPart *part,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
MorselRanking *morsel_recognizer_recognize_finish (MorselRecognizer *self,
                                                   GAsyncResult *result,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

float *morsel_recognizer_dup_focus (MorselRecognizer *self,
                                    MorselRanking *ranking,
                                    gsize position,
                                    guint *side) G_GNUC_WARN_UNUSED_RESULT;

void morsel_recognizer_end_all (void);

G_END_DECLS
