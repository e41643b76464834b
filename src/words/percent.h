/* percent.h: a probability as a person reads it, never 0 % and never 100 %
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *morsel_percent (double probability);        /* "87 %", "< 1 %", "> 99 %" */
char *morsel_percent_spoken (double probability); /* "87 percent", for screen readers */
char *morsel_fraction_percent (double fraction);  /* of measured results: "81.6 %" */

G_END_DECLS
