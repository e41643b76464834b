/* photo-list-private.h: what the files of the list of photos share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-item-private.h"
#include "app/stores/photo-list.h"

G_BEGIN_DECLS

struct _MorselPhotoList
{
  GObject parent_instance;

  /* owned */
  GListStore *items;
  GQueue *waiting; /* of MorselPhotoItem, held by reference */
  MorselRecognizer *recognizer;
  GCancellable *cancellable; /* of the run */

  guint n_added; /* ever */
  guint n_done;
  guint n_loading;
  guint n_recognizing;
  gboolean is_held;
  gboolean is_cancelled;

  /* The run, for the time left. */
  gint64 run_begin; /* microseconds; 0: none */
  guint run_n_done;
  double seconds; /* of the last run */
};

void morsel_photo_list_start_waiting (MorselPhotoList *self);

G_END_DECLS
