/* labels.c: the names of a network's outputs, which no Keras file holds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/labels.h"

#include "engine/error.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Keras sorts folders by their bytes: cheese_plate stands before cheesecake. */
const char *const morsel_food101_labels[] = {
  "apple_pie",
  "baby_back_ribs",
  "baklava",
  "beef_carpaccio",
  "beef_tartare",
  "beet_salad",
  "beignets",
  "bibimbap",
  "bread_pudding",
  "breakfast_burrito",
  "bruschetta",
  "caesar_salad",
  "cannoli",
  "caprese_salad",
  "carrot_cake",
  "ceviche",
  "cheese_plate",
  "cheesecake",
  "chicken_curry",
  "chicken_quesadilla",
  "chicken_wings",
  "chocolate_cake",
  "chocolate_mousse",
  "churros",
  "clam_chowder",
  "club_sandwich",
  "crab_cakes",
  "creme_brulee",
  "croque_madame",
  "cup_cakes",
  "deviled_eggs",
  "donuts",
  "dumplings",
  "edamame",
  "eggs_benedict",
  "escargots",
  "falafel",
  "filet_mignon",
  "fish_and_chips",
  "foie_gras",
  "french_fries",
  "french_onion_soup",
  "french_toast",
  "fried_calamari",
  "fried_rice",
  "frozen_yogurt",
  "garlic_bread",
  "gnocchi",
  "greek_salad",
  "grilled_cheese_sandwich",
  "grilled_salmon",
  "guacamole",
  "gyoza",
  "hamburger",
  "hot_and_sour_soup",
  "hot_dog",
  "huevos_rancheros",
  "hummus",
  "ice_cream",
  "lasagna",
  "lobster_bisque",
  "lobster_roll_sandwich",
  "macaroni_and_cheese",
  "macarons",
  "miso_soup",
  "mussels",
  "nachos",
  "omelette",
  "onion_rings",
  "oysters",
  "pad_thai",
  "paella",
  "pancakes",
  "panna_cotta",
  "peking_duck",
  "pho",
  "pizza",
  "pork_chop",
  "poutine",
  "prime_rib",
  "pulled_pork_sandwich",
  "ramen",
  "ravioli",
  "red_velvet_cake",
  "risotto",
  "samosa",
  "sashimi",
  "scallops",
  "seaweed_salad",
  "shrimp_and_grits",
  "spaghetti_bolognese",
  "spaghetti_carbonara",
  "spring_rolls",
  "steak",
  "strawberry_shortcake",
  "sushi",
  "tacos",
  "takoyaki",
  "tiramisu",
  "tuna_tartare",
  "waffles",
  NULL,
};

/**
 * morsel_labels_load:
 * @path: a text file, UTF-8, one label a line, in the order of the outputs
 * @error: return location for an error
 *
 * Reads labels. Blanks at the ends of lines and empty lines do not count.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_WRONG_NAMES when the file is no text, with a
 * #GFileError when it cannot be read.
 *
 * Returns: (transfer full) (array zero-terminated=1): the labels
 */
char **
morsel_labels_load (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize n_bytes;

  if (!g_file_get_contents (path, &text, &n_bytes, error))
    return NULL;
  if (n_bytes > MORSEL_LABELS_MAX_BYTES || !g_utf8_validate_len (text, n_bytes, NULL))
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_WRONG_NAMES,
                                "%s is not a text of at most %d bytes", path,
                                MORSEL_LABELS_MAX_BYTES);
      return NULL;
    }

  /* Windows begins some of its texts with a mark. */
  const char *start = g_str_has_prefix (text, "\xef\xbb\xbf") ? text + 3 : text;
  g_auto (GStrv) lines = g_strsplit (start, "\n", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_null_terminated (0, g_free, TRUE);

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
      g_ptr_array_add (labels, g_strdup (lines[i]));
  return (char **) g_ptr_array_free (g_steal_pointer (&labels), FALSE);
}

/**
 * morsel_labels_to_json:
 * @labels: (array zero-terminated=1): the labels
 *
 * Returns: (transfer full): the text of the metadata's key `labels`
 */
char *
morsel_labels_to_json (const char *const *labels)
{
  g_autoptr (JsonArray) array = json_array_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();

  for (gsize i = 0; labels[i] != NULL; i++)
    json_array_add_string_element (array, labels[i]);
  json_node_init_array (root, array);
  return json_to_string (root, FALSE);
}
