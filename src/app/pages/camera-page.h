/* camera-page.h: the viewfinder, which names what it sees, and every reason why there is none
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_CAMERA_PAGE (morsel_camera_page_get_type ())
G_DECLARE_FINAL_TYPE (MorselCameraPage, morsel_camera_page, MORSEL, CAMERA_PAGE, GtkWidget)

MorselCameraPage *morsel_camera_page_new (GSettings *settings) G_GNUC_WARN_UNUSED_RESULT;

void morsel_camera_page_set_recognizer (MorselCameraPage *self, MorselRecognizer *recognizer);

G_END_DECLS
