/* answer-text.c: what a ranking says, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/answer-text.h"

#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>

/* How many dishes a mistake is named with. */
#define MAX_MISTAKES 3

static char *
dup_name (MorselRanking *ranking, gsize position)
{
  return morsel_dish_name (morsel_ranking_get_label (ranking, position));
}

/* "Ramen (87 %)" */
static char *
name_and_percent (MorselRanking *ranking, gsize position)
{
  g_autofree char *name = dup_name (ranking, position);
  g_autofree char *percent = morsel_percent (
      (double) morsel_ranking_get_probability (ranking, position));

  /* TRANSLATORS: a dish and how probable it is, "Ramen (87 %)" */
  return g_strdup_printf (_ ("%s (%s)"), name, percent);
}

/**
 * morsel_answer_heading:
 * @ranking: the dishes of a photo
 *
 * The dish's name, or that there is none to name.
 *
 * Returns: (transfer full): the heading, in header capitals
 */
char *
morsel_answer_heading (MorselRanking *ranking)
{
  switch (morsel_ranking_get_answer (ranking))
    {
    case MORSEL_ANSWER_CERTAIN:
    case MORSEL_ANSWER_PROBABLE:
      return dup_name (ranking, 0);
    case MORSEL_ANSWER_UNSURE:
      return g_strdup (_ ("Not Sure"));
    case MORSEL_ANSWER_UNKNOWN:
    default:
      return g_strdup (_ ("Not Recognised"));
    }
}

static char *
probable_sentence (MorselRanking *ranking)
{
  if (!morsel_ranking_has_also (ranking))
    return g_strdup (_ ("Probably"));

  g_autofree char *second = dup_name (ranking, 1);

  /* TRANSLATORS: below the name of the likeliest dish; %s is the second likeliest */
  return g_strdup_printf (_ ("Probably. %s is also possible."), second);
}

static char *
unsure_sentence (MorselRanking *ranking)
{
  g_autofree char *first = dup_name (ranking, 0);

  if (morsel_ranking_get_n_dishes (ranking) < 2)
    return g_strdup_printf (_ ("Most likely: %s"), first);

  g_autofree char *second = dup_name (ranking, 1);

  /* TRANSLATORS: both are names of dishes */
  return g_strdup_printf (_ ("Most likely: %s, %s"), first, second);
}

/**
 * morsel_answer_sentence:
 * @ranking: the dishes of a photo
 *
 * How sure the answer is: what stands below the heading.
 *
 * Returns: (transfer full): the sentence
 */
char *
morsel_answer_sentence (MorselRanking *ranking)
{
  gulong n_dishes = morsel_ranking_get_n_dishes (ranking);

  switch (morsel_ranking_get_answer (ranking))
    {
    case MORSEL_ANSWER_CERTAIN:
      return g_strdup (_ ("Almost certain"));
    case MORSEL_ANSWER_PROBABLE:
      return probable_sentence (ranking);
    case MORSEL_ANSWER_UNSURE:
      return unsure_sentence (ranking);
    case MORSEL_ANSWER_UNKNOWN:
    default:
      return g_strdup_printf (
          ngettext ("This may not be food, or not the %lu dish Morsel knows.",
                    "This may not be food, or not one of the %lu dishes Morsel knows.", n_dishes),
          n_dishes);
    }
}

/**
 * morsel_answer_line:
 * @ranking: the dishes of a photo
 *
 * The answer in one line of a list: "Ramen", "Not Sure: Steak, Filet mignon", "Not Recognised".
 *
 * Returns: (transfer full): the line
 */
char *
morsel_answer_line (MorselRanking *ranking)
{
  if (morsel_ranking_get_answer (ranking) != MORSEL_ANSWER_UNSURE)
    return morsel_answer_heading (ranking);

  g_autofree char *first = dup_name (ranking, 0);

  if (morsel_ranking_get_n_dishes (ranking) < 2)
    return g_strdup_printf (_ ("Not Sure: %s"), first);

  g_autofree char *second = dup_name (ranking, 1);

  /* TRANSLATORS: both are names of dishes */
  return g_strdup_printf (_ ("Not Sure: %s, %s"), first, second);
}

/**
 * morsel_answer_copy_text:
 * @ranking: the dishes of a photo
 *
 * The answer for the clipboard: the dish and its percentage, or the line that says there is none.
 *
 * Returns: (transfer full): the text
 */
char *
morsel_answer_copy_text (MorselRanking *ranking)
{
  MorselAnswer answer = morsel_ranking_get_answer (ranking);

  if (answer == MORSEL_ANSWER_CERTAIN || answer == MORSEL_ANSWER_PROBABLE)
    return name_and_percent (ranking, 0);
  return morsel_answer_line (ranking);
}

/**
 * morsel_answer_ranking_text:
 * @ranking: the dishes of a photo
 * @n_dishes: how many of them, the likeliest first
 *
 * The ranking for the clipboard, a line a dish.
 *
 * Returns: (transfer full): the lines, without a line break at the end
 */
char *
morsel_answer_ranking_text (MorselRanking *ranking, gsize n_dishes)
{
  GString *text = g_string_new (NULL);

  n_dishes = MIN (n_dishes, morsel_ranking_get_n_dishes (ranking));
  for (gsize i = 0; i < n_dishes; i++)
    {
      g_autofree char *line = name_and_percent (ranking, i);

      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  return g_string_free (text, FALSE);
}

/* "Pho (9), Miso soup (4)" */
static char *
dup_mistakes (const MorselDishResults *dish)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < MIN (dish->n_mistakes, MAX_MISTAKES); i++)
    {
      g_autofree char *name = morsel_dish_name (dish->mistakes[i].label);

      if (i > 0)
        /* TRANSLATORS: between the dishes of a list */
        g_string_append (list, C_ ("list", ", "));
      /* TRANSLATORS: a dish and how many photos were taken for it, "Pho (9)" */
      g_string_append_printf (list, _ ("%s (%u)"), name, dish->mistakes[i].n_photos);
    }
  return g_string_free (list, FALSE);
}

/**
 * morsel_answer_quality:
 * @results: (nullable): what was measured of the weights
 * @label: a dish
 *
 * How often the dish's test photos were named correctly, and what they were taken for instead.
 *
 * Returns: (transfer full) (nullable): the sentences, or %NULL when nothing was measured
 */
char *
morsel_answer_quality (const MorselResults *results, const char *label)
{
  const MorselDishResults *dish = results != NULL ? morsel_results_lookup_dish (results, label)
                                                  : NULL;

  if (dish == NULL || dish->n_photos == 0)
    return NULL;

  g_autofree char *name = morsel_dish_name (label);

  if (dish->n_mistakes == 0)
    return g_strdup_printf (ngettext ("%s: %u of %u test photo was named correctly.",
                                      "%s: %u of %u test photos were named correctly.",
                                      dish->n_photos),
                            name, dish->n_right, dish->n_photos);

  g_autofree char *mistakes = dup_mistakes (dish);

  /* TRANSLATORS: "Ramen: 228 of 250 test photos were named correctly. Mistaken most often for: Pho
   * (9), Miso soup (4)." */
  return g_strdup_printf (
      ngettext ("%s: %u of %u test photo was named correctly. Mistaken most often for: %s.",
                "%s: %u of %u test photos were named correctly. Mistaken most often for: %s.",
                dish->n_photos),
      name, dish->n_right, dish->n_photos, mistakes);
}

/**
 * morsel_answer_quality_unknown:
 * @results: (nullable): what was measured of the weights
 *
 * How often photos without a known dish were turned away.
 *
 * Returns: (transfer full) (nullable): the sentence, or %NULL when that was not measured
 */
char *
morsel_answer_quality_unknown (const MorselResults *results)
{
  guint n_turned_away;
  guint n_photos;

  if (results == NULL || !morsel_results_get_unknown (results, &n_turned_away, &n_photos))
    return NULL;

  return g_strdup_printf (ngettext ("Of %u test photo without a known dish, %u was turned away.",
                                    "Of %u test photos without a known dish, %u were turned away.",
                                    n_photos),
                          n_photos, n_turned_away);
}

/**
 * morsel_answer_small_photo:
 *
 * What is added to the answer for a photo whose shorter side is below 96 pixels.
 *
 * Returns: (transfer none): the sentence
 */
const char *
morsel_answer_small_photo (void)
{
  return _ ("The photo is very small, so this may be wrong.");
}
