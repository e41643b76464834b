/* test-report.c: tests of engine/report.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/report.h"

#include "engine/error.h"
#include "tiny-weights.h"

#include <json-glib/json-glib.h>

/* The second name needs quotes in both formats. */
#define LABELS "[\"pho\",\"ramen, \\\"hot\\\"\",\"steak\"]"

static char *
name_of (const char *label)
{
  return g_ascii_strup (label, -1);
}

static char *
sentence_of (const GError *error)
{
  return g_strdup_printf ("Sorry, %s", error->message);
}

static MorselReport
make_report (MorselReportFormat format, guint n_top)
{
  return (MorselReport){
    .format = format,
    .n_top = n_top,
    .name = name_of,
    .sentence = sentence_of,
  };
}

static MorselRanking *
make_ranking (void)
{
  g_autoptr (MorselWeights) weights = make_tiny_weights (LABELS, "1.0", NULL);
  const float probabilities[] = { 0.25f, 0.625f, 0.125f };

  return morsel_ranking_new_from_probabilities (weights, probabilities, 0.625);
}

/* One row, which must be one line. */
static JsonObject *
parse_row (const GString *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  g_assert_true (g_str_has_suffix (text->str, "}\n"));
  g_assert_true (strchr (text->str, '\n') == text->str + text->len - 1);
  json_parser_load_from_data (parser, text->str, (gssize) text->len, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (json_parser_get_root (parser)));
}

static void
test_report_writes_a_ranking_as_json (void)
{
  MorselReport report = make_report (MORSEL_REPORT_JSON, 2);
  g_autoptr (MorselRanking) ranking = make_ranking ();
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_report_append_header (&report, text);
  g_assert_cmpuint (text->len, ==, 0);
  morsel_report_append_ranking (&report, NULL, "a \"b\".jpg", ranking, text);

  g_autoptr (JsonObject) row = parse_row (text);
  JsonArray *predictions = json_object_get_array_member (row, "predictions");
  JsonObject *first = json_array_get_object_element (predictions, 0);
  JsonObject *times = json_object_get_object_member (row, "milliseconds");

  g_assert_cmpstr (json_object_get_string_member (row, "photo"), ==, "a \"b\".jpg");
  g_assert_cmpstr (json_object_get_string_member (row, "answer"), ==, "probable");
  g_assert_false (json_object_has_member (row, "uri"));
  g_assert_cmpuint (json_array_get_length (predictions), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (first, "label"), ==, "ramen, \"hot\"");
  g_assert_cmpstr (json_object_get_string_member (first, "name"), ==, "RAMEN, \"HOT\"");
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (first, "probability"), 0.625,
                                  1e-9);
  g_assert_true (json_object_has_member (times, "load"));
  g_assert_true (json_object_has_member (times, "preprocess"));
  g_assert_true (json_object_has_member (times, "network"));
}

static void
test_report_writes_an_error_as_json (void)
{
  MorselReport report = make_report (MORSEL_REPORT_JSON, 5);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = g_error_new_literal (MORSEL_PHOTO_ERROR,
                                                  MORSEL_PHOTO_ERROR_TOO_MANY_PIXELS, "too\nmany");

  morsel_report_append_error (&report, NULL, "a.jpg", error, text);

  g_autoptr (JsonObject) row = parse_row (text);
  JsonObject *member = json_object_get_object_member (row, "error");

  g_assert_cmpstr (json_object_get_string_member (member, "code"), ==, "too-many-pixels");
  g_assert_cmpstr (json_object_get_string_member (member, "message"), ==, "Sorry, too\nmany");
  g_assert_false (json_object_has_member (row, "answer"));
}

static void
test_report_adds_the_uri_of_a_name_that_is_not_utf_8 (void)
{
  MorselReport report = make_report (MORSEL_REPORT_JSON, 1);
  g_autoptr (MorselRanking) ranking = make_ranking ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/caf\xe9.jpg");

  morsel_report_append_ranking (&report, file, "caf\xe9.jpg", ranking, text);

  g_autoptr (JsonObject) row = parse_row (text);

  g_assert_cmpstr (json_object_get_string_member (row, "photo"), ==, "caf\xef\xbf\xbd.jpg");
  g_assert_cmpstr (json_object_get_string_member (row, "uri"), ==, "file:///tmp/caf%E9.jpg");
}

static void
test_report_names_a_photo_by_its_path_unless_told (void)
{
  MorselReport report = make_report (MORSEL_REPORT_JSON, 1);
  g_autoptr (MorselRanking) ranking = make_ranking ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/a.jpg");

  morsel_report_append_ranking (&report, file, NULL, ranking, text);

  g_autoptr (JsonObject) row = parse_row (text);

  g_assert_cmpstr (json_object_get_string_member (row, "photo"), ==, "/tmp/a.jpg");
}

static void
test_report_writes_csv_with_as_many_columns_as_told (void)
{
  MorselReport report = make_report (MORSEL_REPORT_CSV, 2);
  g_autoptr (MorselRanking) ranking = make_ranking ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");

  morsel_report_append_header (&report, text);
  morsel_report_append_ranking (&report, NULL, "=a,b.jpg", ranking, text);
  morsel_report_append_error (&report, NULL, "c.jpg", error, text);

  g_assert_cmpstr (text->str, ==,
                   "photo,answer,label,name,probability,label_2,name_2,probability_2,"
                   "error_code,error_message\n"
                   "\"=a,b.jpg\",probable,\"ramen, \"\"hot\"\"\",\"RAMEN, \"\"HOT\"\"\",0.625,"
                   "pho,PHO,0.25,,\n"
                   "c.jpg,,,,,,,,not-found,\"Sorry, gone\"\n");
}

static void
test_report_leaves_cells_empty_for_dishes_that_are_not_there (void)
{
  MorselReport report = make_report (MORSEL_REPORT_CSV, 4);
  g_autoptr (MorselRanking) ranking = make_ranking ();
  g_autoptr (GString) text = g_string_new (NULL);

  morsel_report_append_ranking (&report, NULL, "a.jpg", ranking, text);
  g_assert_true (g_str_has_suffix (text->str, "steak,STEAK,0.125,,,,,\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/writes-a-ranking-as-json", test_report_writes_a_ranking_as_json);
  g_test_add_func ("/report/writes-an-error-as-json", test_report_writes_an_error_as_json);
  g_test_add_func ("/report/adds-the-uri-of-a-name-that-is-not-utf-8",
                   test_report_adds_the_uri_of_a_name_that_is_not_utf_8);
  g_test_add_func ("/report/names-a-photo-by-its-path-unless-told",
                   test_report_names_a_photo_by_its_path_unless_told);
  g_test_add_func ("/report/writes-csv-with-as-many-columns-as-told",
                   test_report_writes_csv_with_as_many_columns_as_told);
  g_test_add_func ("/report/leaves-cells-empty-for-dishes-that-are-not-there",
                   test_report_leaves_cells_empty_for_dishes_that_are_not_there);
  return g_test_run ();
}
