/* test-dish-name.c: tests of words/dish-name.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/dish-name.h"

#include <gio/gio.h>

static void
assert_name (const char *label, const char *expected)
{
  g_autofree char *name = morsel_dish_name (label);
  g_autofree char *english = morsel_dish_name_english (label);

  g_assert_cmpstr (name, ==, expected);
  g_assert_cmpstr (english, ==, expected);
}

static void
test_dish_name_is_the_label_made_readable (void)
{
  assert_name ("apple_pie", "Apple pie");
  assert_name ("pho", "Pho");
  assert_name ("cheese_plate", "Cheese plate");
  assert_name ("cheesecake", "Cheesecake");
  assert_name ("waffles", "Waffles");
}

static void
test_dish_name_keeps_proper_names_and_accents (void)
{
  assert_name ("caesar_salad", "Caesar salad");
  assert_name ("caprese_salad", "Caprese salad");
  assert_name ("creme_brulee", "Crème brûlée");
  assert_name ("cup_cakes", "Cupcakes");
  assert_name ("eggs_benedict", "Eggs Benedict");
  assert_name ("french_fries", "French fries");
  assert_name ("french_onion_soup", "French onion soup");
  assert_name ("french_toast", "French toast");
  assert_name ("greek_salad", "Greek salad");
  assert_name ("peking_duck", "Peking duck");
  assert_name ("spaghetti_bolognese", "Spaghetti Bolognese");
}

static void
test_dish_name_of_an_unknown_label_is_readable (void)
{
  assert_name ("bubble_and_squeak", "Bubble and squeak");
  assert_name ("éclair", "Éclair");
  assert_name ("Beef Wellington", "Beef Wellington");
  assert_name ("", "");
}

/* The table is bisected, so every dish must be found where it stands: all labels of the weights. */
static void
test_dish_name_is_known_for_all_labels_of_food_101 (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "words", "food-101-labels.txt", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  g_auto (GStrv) lines = g_strsplit (g_strchomp (text), "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 101);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], "\t", 2);

      assert_name (pair[0], pair[1]);
    }
}

static void
test_dish_name_is_found_without_case_and_accents (void)
{
  g_assert_true (morsel_dish_matches ("creme_brulee", "CREME brul"));
  g_assert_true (morsel_dish_matches ("creme_brulee", "brûlée"));
  g_assert_true (morsel_dish_matches ("creme_brulee", "creme_brulee"));
  g_assert_false (morsel_dish_matches ("creme_brulee", "cremes"));
}

static void
test_dish_name_is_found_by_words_in_any_order (void)
{
  g_assert_true (morsel_dish_matches ("french_onion_soup", " soup  onion "));
  g_assert_false (morsel_dish_matches ("french_onion_soup", "soup miso"));
}

static void
test_dish_name_is_found_by_an_empty_search (void)
{
  g_assert_true (morsel_dish_matches ("pho", ""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dish-name/is-the-label-made-readable",
                   test_dish_name_is_the_label_made_readable);
  g_test_add_func ("/dish-name/keeps-proper-names-and-accents",
                   test_dish_name_keeps_proper_names_and_accents);
  g_test_add_func ("/dish-name/of-an-unknown-label-is-readable",
                   test_dish_name_of_an_unknown_label_is_readable);
  g_test_add_func ("/dish-name/is-known-for-all-labels-of-food-101",
                   test_dish_name_is_known_for_all_labels_of_food_101);
  g_test_add_func ("/dish-name/is-found-without-case-and-accents",
                   test_dish_name_is_found_without_case_and_accents);
  g_test_add_func ("/dish-name/is-found-by-words-in-any-order",
                   test_dish_name_is_found_by_words_in_any_order);
  g_test_add_func ("/dish-name/is-found-by-an-empty-search",
                   test_dish_name_is_found_by_an_empty_search);
  return g_test_run ();
}
