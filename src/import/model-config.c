/* model-config.c: what a whole Keras model says about its layers, and what is assumed where a file is silent
 *
 * Keras describes a model as a list of layers in the order in which they run; a network inside the
 * model is a layer with such a list of its own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/model-config.h"

#include "engine/error.h"
#include "engine/json.h"

#include <math.h>
#include <string.h>

#define MAX_LAYERS 2000
/* What MobileNetV3 does to 8-bit pixels itself, in all versions of Keras. */
#define USUAL_MEAN 127.5
#define USUAL_STD 127.5
#define MAX_SCALE 1e3

/* Layers that do nothing when a model is used, or whose place alone matters here. */
static const char *const known_kinds[] = { "Activation",
                                           "Add",
                                           "BatchNormalization",
                                           "Conv2D",
                                           "Dense",
                                           "DepthwiseConv2D",
                                           "Dropout",
                                           "Flatten",
                                           "Functional",
                                           "GlobalAveragePooling2D",
                                           "HardSwish",
                                           "InputLayer",
                                           "Model",
                                           "Multiply",
                                           "ReLU",
                                           "Rescaling",
                                           "Reshape",
                                           "Sequential",
                                           "SlicingOpLambda",
                                           "Softmax",
                                           "TFOpLambda",
                                           "TensorFlowOpLayer",
                                           "ZeroPadding2D",
                                           NULL };

/* The activation of a dense layer. */
typedef struct
{
  MorselActivation activation;
  gboolean is_softmax;
} Dense;

struct _MorselConfig
{
  GHashTable *dense; /* name of a dense layer → its Dense */
  Dense *last;       /* the dense layer that an activation layer would follow */
  guint n_layers;
  guint conv_1; /* places in the order of the layers, 0: not seen */
  guint conv_2;
  guint last_mean; /* the last one before conv_2 */
  double scale;    /* of the pixels, all rescalings together */
  double offset;
  gboolean is_rescaled;
  guint side;
};

static gboolean read_layers (MorselConfig *self, const MorselJson *config, GError **error);

static gboolean
refuse (const char *what, const char *name, GError **error)
{
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, "The layer %.64s %s",
                                   name, what);
}

/* A number; FALSE where there is none, as Keras also takes one for each colour. */
static gboolean
get_number (const MorselJson *object, const char *member, double *number)
{
  const MorselJson *json = morsel_json_get (object, member);

  if (!morsel_json_is_number (json))
    return FALSE;
  *number = json->number;
  return isfinite (*number);
}

/* An activation is a name, or in Keras 3 also an object that has one. */
static const char *
get_activation_name (const MorselJson *config)
{
  const MorselJson *object = morsel_json_get_kind (config, "activation", MORSEL_JSON_OBJECT);
  const char *name = morsel_json_get_text (config, "activation");

  if (object != NULL)
    name = morsel_json_get_text (object, "config") != NULL
               ? morsel_json_get_text (object, "config")
               : morsel_json_get_text (object, "class_name");
  return name != NULL ? name : "linear";
}

static gboolean
parse_activation (const char *name, Dense *dense)
{
  dense->is_softmax = g_ascii_strcasecmp (name, "softmax") == 0;
  if (dense->is_softmax || g_str_equal (name, "linear"))
    dense->activation = MORSEL_ACTIVATION_NONE;
  else if (g_ascii_strcasecmp (name, "relu") == 0)
    dense->activation = MORSEL_ACTIVATION_RELU;
  else if (g_str_equal (name, "hard_swish") || g_str_equal (name, "hard_silu") ||
           g_str_equal (name, "HardSwish"))
    dense->activation = MORSEL_ACTIVATION_HARD_SWISH;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_dense (MorselConfig *self, const char *name, const MorselJson *config, GError **error)
{
  Dense *dense = g_new0 (Dense, 1);

  g_hash_table_insert (self->dense, g_strdup (name), dense);
  self->last = dense;
  return parse_activation (get_activation_name (config), dense) ||
         refuse ("has an activation that is not known here", name, error);
}

/* An activation that is a layer of its own counts only behind a dense layer. */
static gboolean
read_activation (MorselConfig *self, const char *name, const char *activation, GError **error)
{
  if (self->last == NULL)
    return TRUE;
  if (self->last->is_softmax || self->last->activation != MORSEL_ACTIVATION_NONE)
    return refuse ("is a second activation", name, error);
  return parse_activation (activation, self->last) ||
         refuse ("is an activation that is not known here", name, error);
}

static gboolean
read_rescaling (MorselConfig *self, const char *name, const MorselJson *config, GError **error)
{
  double scale, offset = 0;

  if (!get_number (config, "scale", &scale) ||
      (morsel_json_get (config, "offset") != NULL && !get_number (config, "offset", &offset)) ||
      !(scale > 1 / MAX_SCALE / MAX_SCALE && scale < MAX_SCALE) || fabs (offset) > MAX_SCALE)
    return refuse ("rescales in a way that is not known here", name, error);

  self->scale *= scale;
  self->offset = self->offset * scale + offset;
  self->is_rescaled = TRUE;
  return TRUE;
}

static gboolean
is_null (const MorselJson *json)
{
  return json->kind == MORSEL_JSON_WORD && g_str_equal (json->text, "null");
}

/* The first input says the side: [null, 224, 224, 3]. */
static gboolean
read_input (MorselConfig *self, const char *name, const MorselJson *config, GError **error)
{
  const MorselJson *shape = morsel_json_get_kind (config, "batch_input_shape", MORSEL_JSON_ARRAY);

  if (shape == NULL)
    shape = morsel_json_get_kind (config, "batch_shape", MORSEL_JSON_ARRAY);
  if (self->side != 0 || shape == NULL || shape->n_values != 4)
    return TRUE;

  const MorselJson *height = shape->first->next;
  const MorselJson *width = height->next;

  if (is_null (height) && is_null (width))
    return TRUE;
  if (height->kind != MORSEL_JSON_INTEGER || width->kind != MORSEL_JSON_INTEGER ||
      height->integer != width->integer || height->integer <= 0 || height->integer > 10000)
    return refuse ("is not square", name, error);

  self->side = (guint) height->integer;
  return TRUE;
}

static void
note_place (MorselConfig *self, const char *kind, const char *name)
{
  if (g_ascii_strcasecmp (name, "Conv_1") == 0)
    self->conv_1 = self->n_layers;
  else if (g_ascii_strcasecmp (name, "Conv_2") == 0)
    self->conv_2 = self->n_layers;
  else if (self->conv_2 == 0 && g_str_equal (kind, "GlobalAveragePooling2D"))
    self->last_mean = self->n_layers;
}

static gboolean
read_kind (MorselConfig *self, const char *kind, const MorselJson *config, GError **error)
{
  const char *name = morsel_json_get_text (config, "name");

  if (name == NULL)
    name = kind;
  note_place (self, kind, name);

  if (morsel_json_get (config, "layers") != NULL)
    return read_layers (self, config, error);
  if (g_str_equal (kind, "Dense"))
    return read_dense (self, name, config, error);
  if (g_str_equal (kind, "Activation"))
    return read_activation (self, name, get_activation_name (config), error);
  if (g_str_equal (kind, "ReLU") || g_str_equal (kind, "Softmax") ||
      g_str_equal (kind, "HardSwish"))
    return read_activation (self, name, kind, error);
  if (g_str_equal (kind, "Rescaling"))
    return read_rescaling (self, name, config, error);
  if (g_str_equal (kind, "InputLayer"))
    return read_input (self, name, config, error);
  return g_strv_contains (known_kinds, kind) || g_str_has_prefix (kind, "Random") ||
         refuse ("is of a kind that is not known here", name, error);
}

static gboolean
read_layer (MorselConfig *self, const MorselJson *layer, GError **error)
{
  const char *kind = morsel_json_get_text (layer, "class_name");
  const MorselJson *config = morsel_json_get_kind (layer, "config", MORSEL_JSON_OBJECT);

  if (kind == NULL || config == NULL || ++self->n_layers > MAX_LAYERS)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "The model describes a layer without class_name or config, "
                                     "or more than %d",
                                     MAX_LAYERS);
  return read_kind (self, kind, config, error);
}

static gboolean
read_layers (MorselConfig *self, const MorselJson *config, GError **error)
{
  const MorselJson *layers = morsel_json_get_kind (config, "layers", MORSEL_JSON_ARRAY);

  if (layers == NULL)
    return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                     "The model does not describe its layers");

  for (const MorselJson *layer = layers->first; layer != NULL; layer = layer->next)
    if (!read_layer (self, layer, error))
      return FALSE;
  return TRUE;
}

/**
 * morsel_config_new:
 * @json: (nullable): the attribute `model_config` of a whole model, %NULL when
 *   the file holds weights alone
 * @error: return location for an error
 *
 * Reads the description of a model.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, which names the layer, when
 * the engine has nothing like it; with %MORSEL_WEIGHTS_ERROR_DAMAGED when the
 * description is broken.
 *
 * Returns: (transfer full): what is known of the model
 */
MorselConfig *
morsel_config_new (const char *json, GError **error)
{
  g_autoptr (MorselConfig) self = g_new0 (MorselConfig, 1);

  self->dense = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->scale = 1;
  if (json == NULL)
    return g_steal_pointer (&self);

  g_autoptr (MorselJson) root = morsel_json_parse (json, strlen (json), MORSEL_JSON_CONFIG, error);
  const MorselJson *config = morsel_json_get_kind (root, "config", MORSEL_JSON_OBJECT);

  if (root != NULL && config == NULL)
    morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "no config");
  if (config == NULL || !read_layers (self, config, error))
    {
      g_prefix_error (error, "model_config: ");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * morsel_config_free:
 * @self: (transfer full): a description
 *
 * Frees what morsel_config_new() made.
 */
void
morsel_config_free (MorselConfig *self)
{
  g_hash_table_unref (self->dense);
  g_free (self);
}

/**
 * morsel_config_get_ending:
 * @self: a description
 *
 * Returns: where the mean stands, unknown when the file holds weights alone
 */
MorselEnding
morsel_config_get_ending (const MorselConfig *self)
{
  if (self->conv_1 == 0)
    return MORSEL_ENDING_UNKNOWN;
  if (self->conv_2 == 0)
    return MORSEL_ENDING_C;
  return self->last_mean > self->conv_1 ? MORSEL_ENDING_B : MORSEL_ENDING_A;
}

/**
 * morsel_config_get_side:
 * @self: a description
 *
 * Returns: the side of the model's input in pixels, 0 when it does not say
 */
guint
morsel_config_get_side (const MorselConfig *self)
{
  return self->side;
}

/**
 * morsel_config_get_scaling:
 * @self: a description
 * @mean: (out): what is taken off a pixel of 0 to 255
 * @std: (out): what it is divided by then
 *
 * What the model does to pixels itself. One that does nothing was built with
 * `include_preprocessing=False` and wants -1 to 1, as one of which only the
 * weights are known.
 */
void
morsel_config_get_scaling (const MorselConfig *self, double *mean, double *std)
{
  *std = self->is_rescaled ? 1 / self->scale : USUAL_STD;
  *mean = self->is_rescaled ? -self->offset / self->scale : USUAL_MEAN;
}

/**
 * morsel_config_lookup_activation:
 * @self: a description
 * @layer: name of a dense layer
 * @activation: (out): its activation, none for a softmax
 * @is_softmax: (out): whether it ends with a softmax
 *
 * Returns: whether the description has the layer
 */
gboolean
morsel_config_lookup_activation (const MorselConfig *self,
                                 const char *layer,
                                 MorselActivation *activation,
                                 gboolean *is_softmax)
{
  const Dense *dense = g_hash_table_lookup (self->dense, layer);

  if (dense == NULL)
    return FALSE;
  *activation = dense->activation;
  *is_softmax = dense->is_softmax;
  return TRUE;
}

/**
 * morsel_ending_from_version:
 * @version: (nullable): the file's `keras_version`, "2.8.0"
 *
 * The mean moved before Conv_2 in Keras 2.6, as the weights had been trained.
 *
 * Source: https://github.com/tensorflow/tensorflow/pull/48542
 *
 * Returns: the ending of that version's network with Conv_2
 */
MorselEnding
morsel_ending_from_version (const char *version)
{
  g_auto (GStrv) parts = g_strsplit (version != NULL ? version : "", ".", 3);
  guint64 major, minor;

  if (g_strv_length (parts) < 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, 99, &major, NULL) ||
      !g_ascii_string_to_unsigned (parts[1], 10, 0, 999, &minor, NULL))
    return MORSEL_ENDING_UNKNOWN;
  return major > 2 || (major == 2 && minor >= 6) ? MORSEL_ENDING_B : MORSEL_ENDING_A;
}
