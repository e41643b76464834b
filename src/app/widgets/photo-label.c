/* photo-label.c: what a screen reader says of a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/photo-label.h"

#include "words/answer-text.h"

#include <glib/gi18n.h>

/**
 * morsel_photo_label_new:
 * @reading: the photo
 *
 * Returns: (transfer full): its file's name and, where there is one, its answer
 */
char *
morsel_photo_label_new (MorselReading *reading)
{
  g_return_val_if_fail (MORSEL_IS_READING (reading), NULL);

  MorselRanking *ranking = morsel_reading_get_ranking (reading);
  const char *name = morsel_reading_get_name (reading);

  if (ranking == NULL)
    /* Translators: what a screen reader says of a photo; %s is the file's name. */
    return g_strdup_printf (_ ("Photo %s."), name);

  g_autofree char *heading = morsel_answer_heading (ranking);
  g_autofree char *sentence = morsel_answer_sentence (ranking);

  if (morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_CERTAIN)
    /* Translators: file name, "Almost certain", a dish: "Photo a.jpg. Almost certain: Ramen" */
    return g_strdup_printf (_ ("Photo %s. %s: %s"), name, sentence, heading);

  /* Translators: file name, answer, and a sentence about it. */
  return g_strdup_printf (_ ("Photo %s. %s. %s"), name, heading, sentence);
}
