/* dish-name.c: the names of the dishes, in English and in the person's language
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "words/dish-name.h"

#include "words/fold.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

/* A dish that Morsel can translate. */
typedef struct
{
  const char *label;
  const char *english;
} Dish;

/* The dishes of Food-101, sorted by label: lookups bisect. */
static const Dish dishes[] = {
  { "apple_pie", NC_ ("dish", "Apple pie") },
  { "baby_back_ribs", NC_ ("dish", "Baby back ribs") },
  /* TRANSLATORS: most languages keep this name */
  { "baklava", NC_ ("dish", "Baklava") },
  { "beef_carpaccio", NC_ ("dish", "Beef carpaccio") },
  { "beef_tartare", NC_ ("dish", "Beef tartare") },
  { "beet_salad", NC_ ("dish", "Beet salad") },
  /* TRANSLATORS: most languages keep this name */
  { "beignets", NC_ ("dish", "Beignets") },
  /* TRANSLATORS: most languages keep this name */
  { "bibimbap", NC_ ("dish", "Bibimbap") },
  { "bread_pudding", NC_ ("dish", "Bread pudding") },
  { "breakfast_burrito", NC_ ("dish", "Breakfast burrito") },
  /* TRANSLATORS: most languages keep this name */
  { "bruschetta", NC_ ("dish", "Bruschetta") },
  { "caesar_salad", NC_ ("dish", "Caesar salad") },
  /* TRANSLATORS: most languages keep this name */
  { "cannoli", NC_ ("dish", "Cannoli") },
  { "caprese_salad", NC_ ("dish", "Caprese salad") },
  { "carrot_cake", NC_ ("dish", "Carrot cake") },
  /* TRANSLATORS: most languages keep this name */
  { "ceviche", NC_ ("dish", "Ceviche") },
  { "cheese_plate", NC_ ("dish", "Cheese plate") },
  { "cheesecake", NC_ ("dish", "Cheesecake") },
  { "chicken_curry", NC_ ("dish", "Chicken curry") },
  { "chicken_quesadilla", NC_ ("dish", "Chicken quesadilla") },
  { "chicken_wings", NC_ ("dish", "Chicken wings") },
  { "chocolate_cake", NC_ ("dish", "Chocolate cake") },
  { "chocolate_mousse", NC_ ("dish", "Chocolate mousse") },
  /* TRANSLATORS: most languages keep this name */
  { "churros", NC_ ("dish", "Churros") },
  { "clam_chowder", NC_ ("dish", "Clam chowder") },
  { "club_sandwich", NC_ ("dish", "Club sandwich") },
  { "crab_cakes", NC_ ("dish", "Crab cakes") },
  { "creme_brulee", NC_ ("dish", "Crème brûlée") },
  /* TRANSLATORS: most languages keep this name */
  { "croque_madame", NC_ ("dish", "Croque madame") },
  { "cup_cakes", NC_ ("dish", "Cupcakes") },
  { "deviled_eggs", NC_ ("dish", "Deviled eggs") },
  { "donuts", NC_ ("dish", "Donuts") },
  { "dumplings", NC_ ("dish", "Dumplings") },
  /* TRANSLATORS: most languages keep this name */
  { "edamame", NC_ ("dish", "Edamame") },
  { "eggs_benedict", NC_ ("dish", "Eggs Benedict") },
  { "escargots", NC_ ("dish", "Escargots") },
  /* TRANSLATORS: most languages keep this name */
  { "falafel", NC_ ("dish", "Falafel") },
  /* TRANSLATORS: most languages keep this name */
  { "filet_mignon", NC_ ("dish", "Filet mignon") },
  { "fish_and_chips", NC_ ("dish", "Fish and chips") },
  /* TRANSLATORS: most languages keep this name */
  { "foie_gras", NC_ ("dish", "Foie gras") },
  { "french_fries", NC_ ("dish", "French fries") },
  { "french_onion_soup", NC_ ("dish", "French onion soup") },
  { "french_toast", NC_ ("dish", "French toast") },
  { "fried_calamari", NC_ ("dish", "Fried calamari") },
  { "fried_rice", NC_ ("dish", "Fried rice") },
  { "frozen_yogurt", NC_ ("dish", "Frozen yogurt") },
  { "garlic_bread", NC_ ("dish", "Garlic bread") },
  /* TRANSLATORS: most languages keep this name */
  { "gnocchi", NC_ ("dish", "Gnocchi") },
  { "greek_salad", NC_ ("dish", "Greek salad") },
  { "grilled_cheese_sandwich", NC_ ("dish", "Grilled cheese sandwich") },
  { "grilled_salmon", NC_ ("dish", "Grilled salmon") },
  /* TRANSLATORS: most languages keep this name */
  { "guacamole", NC_ ("dish", "Guacamole") },
  /* TRANSLATORS: most languages keep this name */
  { "gyoza", NC_ ("dish", "Gyoza") },
  { "hamburger", NC_ ("dish", "Hamburger") },
  { "hot_and_sour_soup", NC_ ("dish", "Hot and sour soup") },
  { "hot_dog", NC_ ("dish", "Hot dog") },
  /* TRANSLATORS: most languages keep this name */
  { "huevos_rancheros", NC_ ("dish", "Huevos rancheros") },
  /* TRANSLATORS: most languages keep this name */
  { "hummus", NC_ ("dish", "Hummus") },
  { "ice_cream", NC_ ("dish", "Ice cream") },
  { "lasagna", NC_ ("dish", "Lasagna") },
  { "lobster_bisque", NC_ ("dish", "Lobster bisque") },
  { "lobster_roll_sandwich", NC_ ("dish", "Lobster roll sandwich") },
  { "macaroni_and_cheese", NC_ ("dish", "Macaroni and cheese") },
  /* TRANSLATORS: most languages keep this name */
  { "macarons", NC_ ("dish", "Macarons") },
  { "miso_soup", NC_ ("dish", "Miso soup") },
  { "mussels", NC_ ("dish", "Mussels") },
  /* TRANSLATORS: most languages keep this name */
  { "nachos", NC_ ("dish", "Nachos") },
  { "omelette", NC_ ("dish", "Omelette") },
  { "onion_rings", NC_ ("dish", "Onion rings") },
  { "oysters", NC_ ("dish", "Oysters") },
  /* TRANSLATORS: most languages keep this name */
  { "pad_thai", NC_ ("dish", "Pad thai") },
  /* TRANSLATORS: most languages keep this name */
  { "paella", NC_ ("dish", "Paella") },
  { "pancakes", NC_ ("dish", "Pancakes") },
  /* TRANSLATORS: most languages keep this name */
  { "panna_cotta", NC_ ("dish", "Panna cotta") },
  { "peking_duck", NC_ ("dish", "Peking duck") },
  /* TRANSLATORS: most languages keep this name */
  { "pho", NC_ ("dish", "Pho") },
  { "pizza", NC_ ("dish", "Pizza") },
  { "pork_chop", NC_ ("dish", "Pork chop") },
  /* TRANSLATORS: most languages keep this name */
  { "poutine", NC_ ("dish", "Poutine") },
  { "prime_rib", NC_ ("dish", "Prime rib") },
  { "pulled_pork_sandwich", NC_ ("dish", "Pulled pork sandwich") },
  /* TRANSLATORS: most languages keep this name */
  { "ramen", NC_ ("dish", "Ramen") },
  /* TRANSLATORS: most languages keep this name */
  { "ravioli", NC_ ("dish", "Ravioli") },
  { "red_velvet_cake", NC_ ("dish", "Red velvet cake") },
  /* TRANSLATORS: most languages keep this name */
  { "risotto", NC_ ("dish", "Risotto") },
  /* TRANSLATORS: most languages keep this name */
  { "samosa", NC_ ("dish", "Samosa") },
  /* TRANSLATORS: most languages keep this name */
  { "sashimi", NC_ ("dish", "Sashimi") },
  { "scallops", NC_ ("dish", "Scallops") },
  { "seaweed_salad", NC_ ("dish", "Seaweed salad") },
  { "shrimp_and_grits", NC_ ("dish", "Shrimp and grits") },
  { "spaghetti_bolognese", NC_ ("dish", "Spaghetti Bolognese") },
  { "spaghetti_carbonara", NC_ ("dish", "Spaghetti carbonara") },
  { "spring_rolls", NC_ ("dish", "Spring rolls") },
  { "steak", NC_ ("dish", "Steak") },
  { "strawberry_shortcake", NC_ ("dish", "Strawberry shortcake") },
  /* TRANSLATORS: most languages keep this name */
  { "sushi", NC_ ("dish", "Sushi") },
  /* TRANSLATORS: most languages keep this name */
  { "tacos", NC_ ("dish", "Tacos") },
  /* TRANSLATORS: most languages keep this name */
  { "takoyaki", NC_ ("dish", "Takoyaki") },
  /* TRANSLATORS: most languages keep this name */
  { "tiramisu", NC_ ("dish", "Tiramisu") },
  { "tuna_tartare", NC_ ("dish", "Tuna tartare") },
  { "waffles", NC_ ("dish", "Waffles") },
};

static int
compare_label (const void *label, const void *dish)
{
  return strcmp (label, ((const Dish *) dish)->label);
}

static const Dish *
lookup (const char *label)
{
  return bsearch (label, dishes, G_N_ELEMENTS (dishes), sizeof dishes[0], compare_label);
}

/* "miso_soup" becomes "Miso soup". */
static char *
name_from_label (const char *label)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (label), "_", ' ');

  if (!g_utf8_validate (spaced, -1, NULL) || *spaced == '\0')
    return g_utf8_make_valid (spaced, -1);

  GString *name = g_string_new (NULL);

  g_string_append_unichar (name, g_unichar_totitle (g_utf8_get_char (spaced)));
  g_string_append (name, g_utf8_next_char (spaced));
  return g_string_free (name, FALSE);
}

/* Whether all words, folded already, stand in the text. */
static gboolean
has_words (const char *text, char *const *words)
{
  g_autofree char *folded = morsel_fold (text);

  for (gsize i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * morsel_dish_name:
 * @label: a label of the weights, "creme_brulee"
 *
 * The dish's name in the person's language. A label that is not one of Food-101's is only made
 * readable: it is the name that the maker of the weights chose.
 *
 * Returns: (transfer full): the name
 */
char *
morsel_dish_name (const char *label)
{
  g_return_val_if_fail (label != NULL, NULL);

  const Dish *dish = lookup (label);

  if (dish == NULL)
    return name_from_label (label);
  return g_strdup (g_dpgettext2 (NULL, "dish", dish->english));
}

/**
 * morsel_dish_name_english:
 * @label: a label of the weights, "creme_brulee"
 *
 * As morsel_dish_name(), always in English.
 *
 * Returns: (transfer full): the name
 */
char *
morsel_dish_name_english (const char *label)
{
  g_return_val_if_fail (label != NULL, NULL);

  const Dish *dish = lookup (label);

  return dish != NULL ? g_strdup (dish->english) : name_from_label (label);
}

/**
 * morsel_dish_matches:
 * @label: a label of the weights
 * @search: what a person typed
 *
 * Whether all words of @search stand in the dish's name, its English name or its label. Case and
 * accents do not matter; an empty search finds every dish.
 *
 * Returns: %TRUE when the dish is one of those looked for
 */
gboolean
morsel_dish_matches (const char *label, const char *search)
{
  g_return_val_if_fail (label != NULL, FALSE);
  g_return_val_if_fail (search != NULL, FALSE);

  g_autofree char *folded = morsel_fold (search);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n", -1);
  g_autofree char *name = morsel_dish_name (label);
  g_autofree char *english = morsel_dish_name_english (label);

  return has_words (name, words) || has_words (english, words) || has_words (label, words);
}
