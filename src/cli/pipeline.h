/* pipeline.h: many photos, loaded and recognised side by side, their answers in order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

G_BEGIN_DECLS

/* What came of one photo: a ranking or an error. */
typedef struct
{
  const char *name;       /* as given, in the encoding of file names */
  GFile *file;            /* NULL: standard input */
  MorselRanking *ranking; /* without features */
  GError *error;
  guint short_side; /* of the photo in its file, in pixels */
} MorselOutcome;

/* Returns: whether to go on */
typedef gboolean (*MorselPipelineTake) (gsize position,
                                        const MorselOutcome *outcome,
                                        gpointer user_data);

gboolean morsel_pipeline_run (MorselRecognizer *recognizer,
                              GPtrArray *names,
                              GCancellable *stop,
                              MorselPipelineTake take,
                              gpointer user_data);

G_END_DECLS
