/* application-private.h: what the files of the application share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/application.h"
#include "app/stores/history.h"
#include "app/stores/models.h"
#include "app/window.h"

G_BEGIN_DECLS

struct _MorselApplication
{
  AdwApplication parent_instance;

  /* owned */
  GSettings *settings;
  MorselHistory *history;
  MorselModels *models;
  MorselRecognizer *recognizer;
  GCancellable *cancellable; /* of the recognizer that is being made */

  /* borrowed */
  MorselWindow *window; /* NULL while there is none */

  gboolean is_model_missing;
  gboolean begins_with_camera;
};

MorselWindow *morsel_application_ensure_window (MorselApplication *self);
void morsel_application_add_actions (MorselApplication *self);
void morsel_application_enable_about_model (MorselApplication *self, gboolean enabled);

G_END_DECLS
