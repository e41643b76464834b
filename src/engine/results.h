/* results.h: what a weights file was measured to do, on which photos
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One set of photos and what was measured on it; fractions are 0 to 1. */
typedef struct
{
  char *name;
  guint n_photos;
  double top1;
  double top5;
  double ece; /* expected calibration error, 15 bins; negative when it was not measured */
} MorselResultsSet;

/* A dish that another was taken for, and how often. */
typedef struct
{
  char *label;
  guint n_photos;
} MorselMistake;

/* The test photos of one dish. */
typedef struct
{
  guint n_right;
  guint n_photos;
  const MorselMistake *mistakes; /* most frequent first */
  guint n_mistakes;
} MorselDishResults;

typedef struct _MorselResults MorselResults;

MorselResults *morsel_results_new (const char *json, const char *const *labels, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void morsel_results_free (MorselResults *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselResults, morsel_results_free)

guint morsel_results_get_n_sets (const MorselResults *self);
const MorselResultsSet *morsel_results_get_set (const MorselResults *self, guint position);
const MorselDishResults *morsel_results_lookup_dish (const MorselResults *self, const char *label);
gboolean morsel_results_get_unknown (const MorselResults *self,
                                     guint *n_turned_away,
                                     guint *n_photos);

G_END_DECLS
