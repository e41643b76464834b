/* test-focus-map.c: where it looked ends softly
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/focus-map.h"

/* A photo of squares, each of another grey. */
static MorselPhoto *
new_photo (void)
{
  enum
  {
    SIDE = 300,
  };
  guint8 *pixels = g_malloc (SIDE * SIDE * 3);

  for (gsize i = 0; i < SIDE * SIDE * 3; i++)
    pixels[i] = (guint8) ((i / 3 % SIDE / 50 + i / 3 / SIDE / 50 * 7) * 37 % 256);

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, SIDE * SIDE * 3);

  return morsel_photo_new_from_pixels (bytes, SIDE, SIDE, SIDE * 3);
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GdkTexture *
new_map (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("MORSEL_DATA_DIR"), "model",
                                            "food101.safetensors", NULL);
  g_autoptr (GFile) weights = g_file_new_for_path (path);
  g_autoptr (MorselPhoto) photo = new_photo ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRecognizer) recognizer = morsel_recognizer_new (weights, 1, MORSEL_PRECISION_F32,
                                                                   NULL, &error);

  g_assert_no_error (error);

  g_autoptr (MorselRanking) ranking = morsel_recognizer_recognize (recognizer, photo, NULL, NULL,
                                                                   &error);

  g_assert_no_error (error);
  morsel_focus_map_new_async (recognizer, ranking, 0, NULL, result_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return morsel_focus_map_new_finish (result, &error);
}

static void
test_fades_away_round_what_was_seen (void)
{
  const MorselPart seen = { 0.25f, 0.0f, 0.5f, 1.0f };
  g_autoptr (GdkTexture) map = new_map ();

  g_assert_nonnull (map);

  gsize side = (gsize) gdk_texture_get_width (map);
  g_autofree guint32 *pixels = g_new (guint32, side * side);
  gboolean is_empty = TRUE;
  MorselPart place;

  gdk_texture_download (map, (guchar *) pixels, side * sizeof *pixels);
  for (gsize i = 0; i < side; i++)
    {
      g_assert_cmphex (pixels[i], ==, 0);
      g_assert_cmphex (pixels[i * side], ==, 0);
      g_assert_cmphex (pixels[i * side + side - 1], ==, 0);
      g_assert_cmphex (pixels[(side - 1) * side + i], ==, 0);
    }
  for (gsize i = 0; i < side * side; i++)
    is_empty = is_empty && pixels[i] == 0;
  g_assert_false (is_empty);

  morsel_focus_map_get_place (&seen, &place);
  g_assert_cmpfloat (place.x, <, seen.x);
  g_assert_cmpfloat (place.y, <, seen.y);
  g_assert_cmpfloat_with_epsilon (place.x + place.width / 2, 0.5f, 1e-6f);
  g_assert_cmpfloat_with_epsilon (place.y + place.height / 2, 0.5f, 1e-6f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/focus-map/fades-away-round-what-was-seen",
                   test_fades_away_round_what_was_seen);
  return g_test_run ();
}
