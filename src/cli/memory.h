/* memory.h: how the program takes memory from the system
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void morsel_memory_set_up (void);

G_END_DECLS
