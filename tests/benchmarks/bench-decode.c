/* bench-decode.c: a photo to its labels, against decoding it full size with GdkPixbuf
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/recognizer.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>

#define N_RUNS 15
/* The shorter side that the peer scales to: the network's resize, nothing to spare. */
#define PEER_SIDE 256

static MorselRanking *
run_ours (MorselRecognizer *recognizer, GFile *file, GError **error)
{
  g_autoptr (MorselPhoto) photo = morsel_photo_load (
      file, morsel_recognizer_get_least_side (recognizer), NULL, error);

  return photo != NULL ? morsel_recognizer_recognize (recognizer, photo, NULL, NULL, error) : NULL;
}

static MorselRanking *
run_peer (MorselRecognizer *recognizer, GFile *file, GError **error)
{
  g_autoptr (GdkPixbuf) decoded = gdk_pixbuf_new_from_file (g_file_peek_path (file), error);

  if (decoded == NULL)
    return NULL;

  g_autoptr (GdkPixbuf) upright = gdk_pixbuf_apply_embedded_orientation (decoded);
  int side = MIN (gdk_pixbuf_get_width (upright), gdk_pixbuf_get_height (upright));
  int width = gdk_pixbuf_get_width (upright) * PEER_SIDE / side;
  int height = gdk_pixbuf_get_height (upright) * PEER_SIDE / side;
  g_autoptr (GdkPixbuf) scaled = gdk_pixbuf_scale_simple (upright, width, height,
                                                          GDK_INTERP_BILINEAR);
  int rowstride = gdk_pixbuf_get_rowstride (scaled);
  g_autoptr (GBytes) bytes = gdk_pixbuf_read_pixel_bytes (scaled);
  g_autoptr (MorselPhoto) photo = morsel_photo_new_from_pixels (bytes, (guint) width,
                                                                (guint) height, (gsize) rowstride);

  return morsel_recognizer_recognize (recognizer, photo, NULL, NULL, error);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : (first > second ? 1 : 0);
}

/* The median of what one way took, in milliseconds. */
static double
print_times (const char *name, gint64 times[N_RUNS])
{
  qsort (times, N_RUNS, sizeof times[0], compare_times);

  double median = (double) times[N_RUNS / 2] / 1000.0;

  g_print ("%-36s median %.1f ms, best %.1f ms, worst %.1f ms\n", name, median,
           (double) times[0] / 1000.0, (double) times[N_RUNS - 1] / 1000.0);
  return median;
}

int
main (int argc, char **argv)
{
  MorselRanking *(*const ways[]) (MorselRecognizer *, GFile *, GError **) = { run_ours, run_peer };
  gint64 times[2][N_RUNS];
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    return EXIT_FAILURE;

  g_autoptr (GFile) model = g_file_new_for_path (argv[1]);
  g_autoptr (GFile) file = g_file_new_for_path (argv[2]);
  g_autoptr (MorselRecognizer) recognizer = morsel_recognizer_new (model, 1, MORSEL_PRECISION_AUTO,
                                                                   NULL, &error);

  /* In turns; the first round warms up. */
  for (int run = -1; run < N_RUNS && error == NULL; run++)
    for (guint way = 0; way < 2 && error == NULL; way++)
      {
        gint64 before = g_get_monotonic_time ();
        MorselRanking *ranking = ways[way](recognizer, file, &error);

        if (run >= 0)
          times[way][run] = g_get_monotonic_time () - before;
        g_clear_object (&ranking);
      }

  if (error != NULL)
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  double ours = print_times ("Morsel", times[0]);
  double peer = print_times ("GdkPixbuf full size, scale, network", times[1]);

  g_print ("ratio %.3f\n", ours / peer);
  return EXIT_SUCCESS;
}
