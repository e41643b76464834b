/* many-page.c: many photos, each with its answer in a row
 *
 * Here are its states, filter and order; where the photos come from and the work on them is in
 * many-page-run.c, their rows in many-page-rows.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/pages/many-page-private.h"

#include "app/widgets/save-results.h"
#include "app/widgets/stack.h"

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

/**
 * morsel_many_page_update_stack:
 * @self: the page
 *
 * Shows which of its states it is in.
 */
void
morsel_many_page_update_stack (MorselManyPage *self)
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

static void
search_changed_cb (GtkSearchEntry *entry, MorselManyPage *self)
{
  morsel_photo_sieve_set_search (self->sieve, gtk_editable_get_text (self->search));
  morsel_many_page_update_stack (self);
}

static void
stop_search_cb (GtkSearchEntry *entry, MorselManyPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
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
      morsel_many_page_update_stack (self);
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
  morsel_many_page_stop_collecting (self);

  if (self->photos != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->photos, self);
      morsel_photo_list_cancel (self->photos);
    }

  g_clear_pointer (&self->content, gtk_widget_unparent);
  morsel_many_page_clear_rows (self);
  g_clear_object (&self->sieve);
  g_clear_object (&self->photos);

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
  gtk_widget_class_bind_template_child (widget_class, MorselManyPage, empty);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, export_clicked_cb);
  morsel_many_page_bind_row_callbacks (widget_class);
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
  self->sieve = morsel_photo_sieve_new (morsel_photo_list_get_model (self->photos));
  self->shown = g_strdup ("all");
  self->sort_order = g_strdup ("added");

  gtk_widget_init_template (GTK_WIDGET (self));
  morsel_many_page_init_rows (self);
  morsel_run_bar_set_photos (self->run_bar, self->photos);
  g_signal_connect_object (morsel_photo_sieve_get_model (self->sieve), "items-changed",
                           G_CALLBACK (morsel_many_page_update_stack), self, G_CONNECT_SWAPPED);

  morsel_many_page_init_run (self);
  morsel_many_page_update_stack (self);
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
 * morsel_many_page_is_running:
 * @self: the page
 *
 * Returns: whether photos of the list are still to be read
 */
gboolean
morsel_many_page_is_running (MorselManyPage *self)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), FALSE);

  return morsel_photo_list_is_running (self->photos);
}

/**
 * morsel_many_page_escape:
 * @self: the page
 *
 * Ends the run, and the search of folders that is a part of it, else the search for words.
 *
 * Returns: %TRUE if something was ended
 */
gboolean
morsel_many_page_escape (MorselManyPage *self)
{
  g_return_val_if_fail (MORSEL_IS_MANY_PAGE (self), FALSE);

  if (self->collecting != NULL || morsel_photo_list_is_running (self->photos))
    {
      morsel_many_page_stop_collecting (self);
      if (morsel_photo_list_is_running (self->photos))
        morsel_photo_list_cancel (self->photos);
      morsel_many_page_update_stack (self);
      return TRUE;
    }

  if (*gtk_editable_get_text (self->search) == '\0')
    return FALSE;

  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
  return TRUE;
}
