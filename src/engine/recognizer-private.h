/* recognizer-private.h: what a recognizer is made of, for recognizer.c and recognizer-new.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

G_BEGIN_DECLS

struct _MorselRecognizer
{
  GObject parent_instance;

  /* owned */
  MorselWeights *weights;
  MorselPlan *plan;
  GAsyncQueue *lanes; /* those at rest */
  GThreadPool *workers;

  guint n_lanes;
};

void morsel_recognizer_recognize_on_worker (gpointer data, gpointer user_data);

G_END_DECLS
