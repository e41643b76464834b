/* about-model.h: what the model knows, how well it was measured, and what it is not for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_ABOUT_MODEL (morsel_about_model_get_type ())
G_DECLARE_FINAL_TYPE (
    MorselAboutModel, morsel_about_model, MORSEL, ABOUT_MODEL, AdwPreferencesWindow)

GtkWidget *morsel_about_model_new (GtkWindow *parent, MorselRecognizer *recognizer)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
