/* map-layer.c: where the network looked, laid over a photo, which loses its colours under it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/map-layer.h"

#define FADE_MILLISECONDS 150
#define SATURATION_BELOW 0.4

static void
set_opacity (double value, gpointer user_data)
{
  MorselMapLayer *self = user_data;

  self->opacity = value;
  gtk_widget_queue_draw (self->widget);
}

static void
fade_done_cb (AdwAnimation *fade, MorselMapLayer *self)
{
  if (self->opacity <= 0.0)
    g_clear_object (&self->texture);
}

static void
fade_to (MorselMapLayer *self, double opacity)
{
  adw_animation_pause (self->fade);
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->fade), self->opacity);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->fade), opacity);
  adw_animation_play (self->fade);
}

/**
 * morsel_map_layer_init:
 * @self: (out caller-allocates): the layer
 * @widget: what draws the photo; it keeps @self and clears it when it is disposed of
 *
 * Begins without a map.
 */
void
morsel_map_layer_init (MorselMapLayer *self, GtkWidget *widget)
{
  AdwAnimationTarget *target = adw_callback_animation_target_new (set_opacity, self, NULL);

  *self = (MorselMapLayer){ .widget = widget };
  self->fade = adw_timed_animation_new (widget, 0.0, 1.0, FADE_MILLISECONDS, target);
  g_signal_connect (self->fade, "done", G_CALLBACK (fade_done_cb), self);
}

/**
 * morsel_map_layer_clear:
 * @self: the layer; nothing happens to one that was cleared before
 *
 * Frees what it holds.
 */
void
morsel_map_layer_clear (MorselMapLayer *self)
{
  if (self->fade != NULL)
    adw_animation_reset (self->fade);
  g_clear_object (&self->fade);
  g_clear_object (&self->texture);
}

/**
 * morsel_map_layer_show:
 * @self: the layer
 * @texture: what is laid over the photo
 * @area: where, in fractions of the photo's sides; what is beyond them is not shown
 *
 * Fades the map in.
 */
void
morsel_map_layer_show (MorselMapLayer *self, GdkTexture *texture, const MorselPart *area)
{
  g_set_object (&self->texture, texture);
  self->area = *area;
  fade_to (self, 1.0);
  gtk_widget_queue_draw (self->widget);
}

/**
 * morsel_map_layer_hide:
 * @self: the layer
 *
 * Fades the map out.
 */
void
morsel_map_layer_hide (MorselMapLayer *self)
{
  fade_to (self, 0.0);
}

/**
 * morsel_map_layer_remove:
 * @self: the layer
 *
 * Takes the map away at once, since it was another photo's.
 */
void
morsel_map_layer_remove (MorselMapLayer *self)
{
  adw_animation_pause (self->fade);
  self->opacity = 0.0;
  g_clear_object (&self->texture);
}

/* Rec. 709 weights of the primaries, as CSS's saturate() has them. */
static void
push_saturation (GtkSnapshot *snapshot, double saturation)
{
  const float r = 0.2126f;
  const float g = 0.7152f;
  const float b = 0.0722f;
  float s = (float) saturation;
  float values[16] = {
    r + (1 - r) * s,
    r - r * s,
    r - r * s,
    0,
    g - g * s,
    g + (1 - g) * s,
    g - g * s,
    0,
    b - b * s,
    b - b * s,
    b + (1 - b) * s,
    0,
    0,
    0,
    0,
    1,
  };
  graphene_matrix_t matrix;
  graphene_vec4_t offset;

  graphene_matrix_init_from_float (&matrix, values);
  graphene_vec4_init (&offset, 0.0f, 0.0f, 0.0f, 0.0f);
  gtk_snapshot_push_color_matrix (snapshot, &matrix, &offset);
}

static void
append_map (MorselMapLayer *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (bounds->origin.x + self->area.x * bounds->size.width,
                                             bounds->origin.y + self->area.y * bounds->size.height,
                                             self->area.width * bounds->size.width,
                                             self->area.height * bounds->size.height);

  gtk_snapshot_push_clip (snapshot, bounds);
  gtk_snapshot_push_opacity (snapshot, self->opacity);
  gtk_snapshot_append_texture (snapshot, self->texture, &area);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
}

/**
 * morsel_map_layer_snapshot:
 * @self: the layer
 * @snapshot: what is drawn on
 * @photo: the photo below
 * @bounds: where it is drawn
 *
 * Draws the photo and, as far as it is faded in, the map over it.
 */
void
morsel_map_layer_snapshot (MorselMapLayer *self,
                           GtkSnapshot *snapshot,
                           GdkTexture *photo,
                           const graphene_rect_t *bounds)
{
  if (self->texture == NULL || self->opacity <= 0.0)
    {
      gtk_snapshot_append_texture (snapshot, photo, bounds);
      return;
    }

  push_saturation (snapshot, 1.0 - (1.0 - SATURATION_BELOW) * self->opacity);
  gtk_snapshot_append_texture (snapshot, photo, bounds);
  gtk_snapshot_pop (snapshot);
  append_map (self, snapshot, bounds);
}
