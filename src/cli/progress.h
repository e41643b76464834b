/* progress.h: how far the work is, on a terminal only
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  gsize n_photos;
  gint64 started; /* microseconds, monotonic */
  gint64 shown;   /* when the line was last written */
  gboolean is_on; /* standard error is a terminal, and there is more than one photo */
} MorselProgress;

void morsel_progress_start (MorselProgress *self, gsize n_photos);
void morsel_progress_show (MorselProgress *self, gsize n_done);
void morsel_progress_complain (const MorselProgress *self, gsize n_done);
char *morsel_progress_dup_text (gsize n_done, gsize n_photos, double seconds);

G_END_DECLS
