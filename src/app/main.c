/* main.c: starts the desktop program
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/application.h"
#include "app/test-log.h"
#include "engine/recognizer.h"
#include "paths/paths.h"

#include <glib/gi18n.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* Heaps of glibc's malloc. With one for each thread, each keeps the pixels of its largest photos:
 * 125 MB after 500 photos, with two heaps 91 and no slower. */
#define N_HEAPS 2

/* Painting without a GPU takes and gives back surfaces as large as the window in every frame. A heap
 * that keeps as much spares their page faults: while 200 photos are opened the main loop is late by a
 * frame once or twice instead of five times. What is larger still goes back to the system at once. */
#define SPARE_BYTES (16 << 20)
#define LARGE_BYTES (8 << 20)

int
main (int argc, char **argv)
{
  g_autofree char *locale = morsel_paths_get_locale ();

#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, N_HEAPS);
  mallopt (M_MMAP_THRESHOLD, LARGE_BYTES);
  mallopt (M_TRIM_THRESHOLD, SPARE_BYTES);
#endif
  morsel_test_log ("main");
  (void) setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (MorselApplication) application = morsel_application_new ();

  int status = g_application_run (G_APPLICATION (application), argc, argv);

  /* Photos may still be at work: the window was closed, not they. */
  morsel_recognizer_end_all ();
  return status;
}
