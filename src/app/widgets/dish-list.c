/* dish-list.c: all dishes of a ranking, with a search
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/dish-list.h"

#include "app/widgets/dish-row.h"
#include "app/widgets/stack.h"
#include "words/dish-name.h"

/* A position in the ranking, as GtkListView wants its items: an object. */
#define MORSEL_TYPE_PLACE (morsel_place_get_type ())
G_DECLARE_FINAL_TYPE (MorselPlace, morsel_place, MORSEL, PLACE, GObject)

struct _MorselPlace
{
  GObject parent_instance;

  gsize position;
};

G_DEFINE_FINAL_TYPE (MorselPlace, morsel_place, G_TYPE_OBJECT)

static void
morsel_place_class_init (MorselPlaceClass *klass)
{
}

static void
morsel_place_init (MorselPlace *self)
{
}

struct _MorselDishList
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  GtkEditable *search;
  GtkStack *stack;
  GtkWidget *list_view;
  GtkFilterListModel *filtered;
  GtkCustomFilter *filter;

  /* owned */
  MorselRanking *ranking;
  GListStore *places;
};

G_DEFINE_FINAL_TYPE (MorselDishList, morsel_dish_list, GTK_TYPE_WIDGET)

static gboolean
matches_search (gpointer item, gpointer user_data)
{
  MorselDishList *self = MORSEL_DISH_LIST (user_data);

  if (self->ranking == NULL)
    return FALSE;

  return morsel_dish_matches (
      morsel_ranking_get_label (self->ranking, MORSEL_PLACE (item)->position),
      gtk_editable_get_text (self->search));
}

static void
search_changed_cb (GtkSearchEntry *entry, MorselDishList *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gboolean is_found = g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0;

  morsel_stack_show (self->stack, is_found ? "list" : "nothing");
}

static void
stop_search_cb (GtkSearchEntry *entry, MorselDishList *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.escape", NULL);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, MorselDishList *self)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, morsel_dish_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, MorselDishList *self)
{
  MorselPlace *place = MORSEL_PLACE (gtk_list_item_get_item (item));

  morsel_dish_row_set_dish (MORSEL_DISH_ROW (gtk_list_item_get_child (item)), self->ranking,
                            place->position, morsel_ranking_get_n_dishes (self->ranking));
}

static void
morsel_dish_list_dispose (GObject *object)
{
  MorselDishList *self = MORSEL_DISH_LIST (object);

  if (self->filter != NULL)
    gtk_custom_filter_set_filter_func (self->filter, NULL, NULL, NULL);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->ranking);
  g_clear_object (&self->places);

  G_OBJECT_CLASS (morsel_dish_list_parent_class)->dispose (object);
}

static void
morsel_dish_list_class_init (MorselDishListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_dish_list_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/dish-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselDishList, content);
  gtk_widget_class_bind_template_child (widget_class, MorselDishList, search);
  gtk_widget_class_bind_template_child (widget_class, MorselDishList, stack);
  gtk_widget_class_bind_template_child (widget_class, MorselDishList, list_view);
  gtk_widget_class_bind_template_child (widget_class, MorselDishList, filtered);
  gtk_widget_class_bind_template_child (widget_class, MorselDishList, filter);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
morsel_dish_list_init (MorselDishList *self)
{
  self->places = g_list_store_new (MORSEL_TYPE_PLACE);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_custom_filter_set_filter_func (self->filter, matches_search, self, NULL);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (self->places));
  morsel_stack_show (self->stack, "list");
}

/**
 * morsel_dish_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
morsel_dish_list_new (void)
{
  return g_object_new (MORSEL_TYPE_DISH_LIST, NULL);
}

/**
 * morsel_dish_list_set_ranking:
 * @self: the list
 * @ranking: (nullable): the answer
 *
 * Shows all dishes of @ranking. A search under way goes on.
 */
void
morsel_dish_list_set_ranking (MorselDishList *self, MorselRanking *ranking)
{
  g_return_if_fail (MORSEL_IS_DISH_LIST (self));
  g_return_if_fail (ranking == NULL || MORSEL_IS_RANKING (ranking));

  if (!g_set_object (&self->ranking, ranking))
    return;

  if (ranking != NULL && morsel_ranking_get_answer (ranking) == MORSEL_ANSWER_UNKNOWN)
    gtk_widget_add_css_class (self->list_view, "unknown");
  else
    gtk_widget_remove_css_class (self->list_view, "unknown");

  gsize n_dishes = ranking != NULL ? morsel_ranking_get_n_dishes (ranking) : 0;
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < n_dishes; i++)
    {
      MorselPlace *place = g_object_new (MORSEL_TYPE_PLACE, NULL);

      place->position = i;
      g_ptr_array_add (places, place);
    }

  g_list_store_splice (self->places, 0, g_list_model_get_n_items (G_LIST_MODEL (self->places)),
                       places->pdata, places->len);
}

/**
 * morsel_dish_list_start_search:
 * @self: the list
 *
 * Empties the search and makes it ready to be typed into.
 */
void
morsel_dish_list_start_search (MorselDishList *self)
{
  g_return_if_fail (MORSEL_IS_DISH_LIST (self));

  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
