/* mobilenet-v3.h: the table of MobileNetV3-Large
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

extern const MorselNetwork morsel_mobilenet_v3_large;

G_END_DECLS
