/* troubleshooting.h: what a report of a fault should say about this computer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/weights.h"

G_BEGIN_DECLS

char *morsel_troubleshooting_new (MorselWeights *weights) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
