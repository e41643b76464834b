/* fixtures.h: the made photos of tests/fixtures/make-photos.py
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/photo.h"

#include <gio/gio.h>

static inline GFile *
new_fixture (const char *name)
{
  return g_file_new_build_filename (g_getenv ("MORSEL_TEST_PHOTOS"), name, NULL);
}

/* Skips the running test where the photos could not be made. */
static inline gboolean
skips_without_fixtures (void)
{
  g_autoptr (GFile) table = new_fixture ("photos.tsv");

  if (g_file_query_exists (table, NULL))
    return FALSE;
  g_test_skip ("no made photos: Python's Pillow (python3-pil) is missing");
  return TRUE;
}

static inline GBytes *
read_fixture (const char *name)
{
  g_autoptr (GFile) file = new_fixture (name);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_file_load_bytes (file, NULL, NULL, &error);

  g_assert_no_error (error);
  return bytes;
}

static inline MorselPhoto *
load_fixture (const char *name, guint least_side)
{
  g_autoptr (GFile) file = new_fixture (name);
  g_autoptr (GError) error = NULL;
  MorselPhoto *photo = morsel_photo_load (file, least_side, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (MORSEL_IS_PHOTO (photo));
  return photo;
}
