/* recognizer-fixture.h: small weights in a folder, recognizers of them and photos of noise
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"
#include "made-weights.h"

/* Around all tests. */
void recognizer_fixture_begin (void);
void recognizer_fixture_end (void);

MadeWeights recognizer_fixture_describe_weights (void);
GFile *recognizer_fixture_write_file (const char *name, const void *bytes, gsize n_bytes);
GFile *recognizer_fixture_write_weights (const char *name, const MadeWeights *made);
GFile *recognizer_fixture_get_weights (void);
MorselRecognizer *recognizer_fixture_make_recognizer (guint n_lanes);
MorselPhoto *recognizer_fixture_make_photo (guint width, guint height, guint32 seed);
MorselRanking *recognizer_fixture_recognize (MorselRecognizer *recognizer,
                                             MorselPhoto *photo,
                                             const MorselPart *part);
void recognizer_fixture_wait_for (const guint *count, guint target);
