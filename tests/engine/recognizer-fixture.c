/* recognizer-fixture.c: small weights in a folder, recognizers of them and photos of noise
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "recognizer-fixture.h"

#include <glib/gstdio.h>

/* Where the weights files are. */
static char *folder;

void
recognizer_fixture_begin (void)
{
  folder = g_dir_make_tmp ("morsel-recognizer-XXXXXX", NULL);
  g_assert_nonnull (folder);
}

/* Weights of a small input, so that many runs are quick. */
MadeWeights
recognizer_fixture_describe_weights (void)
{
  return (MadeWeights){
    .network = morsel_network_lookup ("mobilenet_v3_large"),
    .padding = "same",
    .head = "gap-densehswish-denserelu-dense",
    .side = 64,
    .n_labels = 11,
    .n_hidden = 24,
    .dtype = MORSEL_DTYPE_F16,
  };
}

GFile *
recognizer_fixture_write_file (const char *name, const void *bytes, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, bytes, (gssize) n_bytes, &error);
  g_assert_no_error (error);
  return g_file_new_for_path (path);
}

GFile *
recognizer_fixture_write_weights (const char *name, const MadeWeights *made)
{
  g_autoptr (GBytes) bytes = made_weights_dup_bytes (made);

  return recognizer_fixture_write_file (name, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes));
}

/* The weights of most tests, written once. */
GFile *
recognizer_fixture_get_weights (void)
{
  g_autofree char *path = g_build_filename (folder, "small.safetensors", NULL);
  MadeWeights made = recognizer_fixture_describe_weights ();

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_file_new_for_path (path);
  return recognizer_fixture_write_weights ("small.safetensors", &made);
}

MorselRecognizer *
recognizer_fixture_make_recognizer (guint n_lanes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = recognizer_fixture_get_weights ();
  MorselRecognizer *recognizer = morsel_recognizer_new (file, n_lanes, MORSEL_PRECISION_F32, NULL,
                                                        &error);

  g_assert_no_error (error);
  return recognizer;
}

/* Noise, another for every seed. */
MorselPhoto *
recognizer_fixture_make_photo (guint width, guint height, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gsize n_bytes = (gsize) width * height * 3;
  guint8 *bytes = g_malloc (n_bytes);
  g_autoptr (GBytes) pixels = g_bytes_new_take (bytes, n_bytes);

  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) g_rand_int_range (random, 0, 256);
  return morsel_photo_new_from_pixels (pixels, width, height, (gsize) width * 3);
}

MorselRanking *
recognizer_fixture_recognize (MorselRecognizer *recognizer,
                              MorselPhoto *photo,
                              const MorselPart *part)
{
  g_autoptr (GError) error = NULL;
  MorselRanking *ranking = morsel_recognizer_recognize (recognizer, photo, part, NULL, &error);

  g_assert_no_error (error);
  return ranking;
}
void
recognizer_fixture_wait_for (const guint *count, guint target)
{
  while (*count < target)
    g_main_context_iteration (NULL, TRUE);
}

void
recognizer_fixture_end (void)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}
