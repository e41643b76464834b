/* result-page-private.h: what the files of the page of one photo share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/pages/result-page.h"

#include "app/widgets/answer-pane.h"
#include "app/widgets/photo-pane.h"

G_BEGIN_DECLS

struct _MorselResultPage
{
  GtkWidget parent_instance;

  /* template */
  GtkStack *stack;
  MorselPhotoPane *photo_pane;
  MorselAnswerPane *answer_pane;
  AdwStatusPage *failed;

  /* owned */
  MorselReading *reading;

  gboolean is_model_missing;
  gboolean is_unsaid; /* what is shown came before the page was on the screen */
};

G_END_DECLS
