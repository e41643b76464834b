/* test-paintable.c: the live picture, drawn without a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/paintable.h"

#include <string.h>

/* Two pixels, the left one red, the right one blue. */
static GdkTexture *
make_frame (int width)
{
  gsize n_bytes = (gsize) width * 4;
  guint8 *bgra = g_malloc0 (n_bytes);

  for (int x = 0; x < width; x++)
    {
      bgra[4 * x + (x < width / 2 ? 2 : 0)] = 255;
      bgra[4 * x + 3] = 255;
    }

  g_autoptr (GBytes) bytes = g_bytes_new_take (bgra, n_bytes);

  return gdk_memory_texture_new (width, 1, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, n_bytes);
}

/* Draws a paintable at 2×1 and reads the two pixels back. */
static void
draw (GdkPaintable *paintable, guint32 pixels[2])
{
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 2, 1);
  cairo_t *cairo = cairo_create (surface);

  gdk_paintable_snapshot (paintable, snapshot, 2, 1);
  node = gtk_snapshot_to_node (snapshot);
  if (node != NULL)
    gsk_render_node_draw (node, cairo);

  cairo_surface_flush (surface);
  memcpy (pixels, cairo_image_surface_get_data (surface), 2 * sizeof *pixels);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

#define NOTHING 0x00000000u
#define RED 0xffff0000u
#define BLUE 0xff0000ffu

static void
assert_drawn (GdkPaintable *paintable, guint32 left, guint32 right)
{
  guint32 pixels[2];

  draw (paintable, pixels);
  g_assert_cmphex (pixels[0], ==, left);
  g_assert_cmphex (pixels[1], ==, right);
}

static void
count_cb (GdkPaintable *paintable, guint *count)
{
  (*count)++;
}

static void
test_draws_nothing_before_the_first_frame (void)
{
  g_autoptr (MorselPaintable) paintable = morsel_paintable_new ();

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (GDK_PAINTABLE (paintable)), ==, 0);
  assert_drawn (GDK_PAINTABLE (paintable), NOTHING, NOTHING);
}

static void
test_draws_the_frame (void)
{
  g_autoptr (MorselPaintable) paintable = morsel_paintable_new ();
  g_autoptr (GdkTexture) frame = make_frame (2);

  morsel_paintable_set_frame (paintable, frame, NULL);

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (GDK_PAINTABLE (paintable)), ==, 2);
  g_assert_cmpint (gdk_paintable_get_intrinsic_height (GDK_PAINTABLE (paintable)), ==, 1);
  assert_drawn (GDK_PAINTABLE (paintable), RED, BLUE);
}

static void
test_mirrors_what_is_shown_alone (void)
{
  g_autoptr (MorselPaintable) paintable = morsel_paintable_new ();
  g_autoptr (GdkTexture) frame = make_frame (2);

  morsel_paintable_set_frame (paintable, frame, NULL);
  morsel_paintable_set_mirrored (paintable, TRUE);

  assert_drawn (GDK_PAINTABLE (paintable), BLUE, RED);
  g_assert_true (morsel_paintable_get_frame (paintable) == frame);
}

static void
test_keeps_the_moment (void)
{
  MorselPaintable *paintable = morsel_paintable_new ();
  g_autoptr (GdkTexture) frame = make_frame (2);

  morsel_paintable_set_frame (paintable, frame, NULL);
  morsel_paintable_set_mirrored (paintable, TRUE);

  g_autoptr (GdkPaintable) moment = gdk_paintable_get_current_image (GDK_PAINTABLE (paintable));

  morsel_paintable_set_frame (paintable, NULL, NULL);
  morsel_paintable_set_mirrored (paintable, FALSE);
  assert_drawn (moment, BLUE, RED);
  assert_drawn (GDK_PAINTABLE (paintable), NOTHING, NOTHING);
  g_assert_finalize_object (paintable);
}

static void
test_asks_for_a_new_size_only_on_a_change (void)
{
  g_autoptr (MorselPaintable) paintable = morsel_paintable_new ();
  g_autoptr (GdkTexture) one = make_frame (2);
  g_autoptr (GdkTexture) other = make_frame (2);
  g_autoptr (GdkTexture) larger = make_frame (4);
  guint n_sizes = 0;
  guint n_contents = 0;

  g_signal_connect (paintable, "invalidate-size", G_CALLBACK (count_cb), &n_sizes);
  g_signal_connect (paintable, "invalidate-contents", G_CALLBACK (count_cb), &n_contents);

  morsel_paintable_set_frame (paintable, one, NULL);
  g_assert_cmpuint (n_sizes, ==, 1);
  morsel_paintable_set_frame (paintable, other, NULL);
  g_assert_cmpuint (n_sizes, ==, 1);
  g_assert_cmpuint (n_contents, ==, 2);
  morsel_paintable_set_frame (paintable, larger, NULL);
  g_assert_cmpuint (n_sizes, ==, 2);
  morsel_paintable_set_frame (paintable, larger, NULL);
  g_assert_cmpuint (n_contents, ==, 3);
}

static void
test_draws_the_preview_where_it_is_large_enough (void)
{
  g_autoptr (MorselPaintable) paintable = morsel_paintable_new ();
  g_autoptr (GdkTexture) frame = make_frame (2000);
  g_autoptr (GdkTexture) preview = make_frame (2);

  morsel_paintable_set_frame (paintable, frame, preview);

  g_assert_cmpint (gdk_paintable_get_intrinsic_width (GDK_PAINTABLE (paintable)), ==, 2000);
  assert_drawn (GDK_PAINTABLE (paintable), RED, BLUE);
}

static void
test_draws_the_frame_where_the_preview_is_too_small (void)
{
  g_autoptr (MorselPaintable) paintable = morsel_paintable_new ();
  g_autoptr (GdkTexture) frame = make_frame (2);
  /* A single blue pixel. */
  g_autoptr (GdkTexture) preview = make_frame (1);

  morsel_paintable_set_frame (paintable, frame, preview);

  assert_drawn (GDK_PAINTABLE (paintable), RED, BLUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* Fails without a display, but makes what drawing into memory needs. */
  gtk_init_check ();

  g_test_add_func ("/paintable/draws-nothing-before-the-first-frame",
                   test_draws_nothing_before_the_first_frame);
  g_test_add_func ("/paintable/draws-the-frame", test_draws_the_frame);
  g_test_add_func ("/paintable/mirrors-what-is-shown-alone", test_mirrors_what_is_shown_alone);
  g_test_add_func ("/paintable/keeps-the-moment", test_keeps_the_moment);
  g_test_add_func ("/paintable/asks-for-a-new-size-only-on-a-change",
                   test_asks_for_a_new_size_only_on_a_change);

  g_test_add_func ("/paintable/draws-the-preview-where-it-is-large-enough",
                   test_draws_the_preview_where_it_is_large_enough);
  g_test_add_func ("/paintable/draws-the-frame-where-the-preview-is-too-small",
                   test_draws_the_frame_where_the_preview_is_too_small);

  return g_test_run ();
}
