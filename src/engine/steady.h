/* steady.h: one name from many camera frames, by a mean over time and hysteresis
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

G_BEGIN_DECLS

typedef struct _MorselSteady MorselSteady;

MorselSteady *morsel_steady_new (void) G_GNUC_WARN_UNUSED_RESULT;
void morsel_steady_free (MorselSteady *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselSteady, morsel_steady_free)

void morsel_steady_reset (MorselSteady *self);
void morsel_steady_add (MorselSteady *self, MorselRanking *ranking, gint64 microseconds);
/* Returns: (nullable): the label that holds; percent: its mean probability in steps of 5 */
const char *morsel_steady_get_label (MorselSteady *self, guint *percent);

G_END_DECLS
