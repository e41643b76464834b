/* softmax.h: from a network's logits to probabilities
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* logits, probabilities: [n] */
gboolean morsel_softmax_run (const float *logits,
                             guint n,
                             double temperature,
                             float *probabilities);
double morsel_softmax_get_energy (const float *logits, guint n);

G_END_DECLS
