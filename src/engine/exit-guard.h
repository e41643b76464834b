/* exit-guard.h: lets the program end only when no thread is inside oneDNN
 *
 * oneDNN keeps some of its generated code in objects that are destroyed when the program ends. A
 * thread that runs such code then crashes, though the program only wanted to leave.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void morsel_exit_guard_enter (void);
void morsel_exit_guard_leave (void);
void morsel_exit_guard_close (void);

G_END_DECLS
