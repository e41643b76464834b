/* many-page.h: many photos, each with its answer in a row
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_MANY_PAGE (morsel_many_page_get_type ())
G_DECLARE_FINAL_TYPE (MorselManyPage, morsel_many_page, MORSEL, MANY_PAGE, GtkWidget)

void morsel_many_page_set_recognizer (MorselManyPage *self, MorselRecognizer *recognizer);
void morsel_many_page_add (MorselManyPage *self, GPtrArray *files);
void morsel_many_page_hold (MorselManyPage *self, gboolean hold);
gboolean morsel_many_page_is_running (MorselManyPage *self);

GFile *morsel_many_page_step (MorselManyPage *self, GFile *file, int step);
char *morsel_many_page_dup_place (MorselManyPage *self, GFile *file) G_GNUC_WARN_UNUSED_RESULT;

void morsel_many_page_search (MorselManyPage *self);
void morsel_many_page_export (MorselManyPage *self);
void morsel_many_page_select_all (MorselManyPage *self);
void morsel_many_page_remove (MorselManyPage *self);
gboolean morsel_many_page_escape (MorselManyPage *self);

G_END_DECLS
