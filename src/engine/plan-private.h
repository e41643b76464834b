/* plan-private.h: what a plan is made of, for plan.c, lane.c and profile.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/arena.h"
#include "engine/dense.h"
#include "engine/depthwise.h"
#include "engine/direct.h"
#include "engine/onednn.h"
#include "engine/plan.h"
#include "engine/vector.h"

G_BEGIN_DECLS

/* An operation made ready. */
typedef struct
{
  MorselOperation operation;
  MorselValues source; /* what its input and output are stored as */
  MorselValues destination;
  gboolean cut;        /* run strip by strip together with the step after it, see strips.c */
  guint n_rows;        /* of its output, computed at a time; of a chain the first step's counts */
  guint n_ring;        /* rows that its output has room for; row n lies where n modulo this says */
  gsize source_offset; /* bytes from the start of the lane's arena */
  gsize destination_offset;

  /* owned */
  MorselConv *conv;           /* convolutions, unless it is */
  MorselDepthwise *depthwise; /* our own */
  MorselDirect *direct;       /* likewise */
  MorselDense *dense;         /* dense layers; squeeze */
  MorselDense *excite;
} MorselStep;

struct _MorselPlan
{
  gatomicrefcount n_references;

  /* owned */
  MorselStep *steps;
  MorselArena weights;

  /* borrowed */
  const MorselOnednn *onednn; /* if a step needs it */

  guint n_steps;
  guint mean; /* position of the mean, whose input are the features */
  MorselPrecision precision;
  MorselVectorLevel level;

  /* where things are in a lane's arena; the input, always f32, is at its start */
  gsize narrow_offset; /* the input as bf16, if the first step wants that */
  gsize scratch_offset;
  gsize arena_size;
};

const MorselTensor *morsel_plan_lookup_tensor (const MorselSafetensors *tensors,
                                               const char *tensor,
                                               const char *part,
                                               const char *suffix);
gboolean morsel_plan_pack (MorselPlan *self, const MorselSafetensors *tensors, GError **error);
void morsel_plan_cut (MorselPlan *self);
guint morsel_plan_find_chain (const MorselPlan *self, guint position);
void morsel_plan_lay_out (MorselPlan *self);

gboolean morsel_lane_begin (MorselLane *self);
gboolean morsel_lane_run_step (MorselLane *self, guint position, GError **error);
const MorselPlan *morsel_lane_get_plan (const MorselLane *self);

G_END_DECLS
