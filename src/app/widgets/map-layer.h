/* map-layer.h: where the network looked, laid over a photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* A part of the widget that draws the photo. */
typedef struct
{
  /*< private >*/
  GtkWidget *widget;   /* borrowed */
  GdkTexture *texture; /* owned, or NULL */
  AdwAnimation *fade;  /* owned */
  MorselPart area;
  double opacity; /* 0 to 1 */
} MorselMapLayer;

void morsel_map_layer_init (MorselMapLayer *self, GtkWidget *widget);
void morsel_map_layer_clear (MorselMapLayer *self);

void morsel_map_layer_show (MorselMapLayer *self, GdkTexture *texture, const MorselPart *area);
void morsel_map_layer_hide (MorselMapLayer *self);
void morsel_map_layer_remove (MorselMapLayer *self);

void morsel_map_layer_snapshot (MorselMapLayer *self,
                                GtkSnapshot *snapshot,
                                GdkTexture *photo,
                                const graphene_rect_t *bounds);

G_END_DECLS
