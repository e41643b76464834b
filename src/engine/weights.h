/* weights.h: what a weights file says about itself; never changes
 *
 * The tensors are in MorselSafetensors; this is the metadata, described in model/FORMAT.md.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/results.h"
#include "engine/safetensors.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How zeros are laid round a picture before a convolution of stride 2. */
typedef enum
{
  MORSEL_PADDING_SAME,      /* Keras: one pixel more at the bottom and the right of an even side */
  MORSEL_PADDING_SYMMETRIC, /* torchvision: (kernel - 1) / 2 on all sides */
} MorselPadding;

typedef enum
{
  MORSEL_ACTIVATION_NONE,
  MORSEL_ACTIVATION_RELU,
  MORSEL_ACTIVATION_HARD_SWISH,
} MorselActivation;

typedef enum
{
  MORSEL_HEAD_GAP,   /* mean over the picture */
  MORSEL_HEAD_CONV,  /* 1×1 convolution before the mean */
  MORSEL_HEAD_DENSE, /* after it */
} MorselHeadKind;

/* One step from the last features to the logits. */
typedef struct
{
  MorselHeadKind kind;
  MorselActivation activation;
} MorselHeadStep;

#define MORSEL_HEAD_MAX_STEPS 6

/* How a photo becomes the network's input. */
typedef enum
{
  MORSEL_RESIZE_STRETCH_BILINEAR,  /* TensorFlow: both sides to `side`, two taps, no antialiasing */
  MORSEL_RESIZE_STRETCH_ANTIALIAS, /* Pillow: both sides to `side` */
  MORSEL_RESIZE_SHORT_CROP, /* Pillow: the shorter side to `short_side`, the centre square of `side` */
} MorselResize;

typedef struct
{
  MorselResize resize;
  guint short_side; /* MORSEL_RESIZE_SHORT_CROP only */
  guint side;       /* of the network's square input, in pixels */
  float mean[3];    /* red, green, blue, in units of 0 to 255 */
  float std[3];
} MorselInput;

typedef enum
{
  MORSEL_SCORE_MSP,    /* the largest probability */
  MORSEL_SCORE_ENERGY, /* log of the sum of exp (logits) */
} MorselScore;

/* From which probability on an answer may be given; experience.md's where the file is silent. */
typedef struct
{
  float certain;
  float probable;
  float also;
  float unknown;
  MorselScore score;
  float reject; /* unknown when the score is below; -INFINITY: never */
} MorselThresholds;

#define MORSEL_TYPE_WEIGHTS (morsel_weights_get_type ())
G_DECLARE_FINAL_TYPE (MorselWeights, morsel_weights, MORSEL, WEIGHTS, GObject)

MorselWeights *morsel_weights_load (GFile *file, GCancellable *cancellable, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
MorselWeights *morsel_weights_new (const MorselSafetensors *tensors, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

const char *morsel_weights_get_architecture (MorselWeights *self);
const char *const *morsel_weights_get_labels (MorselWeights *self);
guint morsel_weights_get_n_labels (MorselWeights *self);
guint morsel_weights_get_side (MorselWeights *self);
const MorselInput *morsel_weights_get_input (MorselWeights *self);
MorselPadding morsel_weights_get_padding (MorselWeights *self);
const MorselHeadStep *morsel_weights_get_head (MorselWeights *self, guint *n_steps);
float morsel_weights_get_temperature (MorselWeights *self);
const MorselThresholds *morsel_weights_get_thresholds (MorselWeights *self);
gboolean morsel_weights_allows_bf16 (MorselWeights *self);
const MorselResults *morsel_weights_get_results (MorselWeights *self);
const char *morsel_weights_get_checksum (MorselWeights *self);
const char *morsel_weights_get_text (MorselWeights *self, const char *key);

G_END_DECLS
