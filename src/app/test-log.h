/* test-log.h: what happened when, for tests that wait for it and measure it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void morsel_test_log (const char *format, ...) G_GNUC_PRINTF (1, 2);
gboolean morsel_test_log_is_on (void);
double morsel_test_log_get_work (void);

G_END_DECLS
