/* preferences.h: which model, and whether answers are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history.h"
#include "app/stores/models.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_PREFERENCES (morsel_preferences_get_type ())
G_DECLARE_FINAL_TYPE (
    MorselPreferences, morsel_preferences, MORSEL, PREFERENCES, AdwPreferencesWindow)

GtkWidget *morsel_preferences_new (GtkWindow *parent,
                                   GSettings *settings,
                                   MorselModels *models,
                                   MorselHistory *history) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
