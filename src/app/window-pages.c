/* window-pages.c: the pages of the window: built when they are needed, shown by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/window-private.h"

#include "app/test-log.h"
#include "app/widgets/stack.h"

#include <glib/gi18n.h>

/**
 * morsel_window_is_closed:
 * @self: the window
 *
 * Returns: whether only something that was under way still holds the window
 */
gboolean
morsel_window_is_closed (MorselWindow *self)
{
  return self->settings == NULL;
}

/**
 * morsel_window_is_on:
 * @self: the window
 * @page: (nullable): one of its pages
 *
 * Returns: whether @page is shown
 */
gboolean
morsel_window_is_on (MorselWindow *self, gpointer page)
{
  return page != NULL && gtk_stack_get_visible_child (self->stack) == page;
}

/**
 * morsel_window_get_reading:
 * @self: the window
 *
 * Returns: (transfer none) (nullable): the photo of the result page
 */
MorselReading *
morsel_window_get_reading (MorselWindow *self)
{
  return self->result_page != NULL ? morsel_result_page_get_reading (self->result_page) : NULL;
}

static void
add_page (MorselWindow *self, GtkWidget *page, const char *name)
{
  gtk_widget_set_visible (page, FALSE);
  gtk_stack_add_named (self->stack, page, name);
}

/**
 * morsel_window_ensure_result_page:
 * @self: the window
 *
 * Returns: (transfer none): the page, built if it was not there
 */
MorselResultPage *
morsel_window_ensure_result_page (MorselWindow *self)
{
  if (self->result_page == NULL)
    {
      self->result_page = g_object_new (MORSEL_TYPE_RESULT_PAGE, NULL);
      morsel_result_page_set_model_missing (self->result_page, self->is_model_missing);
      add_page (self, GTK_WIDGET (self->result_page), "result");
    }

  return self->result_page;
}

static void
photo_activated_cb (MorselManyPage *page, GFile *file, MorselWindow *self)
{
  morsel_window_show_listed (self, file);
}

/**
 * morsel_window_ensure_many_page:
 * @self: the window
 *
 * Returns: (transfer none): the page, built if it was not there
 */
MorselManyPage *
morsel_window_ensure_many_page (MorselWindow *self)
{
  if (self->many_page == NULL)
    {
      self->many_page = g_object_new (MORSEL_TYPE_MANY_PAGE, NULL);
      g_signal_connect_object (self->many_page, "photo-activated", G_CALLBACK (photo_activated_cb),
                               self, 0);
      if (self->recognizer != NULL)
        morsel_many_page_set_recognizer (self->many_page, self->recognizer);
      add_page (self, GTK_WIDGET (self->many_page), "many");
    }

  return self->many_page;
}

static void
entry_activated_cb (gpointer page, MorselHistoryEntry *entry, MorselWindow *self)
{
  morsel_window_recall (self, entry);
}

static void
keep_history_cb (GSettings *settings, const char *key, MorselWindow *self)
{
  if (!morsel_window_is_closed (self))
    morsel_history_page_set_kept (self->history_page, morsel_window_may_remember (self));
}

/**
 * morsel_window_ensure_history_page:
 * @self: the window
 *
 * Returns: (transfer none): the page, built if it was not there
 */
MorselHistoryPage *
morsel_window_ensure_history_page (MorselWindow *self)
{
  if (self->history_page == NULL)
    {
      self->history_page = g_object_new (MORSEL_TYPE_HISTORY_PAGE, NULL);
      g_signal_connect_object (self->history_page, "entry-activated",
                               G_CALLBACK (entry_activated_cb), self, 0);
      morsel_history_page_set_history (self->history_page, self->history);
      g_signal_connect_object (self->settings, "changed::keep-history",
                               G_CALLBACK (keep_history_cb), self, 0);
      keep_history_cb (self->settings, NULL, self);
      add_page (self, GTK_WIDGET (self->history_page), "history");
    }

  return self->history_page;
}

#ifdef MORSEL_HAS_CAMERA
static void
captured_cb (MorselCameraPage *page, MorselPhoto *photo, MorselWindow *self)
{
  /* Who has gone elsewhere meanwhile is not called back. */
  if (morsel_window_is_on (self, page))
    morsel_window_show_camera_photo (self, photo);
}

/**
 * morsel_window_ensure_camera_page:
 * @self: the window
 *
 * Builds the page if it is not there.
 */
void
morsel_window_ensure_camera_page (MorselWindow *self)
{
  if (self->camera_page != NULL)
    return;

  self->camera_page = morsel_camera_page_new (self->settings);
  g_signal_connect_object (self->camera_page, "captured", G_CALLBACK (captured_cb), self, 0);
  if (self->recognizer != NULL)
    morsel_camera_page_set_recognizer (self->camera_page, self->recognizer);
  add_page (self, GTK_WIDGET (self->camera_page), "camera");
}
#endif

/* One page a turn of the main loop, the likeliest first. */
static gboolean
build_idle_cb (gpointer user_data)
{
  MorselWindow *self = MORSEL_WINDOW (user_data);

  if (self->result_page == NULL)
    morsel_window_ensure_result_page (self);
  else if (self->many_page == NULL)
    morsel_window_ensure_many_page (self);
  else if (self->history_page == NULL)
    morsel_window_ensure_history_page (self);
  else
    self->building = 0;

  return self->building != 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/**
 * morsel_window_build_pages_later:
 * @self: the window, which is on the screen
 *
 * Builds the pages that are not there yet when there is nothing else to do. The camera's waits until
 * somebody wants it.
 */
void
morsel_window_build_pages_later (MorselWindow *self)
{
  if (self->building == 0)
    self->building = g_idle_add_full (G_PRIORITY_LOW, build_idle_cb, self, NULL);
}

/* "3 of 120" where the photo comes from the list. */
static char *
dup_place (MorselWindow *self, GFile *file)
{
  return self->many_page != NULL ? morsel_many_page_dup_place (self->many_page, file) : NULL;
}

/* The title says which page, or which photo, is shown. */
static void
update_title (MorselWindow *self)
{
  MorselReading *reading = morsel_window_get_reading (self);
  g_autofree char *title = NULL;

  if (morsel_window_is_on (self, self->many_page))
    {
      title = g_strdup (_ ("Photos"));
    }
  else if (morsel_window_is_on (self, self->history_page))
    {
      title = g_strdup (_ ("History"));
    }
  else if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "camera") == 0)
    {
      title = g_strdup (_ ("Camera"));
    }
  else if (morsel_window_is_on (self, self->result_page) && reading != NULL)
    {
      const char *name = morsel_reading_get_name (reading);
      g_autofree char *place = dup_place (self, morsel_reading_get_file (reading));

      /* File names keep their order among words that run from right to left. */
      if (place == NULL)
        title = g_strdup_printf ("\u2068%s\u2069", name);
      else
        title = g_strdup_printf ("\u2068%s\u2069 · %s", name, place);
    }

  adw_window_title_set_title (self->title, title != NULL ? title : _ ("Morsel"));
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : _ ("Morsel"));
}

/**
 * morsel_window_show_page:
 * @self: the window
 * @name: of a page that is built
 *
 * Shows it. Where Back leads stays as it is.
 */
void
morsel_window_show_page (MorselWindow *self, const char *name)
{
  morsel_stack_show (self->stack, name);
  gtk_widget_set_visible (self->back_button, !morsel_window_is_on (self, self->welcome_page));
#ifdef MORSEL_HAS_CAMERA
  gtk_widget_set_visible (self->camera_button, morsel_window_is_on (self, self->welcome_page));
#endif
  update_title (self);
  morsel_test_log ("page %s", name);
}

/**
 * morsel_window_go_to:
 * @self: the window
 * @name: of a page that is built
 *
 * Goes on to a page; Back will lead to the one before.
 */
void
morsel_window_go_to (MorselWindow *self, const char *name)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);
  GList *earlier = g_queue_find_custom (self->visited, name, (GCompareFunc) g_strcmp0);

  if (g_str_equal (shown, name))
    {
      update_title (self);
      return;
    }

  if (earlier != NULL && !g_str_equal (name, "result"))
    {
      /* To a list that was left before, it is a way back. */
      while (g_queue_peek_head_link (self->visited) != earlier)
        g_free (g_queue_pop_head (self->visited));
      g_free (g_queue_pop_head (self->visited));
    }
  else
    {
      /* The photo that was shown there has given way to another one. */
      if (earlier != NULL)
        {
          g_free (earlier->data);
          g_queue_delete_link (self->visited, earlier);
        }
      g_queue_push_head (self->visited, g_strdup (shown));
    }

  morsel_window_show_page (self, name);
}
