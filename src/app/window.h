/* window.h: the one window: which page, and every way in
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history.h"
#include "engine/recognizer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_WINDOW (morsel_window_get_type ())
G_DECLARE_FINAL_TYPE (MorselWindow, morsel_window, MORSEL, WINDOW, AdwApplicationWindow)

MorselWindow *morsel_window_new (GtkApplication *application,
                                 GSettings *settings,
                                 MorselHistory *history) G_GNUC_WARN_UNUSED_RESULT;

void morsel_window_set_recognizer (MorselWindow *self, MorselRecognizer *recognizer);
void morsel_window_set_model_missing (MorselWindow *self);
void morsel_window_say (MorselWindow *self, const char *words);
void morsel_window_open_files (MorselWindow *self, GPtrArray *files);
void morsel_window_open_bytes (MorselWindow *self, GBytes *bytes);

G_END_DECLS
