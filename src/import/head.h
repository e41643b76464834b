/* head.h: what stands behind the network, from Keras' arrays to ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "import/conversion.h"
#include "import/model-config.h"

G_BEGIN_DECLS

gboolean morsel_head_convert_ending (MorselConversion *self, MorselEnding ending, GError **error);
gboolean morsel_head_convert (MorselConversion *self, const MorselConfig *config, GError **error);

G_END_DECLS
