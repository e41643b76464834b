/* test-widgets.c: the widgets of the result page and their frames, on a display
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/frames.h"
#include "app/pages/many-page.h"
#include "app/widgets/live-card.h"
#include "app/widgets/meter.h"
#include "app/widgets/part-editor.h"
#include "app/widgets/split-layout.h"
#include "app/widgets/stack.h"

#include <glib/gstdio.h>
#include <string.h>

/* Gives a widget a size without a window. */
static void
allocate (GtkWidget *widget, int width, int height)
{
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_allocate (widget, width, height, -1, NULL);
}

static void
test_meter_fills_its_value (void)
{
  g_autoptr (GtkWidget) meter = g_object_ref_sink (morsel_meter_new ());
  GtkWidget *fill = gtk_widget_get_first_child (meter);

  morsel_meter_set_value (MORSEL_METER (meter), 0.25);
  allocate (meter, 200, 8);
  g_assert_cmpint (gtk_widget_get_width (fill), ==, 50);
}

static void
test_meter_shows_even_the_unlikeliest (void)
{
  g_autoptr (GtkWidget) meter = g_object_ref_sink (morsel_meter_new ());

  morsel_meter_set_value (MORSEL_METER (meter), 0.0);
  allocate (meter, 200, 8);
  g_assert_cmpint (gtk_widget_get_width (gtk_widget_get_first_child (meter)), ==, 2);
}

static void
test_meter_is_mirrored (void)
{
  g_autoptr (GtkWidget) meter = g_object_ref_sink (morsel_meter_new ());
  graphene_rect_t bounds;

  gtk_widget_set_direction (meter, GTK_TEXT_DIR_RTL);
  morsel_meter_set_value (MORSEL_METER (meter), 0.25);
  allocate (meter, 200, 8);
  g_assert_true (gtk_widget_compute_bounds (gtk_widget_get_first_child (meter), meter, &bounds));
  g_assert_cmpfloat_with_epsilon (bounds.origin.x, 150.0f, 0.5f);
}

typedef struct
{
  int width;
  int height;
  gboolean side_by_side;
} Place;

static void
test_layout_goes_by_width_and_height (void)
{
  const Place places[] = {
    { 900, 600, TRUE }, { 680, 900, TRUE },  { 679, 600, FALSE },
    { 560, 479, TRUE }, { 519, 400, FALSE }, { 360, 640, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GtkWidget) box = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
      GtkWidget *photo = gtk_label_new (NULL);
      GtkWidget *ranking = gtk_label_new (NULL);
      graphene_rect_t bounds;

      gtk_box_append (GTK_BOX (box), photo);
      gtk_box_append (GTK_BOX (box), ranking);
      gtk_widget_set_layout_manager (box, morsel_split_layout_new ());
      allocate (box, places[i].width, places[i].height);

      g_assert_true (gtk_widget_compute_bounds (ranking, box, &bounds));
      g_assert_true ((bounds.origin.x > 0.0f) == places[i].side_by_side);
      g_assert_true ((bounds.origin.y > 0.0f) == !places[i].side_by_side);
      if (places[i].side_by_side)
        {
          g_assert_cmpfloat (bounds.size.width, >=, 260.0f);
          g_assert_cmpfloat (bounds.size.width, <=, 420.0f);
        }
    }
}

static void
count_cb (MorselPartEditor *editor, guint *n_chosen)
{
  (*n_chosen)++;
}

static MorselPartEditor *
new_editor (void)
{
  MorselPartEditor *editor = MORSEL_PART_EDITOR (g_object_ref_sink (morsel_part_editor_new ()));

  morsel_part_editor_reset (editor, 1000, 500);
  return editor;
}

static void
test_part_moves_by_keys (void)
{
  g_autoptr (MorselPartEditor) editor = new_editor ();
  const MorselPart *part = morsel_part_editor_get_part (editor);

  g_assert_true (morsel_part_editor_press_key (editor, GDK_KEY_Left, 0));
  g_assert_true (morsel_part_editor_press_key (editor, GDK_KEY_Down, GDK_CONTROL_MASK));
  g_assert_cmpfloat_with_epsilon (part->x, 0.19f, 0.001f);
  g_assert_cmpfloat_with_epsilon (part->y, 0.30f, 0.001f);
  g_assert_cmpfloat_with_epsilon (part->width, 0.6f, 0.001f);
}

static void
test_part_is_resized_by_keys (void)
{
  g_autoptr (MorselPartEditor) editor = new_editor ();
  const MorselPart *part = morsel_part_editor_get_part (editor);

  g_assert_true (morsel_part_editor_press_key (editor, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_true (
      morsel_part_editor_press_key (editor, GDK_KEY_Up, GDK_SHIFT_MASK | GDK_CONTROL_MASK));
  g_assert_cmpfloat_with_epsilon (part->width, 0.61f, 0.001f);
  g_assert_cmpfloat_with_epsilon (part->height, 0.50f, 0.001f);
}

static void
test_part_stays_in_the_photo (void)
{
  g_autoptr (MorselPartEditor) editor = new_editor ();
  const MorselPart *part = morsel_part_editor_get_part (editor);

  for (guint i = 0; i < 20; i++)
    morsel_part_editor_press_key (editor, GDK_KEY_Right, GDK_CONTROL_MASK);
  g_assert_cmpfloat_with_epsilon (part->x + part->width, 1.0f, 0.001f);
  for (guint i = 0; i < 20; i++)
    morsel_part_editor_press_key (editor, GDK_KEY_Left, GDK_SHIFT_MASK | GDK_CONTROL_MASK);

  /* 32 pixels of 1000 */
  g_assert_cmpfloat_with_epsilon (part->width, 0.032f, 0.0001f);
}

static void
test_part_is_chosen_by_enter (void)
{
  g_autoptr (MorselPartEditor) editor = new_editor ();
  guint n_chosen = 0;

  g_signal_connect (editor, "part-chosen", G_CALLBACK (count_cb), &n_chosen);
  morsel_part_editor_press_key (editor, GDK_KEY_Left, 0);
  g_assert_cmpuint (n_chosen, ==, 0);
  morsel_part_editor_press_key (editor, GDK_KEY_Return, 0);
  g_assert_cmpuint (n_chosen, ==, 1);
  g_assert_false (morsel_part_editor_press_key (editor, GDK_KEY_m, 0));
}

/* What the program wrote down for its tests. */
static char *
read_log (void)
{
  char *log = NULL;

  return g_file_get_contents (g_getenv ("MORSEL_TEST_LOG"), &log, NULL, NULL) ? log : g_strdup ("");
}

static gboolean
is_in_log (const char *words)
{
  g_autofree char *log = read_log ();

  return strstr (log, words) != NULL;
}

static void
test_live_card_says_the_last_dish_later (void)
{
  GtkWidget *window = gtk_window_new ();
  MorselLiveCard *card = g_object_new (MORSEL_TYPE_LIVE_CARD, NULL);

  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (card));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (card)))
    g_main_context_iteration (NULL, TRUE);

  morsel_live_card_set_dish (card, "ramen", 90);
  g_assert_true (is_in_log ("announced Ramen"));
  morsel_live_card_set_dish (card, "pho", 90);
  morsel_live_card_set_dish (card, "sushi", 90);
  g_assert_false (is_in_log ("announced Sushi"));
  while (!is_in_log ("announced Sushi"))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (is_in_log ("announced Pho"));

  /* What would be said later is not said after the end. */
  morsel_live_card_set_dish (card, "tacos", 90);
  g_object_add_weak_pointer (G_OBJECT (card), (gpointer *) &card);
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_null (card);
}

static GPtrArray *
new_file_list (const char *path)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, g_file_new_for_path (path));
  return files;
}

/* Whatever is under way holds the page. */
static void
iterate_until_alone (GtkWidget *page)
{
  while (G_OBJECT (page)->ref_count > 1)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_many_photos_are_not_searched_for_after_escape (void)
{
  g_autoptr (GtkWidget) page = g_object_ref_sink (g_object_new (MORSEL_TYPE_MANY_PAGE, NULL));
  g_autoptr (GPtrArray) files = new_file_list ("/nowhere/photo.jpg");
  MorselManyPage *many = MORSEL_MANY_PAGE (page);

  morsel_many_page_add (many, files);
  morsel_many_page_add (many, files);
  g_assert_true (morsel_many_page_escape (many));
  g_assert_false (morsel_many_page_escape (many));
  iterate_until_alone (page);
  g_assert_false (morsel_many_page_is_running (many));

  /* The next search is another one. */
  morsel_many_page_add (many, files);
  iterate_until_alone (page);
  g_assert_true (morsel_many_page_is_running (many));
}

typedef struct
{
  guint n_frames;
  guint n_before_idle; /* 0 until the main loop has nothing to do */
} Frames;

static gboolean
idle_cb (gpointer user_data)
{
  Frames *frames = user_data;

  frames->n_before_idle = frames->n_frames;
  return G_SOURCE_REMOVE;
}

static void
painted_cb (GdkFrameClock *clock, Frames *frames)
{
  frames->n_frames++;
  if (frames->n_frames == 1)
    g_idle_add (idle_cb, frames);
}

static gboolean
wake_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until no frame has come for a while. */
static void
let_frames_pass (Frames *frames)
{
  guint n_before = 0;

  do
    {
      gboolean is_awake = FALSE;

      n_before = frames->n_frames;
      g_timeout_add (200, wake_cb, &is_awake);
      while (!is_awake)
        g_main_context_iteration (NULL, TRUE);
    }
  while (frames->n_frames == 0 || frames->n_frames != n_before);
}

static void
test_frame_after_a_change_of_styles_comes_at_once (void)
{
  GtkWidget *window = gtk_window_new ();
  Frames frames = { 0 };

  gtk_window_present (GTK_WINDOW (window));

  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &frames);
  let_frames_pass (&frames);
  frames = (Frames){ 0 };

  morsel_frames_hurry_empty (window);
  gtk_widget_add_css_class (window, "error");
  while (frames.n_before_idle == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (frames.n_before_idle, ==, 2);

  /* Once, and no more. */
  let_frames_pass (&frames);
  g_assert_cmpuint (frames.n_frames, <=, 3);

  g_signal_handlers_disconnect_by_func (clock, painted_cb, &frames);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_stack_hides_what_was_shown_after_the_crossfade (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *first = gtk_label_new ("first");
  GtkWidget *second = gtk_label_new ("second");
  Frames frames = { 0 };

  gtk_stack_set_transition_type (GTK_STACK (stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_add_named (GTK_STACK (stack), first, "first");
  gtk_stack_add_named (GTK_STACK (stack), second, "second");
  gtk_window_set_child (GTK_WINDOW (window), stack);
  morsel_stack_show (GTK_STACK (stack), "first");
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                    &frames);
  let_frames_pass (&frames);
  g_assert_true (gtk_widget_get_visible (first));
  g_assert_false (gtk_widget_get_visible (second));

  morsel_stack_show (GTK_STACK (stack), "second");
  g_assert_true (gtk_stack_get_transition_running (GTK_STACK (stack)));
  g_assert_true (gtk_widget_get_visible (first));
  g_assert_true (gtk_widget_get_visible (second));

  while (gtk_stack_get_transition_running (GTK_STACK (stack)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_visible (first));
  g_assert_true (gtk_widget_get_visible (second));

  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (window), painted_cb, &frames);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("morsel-XXXXXX", NULL);
  g_autofree char *log = g_build_filename (folder, "log", NULL);

  g_setenv ("MORSEL_TEST_LOG", log, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/meter/fills-its-value", test_meter_fills_its_value);
  g_test_add_func ("/meter/shows-even-the-unlikeliest", test_meter_shows_even_the_unlikeliest);
  g_test_add_func ("/meter/is-mirrored", test_meter_is_mirrored);
  g_test_add_func ("/split-layout/goes-by-width-and-height", test_layout_goes_by_width_and_height);
  g_test_add_func ("/part-editor/moves-by-keys", test_part_moves_by_keys);
  g_test_add_func ("/part-editor/is-resized-by-keys", test_part_is_resized_by_keys);
  g_test_add_func ("/part-editor/stays-in-the-photo", test_part_stays_in_the_photo);
  g_test_add_func ("/part-editor/is-chosen-by-enter", test_part_is_chosen_by_enter);
  g_test_add_func ("/live-card/says-the-last-dish-later", test_live_card_says_the_last_dish_later);
  g_test_add_func ("/many-page/does-not-search-after-escape",
                   test_many_photos_are_not_searched_for_after_escape);
  g_test_add_func ("/stack/hides-what-was-shown-after-the-crossfade",
                   test_stack_hides_what_was_shown_after_the_crossfade);
  g_test_add_func ("/frames/the-one-after-a-change-of-styles-comes-at-once",
                   test_frame_after_a_change_of_styles_comes_at_once);

  int result = g_test_run ();

  g_unlink (log);
  g_rmdir (folder);
  return result;
}
