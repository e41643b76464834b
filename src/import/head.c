/* head.c: what stands behind the network, from Keras' arrays to ours
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/head.h"

#include "engine/error.h"
#include "import/layers.h"

#include <string.h>

#define MAX_DENSE 3

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
convert_dense (MorselConversion *self,
               const char *layer,
               guint n_dims,
               MorselActivation activation,
               gboolean is_last,
               GError **error)
{
  const gsize dims[4] = { n_dims == 2 ? self->width : 1, n_dims == 2 ? 0 : 1, self->width, 0 };
  g_autoptr (MorselArray) kernel = morsel_conversion_take (self, layer, "kernel", n_dims, dims,
                                                           error);

  if (kernel == NULL)
    return FALSE;

  const gsize shape[2] = { kernel->dims[n_dims - 1], self->width };
  g_autoptr (MorselArray) bias = morsel_conversion_take (self, layer, "bias", 1, shape, error);
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

/**
 * morsel_head_convert_ending:
 * @self: a conversion, with all layers of the network behind it
 * @ending: where the mean stands
 * @error: return location for an error
 *
 * Begins the head: the mean, and Conv_2 behind it, before it, or not at all.
 *
 * Returns: whether Conv_2 was there as @ending says
 */
gboolean
morsel_head_convert_ending (MorselConversion *self, MorselEnding ending, GError **error)
{
  const MorselActivation swish = MORSEL_ACTIVATION_HARD_SWISH;
  const gsize dims[4] = { 1, 1, self->width, 0 };

  if (ending != MORSEL_ENDING_A)
    {
      g_string_assign (self->head, "gap");
      return ending == MORSEL_ENDING_C || convert_dense (self, "Conv_2", 4, swish, FALSE, error);
    }

  g_autoptr (MorselArray) kernel = morsel_conversion_take (self, "Conv_2", "kernel", 4, dims,
                                                           error);

  if (kernel == NULL)
    return FALSE;

  gsize out = kernel->dims[3];

  g_string_assign (self->head, "convhswish-gap");
  if (!morsel_layers_convert_biased (self, "Conv_2", "head.0", self->width, out, error))
    return FALSE;
  self->n_hidden = 1;
  self->width = out;
  return TRUE;
}

/* Names of the layers behind the network: those with a kernel that nobody took. */
static GPtrArray *
list_dense (MorselConversion *self)
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

/**
 * morsel_head_convert:
 * @self: a conversion, with the head's beginning behind it
 * @config: what the file says about its layers
 * @error: return location for an error
 *
 * Converts the dense layers. They are those that are left over; where the file
 * holds weights alone, hidden ones are taken for relu, as is usual.
 *
 * Returns: whether there are one to three, and nothing else is left over
 */
gboolean
morsel_head_convert (MorselConversion *self, const MorselConfig *config, GError **error)
{
  g_autoptr (GPtrArray) layers = list_dense (self);

  morsel_conversion_leave_network (self);

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
