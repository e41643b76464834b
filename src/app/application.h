/* application.h: the program: one instance, its actions, the recognizer and the settings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_APPLICATION (morsel_application_get_type ())
G_DECLARE_FINAL_TYPE (MorselApplication, morsel_application, MORSEL, APPLICATION, AdwApplication)

MorselApplication *morsel_application_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
