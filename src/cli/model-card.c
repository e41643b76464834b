/* model-card.c: what weights say about themselves, as text or JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/model-card.h"

#include "cli/answer.h"
#include "cli/output.h"
#include "engine/cells.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>
#include <string.h>

/* Columns of what stands before a value. */
#define KEY_COLUMNS 18
#define LABEL_COLUMNS 26
/* Decimals of fractions: one photo in a million. */
#define N_DECIMALS 6

/* Texts of the file that are shown in a form of their own. */
static const char *const shown_otherwise[] = { "architecture", "labels", "results", NULL };

static void
append_row (GString *text, const char *key, const char *value)
{
  g_autofree char *printable_key = morsel_output_printable (key);
  g_autofree char *printable = morsel_output_printable (value);

  morsel_answer_append_padded (text, printable_key, KEY_COLUMNS - 2);
  g_string_append_printf (text, "  %s\n", printable);
}

static void
append_number_row (GString *text, const char *key, guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%'" G_GUINT64_FORMAT, number);

  append_row (text, key, digits);
}

static guint64
count_multiply_adds (const MorselModelCard *self)
{
  const MorselNetwork *network = morsel_network_lookup (
      morsel_weights_get_architecture (self->weights));

  return morsel_network_count_multiply_adds (network, self->weights, self->tensors);
}

/* The keys of the file's own texts, in a fixed order. */
static GList *
list_keys (const MorselModelCard *self)
{
  GHashTable *metadata = morsel_safetensors_get_metadata_table (self->tensors);
  GList *keys = g_hash_table_get_keys (metadata);

  return g_list_sort (keys, (GCompareFunc) strcmp);
}

static void
append_results (const MorselModelCard *self, GString *text)
{
  const MorselResults *results = morsel_weights_get_results (self->weights);
  guint n_sets = results != NULL ? morsel_results_get_n_sets (results) : 0;

  for (guint i = 0; i < n_sets; i++)
    {
      const MorselResultsSet *set = morsel_results_get_set (results, i);
      g_autofree char *top1 = morsel_fraction_percent (set->top1);
      g_autofree char *top5 = morsel_fraction_percent (set->top5);
      g_autofree char *ece = morsel_fraction_percent (MAX (set->ece, 0.0));
      g_autofree char *row = NULL;

      if (set->ece >= 0.0)
        /* TRANSLATORS: a set of photos, how many they are, and three percentages */
        row = g_strdup_printf (
            _ ("%s, %u photos: %s right first, %s among five, calibration error %s"), set->name,
            set->n_photos, top1, top5, ece);
      else
        /* TRANSLATORS: a set of photos, how many they are, and two percentages */
        row = g_strdup_printf (_ ("%s, %u photos: %s right first, %s among five"), set->name,
                               set->n_photos, top1, top5);
      append_row (text, _ ("Measured"), row);
    }
}

/**
 * morsel_model_card_append_text:
 * @self: the weights
 * @text: where to append
 *
 * A line for each thing that is known, then the file's own texts by their keys.
 */
void
morsel_model_card_append_text (const MorselModelCard *self, GString *text)
{
  const char *const *labels = morsel_weights_get_labels (self->weights);
  g_autofree char *checksum = morsel_safetensors_dup_checksum (self->tensors);
  g_autoptr (GList) keys = list_keys (self);

  append_row (text, _ ("Model"), self->name);
  append_row (text, _ ("Architecture"), morsel_weights_get_architecture (self->weights));
  append_number_row (text, _ ("Dishes"), morsel_weights_get_n_labels (self->weights));
  append_number_row (text, _ ("Parameters"), morsel_network_count_parameters (self->tensors));
  append_number_row (text, _ ("Multiply-adds"), count_multiply_adds (self));
  append_row (text, "SHA-256", checksum);
  append_results (self, text);

  for (const GList *item = keys; item != NULL; item = item->next)
    if (!g_strv_contains (shown_otherwise, item->data))
      append_row (text, item->data, morsel_weights_get_text (self->weights, item->data));

  for (gsize i = 0; self->has_dishes && labels[i] != NULL; i++)
    {
      g_autofree char *label = morsel_output_printable (labels[i]);
      g_autofree char *name = morsel_dish_name (label);

      g_string_append (text, i == 0 ? "\n" : "");
      morsel_answer_append_padded (text, label, LABEL_COLUMNS);
      g_string_append_printf (text, "%s\n", name);
    }
}

static void
append_json_measured (const MorselModelCard *self, GString *text)
{
  const MorselResults *results = morsel_weights_get_results (self->weights);
  guint n_sets = results != NULL ? morsel_results_get_n_sets (results) : 0;

  g_string_append (text, ", \"measured\": [");
  for (guint i = 0; i < n_sets; i++)
    {
      const MorselResultsSet *set = morsel_results_get_set (results, i);

      g_string_append (text, i > 0 ? ", {\"name\": " : "{\"name\": ");
      morsel_cells_append_json_string (text, set->name);
      g_string_append_printf (text, ", \"photos\": %u, \"top1\": ", set->n_photos);
      morsel_cells_append_decimal (text, set->top1, N_DECIMALS);
      g_string_append (text, ", \"top5\": ");
      morsel_cells_append_decimal (text, set->top5, N_DECIMALS);
      if (set->ece >= 0.0)
        {
          g_string_append (text, ", \"ece\": ");
          morsel_cells_append_decimal (text, set->ece, N_DECIMALS);
        }
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

/**
 * morsel_model_card_append_json:
 * @self: the weights
 * @text: where to append
 *
 * One object in one line; `metadata` has the file's own texts.
 */
void
morsel_model_card_append_json (const MorselModelCard *self, GString *text)
{
  const char *const *labels = morsel_weights_get_labels (self->weights);
  g_autofree char *checksum = morsel_safetensors_dup_checksum (self->tensors);
  g_autoptr (GList) keys = list_keys (self);
  const char *separator = "";

  g_string_append (text, "{\"model\": ");
  morsel_cells_append_json_string (text, self->name);
  g_string_append (text, ", \"architecture\": ");
  morsel_cells_append_json_string (text, morsel_weights_get_architecture (self->weights));
  g_string_append_printf (text,
                          ", \"parameters\": %" G_GUINT64_FORMAT
                          ", \"multiply_adds\": %" G_GUINT64_FORMAT ", \"sha256\": \"%s\"",
                          morsel_network_count_parameters (self->tensors),
                          count_multiply_adds (self), checksum);
  append_json_measured (self, text);

  g_string_append (text, ", \"metadata\": {");
  for (const GList *item = keys; item != NULL; item = item->next)
    {
      if (g_strv_contains (shown_otherwise, item->data))
        continue;
      g_string_append (text, separator);
      morsel_cells_append_json_string (text, item->data);
      g_string_append (text, ": ");
      morsel_cells_append_json_string (text, morsel_weights_get_text (self->weights, item->data));
      separator = ", ";
    }
  g_string_append (text, "}, \"dishes\": [");
  for (gsize i = 0; labels[i] != NULL; i++)
    {
      g_autofree char *name = morsel_dish_name (labels[i]);

      g_string_append (text, i > 0 ? ", {\"label\": " : "{\"label\": ");
      morsel_cells_append_json_string (text, labels[i]);
      g_string_append (text, ", \"name\": ");
      morsel_cells_append_json_string (text, name);
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]}\n");
}
