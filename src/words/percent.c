/* percent.c: a probability as a person reads it, never 0 % and never 100 %
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/percent.h"

#include <glib/gi18n.h>

/* Below and from these percentages on a whole number would claim too much. */
#define LEAST_PERCENT 0.5
#define MOST_PERCENT 99.5

/**
 * morsel_percent:
 * @probability: 0 to 1
 *
 * Whole percents; "< 1 %" below half a percent, "> 99 %" from 99.5 on.
 *
 * Returns: (transfer full): the words
 */
char *
morsel_percent (double probability)
{
  double percent = 100.0 * probability;

  if (!(percent >= LEAST_PERCENT))
    return g_strdup (_ ("< 1 %"));
  if (percent >= MOST_PERCENT)
    return g_strdup (_ ("> 99 %"));

  /* TRANSLATORS: a percentage, "87 %" */
  return g_strdup_printf (_ ("%d %%"), (int) (percent + 0.5));
}

/**
 * morsel_percent_spoken:
 * @probability: 0 to 1
 *
 * As morsel_percent(), for a screen reader, which may leave out signs.
 *
 * Returns: (transfer full): the words
 */
char *
morsel_percent_spoken (double probability)
{
  double percent = 100.0 * probability;

  if (!(percent >= LEAST_PERCENT))
    return g_strdup (_ ("less than 1 percent"));
  if (percent >= MOST_PERCENT)
    return g_strdup (_ ("more than 99 percent"));

  int whole = (int) (percent + 0.5);

  return g_strdup_printf (ngettext ("%d percent", "%d percent", (gulong) whole), whole);
}

/**
 * morsel_fraction_percent:
 * @fraction: a measured share, 0 to 1
 *
 * One decimal, in the person's notation; measured shares may well be 0 or 100 percent.
 *
 * Returns: (transfer full): the words
 */
char *
morsel_fraction_percent (double fraction)
{
  /* TRANSLATORS: a measured share, "81.6 %" */
  return g_strdup_printf (_ ("%.1f %%"), 100.0 * fraction);
}
