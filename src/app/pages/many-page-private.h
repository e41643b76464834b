/* many-page-private.h: what the files of the page of many photos share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/pages/many-page.h"

#include "app/stores/photo-list.h"
#include "app/stores/photo-sieve.h"
#include "app/stores/thumbnails.h"
#include "app/widgets/run-bar.h"

G_BEGIN_DECLS

struct _MorselManyPage
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *content;
  GtkStack *stack;
  MorselRunBar *run_bar;
  GtkEditable *search;
  GtkWidget *export_button;
  GtkSpinner *spinner;
  GtkListView *list_view;
  GtkMultiSelection *selection;
  AdwStatusPage *empty;

  /* owned */
  MorselPhotoList *photos;
  MorselPhotoSieve *sieve;
  MorselThumbnails *thumbnails;
  GCancellable *collecting; /* of the search of folders; NULL: there is none */
  MorselPhotoItem *opened;  /* in the result page */
  char *shown;
  char *sort_order;
  GtkSliceListModel *slice; /* what of the photos has rows */
  guint growing;            /* the function that gives it more */
  guint timeout;

  guint n_collecting; /* searches that are under way */
};

void morsel_many_page_update_stack (MorselManyPage *self);

void morsel_many_page_init_run (MorselManyPage *self);
void morsel_many_page_stop_collecting (MorselManyPage *self);

void morsel_many_page_bind_row_callbacks (GtkWidgetClass *widget_class);
void morsel_many_page_init_rows (MorselManyPage *self);
void morsel_many_page_clear_rows (MorselManyPage *self);
void morsel_many_page_add_rows_in_steps (MorselManyPage *self);

G_END_DECLS
