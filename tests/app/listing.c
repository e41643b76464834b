/* listing.c: 10,000 photos in a list as the window's: how long sorting, searching and scrolling take
 *
 *   listing WEIGHTS
 *
 * Prints, in milliseconds: "sort TIME WORK", "search TIME WORK" until the list is right again, and
 * "frame WORK", the longest frame while it is scrolled from end to end. WORK is what the main thread
 * computed, whatever else the computer did.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/stores/photo-sieve.h"
#include "app/test-log.h"
#include "app/widgets/photo-row.h"

#define N_PHOTOS 10000
#define N_STEPS 300 /* frames, from the first photo to the last */

typedef struct
{
  MorselPhotoSieve *sieve;
  GtkAdjustment *adjustment;
  guint step;
  double begin;   /* of the frame */
  double longest; /* frame */
} Listing;

/* Photos that differ in name, dish and certainty. */
static GListStore *
new_photos (const char *weights_path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (weights_path);
  g_autoptr (MorselWeights) weights = morsel_weights_load (file, NULL, NULL);
  guint n_labels = weights != NULL ? morsel_weights_get_n_labels (weights) : 0;
  g_autofree float *probabilities = g_new (float, n_labels);
  GListStore *photos = g_list_store_new (MORSEL_TYPE_PHOTO_ITEM);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; n_labels > 1 && i < N_PHOTOS; i++)
    {
      g_autofree char *name = g_strdup_printf ("/photos/IMG_%u.jpg", i * 7919 % N_PHOTOS);
      g_autoptr (GFile) photo = g_file_new_for_path (name);
      MorselPhotoItem *item = morsel_photo_item_new (photo, i);
      float first = 0.2f + 0.7f * (float) (i * 6101 % N_PHOTOS) / (float) N_PHOTOS;

      for (guint dish = 0; dish < n_labels; dish++)
        probabilities[dish] = (1.0f - first) / (float) (n_labels - 1);
      probabilities[i * 31 % n_labels] = first;

      g_autoptr (MorselRanking) ranking = morsel_ranking_new_from_probabilities (
          weights, probabilities, 20.0);

      morsel_photo_item_set_ranking (item, ranking);
      g_ptr_array_add (items, item);
    }

  g_list_store_splice (photos, 0, 0, items->pdata, items->len);
  return photos;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gtk_list_item_set_child (list_item, morsel_photo_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  morsel_photo_row_set_item (MORSEL_PHOTO_ROW (gtk_list_item_get_child (list_item)),
                             gtk_list_item_get_item (list_item));
}

static void
iterate (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Until nothing of the order is left to be done. */
static void
print_times (Listing *self, const char *what, gint64 begin, double work)
{
  GtkSortListModel *sorted = GTK_SORT_LIST_MODEL (morsel_photo_sieve_get_model (self->sieve));

  while (gtk_sort_list_model_get_pending (sorted) > 0)
    g_main_context_iteration (NULL, TRUE);

  g_print ("%s %.1f %.1f\n", what, (double) (g_get_monotonic_time () - begin) / 1000.0,
           morsel_test_log_get_work () - work);
  iterate ();
}

static void
sort (Listing *self, MorselPhotoOrder order)
{
  gint64 begin = g_get_monotonic_time ();
  double work = morsel_test_log_get_work ();

  morsel_photo_sieve_set_order (self->sieve, order);
  print_times (self, "sort", begin, work);
}

static void
search (Listing *self, const char *words)
{
  gint64 begin = g_get_monotonic_time ();
  double work = morsel_test_log_get_work ();

  morsel_photo_sieve_set_search (self->sieve, words);
  print_times (self, "search", begin, work);
}

static void
begin_cb (GdkFrameClock *clock, Listing *self)
{
  self->begin = morsel_test_log_get_work ();
}

static void
end_cb (GdkFrameClock *clock, Listing *self)
{
  self->longest = MAX (self->longest, morsel_test_log_get_work () - self->begin);
}

static void
painted_cb (GdkFrameClock *clock, gboolean *is_painted)
{
  *is_painted = TRUE;
}

/* Until it is on the screen: nobody sorts before. */
static void
show (GtkWidget *window)
{
  gboolean is_painted = FALSE;

  gtk_window_present (GTK_WINDOW (window));

  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);
  while (!is_painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, &is_painted);
  iterate ();
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Listing *self = user_data;
  double range = gtk_adjustment_get_upper (self->adjustment) -
                 gtk_adjustment_get_page_size (self->adjustment);

  self->step++;
  gtk_adjustment_set_value (self->adjustment, range * self->step / N_STEPS);
  return self->step < N_STEPS ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static GtkWidget *
new_window (Listing *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);

  GtkMultiSelection *selection = gtk_multi_selection_new (
      g_object_ref (morsel_photo_sieve_get_model (self->sieve)));
  GtkWidget *view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_window_set_child (GTK_WINDOW (window), scrolled);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  return window;
}

int
main (int argc, char **argv)
{
  if (argc != 2 || !gtk_init_check ())
    return 2;

  adw_init ();

  g_autoptr (GListStore) photos = new_photos (argv[1]);
  Listing self = { .sieve = morsel_photo_sieve_new (G_LIST_MODEL (photos)) };
  GtkWidget *window = new_window (&self);

  show (window);

  sort (&self, MORSEL_PHOTO_ORDER_LEAST_SURE);
  sort (&self, MORSEL_PHOTO_ORDER_DISH);
  sort (&self, MORSEL_PHOTO_ORDER_NAME);
  search (&self, "ramen");
  search (&self, "7");
  search (&self, "");

  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (begin_cb), &self);
  g_signal_connect (clock, "after-paint", G_CALLBACK (end_cb), &self);
  gtk_widget_add_tick_callback (window, scroll_cb, &self, NULL);
  while (self.step < N_STEPS)
    g_main_context_iteration (NULL, TRUE);
  iterate ();
  g_print ("frame %.1f\n", self.longest);

  gtk_window_destroy (GTK_WINDOW (window));
  iterate ();
  g_object_unref (self.sieve);
  return 0;
}
