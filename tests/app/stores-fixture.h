/* stores-fixture.h: what the tests of the stores have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/reading.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  MorselRecognizer *recognizer;
  char *folder; /* for files of the test */
} StoresFixture;

MorselPhoto *stores_new_photo (guint seed);
GFile *stores_new_file (const StoresFixture *fixture, const char *name, guint seed);
void stores_iterate_until_idle (MorselReading *reading);
void stores_remove_folder (const char *path);
void stores_set_up (StoresFixture *fixture, gconstpointer user_data);
void stores_tear_down (StoresFixture *fixture, gconstpointer user_data);

#define STORES_ADD(path, function)                                                                 \
  g_test_add (path, StoresFixture, NULL, stores_set_up, function, stores_tear_down)

G_END_DECLS
