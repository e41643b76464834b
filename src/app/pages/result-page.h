/* result-page.h: one photo and what is on it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/reading.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MORSEL_TYPE_RESULT_PAGE (morsel_result_page_get_type ())
G_DECLARE_FINAL_TYPE (MorselResultPage, morsel_result_page, MORSEL, RESULT_PAGE, GtkWidget)

void morsel_result_page_set_reading (MorselResultPage *self, MorselReading *reading);
void morsel_result_page_announce (MorselResultPage *self);
void morsel_result_page_expect (MorselResultPage *self, MorselPhoto *photo);
MorselReading *morsel_result_page_get_reading (MorselResultPage *self);
void morsel_result_page_set_model_missing (MorselResultPage *self, gboolean missing);

void morsel_result_page_toggle_map (MorselResultPage *self);
void morsel_result_page_toggle_part (MorselResultPage *self);
void morsel_result_page_start_part (MorselResultPage *self);
void morsel_result_page_search (MorselResultPage *self);
gboolean morsel_result_page_escape (MorselResultPage *self);
gboolean morsel_result_page_go_back (MorselResultPage *self);
void morsel_result_page_copy (MorselResultPage *self);
void morsel_result_page_copy_ranking (MorselResultPage *self);
void morsel_result_page_save (MorselResultPage *self);

G_END_DECLS
