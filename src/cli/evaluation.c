/* evaluation.c: the statistics of an evaluation, written as text, JSON or CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/evaluation.h"

#include "cli/answer.h"
#include "engine/cells.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>

/* Columns of the first column of all tables. */
#define FIRST_COLUMNS 26
#define NUMBER_COLUMNS 10
/* Mistakes that a person wants to read. */
#define MAX_CONFUSIONS 20
/* Decimals of fractions: one photo in a million. */
#define N_DECIMALS 6

static void
append_number (GString *text, const char *number)
{
  for (guint i = morsel_answer_get_columns (number); i < NUMBER_COLUMNS; i++)
    g_string_append_c (text, ' ');
  g_string_append (text, number);
}

static void
append_count (GString *text, guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  append_number (text, number);
}

static void
append_share (GString *text, double share)
{
  g_autofree char *percent = morsel_fraction_percent (share);

  append_number (text, percent);
}

/* A tally's row of a table: photos, and the shares of the right ones. */
static void
append_tally (GString *text, const char *name, const MorselTally *tally)
{
  morsel_answer_append_padded (text, name, FIRST_COLUMNS);
  append_count (text, tally->n_photos);
  append_share (text, morsel_share (tally->n_top1, tally->n_photos));
  append_share (text, morsel_share (tally->n_top5, tally->n_photos));
  g_string_append_c (text, '\n');
}

static void
append_heading (GString *text, const char *first, const char *const *others, gsize n_others)
{
  g_string_append_c (text, '\n');
  morsel_answer_append_padded (text, first, FIRST_COLUMNS);
  for (gsize i = 0; i < n_others; i++)
    append_number (text, others[i]);
  g_string_append_c (text, '\n');
}

static void
append_summary (const MorselEvaluation *self, GString *text)
{
  const MorselStatistics *statistics = self->statistics;
  const MorselTally *unknown = &statistics->answers[MORSEL_ANSWER_UNKNOWN];
  const struct
  {
    const char *name;
    double share;
  } shares[] = {
    { _ ("Right first"), morsel_share (statistics->all.n_top1, statistics->all.n_photos) },
    { _ ("Right among five"), morsel_share (statistics->all.n_top5, statistics->all.n_photos) },
    { _ ("Calibration error"), morsel_statistics_get_ece (statistics) },
    { _ ("Turned away"), morsel_share (unknown->n_photos, statistics->all.n_photos) },
  };

  morsel_answer_append_padded (text, _ ("Photos"), FIRST_COLUMNS);
  append_count (text, statistics->all.n_photos);
  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      morsel_answer_append_padded (text, shares[i].name, FIRST_COLUMNS);
      append_share (text, shares[i].share);
      g_string_append_c (text, '\n');
    }

  if (statistics->n_others > 0)
    g_string_append_printf (text,
                            ngettext ("Of %u photo without a known dish, %u was turned away.\n",
                                      "Of %u photos without a known dish, %u were turned away.\n",
                                      statistics->n_others),
                            statistics->n_others, statistics->n_others_turned_away);
  if (self->n_failed > 0)
    g_string_append_printf (text,
                            ngettext ("%u photo failed.\n", "%u photos failed.\n", self->n_failed),
                            self->n_failed);
}

static void
append_answers (const MorselEvaluation *self, GString *text)
{
  const char *const names[MORSEL_STATISTICS_N_ANSWERS] = {
    [MORSEL_ANSWER_CERTAIN] = _ ("Almost certain"),
    [MORSEL_ANSWER_PROBABLE] = _ ("Probably"),
    [MORSEL_ANSWER_UNSURE] = _ ("Not Sure"),
    [MORSEL_ANSWER_UNKNOWN] = _ ("Not Recognised"),
  };
  const char *const columns[] = { _ ("Photos"), _ ("First"), _ ("Five") };

  append_heading (text, _ ("Answer"), columns, G_N_ELEMENTS (columns));
  for (gsize i = 0; i < MORSEL_STATISTICS_N_ANSWERS; i++)
    append_tally (text, names[i], &self->statistics->answers[i]);
}

static void
append_reliability (const MorselEvaluation *self, GString *text)
{
  const char *const columns[] = { _ ("Photos"), _ ("Claimed"), _ ("Right") };

  append_heading (text, _ ("Probability"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < MORSEL_STATISTICS_N_BINS; i++)
    {
      const MorselBin *bin = &self->statistics->bins[i];
      g_autofree char *from = morsel_fraction_percent ((double) i / MORSEL_STATISTICS_N_BINS);
      g_autofree char *to = morsel_fraction_percent ((i + 1.0) / MORSEL_STATISTICS_N_BINS);
      g_autofree char *range = g_strdup_printf ("%s – %s", from, to);

      if (bin->n_photos == 0)
        continue;
      morsel_answer_append_padded (text, range, FIRST_COLUMNS);
      append_count (text, bin->n_photos);
      append_share (text, bin->sum / bin->n_photos);
      append_share (text, morsel_share (bin->n_right, bin->n_photos));
      g_string_append_c (text, '\n');
    }
}

static void
append_dishes (const MorselEvaluation *self, GString *text)
{
  const char *const columns[] = { _ ("Photos"), _ ("First"), _ ("Five") };

  append_heading (text, _ ("Dish"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < self->statistics->n_dishes; i++)
    {
      g_autofree char *name = morsel_dish_name (self->labels[i]);

      if (self->statistics->dishes[i].n_photos > 0)
        append_tally (text, name, &self->statistics->dishes[i]);
    }
}

static void
append_confusions (const MorselEvaluation *self, GString *text)
{
  g_autoptr (GArray) confusions = morsel_statistics_list_confusions (self->statistics);
  const char *const columns[] = { _ ("Photos") };

  if (confusions->len == 0)
    return;

  append_heading (text, _ ("Mistaken for"), columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < MIN (confusions->len, MAX_CONFUSIONS); i++)
    {
      const MorselConfusion *confusion = &g_array_index (confusions, MorselConfusion, i);
      g_autofree char *dish = morsel_dish_name (self->labels[confusion->dish]);
      g_autofree char *taken_for = morsel_dish_name (self->labels[confusion->taken_for]);
      g_autofree char *pair = g_strdup_printf ("%s → %s", dish, taken_for);

      morsel_answer_append_padded (text, pair, FIRST_COLUMNS);
      append_count (text, confusion->n_photos);
      g_string_append_c (text, '\n');
    }
}

/**
 * morsel_evaluation_append_text:
 * @self: the evaluation
 * @text: where to append
 *
 * Tables for people: the whole, the answers, the reliability, each dish, the mistakes.
 */
void
morsel_evaluation_append_text (const MorselEvaluation *self, GString *text)
{
  append_summary (self, text);
  append_answers (self, text);
  append_reliability (self, text);
  append_dishes (self, text);
  append_confusions (self, text);
}

static void
append_json_fraction (GString *text, const char *key, double fraction)
{
  g_string_append_printf (text, ", \"%s\": ", key);
  morsel_cells_append_decimal (text, fraction, N_DECIMALS);
}

static void
append_json_dishes (const MorselEvaluation *self, GString *text)
{
  const char *separator = "";

  g_string_append (text, ", \"dishes\": [");
  for (guint i = 0; i < self->statistics->n_dishes; i++)
    {
      const MorselTally *tally = &self->statistics->dishes[i];
      g_autofree char *name = morsel_dish_name (self->labels[i]);

      if (tally->n_photos == 0)
        continue;
      g_string_append_printf (text, "%s{\"label\": ", separator);
      morsel_cells_append_json_string (text, self->labels[i]);
      g_string_append (text, ", \"name\": ");
      morsel_cells_append_json_string (text, name);
      g_string_append_printf (text, ", \"photos\": %u", tally->n_photos);
      append_json_fraction (text, "top1", morsel_share (tally->n_top1, tally->n_photos));
      append_json_fraction (text, "top5", morsel_share (tally->n_top5, tally->n_photos));
      g_string_append_c (text, '}');
      separator = ", ";
    }
  g_string_append_c (text, ']');
}

static void
append_json_confusions (const MorselEvaluation *self, GString *text)
{
  g_autoptr (GArray) confusions = morsel_statistics_list_confusions (self->statistics);

  g_string_append (text, ", \"confusions\": [");
  for (guint i = 0; i < confusions->len; i++)
    {
      const MorselConfusion *confusion = &g_array_index (confusions, MorselConfusion, i);

      g_string_append (text, i > 0 ? ", {\"label\": " : "{\"label\": ");
      morsel_cells_append_json_string (text, self->labels[confusion->dish]);
      g_string_append (text, ", \"taken_for\": ");
      morsel_cells_append_json_string (text, self->labels[confusion->taken_for]);
      g_string_append_printf (text, ", \"photos\": %u}", confusion->n_photos);
    }
  g_string_append_c (text, ']');
}

static void
append_json_answers (const MorselEvaluation *self, GString *text)
{
  g_string_append (text, ", \"answers\": {");
  for (guint i = 0; i < MORSEL_STATISTICS_N_ANSWERS; i++)
    {
      const MorselTally *tally = &self->statistics->answers[i];

      g_string_append_printf (text, "%s\"%s\": {\"photos\": %u, \"right\": %u}", i > 0 ? ", " : "",
                              morsel_answer_get_nick ((MorselAnswer) i), tally->n_photos,
                              tally->n_top1);
    }
  g_string_append_c (text, '}');
}

static void
append_json_reliability (const MorselEvaluation *self, GString *text)
{
  g_string_append (text, ", \"reliability\": [");
  for (guint i = 0; i < MORSEL_STATISTICS_N_BINS; i++)
    {
      const MorselBin *bin = &self->statistics->bins[i];
      double n_photos = bin->n_photos;

      g_string_append_printf (text, "%s{\"photos\": %u", i > 0 ? ", " : "", bin->n_photos);
      append_json_fraction (text, "from", (double) i / MORSEL_STATISTICS_N_BINS);
      append_json_fraction (text, "to", (i + 1.0) / MORSEL_STATISTICS_N_BINS);
      append_json_fraction (text, "claimed", bin->n_photos > 0 ? bin->sum / n_photos : 0.0);
      append_json_fraction (text, "right", morsel_share (bin->n_right, bin->n_photos));
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

/**
 * morsel_evaluation_append_json:
 * @self: the evaluation
 * @text: where to append
 *
 * One object in one line, everything in it.
 */
void
morsel_evaluation_append_json (const MorselEvaluation *self, GString *text)
{
  const MorselStatistics *statistics = self->statistics;
  const MorselTally *all = &statistics->all;

  g_string_append_printf (text, "{\"photos\": %u, \"failed\": %u", all->n_photos, self->n_failed);
  append_json_fraction (text, "top1", morsel_share (all->n_top1, all->n_photos));
  append_json_fraction (text, "top5", morsel_share (all->n_top5, all->n_photos));
  append_json_fraction (text, "ece", morsel_statistics_get_ece (statistics));
  append_json_answers (self, text);
  g_string_append_printf (text, ", \"others\": {\"photos\": %u, \"turned_away\": %u}",
                          statistics->n_others, statistics->n_others_turned_away);
  append_json_reliability (self, text);
  append_json_dishes (self, text);
  append_json_confusions (self, text);
  g_string_append (text, "}\n");
}

/**
 * morsel_evaluation_append_csv:
 * @self: the evaluation
 * @text: where to append
 *
 * A header and a row for each dish.
 */
void
morsel_evaluation_append_csv (const MorselEvaluation *self, GString *text)
{
  g_string_append (text, "label,name,photos,top1,top5\n");
  for (guint i = 0; i < self->statistics->n_dishes; i++)
    {
      const MorselTally *tally = &self->statistics->dishes[i];
      g_autofree char *name = morsel_dish_name (self->labels[i]);

      if (tally->n_photos == 0)
        continue;
      morsel_cells_append_csv_string (text, self->labels[i]);
      g_string_append_c (text, ',');
      morsel_cells_append_csv_string (text, name);
      g_string_append_printf (text, ",%u,", tally->n_photos);
      morsel_cells_append_decimal (text, morsel_share (tally->n_top1, tally->n_photos), N_DECIMALS);
      g_string_append_c (text, ',');
      morsel_cells_append_decimal (text, morsel_share (tally->n_top5, tally->n_photos), N_DECIMALS);
      g_string_append_c (text, '\n');
    }
}
