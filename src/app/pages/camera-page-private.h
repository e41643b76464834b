/* camera-page-private.h: what the files of the camera page share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/pages/camera-page.h"

#include "app/stores/live-name.h"
#include "app/widgets/camera-status.h"
#include "app/widgets/live-card.h"
#include "camera/camera.h"

G_BEGIN_DECLS

struct _MorselCameraPage
{
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack;
  GtkPicture *picture;
  GtkSpinner *spinner;
  MorselLiveCard *card;
  GtkWidget *shutter;
  GtkMenuButton *menu_button;
  MorselCameraStatus *status;

  /* owned */
  MorselCamera *camera;
  MorselLiveName *live_name;
  GMenu *devices_menu;
  guint late; /* timeout */

  /* borrowed, while the page is on the screen */
  GtkWindow *window;
  GdkSurface *surface;

  gboolean has_recognizer;
  gboolean is_frozen;   /* a photo was taken */
  gboolean is_late;     /* what was begun takes its time */
  gboolean wants_focus; /* the page has just come onto the screen */
};

void morsel_camera_page_init_view (MorselCameraPage *self);

G_END_DECLS
