/* report.c: rows of results as JSON Lines or CSV, the same for window and command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/report.h"

#include "engine/cells.h"
#include "engine/error.h"

/* A photo's name for people and programs. */
typedef struct
{
  char *name; /* always UTF-8 */
  char *uri;  /* NULL while the name says it all */
} PhotoName;

static void
photo_name_clear (PhotoName *self)
{
  g_free (self->name);
  g_free (self->uri);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PhotoName, photo_name_clear)

/* A name that is not UTF-8 cannot be written as it is; the URI beside it still finds the file. */
static PhotoName
photo_name_init (GFile *photo, const char *given_name)
{
  g_autofree char *uri = photo != NULL ? g_file_get_uri (photo) : NULL;
  const char *name = given_name;

  if (name == NULL && photo != NULL)
    name = g_file_peek_path (photo);
  if (name == NULL)
    name = uri != NULL ? uri : "";

  if (g_utf8_validate (name, -1, NULL))
    return (PhotoName){ g_strdup (name), NULL };
  return (PhotoName){ g_utf8_make_valid (name, -1), g_steal_pointer (&uri) };
}

static void
append_json_photo (GString *text, const PhotoName *photo)
{
  g_string_append (text, "{\"photo\": ");
  morsel_cells_append_json_string (text, photo->name);
  if (photo->uri == NULL)
    return;

  g_string_append (text, ", \"uri\": ");
  morsel_cells_append_json_string (text, photo->uri);
}

static void
append_json_prediction (const MorselReport *report,
                        MorselRanking *ranking,
                        gsize position,
                        GString *text)
{
  const char *label = morsel_ranking_get_label (ranking, position);
  g_autofree char *name = report->name (label);

  g_string_append (text, position > 0 ? ", {\"label\": " : "{\"label\": ");
  morsel_cells_append_json_string (text, label);
  g_string_append (text, ", \"name\": ");
  morsel_cells_append_json_string (text, name);
  g_string_append (text, ", \"probability\": ");
  morsel_cells_append_float (text, morsel_ranking_get_probability (ranking, position));
  g_string_append_c (text, '}');
}

static void
append_json_milliseconds (MorselRanking *ranking, GString *text)
{
  static const char *const stages[MORSEL_N_STAGES] = {
    [MORSEL_STAGE_LOAD] = "load",
    [MORSEL_STAGE_PREPROCESS] = "preprocess",
    [MORSEL_STAGE_NETWORK] = "network",
  };

  g_string_append (text, ", \"milliseconds\": {");
  for (int stage = 0; stage < MORSEL_N_STAGES; stage++)
    {
      g_string_append_printf (text, "%s\"%s\": ", stage > 0 ? ", " : "", stages[stage]);
      morsel_cells_append_decimal (
          text, morsel_ranking_get_milliseconds (ranking, (MorselStage) stage), 3);
    }
  g_string_append_c (text, '}');
}

static void
append_csv_predictions (const MorselReport *report, MorselRanking *ranking, GString *text)
{
  gsize n_dishes = morsel_ranking_get_n_dishes (ranking);

  for (gsize i = 0; i < report->n_top; i++)
    {
      if (i >= n_dishes)
        {
          g_string_append (text, ",,,");
          continue;
        }

      const char *label = morsel_ranking_get_label (ranking, i);
      g_autofree char *name = report->name (label);

      g_string_append_c (text, ',');
      morsel_cells_append_csv_string (text, label);
      g_string_append_c (text, ',');
      morsel_cells_append_csv_string (text, name);
      g_string_append_c (text, ',');
      morsel_cells_append_float (text, morsel_ranking_get_probability (ranking, i));
    }
}

/**
 * morsel_report_append_header:
 * @report: how the rows look
 * @text: where to append
 *
 * What stands before the first row: the names of CSV's columns, nothing for JSON Lines.
 */
void
morsel_report_append_header (const MorselReport *report, GString *text)
{
  g_return_if_fail (report != NULL);

  if (report->format == MORSEL_REPORT_JSON)
    return;

  g_string_append (text, "photo,answer");
  for (guint i = 1; i <= report->n_top; i++)
    {
      if (i == 1)
        g_string_append (text, ",label,name,probability");
      else
        g_string_append_printf (text, ",label_%u,name_%u,probability_%u", i, i, i);
    }
  g_string_append (text, ",error_code,error_message\n");
}

/**
 * morsel_report_append_ranking:
 * @report: how the rows look
 * @photo: (nullable): the photo's file; %NULL: it has none
 * @given_name: (nullable): the photo's name as the person gave it; %NULL: its path
 * @ranking: its dishes
 * @text: where to append
 *
 * One row, with its line break: the answer and the likeliest dishes.
 */
void
morsel_report_append_ranking (const MorselReport *report,
                              GFile *photo,
                              const char *given_name,
                              MorselRanking *ranking,
                              GString *text)
{
  g_return_if_fail (report != NULL);
  g_return_if_fail (MORSEL_IS_RANKING (ranking));

  g_auto (PhotoName) name = photo_name_init (photo, given_name);
  const char *answer = morsel_answer_get_nick (morsel_ranking_get_answer (ranking));
  gsize n_top = MIN (report->n_top, morsel_ranking_get_n_dishes (ranking));

  if (report->format == MORSEL_REPORT_CSV)
    {
      morsel_cells_append_csv_string (text, name.name);
      g_string_append_printf (text, ",%s", answer);
      append_csv_predictions (report, ranking, text);
      g_string_append (text, ",,\n");
      return;
    }

  append_json_photo (text, &name);
  g_string_append_printf (text, ", \"answer\": \"%s\", \"predictions\": [", answer);
  for (gsize i = 0; i < n_top; i++)
    append_json_prediction (report, ranking, i, text);
  g_string_append_c (text, ']');
  append_json_milliseconds (ranking, text);
  g_string_append (text, "}\n");
}

/**
 * morsel_report_append_error:
 * @report: how the rows look
 * @photo: (nullable): the photo's file; %NULL: it has none
 * @given_name: (nullable): the photo's name as the person gave it; %NULL: its path
 * @error: why there is no ranking
 * @text: where to append
 *
 * One row, with its line break, of a photo that failed.
 */
void
morsel_report_append_error (const MorselReport *report,
                            GFile *photo,
                            const char *given_name,
                            const GError *error,
                            GString *text)
{
  g_return_if_fail (report != NULL);
  g_return_if_fail (error != NULL);

  g_auto (PhotoName) name = photo_name_init (photo, given_name);
  g_autofree char *sentence = report->sentence (error);

  if (report->format == MORSEL_REPORT_CSV)
    {
      morsel_cells_append_csv_string (text, name.name);
      g_string_append_c (text, ',');
      for (guint i = 0; i < report->n_top; i++)
        g_string_append (text, ",,,");
      g_string_append_printf (text, ",%s,", morsel_error_get_code (error));
      morsel_cells_append_csv_string (text, sentence);
      g_string_append_c (text, '\n');
      return;
    }

  append_json_photo (text, &name);
  g_string_append_printf (
      text, ", \"error\": {\"code\": \"%s\", \"message\": ", morsel_error_get_code (error));
  morsel_cells_append_json_string (text, sentence);
  g_string_append (text, "}}\n");
}
