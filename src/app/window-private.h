/* window-private.h: what the files of the window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/drop-zone.h"
#include "app/incoming.h"
#ifdef MORSEL_HAS_CAMERA
#include "app/pages/camera-page.h"
#endif
#include "app/pages/history-page.h"
#include "app/pages/many-page.h"
#include "app/pages/result-page.h"
#include "app/pages/welcome-page.h"
#include "app/window.h"

G_BEGIN_DECLS

struct _MorselWindow
{
  AdwApplicationWindow parent_instance;

  /* template */
  AdwWindowTitle *title;
  GtkWidget *back_button;
  GtkWidget *camera_button;
  GtkMenuButton *menu_button;
  GMenuModel *menu;
  GtkStack *stack;
  MorselDropZone *drop_zone;
  MorselWelcomePage *welcome_page;

  /* borrowed: of the stack, NULL until they are built */
  MorselResultPage *result_page;
  MorselManyPage *many_page;
  MorselHistoryPage *history_page;
#ifdef MORSEL_HAS_CAMERA
  MorselCameraPage *camera_page;
#endif

  /* owned */
  GSettings *settings;
  MorselHistory *history;
  MorselRecognizer *recognizer;
  MorselReading *ahead;      /* of the file that may be dropped; nobody knows of it yet */
  MorselReading *opening;    /* of the one thing that was opened, until it is shown */
  GCancellable *cancellable; /* of the look at what was opened last */
  GQueue *visited;           /* of page names, where Back leads, the last at the head */
  GQueue answered;           /* of readings, on their way into the history */

  gboolean is_model_missing;
  guint building;    /* the idle function that builds the pages */
  guint remembering; /* the idle function that empties the queue */
  guint patience; /* the time a photo has to be answered before it is shown; 0: not yet, or over */
};

gboolean morsel_window_is_closed (MorselWindow *self);
gboolean morsel_window_is_on (MorselWindow *self, gpointer page);
MorselReading *morsel_window_get_reading (MorselWindow *self);
void morsel_window_build_pages_later (MorselWindow *self);
MorselResultPage *morsel_window_ensure_result_page (MorselWindow *self);
MorselManyPage *morsel_window_ensure_many_page (MorselWindow *self);
MorselHistoryPage *morsel_window_ensure_history_page (MorselWindow *self);
#ifdef MORSEL_HAS_CAMERA
void morsel_window_ensure_camera_page (MorselWindow *self);
#endif
void morsel_window_show_page (MorselWindow *self, const char *name);
void morsel_window_go_to (MorselWindow *self, const char *name);

void morsel_window_read_ahead (MorselWindow *self, GFile *file);
void morsel_window_stop_ahead (MorselWindow *self);
MorselReading *morsel_window_take_ahead (MorselWindow *self, GFile *file) G_GNUC_WARN_UNUSED_RESULT;
void morsel_window_stop_opening (MorselWindow *self);
void morsel_window_remember (MorselWindow *self, MorselReading *reading);
void morsel_window_remember_now (MorselWindow *self);
void morsel_window_update_hold (MorselWindow *self);
gboolean morsel_window_may_remember (MorselWindow *self);
void morsel_window_show_reading (MorselWindow *self, MorselReading *reading);
void morsel_window_show_file (MorselWindow *self, GFile *file);
void morsel_window_show_listed (MorselWindow *self, GFile *file);
void morsel_window_show_camera_photo (MorselWindow *self, MorselPhoto *photo);
void morsel_window_recall (MorselWindow *self, MorselHistoryEntry *entry);
void morsel_window_take (MorselWindow *self, MorselIncoming *incoming);

void morsel_window_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
