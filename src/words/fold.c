/* fold.c: words as they are compared in a search
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/fold.h"

/**
 * morsel_fold:
 * @text: any text
 *
 * Takes away case and accents: "Crème brûlée" becomes "creme brulee".
 *
 * Returns: (transfer full): the folded text
 */
char *
morsel_fold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *lower = g_utf8_casefold (valid, -1);
  g_autofree char *apart = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (char *c = apart; *c != '\0'; c = g_utf8_next_char (c))
    if (!g_unichar_ismark (g_utf8_get_char (c)))
      g_string_append_unichar (folded, g_utf8_get_char (c));

  return g_string_free (folded, FALSE);
}
