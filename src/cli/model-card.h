/* model-card.h: what weights say about themselves, as text or JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* of the file */
  MorselWeights *weights;
  const MorselSafetensors *tensors;
  gboolean has_dishes; /* whether the text lists them; JSON always does */
} MorselModelCard;

void morsel_model_card_append_text (const MorselModelCard *self, GString *text);
void morsel_model_card_append_json (const MorselModelCard *self, GString *text);

G_END_DECLS
