/* photo-pane.c: the photo of a reading and what can be done with it: map, part, drag
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/photo-pane.h"

#include "app/stores/focus-map.h"
#include "app/test-log.h"
#include "app/texture.h"
#include "app/widgets/photo-label.h"
#include "app/widgets/photo-view.h"

#include <glib/gi18n.h>

struct _MorselPhotoPane
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  MorselPhotoView *photo_view;
  GtkWidget *caption;
  GtkLabel *caption_label;
  GtkWidget *whole_photo;
  GtkToggleButton *map_button;
  GtkToggleButton *part_button;

  /* owned */
  MorselReading *reading;
  GCancellable *mapping; /* of the map that is being drawn */

  gsize position;     /* of the dish that the map is about, in the ranking */
  gboolean has_photo; /* of the reading; what comes later is the same in more pixels */
  gboolean is_map_empty;
};

G_DEFINE_FINAL_TYPE (MorselPhotoPane, morsel_photo_pane, GTK_TYPE_WIDGET)

static MorselRanking *
get_ranking (MorselPhotoPane *self)
{
  return self->reading != NULL ? morsel_reading_get_ranking (self->reading) : NULL;
}

static gboolean
is_selecting (MorselPhotoPane *self)
{
  return gtk_toggle_button_get_active (self->part_button);
}

static void
update_caption (MorselPhotoPane *self)
{
  gboolean has_part = self->reading != NULL && morsel_reading_get_part (self->reading) != NULL;
  gboolean shows_map = gtk_toggle_button_get_active (self->map_button) &&
                       get_ranking (self) != NULL;
  const char *text = NULL;

  if (is_selecting (self))
    text = has_part ? _ ("Selected part") : _ ("Drag a rectangle round the dish");
  else if (shows_map && self->is_map_empty)
    text = _ ("No part of the photo spoke for this dish.");
  else if (shows_map)
    text = _ ("Brighter parts counted more");

  gtk_widget_set_visible (self->caption, text != NULL);
  gtk_widget_set_visible (self->whole_photo, is_selecting (self) && has_part);
  if (text != NULL)
    gtk_label_set_text (self->caption_label, text);
}

static void
map_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselPhotoPane) self = MORSEL_PHOTO_PANE (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) map = morsel_focus_map_new_finish (result, &error);
  MorselPart seen;
  MorselPart place;

  if (error != NULL || self->reading == NULL)
    return;

  morsel_reading_get_seen_area (self->reading, &seen);
  morsel_focus_map_get_place (&seen, &place);
  morsel_photo_view_set_map (self->photo_view, map, map != NULL ? &place : NULL);
  self->is_map_empty = map == NULL;
  update_caption (self);
  morsel_test_log ("map-shown");
}

/* Draws the map of the chosen dish, or takes it away. */
static void
update_map (MorselPhotoPane *self)
{
  MorselRanking *ranking = get_ranking (self);

  g_cancellable_cancel (self->mapping);
  g_clear_object (&self->mapping);

  if (ranking == NULL || !gtk_toggle_button_get_active (self->map_button) ||
      morsel_ranking_get_features (ranking) == NULL)
    {
      morsel_photo_view_set_map (self->photo_view, NULL, NULL);
      update_caption (self);
      return;
    }

  self->mapping = g_cancellable_new ();
  morsel_focus_map_new_async (morsel_reading_get_recognizer (self->reading), ranking,
                              self->position, self->mapping, map_cb, g_object_ref (self));
}

static void
update_photo_label (MorselPhotoPane *self)
{
  g_autofree char *label = morsel_photo_label_new (self->reading);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->photo_view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

static void
show_photo (MorselPhotoPane *self)
{
  MorselPhoto *photo = morsel_reading_get_photo (self->reading);

  if (photo == NULL)
    return;

  if (self->has_photo)
    {
      morsel_photo_view_sharpen (self->photo_view, photo);
      return;
    }

  self->has_photo = TRUE;
  morsel_photo_view_set_photo (self->photo_view, photo);
  if (morsel_reading_get_part (self->reading) == NULL)
    morsel_part_editor_reset (morsel_photo_view_get_editor (self->photo_view),
                              morsel_photo_get_full_width (photo),
                              morsel_photo_get_full_height (photo));
  update_photo_label (self);
  morsel_test_log ("photo %s", morsel_reading_get_name (self->reading));
}

static void
notify_cb (MorselReading *reading, GParamSpec *pspec, MorselPhotoPane *self)
{
  if (g_str_equal (pspec->name, "photo"))
    show_photo (self);
  else if (g_str_equal (pspec->name, "ranking"))
    update_photo_label (self);
}

static void
map_toggled_cb (GtkToggleButton *button, MorselPhotoPane *self)
{
  update_map (self);
}

static void
part_toggled_cb (GtkToggleButton *button, MorselPhotoPane *self)
{
  gboolean selecting = is_selecting (self);

  morsel_photo_view_set_editing (self->photo_view, selecting);
  if (selecting)
    gtk_widget_grab_focus (GTK_WIDGET (morsel_photo_view_get_editor (self->photo_view)));
  else if (self->reading != NULL)
    morsel_reading_set_part (self->reading, NULL);
  update_caption (self);
}

static void
part_chosen_cb (MorselPartEditor *editor, MorselPhotoPane *self)
{
  morsel_reading_set_part (self->reading, morsel_part_editor_get_part (editor));
  update_caption (self);
}

static void
whole_photo_cb (GtkButton *button, MorselPhotoPane *self)
{
  gtk_toggle_button_set_active (self->part_button, FALSE);
}

/* The photo's file, or its pixels where it has none. */
static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, MorselPhotoPane *self)
{
  GFile *file = self->reading != NULL ? morsel_reading_get_file (self->reading) : NULL;
  MorselPhoto *photo = self->reading != NULL ? morsel_reading_get_photo (self->reading) : NULL;

  if (is_selecting (self) || photo == NULL)
    return NULL;

  if (file != NULL)
    {
      GSList files = { file, NULL };

      return gdk_content_provider_new_typed (GDK_TYPE_FILE_LIST, &files);
    }

  g_autoptr (GdkTexture) texture = morsel_texture_new_for_photo (photo);

  return gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture);
}

static void
unset_reading (MorselPhotoPane *self)
{
  g_cancellable_cancel (self->mapping);
  g_clear_object (&self->mapping);

  if (self->reading != NULL)
    g_signal_handlers_disconnect_by_data (self->reading, self);
  g_clear_object (&self->reading);
}

static void
morsel_photo_pane_dispose (GObject *object)
{
  MorselPhotoPane *self = MORSEL_PHOTO_PANE (object);

  unset_reading (self);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (morsel_photo_pane_parent_class)->dispose (object);
}

static void
morsel_photo_pane_class_init (MorselPhotoPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_photo_pane_dispose;

  g_type_ensure (MORSEL_TYPE_PHOTO_VIEW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/photo-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, content);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, photo_view);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, caption);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, caption_label);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, whole_photo);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, map_button);
  gtk_widget_class_bind_template_child (widget_class, MorselPhotoPane, part_button);
  gtk_widget_class_bind_template_callback (widget_class, map_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, part_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, whole_photo_cb);
  gtk_widget_class_bind_template_callback (widget_class, drag_prepare_cb);
}

static void
morsel_photo_pane_init (MorselPhotoPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (morsel_photo_view_get_editor (self->photo_view), "part-chosen",
                    G_CALLBACK (part_chosen_cb), self);
}

/**
 * morsel_photo_pane_set_reading:
 * @self: the pane
 * @reading: (nullable): whose photo is shown, or %NULL for none
 *
 * Shows another photo, as soon as it is there. The selection of a part ends; the map, where it is
 * shown, comes with morsel_photo_pane_set_position().
 */
void
morsel_photo_pane_set_reading (MorselPhotoPane *self, MorselReading *reading)
{
  g_return_if_fail (MORSEL_IS_PHOTO_PANE (self));
  g_return_if_fail (reading == NULL || MORSEL_IS_READING (reading));

  unset_reading (self);
  gtk_toggle_button_set_active (self->part_button, FALSE);
  morsel_photo_view_set_photo (self->photo_view, NULL);
  self->has_photo = FALSE;

  if (reading != NULL)
    {
      self->reading = g_object_ref (reading);
      g_signal_connect (reading, "notify", G_CALLBACK (notify_cb), self);
      update_photo_label (self);
      show_photo (self);
    }

  update_caption (self);
}

/**
 * morsel_photo_pane_expect:
 * @self: the pane
 * @photo: (nullable): of the reading that will be shown soon
 *
 * Scales it for the screen in the meantime.
 */
void
morsel_photo_pane_expect (MorselPhotoPane *self, MorselPhoto *photo)
{
  g_return_if_fail (MORSEL_IS_PHOTO_PANE (self));

  morsel_photo_view_expect (self->photo_view, photo);
}

/**
 * morsel_photo_pane_set_position:
 * @self: the pane
 * @position: of a dish in the ranking, from 0
 *
 * Chooses the dish that the map is about.
 */
void
morsel_photo_pane_set_position (MorselPhotoPane *self, gsize position)
{
  g_return_if_fail (MORSEL_IS_PHOTO_PANE (self));

  self->position = position;
  update_map (self);
}

/**
 * morsel_photo_pane_toggle_map:
 * @self: the pane
 *
 * Shows or hides where it looked.
 */
void
morsel_photo_pane_toggle_map (MorselPhotoPane *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_PANE (self));

  gtk_toggle_button_set_active (self->map_button, !gtk_toggle_button_get_active (self->map_button));
}

/**
 * morsel_photo_pane_toggle_part:
 * @self: the pane
 *
 * Begins or ends the selection of a part.
 */
void
morsel_photo_pane_toggle_part (MorselPhotoPane *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_PANE (self));

  gtk_toggle_button_set_active (self->part_button, !is_selecting (self));
}

/**
 * morsel_photo_pane_start_part:
 * @self: the pane
 *
 * Begins the selection of a part.
 */
void
morsel_photo_pane_start_part (MorselPhotoPane *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_PANE (self));

  gtk_toggle_button_set_active (self->part_button, TRUE);
}

/**
 * morsel_photo_pane_escape:
 * @self: the pane
 *
 * Ends the selection of a part, or else the map.
 *
 * Returns: %TRUE if something was ended
 */
gboolean
morsel_photo_pane_escape (MorselPhotoPane *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_PANE (self), FALSE);

  GtkToggleButton *ended = is_selecting (self) ? self->part_button : self->map_button;
  gboolean is_on = gtk_toggle_button_get_active (ended);

  gtk_toggle_button_set_active (ended, FALSE);
  return is_on;
}
