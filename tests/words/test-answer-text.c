/* test-answer-text.c: tests of words/answer-text.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/answer-text.h"

#include "tiny-weights.h"

#define LABELS "[\"miso_soup\",\"pho\",\"ramen\"]"
#define RESULTS                                                                                    \
  "{\"sets\":[],\"dishes\":{\"ramen\":{\"right\":228,\"photos\":250,"                              \
  "\"mistaken\":[[\"pho\",9],[\"miso_soup\",4]]},\"pho\":{\"right\":250,\"photos\":250,"           \
  "\"mistaken\":[]}},\"unknown\":{\"turned_away\":900,\"photos\":1000}}"

/* Takes over the string. */
static void
assert_text (char *got, const char *expected)
{
  g_assert_cmpstr (got, ==, expected);
  g_free (got);
}

static MorselRanking *
rank (float miso_soup, float pho, float ramen)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  const float probabilities[] = { miso_soup, pho, ramen };

  return morsel_ranking_new_from_probabilities (weights, probabilities, 0.5);
}

static void
test_answer_text_is_short_when_certain (void)
{
  g_autoptr (MorselRanking) ranking = rank (0.03f, 0.1f, 0.87f);

  assert_text (morsel_answer_heading (ranking), "Ramen");
  assert_text (morsel_answer_sentence (ranking), "Almost certain");
  assert_text (morsel_answer_line (ranking), "Ramen");
  assert_text (morsel_answer_copy_text (ranking), "Ramen (87 %)");
}

static void
test_answer_text_names_the_second_when_it_is_also_possible (void)
{
  g_autoptr (MorselRanking) alone = rank (0.2f - 0.06f, 0.14f, 0.72f);
  g_autoptr (MorselRanking) with_pho = rank (0.05f, 0.3f, 0.65f);

  assert_text (morsel_answer_sentence (alone), "Probably");
  assert_text (morsel_answer_heading (with_pho), "Ramen");
  assert_text (morsel_answer_sentence (with_pho), "Probably. Pho is also possible.");
}

static void
test_answer_text_names_two_when_unsure (void)
{
  g_autoptr (MorselRanking) ranking = rank (0.25f, 0.31f, 0.44f);

  assert_text (morsel_answer_heading (ranking), "Not Sure");
  assert_text (morsel_answer_sentence (ranking), "Most likely: Ramen, Pho");
  assert_text (morsel_answer_line (ranking), "Not Sure: Ramen, Pho");
}

static void
test_answer_text_claims_nothing_when_unknown (void)
{
  g_autoptr (GString) labels = g_string_new ("[");

  for (int i = 0; i < 20; i++)
    g_string_append_printf (labels, "%s\"dish_%02d\"", i > 0 ? "," : "", i);
  g_string_append (labels, "]");

  g_autoptr (MorselWeights) weights = make_tiny_weights (labels->str, "1.0", NULL);
  float probabilities[20];

  for (int i = 0; i < 20; i++)
    probabilities[i] = 0.05f;

  g_autoptr (MorselRanking) ranking = morsel_ranking_new_from_probabilities (weights, probabilities,
                                                                             0.05);

  assert_text (morsel_answer_heading (ranking), "Not Recognised");
  assert_text (morsel_answer_line (ranking), "Not Recognised");
  assert_text (morsel_answer_copy_text (ranking), "Not Recognised");
  assert_text (morsel_answer_sentence (ranking),
               "This may not be food, or not one of the 20 dishes Morsel knows.");
}

static void
test_answer_text_lists_a_line_a_dish (void)
{
  g_autoptr (MorselRanking) ranking = rank (0.03f, 0.1f, 0.87f);

  assert_text (morsel_answer_ranking_text (ranking, 2), "Ramen (87 %)\nPho (10 %)");
  assert_text (morsel_answer_ranking_text (ranking, 9),
               "Ramen (87 %)\nPho (10 %)\nMiso soup (3 %)");
}

static void
test_answer_text_says_how_good_it_is (void)
{
  const char *const labels[] = { "miso_soup", "pho", "ramen", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselResults) results = morsel_results_new (RESULTS, labels, &error);

  g_assert_no_error (error);
  assert_text (morsel_answer_quality (results, "ramen"),
               "Ramen: 228 of 250 test photos were named correctly. "
               "Mistaken most often for: Pho (9), Miso soup (4).");
  assert_text (morsel_answer_quality (results, "pho"),
               "Pho: 250 of 250 test photos were named correctly.");
  assert_text (morsel_answer_quality_unknown (results),
               "Of 1000 test photos without a known dish, 900 were turned away.");
}

static void
test_answer_text_is_silent_about_what_was_not_measured (void)
{
  const char *const labels[] = { "miso_soup", "pho", "ramen", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselResults) results = morsel_results_new (RESULTS, labels, &error);

  g_assert_no_error (error);
  assert_text (morsel_answer_quality (NULL, "ramen"), NULL);
  assert_text (morsel_answer_quality (results, "miso_soup"), NULL);
  assert_text (morsel_answer_quality_unknown (NULL), NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/answer-text/is-short-when-certain", test_answer_text_is_short_when_certain);
  g_test_add_func ("/answer-text/names-the-second-when-it-is-also-possible",
                   test_answer_text_names_the_second_when_it_is_also_possible);
  g_test_add_func ("/answer-text/names-two-when-unsure", test_answer_text_names_two_when_unsure);
  g_test_add_func ("/answer-text/claims-nothing-when-unknown",
                   test_answer_text_claims_nothing_when_unknown);
  g_test_add_func ("/answer-text/lists-a-line-a-dish", test_answer_text_lists_a_line_a_dish);
  g_test_add_func ("/answer-text/says-how-good-it-is", test_answer_text_says_how_good_it_is);
  g_test_add_func ("/answer-text/is-silent-about-what-was-not-measured",
                   test_answer_text_is_silent_about_what_was_not_measured);
  return g_test_run ();
}
