/* conversion.c: a conversion on its way: where the numbers come from and go to
 *
 * A layer has two names, `expanded_conv_3/squeeze_excite/Conv_1` in Keras 2 and
 * `expanded_conv_3_squeeze_excite_conv_1` in Keras 3. Here the first is used, and turned into the
 * second when the file has that form.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/conversion.h"

#include "engine/error.h"

#include <string.h>

/* A layer whose name is the same whatever else the model holds, once for each form. */
#define MARK_KERAS_2 "expanded_conv/depthwise/BatchNorm/gamma"
#define MARK_KERAS_3 "expanded_conv_depthwise_bn/gamma"

/**
 * morsel_conversion_clear:
 * @self: a conversion
 *
 * Frees what the conversion owns.
 */
void
morsel_conversion_clear (MorselConversion *self)
{
  g_clear_pointer (&self->catalog, morsel_catalog_free);
  g_clear_pointer (&self->writer, morsel_safetensors_writer_free);
  g_clear_pointer (&self->prefix, g_free);
  if (self->head != NULL)
    g_string_free (self->head, TRUE);
}

/**
 * morsel_conversion_find_names:
 * @self: a conversion
 * @error: return location for an error
 *
 * Finds out which form of names the file has; they may stand behind the name of
 * the network itself.
 *
 * Returns: whether the file has the network at all
 */
gboolean
morsel_conversion_find_names (MorselConversion *self, GError **error)
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

/**
 * morsel_conversion_leave_network:
 * @self: a conversion
 *
 * From now on names of layers are those of the file.
 */
void
morsel_conversion_leave_network (MorselConversion *self)
{
  g_free (self->prefix);
  self->prefix = g_strdup ("");
  self->is_keras_3 = FALSE;
}

/**
 * morsel_conversion_dup_layer_name:
 * @self: a conversion
 * @keras_2: a layer's name in Keras 2
 *
 * Returns: (transfer full): its name in this file
 */
char *
morsel_conversion_dup_layer_name (const MorselConversion *self, const char *keras_2)
{
  if (!self->is_keras_3)
    return g_strconcat (self->prefix, keras_2, NULL);

  g_autoptr (GString) name = g_string_new (keras_2);

  g_string_replace (name, "BatchNorm", "bn", 0);
  g_string_replace (name, "/", "_", 0);
  g_string_ascii_down (name);
  return g_strconcat (self->prefix, name->str, NULL);
}

/**
 * morsel_conversion_take:
 * @self: a conversion
 * @layer: a layer's name in Keras 2
 * @variable: "kernel", "gamma", …
 * @n_dims: how many dimensions it must have
 * @dims: (array length=n_dims): its shape; 0 stands for any size
 * @error: return location for an error
 *
 * Reads an array of numbers.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK, which names the array, when it
 * is missing or has another shape.
 *
 * Returns: (transfer full): the array
 */
MorselArray *
morsel_conversion_take (MorselConversion *self,
                        const char *layer,
                        const char *variable,
                        guint n_dims,
                        const gsize *dims,
                        GError **error)
{
  g_autofree char *layer_name = morsel_conversion_dup_layer_name (self, layer);
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
