/* layers.h: the layers of the network, from Keras' arrays to ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"
#include "import/conversion.h"

G_BEGIN_DECLS

gboolean morsel_layers_convert (MorselConversion *self,
                                const MorselNetwork *network,
                                GError **error);
gboolean morsel_layers_convert_biased (MorselConversion *self,
                                       const char *layer,
                                       const char *tensor,
                                       gsize in,
                                       gsize out,
                                       GError **error);

G_END_DECLS
