/* welcome-page.h: what the window shows before the first photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/history.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_WELCOME_PAGE (morsel_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (MorselWelcomePage, morsel_welcome_page, MORSEL, WELCOME_PAGE, GtkWidget)

void morsel_welcome_page_set_model_missing (MorselWelcomePage *self, gboolean missing);
void morsel_welcome_page_set_history (MorselWelcomePage *self, MorselHistory *history);
void morsel_welcome_page_set_has_camera (MorselWelcomePage *self, gboolean has_camera);

G_END_DECLS
