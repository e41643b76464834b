/* keras.c: from Keras' MobileNetV3-Large to ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/keras.h"

#include "engine/error.h"
#include "engine/network.h"
#include "import/head.h"
#include "import/labels.h"
#include "import/layers.h"

#define USUAL_SIDE 224
#define FOOD101_OUTPUTS 101

/* One text of the file, or NULL. */
static char *
read_text (MorselHdf5 *file, const char *group, const char *attribute, GError **error)
{
  g_auto (GStrv) texts = morsel_hdf5_read_texts (file, group, attribute, error);

  return texts != NULL && texts[0] != NULL ? g_strdup (texts[0]) : NULL;
}

/* The version stands at the file or, beside the weights, at their group. */
static char *
read_version (MorselHdf5 *file, const MorselCatalog *catalog)
{
  char *version = read_text (file, "", "keras_version", NULL);

  return version != NULL
             ? version
             : read_text (file, morsel_catalog_get_group (catalog), "keras_version", NULL);
}

/* Asked for, else described, else of the version; the width tells C from the other two. */
static gboolean
decide_ending (const MorselConversion *self,
               const MorselConfig *config,
               const char *version,
               MorselEnding *ending,
               GError **error)
{
  g_autofree char *layer = morsel_conversion_dup_layer_name (self, "Conv_2");
  g_autofree char *kernel = g_strconcat (layer, "/kernel", NULL);

  if (!morsel_catalog_has (self->catalog, kernel))
    *ending = MORSEL_ENDING_C;
  if (*ending == MORSEL_ENDING_UNKNOWN)
    *ending = morsel_config_get_ending (config);
  if (*ending == MORSEL_ENDING_UNKNOWN)
    *ending = morsel_ending_from_version (version);
  return *ending != MORSEL_ENDING_UNKNOWN ||
         morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                   "The file does not say by which version of Keras it was "
                                   "written; --ending a (before 2.6) or b is needed");
}

static gboolean
write_labels (MorselConversion *self, const char *const *labels, GError **error)
{
  guint n_outputs = (guint) self->width;

  if (labels == NULL && n_outputs == FOOD101_OUTPUTS)
    labels = morsel_food101_labels;

  guint n_labels = 0;

  while (labels != NULL && labels[n_labels] != NULL)
    n_labels++;
  if (n_labels != n_outputs)
    {
      g_propagate_error (error, morsel_weights_error_new_names (n_outputs, n_labels));
      return FALSE;
    }

  g_autofree char *json = morsel_labels_to_json (labels);

  morsel_safetensors_writer_set_text (self->writer, "labels", json);
  return TRUE;
}

static void
write_three (MorselConversion *self, const char *key, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.9g", value);

  g_autofree char *text = g_strjoin (",", number, number, number, NULL);

  morsel_safetensors_writer_set_text (self->writer, key, text);
}

static void
write_texts (MorselConversion *self, const MorselConfig *config, const char *version)
{
  guint side = morsel_config_get_side (config);
  g_autofree char *side_text = g_strdup_printf ("%u", side != 0 ? side : USUAL_SIDE);
  g_autofree char *provenance = g_strdup_printf ("imported from a file of Keras %s",
                                                 version != NULL ? version : "of unknown version");
  double mean, std;

  morsel_config_get_scaling (config, &mean, &std);
  morsel_safetensors_writer_set_text (self->writer, "format", "morsel-1");
  morsel_safetensors_writer_set_text (self->writer, "architecture", "mobilenet_v3_large");
  morsel_safetensors_writer_set_text (self->writer, "padding", "same");
  morsel_safetensors_writer_set_text (self->writer, "head", self->head->str);
  morsel_safetensors_writer_set_text (self->writer, "bn", "folded");
  morsel_safetensors_writer_set_text (self->writer, "input_size", side_text);
  morsel_safetensors_writer_set_text (self->writer, "resize", "stretch-bilinear");
  write_three (self, "mean", mean);
  write_three (self, "std", std);
  morsel_safetensors_writer_set_text (self->writer, "temperature", "1.0");
  morsel_safetensors_writer_set_text (self->writer, "precision", "f32");
  morsel_safetensors_writer_set_text (self->writer, "provenance", provenance);
}

/* What was made must be what the program takes. */
static gboolean
check_result (GBytes *bytes, const MorselNetwork *network, GError **error)
{
  if (g_bytes_get_size (bytes) > MORSEL_SAFETENSORS_MAX_BYTES)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The weights would have more than %d MiB",
                                     MORSEL_SAFETENSORS_MAX_BYTES >> 20);

  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, error);
  g_autoptr (MorselWeights) weights = tensors != NULL ? morsel_weights_new (tensors, error) : NULL;

  if (weights != NULL && morsel_network_check (network, weights, tensors, error))
    return TRUE;
  g_prefix_error (error, "The weights would be refused: ");
  return FALSE;
}

/**
 * morsel_keras_convert:
 * @file: a Keras file of MobileNetV3-Large, width 1, with one to three dense
 *   layers behind it; of the whole model or its weights alone
 * @options: what is asked for beside
 * @summary: (out caller-allocates): what was found
 * @error: return location for an error
 *
 * Makes a weights file of a Keras file.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, which names the first layer
 * that is missing, misshapen or too much; %MORSEL_WEIGHTS_ERROR_WRONG_NAMES when
 * labels and outputs differ in number; %MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS when
 * the file is not Keras'; else with %MORSEL_WEIGHTS_ERROR_DAMAGED.
 *
 * Returns: (transfer full): the bytes of the weights file
 */
GBytes *
morsel_keras_convert (MorselHdf5 *file,
                      const MorselKerasOptions *options,
                      MorselKerasSummary *summary,
                      GError **error)
{
  const MorselNetwork *network = morsel_network_lookup ("mobilenet_v3_large");
  g_auto (MorselConversion) self = { .dtype = options->dtype };
  MorselEnding ending = options->ending;
  g_autoptr (GError) text_error = NULL;

  self.catalog = morsel_catalog_new (file, error);
  if (self.catalog == NULL)
    return NULL;

  g_autofree char *version = read_version (file, self.catalog);
  g_autofree char *description = read_text (file, "", "model_config", &text_error);
  g_autoptr (MorselConfig) config = text_error == NULL ? morsel_config_new (description, error)
                                                       : NULL;

  if (text_error != NULL)
    g_propagate_error (error, g_steal_pointer (&text_error));
  if (config == NULL)
    return NULL;

  self.writer = morsel_safetensors_writer_new ();
  self.head = g_string_new (NULL);
  if (!morsel_conversion_find_names (&self, error) ||
      !morsel_layers_convert (&self, network, error) ||
      !decide_ending (&self, config, version, &ending, error) ||
      !morsel_head_convert_ending (&self, ending, error) ||
      !morsel_head_convert (&self, config, error) || !write_labels (&self, options->labels, error))
    return NULL;
  write_texts (&self, config, version);

  g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (self.writer);

  if (!check_result (bytes, network, error))
    return NULL;
  summary->n_parameters = morsel_catalog_count_taken (self.catalog);
  summary->n_outputs = (guint) self.width;
  return g_steal_pointer (&bytes);
}
