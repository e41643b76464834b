/* weights.c: what a weights file says about itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/weights.h"

#include "engine/error.h"
#include "engine/weights-text.h"

#include <math.h>

struct _MorselWeights
{
  GObject parent_instance;

  /* owned */
  GHashTable *metadata; /* all texts, key → text */
  char **labels;
  MorselResults *results; /* NULL: the file has none */
  char *checksum;         /* NULL: nobody asked for it */

  guint n_labels;
  MorselInput input;
  MorselPadding padding;
  MorselHeadStep head[MORSEL_HEAD_MAX_STEPS];
  guint n_steps;
  float temperature;
  MorselThresholds thresholds;
  gboolean allows_bf16;
};

G_DEFINE_FINAL_TYPE (MorselWeights, morsel_weights, G_TYPE_OBJECT)

static void
morsel_weights_finalize (GObject *object)
{
  MorselWeights *self = MORSEL_WEIGHTS (object);

  g_clear_pointer (&self->metadata, g_hash_table_unref);
  g_clear_pointer (&self->labels, g_strfreev);
  g_clear_pointer (&self->results, morsel_results_free);
  g_clear_pointer (&self->checksum, g_free);
  G_OBJECT_CLASS (morsel_weights_parent_class)->finalize (object);
}

static void
morsel_weights_class_init (MorselWeightsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_weights_finalize;
}

static void
morsel_weights_init (MorselWeights *self)
{
  /* What experience.md says where the file is silent. */
  self->thresholds = (MorselThresholds){
    .certain = 0.85f,
    .probable = 0.5f,
    .also = 0.15f,
    .unknown = 0.15f,
    .score = MORSEL_SCORE_MSP,
    .reject = -INFINITY,
  };
}

/* A text that a file of the format must have. */
static const char *
get_required (MorselWeights *self, const char *key, GError **error)
{
  const char *text = morsel_weights_get_text (self, key);

  if (text == NULL)
    morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "The metadata has no %s", key);
  return text;
}

/* Fails as a file of somebody else's, not as a damaged one. */
static gboolean
read_format (MorselWeights *self, GError **error)
{
  const char *format = morsel_weights_get_text (self, "format");

  if (format == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The metadata has no format");
  return morsel_text_check_format (format, error);
}

static gboolean
read_network (MorselWeights *self, GError **error)
{
  const char *text = get_required (self, "architecture", error);

  if (text == NULL)
    return FALSE;
  text = get_required (self, "padding", error);
  if (text == NULL || !morsel_text_read_padding (text, &self->padding, error))
    return FALSE;
  text = get_required (self, "bn", error);
  if (text == NULL || !morsel_text_check_folded (text, error))
    return FALSE;
  text = get_required (self, "head", error);
  if (text == NULL || !morsel_text_read_head (text, self->head, &self->n_steps, error))
    return FALSE;
  text = get_required (self, "precision", error);
  return text != NULL && morsel_text_read_precision (text, &self->allows_bf16, error);
}

static gboolean
read_input (MorselWeights *self, GError **error)
{
  const char *text = get_required (self, "input_size", error);

  if (text == NULL || !morsel_text_read_side (text, &self->input, error))
    return FALSE;
  text = get_required (self, "resize", error);
  if (text == NULL || !morsel_text_read_resize (text, &self->input, error))
    return FALSE;
  text = get_required (self, "mean", error);
  if (text == NULL || !morsel_text_read_mean (text, &self->input, error))
    return FALSE;
  text = get_required (self, "std", error);
  return text != NULL && morsel_text_read_std (text, &self->input, error);
}

static gboolean
read_answers (MorselWeights *self, GError **error)
{
  const char *text = get_required (self, "labels", error);

  self->labels = text != NULL ? morsel_text_read_labels (text, error) : NULL;
  if (self->labels == NULL)
    return FALSE;
  self->n_labels = g_strv_length (self->labels);

  text = get_required (self, "temperature", error);
  if (text == NULL || !morsel_text_read_temperature (text, &self->temperature, error))
    return FALSE;

  text = morsel_weights_get_text (self, "thresholds");
  if (text != NULL && !morsel_text_read_thresholds (text, &self->thresholds, error))
    return FALSE;

  text = morsel_weights_get_text (self, "results");
  if (text == NULL)
    return TRUE;
  self->results = morsel_results_new (text, morsel_weights_get_labels (self), error);
  return self->results != NULL;
}

/**
 * morsel_weights_new:
 * @tensors: a weights file, of which only the metadata is used and kept
 * @error: return location for an error
 *
 * Reads what a weights file says about itself. Whether its tensors are those of
 * its network is morsel_network_check()'s to say.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_TOO_NEW when the file's format has a higher
 * number than this program knows, %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK when it is
 * somebody else's or asks for what the engine does not have,
 * %MORSEL_WEIGHTS_ERROR_WRONG_NAMES when its labels are unusable, else with
 * %MORSEL_WEIGHTS_ERROR_DAMAGED.
 *
 * Returns: (transfer full): the weights; they have no checksum
 */
MorselWeights *
morsel_weights_new (const MorselSafetensors *tensors, GError **error)
{
  g_return_val_if_fail (tensors != NULL, NULL);

  g_autoptr (MorselWeights) self = g_object_new (MORSEL_TYPE_WEIGHTS, NULL);

  self->metadata = g_hash_table_ref (morsel_safetensors_get_metadata_table (tensors));
  if (!read_format (self, error) || !read_network (self, error) || !read_input (self, error) ||
      !read_answers (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * morsel_weights_load:
 * @file: a weights file
 * @cancellable: (nullable): to give up reading
 * @error: return location for an error
 *
 * Reads a file for what it says about itself, and computes its checksum, which
 * takes some 25 ms for 6 MB.
 *
 * Fails with a %G_IO_ERROR when the file cannot be read, else as
 * morsel_safetensors_new() and morsel_weights_new() do.
 *
 * Returns: (transfer full): the weights
 */
MorselWeights *
morsel_weights_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, cancellable, error);
  MorselWeights *self = tensors != NULL ? morsel_weights_new (tensors, error) : NULL;

  if (self != NULL)
    self->checksum = morsel_safetensors_dup_checksum (tensors);
  return self;
}

/**
 * morsel_weights_get_architecture:
 * @self: the weights
 *
 * Returns: (transfer none): the network's name, for morsel_network_lookup()
 */
const char *
morsel_weights_get_architecture (MorselWeights *self)
{
  return morsel_weights_get_text (self, "architecture");
}

/**
 * morsel_weights_get_labels:
 * @self: the weights
 *
 * Returns: (transfer none) (array zero-terminated=1): "apple_pie", …, in the
 *   order of the network's outputs
 */
const char *const *
morsel_weights_get_labels (MorselWeights *self)
{
  return (const char *const *) self->labels;
}

/**
 * morsel_weights_get_n_labels:
 * @self: the weights
 *
 * Returns: how many labels there are
 */
guint
morsel_weights_get_n_labels (MorselWeights *self)
{
  return self->n_labels;
}

/**
 * morsel_weights_get_side:
 * @self: the weights
 *
 * Returns: the side of the network's square input, in pixels
 */
guint
morsel_weights_get_side (MorselWeights *self)
{
  return self->input.side;
}

/**
 * morsel_weights_get_input:
 * @self: the weights
 *
 * Returns: (transfer none): how a photo becomes the network's input
 */
const MorselInput *
morsel_weights_get_input (MorselWeights *self)
{
  return &self->input;
}

/**
 * morsel_weights_get_padding:
 * @self: the weights
 *
 * Returns: where the zeros stand before a convolution of stride 2
 */
MorselPadding
morsel_weights_get_padding (MorselWeights *self)
{
  return self->padding;
}

/**
 * morsel_weights_get_head:
 * @self: the weights
 * @n_steps: (out): how many steps
 *
 * The steps from the last features to the logits: at most one convolution, one
 * mean, at least one dense step, of which the last is linear.
 *
 * Returns: (transfer none) (array length=n_steps): the steps
 */
const MorselHeadStep *
morsel_weights_get_head (MorselWeights *self, guint *n_steps)
{
  *n_steps = self->n_steps;
  return self->head;
}

/**
 * morsel_weights_get_temperature:
 * @self: the weights
 *
 * Returns: what the logits are divided by before the softmax, above 0
 */
float
morsel_weights_get_temperature (MorselWeights *self)
{
  return self->temperature;
}

/**
 * morsel_weights_get_thresholds:
 * @self: the weights
 *
 * With logits z and temperature T the scores are: msp = max softmax (z / T);
 * energy = log sum exp (z). A photo is unknown when its score is below reject.
 *
 * Returns: (transfer none): from which probability on an answer may be given
 */
const MorselThresholds *
morsel_weights_get_thresholds (MorselWeights *self)
{
  return &self->thresholds;
}

/**
 * morsel_weights_allows_bf16:
 * @self: the weights
 *
 * Returns: whether the network was measured to be as good in bf16
 */
gboolean
morsel_weights_allows_bf16 (MorselWeights *self)
{
  return self->allows_bf16;
}

/**
 * morsel_weights_get_results:
 * @self: the weights
 *
 * Returns: (transfer none) (nullable): what was measured on test photos
 */
const MorselResults *
morsel_weights_get_results (MorselWeights *self)
{
  return self->results;
}

/**
 * morsel_weights_get_checksum:
 * @self: the weights
 *
 * Returns: (transfer none) (nullable): the SHA-256 of the file, 64 hexadecimal
 *   digits; %NULL when the weights were not made by morsel_weights_load()
 */
const char *
morsel_weights_get_checksum (MorselWeights *self)
{
  return self->checksum;
}

/**
 * morsel_weights_get_text:
 * @self: the weights
 * @key: a key of the metadata: "license", "provenance", …
 *
 * Returns: (transfer none) (nullable): its text
 */
const char *
morsel_weights_get_text (MorselWeights *self, const char *key)
{
  return g_hash_table_lookup (self->metadata, key);
}
