/* weights-fixture.h: small weights files for tests, right ones and wrong ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/safetensors-writer.h"
#include "engine/weights.h"

G_BEGIN_DECLS

/* A file with this header, whatever it says, and n_data zeros behind it. */
GBytes *fixture_container (const char *header, gsize n_data);

/* A writer with right metadata of three labels, and two small tensors of no network. */
MorselSafetensorsWriter *fixture_writer_new (void);

/* The file of that writer with one text changed, or removed when text is NULL. */
GBytes *fixture_weights (const char *key, const char *text);

/* The weights of that file. */
MorselWeights *fixture_new_weights (const char *key, const char *text, GError **error);

G_END_DECLS
