/* many-page.c: many photos, each with its answer in a row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/many-page.h"

#include "app/stores/collect.h"
#include "app/stores/photo-list.h"
#include "app/stores/photo-sieve.h"
#include "app/stores/thumbnails.h"
#include "app/test-log.h"
#include "app/widgets/photo-row.h"
#include "app/widgets/run-bar.h"
#include "app/widgets/save-results.h"
#include "app/widgets/stack.h"
#include "app/widgets/toast.h"
#include "app/widgets/undo.h"

#include <glib/gi18n.h>

#define THUMBNAIL_SIDE 96            /* pixels: 48 on a screen of double density */
#define LOOK_AGAIN_MILLISECONDS 1000 /* between two sorts while answers come in */
#define NOTIFY_SECONDS 10.0          /* runs that last longer end with a notification */

/* The states of the menu's actions and what they stand for. */
typedef struct
{
  const char *name;
  guint value;
} Choice;

static const Choice shows[] = {
  { "all", MORSEL_PHOTO_SHOW_ALL },         { "unsure", MORSEL_PHOTO_SHOW_UNSURE },
  { "unknown", MORSEL_PHOTO_SHOW_UNKNOWN }, { "failed", MORSEL_PHOTO_SHOW_FAILED },
  { NULL, MORSEL_PHOTO_SHOW_ALL },
};

static const Choice orders[] = {
  { "added", MORSEL_PHOTO_ORDER_ADDED }, { "name", MORSEL_PHOTO_ORDER_NAME },
  { "dish", MORSEL_PHOTO_ORDER_DISH },   { "unsure", MORSEL_PHOTO_ORDER_LEAST_SURE },
  { NULL, MORSEL_PHOTO_ORDER_ADDED },
};

struct _MorselManyPage
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  GtkStack *stack;
  MorselRunBar *run_bar;
  GtkEditable *search;
  GtkWidget *export_button;
  GtkSpinner *spinner;
  GtkListView *list_view;
  GtkMultiSelection *selection;

  /* owned */
  MorselPhotoList *photos;
  MorselPhotoSieve *sieve;
  MorselThumbnails *thumbnails;
  GCancellable *collecting;
  MorselPhotoItem *opened; /* in the result page */
  char *shown;
  char *sort_order;
  guint timeout;
};

enum
{
  PROP_SHOWN = 1,
  PROP_SORT_ORDER,
  N_PROPS,
};

enum
{
  SIGNAL_PHOTO_ACTIVATED,
  N_SIGNALS,
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselManyPage, morsel_many_page, GTK_TYPE_WIDGET)

static guint
find_value (const Choice *choices, const char *name)
{
  while (choices->name != NULL && !g_str_equal (choices->name, name))
    choices++;

  return choices->value;
}

/* Which of its states the page is in. */
static void
update_stack (MorselManyPage *self)
{
  const char *name = "list";

  if (morsel_photo_list_get_n_photos (self->photos) == 0)
    name = self->collecting != NULL ? "collecting" : "empty";
  else if (g_list_model_get_n_items (morsel_photo_sieve_get_model (self->sieve)) == 0)
    name = "nothing";

  morsel_stack_show (self->stack, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "collecting"));
  gtk_widget_set_sensitive (self->export_button, morsel_photo_list_get_n_done (self->photos) > 0);
}

static gboolean
timeout_cb (gpointer user_data)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (user_data);

  self->timeout = 0;
  morsel_photo_sieve_look_again (self->sieve);
  update_stack (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (MorselPhotoList *photos, MorselManyPage *self)
{
  if (self->timeout == 0)
    self->timeout = g_timeout_add (LOOK_AGAIN_MILLISECONDS, timeout_cb, self);
}

static void
finished_cb (MorselPhotoList *photos, MorselManyPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  guint n_photos = morsel_photo_list_get_n_photos (photos);

  morsel_photo_sieve_look_again (self->sieve);
  update_stack (self);
  morsel_test_log ("finished %u", n_photos);

  if (morsel_photo_list_get_seconds (photos) < NOTIFY_SECONDS || !GTK_IS_WINDOW (root) ||
      gtk_window_is_active (GTK_WINDOW (root)))
    return;

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u photo recognised", "%u photos recognised", n_photos), n_photos);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_application_send_notification (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (root))),
                                   "finished", notification);
}

static void
photo_loaded_cb (MorselPhotoList *photos,
                 MorselPhotoItem *item,
                 MorselPhoto *photo,
                 MorselManyPage *self)
{
  morsel_thumbnails_offer (self->thumbnails, item, photo);
}

static void
collected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselManyPage) self = MORSEL_MANY_PAGE (user_data);
  g_autoptr (GError) error = NULL;
  gboolean truncated = FALSE;
  g_autoptr (GPtrArray) items = morsel_collect_finish (result, &truncated, &error);

  if (items == NULL)
    return;

  g_clear_object (&self->collecting);

  if (!morsel_photo_list_add (self->photos, items) || truncated)
    morsel_toast_show (GTK_WIDGET (self), _("Only the first 10 000 photos were added."));
  else if (items->len == 0 && morsel_photo_list_get_n_photos (self->photos) > 0)
    morsel_toast_show (GTK_WIDGET (self), _("There are no photos in this folder."));

  morsel_test_log ("collected %u", items->len);
  update_stack (self);
}

static void
search_changed_cb (GtkSearchEntry *entry, MorselManyPage *self)
{
  morsel_photo_sieve_set_search (self->sieve, gtk_editable_get_text (self->search));
  update_stack (self);
}

static void
stop_search_cb (GtkSearchEntry *entry, MorselManyPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
}

static void
set_opened (MorselManyPage *self, MorselPhotoItem *item)
{
  g_set_object (&self->opened, item);
}

static void
activate_cb (GtkListView *view, guint position, MorselManyPage *self)
{
  g_autoptr (MorselPhotoItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                            position);

  set_opened (self, item);
  g_signal_emit (self, signals[SIGNAL_PHOTO_ACTIVATED], 0, morsel_photo_item_get_file (item));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MorselManyPage *self)
{
  gtk_list_item_set_child (list_item, morsel_photo_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MorselManyPage *self)
{
  MorselPhotoItem *item = MORSEL_PHOTO_ITEM (gtk_list_item_get_item (list_item));

  morsel_photo_row_set_item (MORSEL_PHOTO_ROW (gtk_list_item_get_child (list_item)), item);
  morsel_thumbnails_request (self->thumbnails, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, MorselManyPage *self)
{
  GtkWidget *row = gtk_list_item_get_child (list_item);

  if (self->thumbnails != NULL)
    morsel_thumbnails_release (self->thumbnails,
                               MORSEL_PHOTO_ITEM (gtk_list_item_get_item (list_item)));
  if (row != NULL)
    morsel_photo_row_set_item (MORSEL_PHOTO_ROW (row), NULL);
}

static void
export_clicked_cb (GtkButton *button, MorselManyPage *self)
{
  morsel_many_page_export (self);
}

static void
morsel_many_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOWN:
      g_value_set_string (value, self->shown);
      break;
    case PROP_SORT_ORDER:
      g_value_set_string (value, self->sort_order);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
morsel_many_page_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (object);

  switch (prop_id)
    {
    case PROP_SHOWN:
      g_free (self->shown);
      self->shown = g_value_dup_string (value);
      morsel_photo_sieve_set_show (self->sieve, find_value (shows, self->shown));
      update_stack (self);
      break;
    case PROP_SORT_ORDER:
      g_free (self->sort_order);
      self->sort_order = g_value_dup_string (value);
      morsel_photo_sieve_set_order (self->sieve, find_value (orders, self->sort_order));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
morsel_many_page_dispose (GObject *object)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_cancellable_cancel (self->collecting);
  g_clear_object (&self->collecting);

  if (self->photos != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->photos, self);
      morsel_photo_list_cancel (self->photos);
    }

  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->sieve);
  g_clear_object (&self->photos);
  g_clear_object (&self->opened);

  G_OBJECT_CLASS (morsel_many_page_parent_class)->dispose (object);
}

static void
morsel_many_page_finalize (GObject *object)
{
  MorselManyPage *self = MORSEL_MANY_PAGE (object);

  g_free (self->shown);
  g_free (self->sort_order);

  G_OBJECT_CLASS (morsel_many_page_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, content);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, run_bar);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, search);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, export_button);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, list_view);
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, selection);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
}

static void
morsel_many_page_class_init (MorselManyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = morsel_many_page_get_property;
  object_class->set_property = morsel_many_page_set_property;
  object_class->dispose = morsel_many_page_dispose;
  object_class->finalize = morsel_many_page_finalize;

  props[PROP_SHOWN] = g_param_spec_string ("shown", NULL, NULL, "all", flags);
  props[PROP_SORT_ORDER] = g_param_spec_string ("sort-order", NULL, NULL, "added", flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  /**
   * MorselManyPage::photo-activated:
   * @file: the photo
   *
   * Somebody wants to see a photo.
   */
  signals[SIGNAL_PHOTO_ACTIVATED] = g_signal_new ("photo-activated", G_TYPE_FROM_CLASS (klass),
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 1, G_TYPE_FILE);

  g_type_ensure (MORSEL_TYPE_RUN_BAR);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/many-page.ui");
  gtk_widget_class_install_property_action (widget_class, "many.shown", "shown");
  gtk_widget_class_install_property_action (widget_class, "many.sort-order", "sort-order");
  bind_template (widget_class);
}

static void
morsel_many_page_init (MorselManyPage *self)
{
  self->photos = morsel_photo_list_new ();
  self->thumbnails = morsel_thumbnails_new (THUMBNAIL_SIDE);
  self->sieve = morsel_photo_sieve_new (morsel_photo_list_get_model (self->photos));
  self->shown = g_strdup ("all");
  self->sort_order = g_strdup ("added");

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_multi_selection_set_model (self->selection, morsel_photo_sieve_get_model (self->sieve));
  morsel_run_bar_set_photos (self->run_bar, self->photos);
  g_signal_connect_object (morsel_photo_sieve_get_model (self->sieve), "items-changed",
                           G_CALLBACK (update_stack), self, G_CONNECT_SWAPPED);

  g_signal_connect (self->photos, "progress", G_CALLBACK (progress_cb), self);
  g_signal_connect (self->photos, "finished", G_CALLBACK (finished_cb), self);
  g_signal_connect (self->photos, "photo-loaded", G_CALLBACK (photo_loaded_cb), self);
  update_stack (self);
}

/**
 * morsel_many_page_set_recognizer:
 * @self: the page
 * @recognizer: what recognises the photos from now on
 *
 * Begins, or begins once more.
 */
void
morsel_many_page_set_recognizer (MorselManyPage *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  morsel_photo_list_set_recognizer (self->photos, recognizer);
}

/**
 * morsel_many_page_add:
 * @self: the page
 * @files: (element-type GFile): photos and folders
 *
 * Adds photos to the list, and all photos below the folders.
 */
void
morsel_many_page_add (MorselManyPage *self, GPtrArray *files)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));
  g_return_if_fail (files != NULL);

  if (self->collecting == NULL)
    self->collecting = g_cancellable_new ();

  morsel_collect_async (files, MORSEL_PHOTO_LIST_MAX, self->collecting, collected_cb,
                        g_object_ref (self));
  update_stack (self);
}

/**
 * morsel_many_page_hold:
 * @self: the page
 * @hold: whether to begin with no further photo
 *
 * Gives way to a single photo.
 */
void
morsel_many_page_hold (MorselManyPage *self, gboolean hold)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  morsel_photo_list_hold (self->photos, hold);
}

/**
 * morsel_many_page_step:
 * @self: the page
 * @file: the photo that is looked at
 * @step: 1 for the next one of the list, -1 for the one before
 *
 * Returns: (transfer none) (nullable): the photo there, or %NULL at the end, or when @file does not
 *   come from the list
 */
GFile *
morsel_many_page_step (MorselManyPage *self, GFile *file, int step)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), NULL);

  guint position = 0;

  if (self->opened == NULL || morsel_photo_item_get_file (self->opened) != file ||
      !morsel_photo_sieve_find (self->sieve, self->opened, &position) ||
      (step < 0 && position == 0))
    return NULL;

  position = step < 0 ? position - 1 : position + 1;

  g_autoptr (MorselPhotoItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                            position);

  if (item == NULL)
    return NULL;

  set_opened (self, item);
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  return morsel_photo_item_get_file (item);
}

/**
 * morsel_many_page_dup_place:
 * @self: the page
 * @file: (nullable): the photo that is looked at
 *
 * Returns: (transfer full) (nullable): "3 of 120", or %NULL when @file does not come from the list
 */
char *
morsel_many_page_dup_place (MorselManyPage *self, GFile *file)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), NULL);

  guint position = 0;

  if (file == NULL || self->opened == NULL || morsel_photo_item_get_file (self->opened) != file ||
      !morsel_photo_sieve_find (self->sieve, self->opened, &position))
    return NULL;

  return g_strdup_printf (_("%u of %u"), position + 1,
                             g_list_model_get_n_items (G_LIST_MODEL (self->selection)));
}

/**
 * morsel_many_page_search:
 * @self: the page
 *
 * Makes the search ready to be typed into.
 */
void
morsel_many_page_search (MorselManyPage *self)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/**
 * morsel_many_page_export:
 * @self: the page
 *
 * Asks where to save the results that are shown, and in which format.
 */
void
morsel_many_page_export (MorselManyPage *self)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  if (morsel_photo_list_get_n_done (self->photos) > 0)
    morsel_save_results (GTK_WIDGET (self), self->sieve);
}

/**
 * morsel_many_page_select_all:
 * @self: the page
 *
 * Selects all photos that are shown.
 */
void
morsel_many_page_select_all (MorselManyPage *self)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
}

/**
 * morsel_many_page_remove:
 * @self: the page
 *
 * Takes the selected photos off the list, and offers to put them back. Files are never touched.
 */
void
morsel_many_page_remove (MorselManyPage *self)
{
  g_return_if_fail (MORSEL_IS_MANY_PAGE (self));

  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (
      GTK_SELECTION_MODEL (self->selection));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < gtk_bitset_get_size (selected); i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->selection),
                                                   gtk_bitset_get_nth (selected, i)));

  if (items->len == 0)
    return;

  morsel_photo_list_remove (self->photos, items);
  update_stack (self);

  g_autofree char *title = g_strdup_printf (
      ngettext ("%u photo removed", "%u photos removed", items->len), items->len);

  morsel_undo_offer (GTK_WIDGET (self), title, self->photos, items,
                     (MorselRestore) morsel_photo_list_restore);
}

/**
 * morsel_many_page_escape:
 * @self: the page
 *
 * Ends the run, else the search.
 *
 * Returns: %TRUE if something was ended
 */
gboolean
morsel_many_page_escape (MorselManyPage *self)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), FALSE);

  if (morsel_photo_list_is_running (self->photos))
    {
      morsel_photo_list_cancel (self->photos);
      return TRUE;
    }

  if (*gtk_editable_get_text (self->search) == '\0')
    return FALSE;

  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
  return TRUE;
}
