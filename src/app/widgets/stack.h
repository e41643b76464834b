/* stack.h: shows one page of a stack and hides the others from everybody
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void morsel_stack_show (GtkStack *stack, const char *name);

G_END_DECLS
