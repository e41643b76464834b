/* plan.h: a network made ready to run, and the lanes that run it
 *
 * A plan never changes once made and is shared; a lane is what one run at a time needs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"
#include "engine/profile.h"

G_BEGIN_DECLS

typedef enum
{
  MORSEL_PRECISION_AUTO, /* bf16 where the CPU has it and the weights allow it, else f32 */
  MORSEL_PRECISION_F32,
  MORSEL_PRECISION_BF16,
} MorselPrecision;

typedef struct _MorselPlan MorselPlan;
typedef struct _MorselLane MorselLane;

MorselPlan *morsel_plan_new (const MorselNetwork *network,
                             MorselWeights *weights,
                             const MorselSafetensors *tensors,
                             MorselPrecision precision,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
MorselPlan *morsel_plan_ref (MorselPlan *self);
void morsel_plan_unref (MorselPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselPlan, morsel_plan_unref)

MorselPrecision morsel_plan_get_precision (const MorselPlan *self);
guint morsel_plan_get_n_outputs (const MorselPlan *self);
guint morsel_plan_get_n_maps (
    const MorselPlan *self); /* channels of the last features, before the mean */
guint morsel_plan_get_map_side (const MorselPlan *self); /* side / 32 */

MorselLane *morsel_lane_new (MorselPlan *plan, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_lane_free (MorselLane *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselLane, morsel_lane_free)

float *morsel_lane_get_input (MorselLane *self); /* [side, side, 3] */
gboolean morsel_lane_run (MorselLane *self,
                          float *logits,
                          float *features,
                          GError **error); /* [n_outputs]; nullable [map_side, map_side, n_maps] */

/* d logits[dish] / d mean features: [n_maps]; features as morsel_lane_run() gave them */
void morsel_plan_get_gradient (const MorselPlan *self,
                               const float *features,
                               guint dish,
                               float *gradient);

G_END_DECLS
