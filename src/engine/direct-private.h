/* direct-private.h: what direct.c and direct-pack.c share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/direct-kernels.h"
#include "engine/direct.h"

G_BEGIN_DECLS

struct _MorselDirect
{
  MorselOperation operation;
  MorselValues values; /* of the source */
  MorselValues destination;
  guint words_per_pixel;
  guint weight_words;
  gboolean half; /* weights are F16 */
  MorselDirectKernel (*find) (guint n_halves);
  const guint8 *packed; /* borrowed */
};

guint morsel_direct_get_group (guint n_halves);
gsize morsel_direct_get_group_size (const MorselDirect *self, guint n_halves);

G_END_DECLS
