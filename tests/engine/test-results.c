/* test-results.c: tests of engine/results.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/error.h"
#include "engine/results.h"

static const char *const labels[] = { "apple_pie", "pho", "ramen", NULL };

static void
test_results_reads_all_parts (void)
{
  static const char json[] =
      "{\"sets\":[{\"name\":\"sharp\",\"photos\":954,\"top1\":0.77,\"top5\":0.93,\"ece\":0.02},"
      "{\"name\":\"thumbnails\",\"photos\":10,\"top1\":1,\"top5\":1,\"more\":\"unread\"}],"
      "\"dishes\":{\"ramen\":{\"right\":228,\"photos\":250,"
      "\"mistaken\":[[\"apple_pie\",4],[\"pho\",9]]},\"pho\":{\"right\":0,\"photos\":0}},"
      "\"unknown\":{\"turned_away\":900,\"photos\":1000},\"more\":[1]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselResults) results = morsel_results_new (json, labels, &error);
  guint n_turned_away, n_photos;

  g_assert_no_error (error);
  g_assert_cmpuint (morsel_results_get_n_sets (results), ==, 2);
  g_assert_cmpstr (morsel_results_get_set (results, 0)->name, ==, "sharp");
  g_assert_cmpuint (morsel_results_get_set (results, 0)->n_photos, ==, 954);
  g_assert_cmpfloat_with_epsilon (morsel_results_get_set (results, 0)->top1, 0.77, 1e-12);
  g_assert_cmpfloat_with_epsilon (morsel_results_get_set (results, 0)->top5, 0.93, 1e-12);
  g_assert_cmpfloat_with_epsilon (morsel_results_get_set (results, 0)->ece, 0.02, 1e-12);
  g_assert_cmpfloat (morsel_results_get_set (results, 1)->ece, <, 0);

  const MorselDishResults *ramen = morsel_results_lookup_dish (results, "ramen");

  g_assert_cmpuint (ramen->n_right, ==, 228);
  g_assert_cmpuint (ramen->n_photos, ==, 250);
  g_assert_cmpuint (ramen->n_mistakes, ==, 2);
  g_assert_cmpstr (ramen->mistakes[0].label, ==, "pho");
  g_assert_cmpuint (ramen->mistakes[0].n_photos, ==, 9);
  g_assert_cmpstr (ramen->mistakes[1].label, ==, "apple_pie");
  g_assert_cmpuint (morsel_results_lookup_dish (results, "pho")->n_mistakes, ==, 0);
  g_assert_null (morsel_results_lookup_dish (results, "apple_pie"));

  g_assert_true (morsel_results_get_unknown (results, &n_turned_away, &n_photos));
  g_assert_cmpuint (n_turned_away, ==, 900);
  g_assert_cmpuint (n_photos, ==, 1000);
}

static void
test_results_does_without_any_part (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselResults) results = morsel_results_new ("{}", labels, &error);
  guint n_turned_away, n_photos;

  g_assert_no_error (error);
  g_assert_cmpuint (morsel_results_get_n_sets (results), ==, 0);
  g_assert_null (morsel_results_lookup_dish (results, "ramen"));
  g_assert_false (morsel_results_get_unknown (results, &n_turned_away, &n_photos));
}

static void
test_results_refuses_the_impossible (void)
{
  static const char *const texts[] = {
    "",
    "[]",
    "{",
    "{\"sets\":{}}",
    "{\"sets\":[1]}",
    "{\"sets\":[{}]}",
    "{\"sets\":[{\"name\":\"\",\"photos\":1,\"top1\":1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":1,\"photos\":1,\"top1\":1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":-1,\"top1\":1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1.5,\"top1\":1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":2147483648,\"top1\":1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":\"1\",\"top1\":1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1,\"top1\":1.1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1,\"top1\":-0.1,\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1,\"top1\":\"1\",\"top5\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1,\"top1\":1}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1,\"top1\":1,\"top5\":1,\"ece\":2}]}",
    "{\"sets\":[{\"name\":\"a\",\"photos\":1,\"top1\":1,\"top5\":1,\"ece\":[]}]}",
    "{\"dishes\":[]}",
    "{\"dishes\":{\"ramen\":1}}",
    "{\"dishes\":{\"ramen\":{}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1}}}",
    "{\"dishes\":{\"ramen\":{\"right\":2,\"photos\":1}}}",
    "{\"dishes\":{\"sushi\":{\"right\":1,\"photos\":1}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":{}}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":[\"pho\"]}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":[[\"pho\"]]}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":[[\"pho\",1,1]]}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":[[1,\"pho\"]]}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":[[\"sushi\",1]]}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1,\"mistaken\":[[\"pho\",-1]]}}}",
    "{\"dishes\":{\"ramen\":{\"right\":1,\"photos\":1},\"ramen\":{\"right\":1,\"photos\":1}}}",
    "{\"unknown\":[]}",
    "{\"unknown\":{}}",
    "{\"unknown\":{\"turned_away\":1}}",
    "{\"unknown\":{\"turned_away\":2,\"photos\":1}}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (morsel_results_new (texts[i], labels, &error));
      g_assert_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/results/reads-all-parts", test_results_reads_all_parts);
  g_test_add_func ("/results/does-without-any-part", test_results_does_without_any_part);
  g_test_add_func ("/results/refuses-the-impossible", test_results_refuses_the_impossible);
  return g_test_run ();
}
