/* profile.h: where the time of a run goes, and on what it ran
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _MorselLane MorselLane;

/* One step of a run. */
typedef struct
{
  char *name;           /* "block 3 depthwise" */
  char *implementation; /* oneDNN's name of it, or "own" */
  guint64 n_multiply_adds;
  gint64 nanoseconds; /* of the run that was profiled */
} MorselProfileRow;

void morsel_profile_row_free (MorselProfileRow *row);

GPtrArray *morsel_profile_run (MorselLane *lane, GError **error)
    G_GNUC_WARN_UNUSED_RESULT; /* of MorselProfileRow */
double morsel_profile_measure_peak (
    void); /* multiply-adds per second of one core, f32 FMA in registers */
char *morsel_profile_dup_library (void); /* "oneDNN 2.6.3" or "own loops" */

G_END_DECLS
