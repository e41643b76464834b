/* keras.c: from Keras' MobileNetV3-Large to ours
 *
 * The engine's table of the network is walked; each layer has a name in Keras, of which there are
 * two forms, `expanded_conv_3/squeeze_excite/Conv_1` in Keras 2 and
 * `expanded_conv_3_squeeze_excite_conv_1` in Keras 3. Batch normalizations are folded into the
 * convolution before them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/keras.h"

#include "engine/error.h"
#include "engine/network.h"
#include "engine/safetensors-writer.h"
#include "import/catalog.h"
#include "import/labels.h"

#include <math.h>
#include <string.h>

/* Of all batch normalizations in Keras' network. */
#define BN_EPSILON 1e-3
#define MAX_DENSE 3
#define USUAL_SIDE 224
#define FOOD101_OUTPUTS 101
/* A layer whose name is the same whatever else the model holds, once for each form. */
#define MARK_KERAS_2 "expanded_conv/depthwise/BatchNorm/gamma"
#define MARK_KERAS_3 "expanded_conv_depthwise_bn/gamma"

/* A conversion on its way. */
typedef struct
{
  MorselCatalog *catalog;
  MorselSafetensorsWriter *writer;
  MorselDtype dtype;
  gboolean is_keras_3;
  char *prefix;  /* what stands before the names of the network: "" or "MobilenetV3large/" */
  GString *head; /* the steps so far */
  guint n_hidden;
  gsize width; /* channels of the last layer */
} Conversion;

static void
conversion_clear (Conversion *self)
{
  g_clear_pointer (&self->catalog, morsel_catalog_free);
  g_clear_pointer (&self->writer, morsel_safetensors_writer_free);
  g_clear_pointer (&self->prefix, g_free);
  if (self->head != NULL)
    g_string_free (self->head, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Conversion, conversion_clear)

/* From the form of Keras 2 to the form of the file, with its prefix. */
static char *
make_layer_name (const Conversion *self, const char *keras_2)
{
  if (!self->is_keras_3)
    return g_strconcat (self->prefix, keras_2, NULL);

  g_autoptr (GString) name = g_string_new (keras_2);

  g_string_replace (name, "BatchNorm", "bn", 0);
  g_string_replace (name, "/", "_", 0);
  g_string_ascii_down (name);
  return g_strconcat (self->prefix, name->str, NULL);
}

/* Takes a layer's array, which must have this shape; a shape of 0 stands for any size. */
static MorselArray *
take (Conversion *self,
      const char *layer,
      const char *variable,
      guint n_dims,
      const gsize *dims,
      GError **error)
{
  g_autofree char *layer_name = make_layer_name (self, layer);
  g_autofree char *name = g_strjoin ("/", layer_name, variable, NULL);
  g_autoptr (MorselArray) array = morsel_catalog_take (self->catalog, name, error);

  if (array == NULL)
    return NULL;

  gboolean fits = array->n_dims == n_dims;

  for (guint i = 0; fits && i < n_dims; i++)
    fits = dims[i] == 0 || array->dims[i] == dims[i];
  if (!fits)
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                "%s does not have the shape of MobileNetV3-Large", name);
      return NULL;
    }
  return g_steal_pointer (&array);
}

/* A convolution's numbers: kernels [out, in, size, size] and one bias for each of its outputs. */
typedef struct
{
  gsize out;
  gsize in;
  gsize size;
  float *kernel;
  float *bias;
} Kernel;

static void
kernel_clear (Kernel *kernel)
{
  g_free (kernel->kernel);
  g_free (kernel->bias);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Kernel, kernel_clear)

/* Keras has [height, width, in, out], of a depthwise layer [height, width, channels, 1]. */
static gboolean
read_kernel (
    Conversion *self, const char *layer, gboolean is_depthwise, Kernel *kernel, GError **error)
{
  const gsize dims[4] = { kernel->size, kernel->size, is_depthwise ? kernel->out : kernel->in,
                          is_depthwise ? 1 : kernel->out };
  g_autofree char *layer_name = make_layer_name (self, layer);
  g_autofree char *special = g_strconcat (layer_name, "/depthwise_kernel", NULL);
  const char *variable = morsel_catalog_has (self->catalog, special) ? "depthwise_kernel"
                                                                     : "kernel";
  g_autoptr (MorselArray) array = take (self, layer, variable, 4, dims, error);

  if (array == NULL)
    return FALSE;

  gsize in = is_depthwise ? 1 : kernel->in;
  gsize n_taps = kernel->size * kernel->size;
  gsize n_columns = is_depthwise ? 1 : kernel->out;

  kernel->kernel = g_new (float, array->n_values);
  for (gsize o = 0; o < kernel->out; o++)
    for (gsize i = 0; i < in; i++)
      for (gsize tap = 0; tap < n_taps; tap++)
        {
          gsize row = tap * dims[2] + (is_depthwise ? o : i);
          gsize column = is_depthwise ? 0 : o;

          kernel->kernel[(o * in + i) * n_taps + tap] = array->values[row * n_columns + column];
        }
  kernel->in = in;
  return TRUE;
}

static gboolean
read_bias (Conversion *self, const char *layer, Kernel *kernel, GError **error)
{
  g_autoptr (MorselArray) bias = take (self, layer, "bias", 1, &kernel->out, error);

  if (bias == NULL)
    return FALSE;
  kernel->bias = g_steal_pointer (&bias->values);
  return TRUE;
}

/* With s = gamma / sqrt (variance + epsilon): kernel × s, and beta - mean × s as bias. */
static gboolean
fold (Conversion *self, const char *layer, Kernel *kernel, GError **error)
{
  g_autofree char *name = g_strconcat (layer, "/BatchNorm", NULL);
  g_autoptr (MorselArray) gamma = take (self, name, "gamma", 1, &kernel->out, error);
  g_autoptr (MorselArray) beta = gamma != NULL ? take (self, name, "beta", 1, &kernel->out, error)
                                               : NULL;
  g_autoptr (MorselArray) mean = beta != NULL
                                     ? take (self, name, "moving_mean", 1, &kernel->out, error)
                                     : NULL;
  g_autoptr (MorselArray) variance = mean != NULL ? take (self, name, "moving_variance", 1,
                                                          &kernel->out, error)
                                                  : NULL;
  gsize n_inputs = kernel->in * kernel->size * kernel->size;

  if (variance == NULL)
    return FALSE;

  kernel->bias = g_new (float, kernel->out);
  for (gsize o = 0; o < kernel->out; o++)
    {
      if (!(variance->values[o] >= 0))
        return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                         "%s has a variance below 0", name);

      double scale = (double) gamma->values[o] / sqrt ((double) variance->values[o] + BN_EPSILON);

      kernel->bias[o] = (float) ((double) beta->values[o] - (double) mean->values[o] * scale);
      for (gsize i = 0; i < n_inputs; i++)
        {
          float *value = &kernel->kernel[o * n_inputs + i];

          *value = (float) ((double) *value * scale);
        }
    }
  return TRUE;
}

static gboolean
write_kernel (Conversion *self, const char *tensor, const Kernel *kernel, GError **error)
{
  const gsize dims[4] = { kernel->out, kernel->in, kernel->size, kernel->size };
  g_autofree char *weight = g_strconcat (tensor, ".weight", NULL);
  g_autofree char *bias = g_strconcat (tensor, ".bias", NULL);

  return morsel_safetensors_writer_add (self->writer, weight, self->dtype, 4, dims, kernel->kernel,
                                        error) &&
         morsel_safetensors_writer_add (self->writer, bias, self->dtype, 1, dims, kernel->bias,
                                        error);
}

/* A convolution with a batch normalization behind it. */
static gboolean
convert_folded (
    Conversion *self, const char *layer, const char *tensor, guint size, gsize out, GError **error)
{
  gboolean is_depthwise = g_str_has_suffix (layer, "/depthwise");
  g_auto (Kernel) kernel = { .out = out, .in = self->width, .size = size };

  if (!read_kernel (self, layer, is_depthwise, &kernel, error) ||
      !fold (self, layer, &kernel, error) || !write_kernel (self, tensor, &kernel, error))
    return FALSE;
  self->width = out;
  return TRUE;
}

/* A 1×1 convolution with a bias. */
static gboolean
convert_biased (
    Conversion *self, const char *layer, const char *tensor, gsize in, gsize out, GError **error)
{
  g_auto (Kernel) kernel = { .out = out, .in = in, .size = 1 };

  return read_kernel (self, layer, FALSE, &kernel, error) &&
         read_bias (self, layer, &kernel, error) && write_kernel (self, tensor, &kernel, error);
}

static gboolean
convert_squeeze (
    Conversion *self, const char *block, const char *tensor, guint squeeze, GError **error)
{
  g_autofree char *first = g_strconcat (block, "/squeeze_excite/Conv", NULL);
  g_autofree char *second = g_strconcat (block, "/squeeze_excite/Conv_1", NULL);
  g_autofree char *fc1 = g_strconcat (tensor, ".fc1", NULL);
  g_autofree char *fc2 = g_strconcat (tensor, ".fc2", NULL);

  return convert_biased (self, first, fc1, self->width, squeeze, error) &&
         convert_biased (self, second, fc2, squeeze, self->width, error);
}

/* Row 1 of the table is Keras' block "expanded_conv", row 2 "expanded_conv_1". */
static gboolean
convert_bottleneck (Conversion *self, const MorselLayer *layer, guint row, GError **error)
{
  g_autofree char *block = row == 1 ? g_strdup ("expanded_conv")
                                    : g_strdup_printf ("expanded_conv_%u", row - 1);
  g_autofree char *expand = g_strconcat (block, "/expand", NULL);
  g_autofree char *depthwise = g_strconcat (block, "/depthwise", NULL);
  g_autofree char *project = g_strconcat (block, "/project", NULL);
  guint part = 0;
  char tensor[64];

  if (layer->expand != self->width)
    {
      g_snprintf (tensor, sizeof tensor, "features.%u.block.%u.0", row, part++);
      if (!convert_folded (self, expand, tensor, 1, layer->expand, error))
        return FALSE;
    }

  g_snprintf (tensor, sizeof tensor, "features.%u.block.%u.0", row, part++);
  if (!convert_folded (self, depthwise, tensor, layer->kernel, layer->expand, error))
    return FALSE;

  if (layer->squeeze != 0)
    {
      g_snprintf (tensor, sizeof tensor, "features.%u.block.%u", row, part++);
      if (!convert_squeeze (self, block, tensor, layer->squeeze, error))
        return FALSE;
    }

  g_snprintf (tensor, sizeof tensor, "features.%u.block.%u.0", row, part);
  return convert_folded (self, project, tensor, 1, layer->out, error);
}

static gboolean
convert_features (Conversion *self, const MorselNetwork *network, GError **error)
{
  self->width = 3;
  for (guint row = 0; row < network->n_layers; row++)
    {
      const MorselLayer *layer = &network->layers[row];
      char tensor[32];

      g_snprintf (tensor, sizeof tensor, "features.%u.0", row);

      gboolean ok = layer->kind == MORSEL_LAYER_BOTTLENECK
                        ? convert_bottleneck (self, layer, row, error)
                        : convert_folded (self, row == 0 ? "Conv" : "Conv_1", tensor, layer->kernel,
                                          layer->out, error);

      if (!ok)
        return FALSE;
    }
  return TRUE;
}

static const char *
get_activation_word (MorselActivation activation)
{
  switch (activation)
    {
    case MORSEL_ACTIVATION_RELU:
      return "relu";
    case MORSEL_ACTIVATION_HARD_SWISH:
      return "hswish";
    case MORSEL_ACTIVATION_NONE:
    default:
      return "";
    }
}

/* A dense layer; also a 1×1 convolution behind the mean, which is the same. */
static gboolean
convert_dense (Conversion *self,
               const char *layer,
               guint n_dims,
               MorselActivation activation,
               gboolean is_last,
               GError **error)
{
  const gsize dims[4] = { n_dims == 2 ? self->width : 1, n_dims == 2 ? 0 : 1, self->width, 0 };
  g_autoptr (MorselArray) kernel = take (self, layer, "kernel", n_dims, dims, error);

  if (kernel == NULL)
    return FALSE;

  const gsize shape[2] = { kernel->dims[n_dims - 1], self->width };
  g_autoptr (MorselArray) bias = take (self, layer, "bias", 1, shape, error);
  g_autofree float *turned = g_new (float, kernel->n_values);
  g_autofree char *tensor = is_last ? g_strdup ("classifier")
                                    : g_strdup_printf ("head.%u", self->n_hidden++);
  g_autofree char *weight_name = g_strconcat (tensor, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (tensor, ".bias", NULL);

  if (bias == NULL)
    return FALSE;
  for (gsize o = 0; o < shape[0]; o++)
    for (gsize i = 0; i < shape[1]; i++)
      turned[o * shape[1] + i] = kernel->values[i * shape[0] + o];

  self->width = shape[0];
  g_string_append_printf (self->head, "-dense%s", get_activation_word (activation));
  return morsel_safetensors_writer_add (self->writer, weight_name, self->dtype, 2, shape, turned,
                                        error) &&
         morsel_safetensors_writer_add (self->writer, bias_name, self->dtype, 1, shape,
                                        bias->values, error);
}

/* Conv_2, 1280 wide, before or behind the mean, or none. */
static gboolean
convert_ending (Conversion *self, MorselEnding ending, GError **error)
{
  const MorselActivation swish = MORSEL_ACTIVATION_HARD_SWISH;
  const gsize dims[4] = { 1, 1, self->width, 0 };

  if (ending != MORSEL_ENDING_A)
    {
      g_string_assign (self->head, "gap");
      return ending == MORSEL_ENDING_C || convert_dense (self, "Conv_2", 4, swish, FALSE, error);
    }

  g_autoptr (MorselArray) kernel = take (self, "Conv_2", "kernel", 4, dims, error);

  if (kernel == NULL)
    return FALSE;

  gsize out = kernel->dims[3];

  g_string_assign (self->head, "convhswish-gap");
  if (!convert_biased (self, "Conv_2", "head.0", self->width, out, error))
    return FALSE;
  self->n_hidden = 1;
  self->width = out;
  return TRUE;
}

/* The network's names may stand behind the name of the network itself. */
static gboolean
find_names (Conversion *self, GError **error)
{
  static const char *const marks[] = { MARK_KERAS_2, MARK_KERAS_3 };

  for (gsize i = 0; i < morsel_catalog_get_n_weights (self->catalog); i++)
    for (gsize form = 0; form < G_N_ELEMENTS (marks); form++)
      {
        const char *name = morsel_catalog_get_name (self->catalog, i);
        gsize before = strlen (name) - MIN (strlen (name), strlen (marks[form]));

        if (!g_str_equal (name + before, marks[form]) || (before > 0 && name[before - 1] != '/'))
          continue;
        self->prefix = g_strndup (name, before);
        self->is_keras_3 = form == 1;
        return TRUE;
      }
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                   "The model has no %s: it is not Keras' MobileNetV3-Large",
                                   MARK_KERAS_2);
}

/* Names of the layers behind the network: those with a kernel that nobody took. */
static GPtrArray *
list_dense (Conversion *self)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < morsel_catalog_get_n_weights (self->catalog); i++)
    {
      const char *name = morsel_catalog_get_name (self->catalog, i);

      if (g_str_has_suffix (name, "/kernel") && !morsel_catalog_is_taken (self->catalog, i))
        g_ptr_array_add (layers, g_strndup (name, strlen (name) - strlen ("/kernel")));
    }
  return layers;
}

/* Where a file holds weights alone, hidden layers are taken for relu, as is usual. */
static gboolean
get_activation (const MorselConfig *config,
                const char *layer,
                gboolean is_last,
                MorselActivation *activation,
                GError **error)
{
  const char *slash = strrchr (layer, '/');
  const char *name = slash != NULL ? slash + 1 : layer;
  gboolean is_softmax = FALSE;

  *activation = is_last ? MORSEL_ACTIVATION_NONE : MORSEL_ACTIVATION_RELU;
  morsel_config_lookup_activation (config, name, activation, &is_softmax);
  if ((is_last && *activation != MORSEL_ACTIVATION_NONE) || (!is_last && is_softmax))
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The layer %s ends with an activation that does not belong "
                                     "there: the last layer has a softmax or none",
                                     name);
  return TRUE;
}

static gboolean
convert_head (Conversion *self, const MorselConfig *config, GError **error)
{
  g_autoptr (GPtrArray) layers = list_dense (self);

  /* Names of the head are found as they are. */
  g_free (self->prefix);
  self->prefix = g_strdup ("");
  self->is_keras_3 = FALSE;

  if (layers->len == 0 || layers->len > MAX_DENSE)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                     "The model has %u dense layers behind the network, not 1 to "
                                     "%d",
                                     layers->len, MAX_DENSE);

  for (guint i = 0; i < layers->len; i++)
    {
      const char *layer = g_ptr_array_index (layers, i);
      const char *slash = strrchr (layer, '/');
      /* The network's own top ends with a convolution of this name. */
      gboolean is_logits = g_ascii_strcasecmp (slash != NULL ? slash + 1 : layer, "Logits") == 0;
      gboolean is_last = i + 1 == layers->len;
      MorselActivation activation;

      if (!get_activation (config, layer, is_last, &activation, error) ||
          !convert_dense (self, layer, is_logits ? 4 : 2, activation, is_last, error))
        return FALSE;
    }

  const char *untaken = morsel_catalog_get_untaken (self->catalog);

  return untaken == NULL ||
         morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                   "The model has %s, which MobileNetV3-Large has not", untaken);
}

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
decide_ending (const Conversion *self,
               const MorselConfig *config,
               const char *version,
               MorselEnding *ending,
               GError **error)
{
  g_autofree char *layer = make_layer_name (self, "Conv_2");
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
write_labels (Conversion *self, const char *const *labels, GError **error)
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
write_three (Conversion *self, const char *key, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.9g", value);

  g_autofree char *text = g_strjoin (",", number, number, number, NULL);

  morsel_safetensors_writer_set_text (self->writer, key, text);
}

static void
write_texts (Conversion *self, const MorselConfig *config, const char *version)
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
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_new (bytes, error);
  g_autoptr (MorselWeights) weights = tensors != NULL ? morsel_weights_new (tensors, error) : NULL;

  return weights != NULL && morsel_network_check (network, weights, tensors, error);
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
  g_auto (Conversion) self = { .dtype = options->dtype };
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
  if (!find_names (&self, error) || !convert_features (&self, network, error) ||
      !decide_ending (&self, config, version, &ending, error) ||
      !convert_ending (&self, ending, error) || !convert_head (&self, config, error) ||
      !write_labels (&self, options->labels, error))
    return NULL;
  write_texts (&self, config, version);

  g_autoptr (GBytes) bytes = morsel_safetensors_writer_dup_bytes (self.writer);

  if (!check_result (bytes, network, error))
    return NULL;
  summary->n_parameters = morsel_catalog_count_taken (self.catalog);
  summary->n_outputs = (guint) self.width;
  return g_steal_pointer (&bytes);
}
