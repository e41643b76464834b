/* expected-tensors.c: which tensors a network needs, and whether a file has them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/expected-tensors.h"

#include "engine/error.h"

#include <string.h>

static char *
describe_shape (guint n_dims, const gsize *dims)
{
  GString *text = g_string_new ("[");

  for (guint i = 0; i < n_dims; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i == 0 ? "" : ", ", dims[i]);

  g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

/**
 * morsel_expected_tensors_expect:
 * @self: what is expected
 * @name: (transfer full): of a tensor, from now on an expected one
 * @error: return location for an error
 *
 * Looks a tensor up that the network needs.
 *
 * Returns: (transfer none): the tensor, or %NULL with %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK set
 */
const MorselTensor *
morsel_expected_tensors_expect (MorselExpectedTensors *self, char *name, GError **error)
{
  g_hash_table_add (self->names, name);

  const MorselTensor *tensor = morsel_safetensors_lookup (self->tensors, name);

  if (tensor == NULL)
    g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                 "The tensor %s is missing", name);

  return tensor;
}

static gboolean
expect_shape (
    MorselExpectedTensors *self, char *name, guint n_dims, const gsize *dims, GError **error)
{
  const MorselTensor *tensor = morsel_expected_tensors_expect (self, name, error);

  if (tensor == NULL)
    return FALSE;

  if (tensor->n_dims != n_dims || memcmp (tensor->dims, dims, n_dims * sizeof *dims) != 0)
    {
      g_autofree char *found = describe_shape (tensor->n_dims, tensor->dims);
      g_autofree char *wanted = describe_shape (n_dims, dims);

      g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                   "The tensor %s has the shape %s, not %s", tensor->name, found, wanted);
      return FALSE;
    }

  return TRUE;
}

/* A matrix or kernel with dims[0] outputs, and the bias of each of them. */
static gboolean
expect_pair (MorselExpectedTensors *self,
             const char *tensor,
             guint n_dims,
             const gsize *dims,
             GError **error)
{
  return expect_shape (self, g_strconcat (tensor, ".weight", NULL), n_dims, dims, error) &&
         expect_shape (self, g_strconcat (tensor, ".bias", NULL), 1, dims, error);
}

/**
 * morsel_expected_tensors_expect_operation:
 * @self: what is expected
 * @operation: an operation with its shapes
 * @error: return location for an error
 *
 * Checks that the tensors of an operation are there and have its shapes.
 *
 * Returns: whether they do; if not, %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK is set
 */
gboolean
morsel_expected_tensors_expect_operation (MorselExpectedTensors *self,
                                          const MorselOperation *operation,
                                          GError **error)
{
  const gsize in = operation->kind == MORSEL_OPERATION_DEPTHWISE ? 1 : operation->in;
  const gsize dims[4] = { operation->out, in, operation->kernel, operation->kernel };

  switch (operation->kind)
    {
    case MORSEL_OPERATION_CONV:
    case MORSEL_OPERATION_DEPTHWISE:
      return expect_pair (self, operation->tensor, 4, dims, error);

    case MORSEL_OPERATION_DENSE:
      return expect_pair (self, operation->tensor, 2, dims, error);

    case MORSEL_OPERATION_SQUEEZE_EXCITE:
      {
        g_autofree char *squeeze = g_strconcat (operation->tensor, ".fc1", NULL);
        g_autofree char *excite = g_strconcat (operation->tensor, ".fc2", NULL);
        const gsize squeeze_dims[4] = { operation->squeeze, operation->in, 1, 1 };
        const gsize excite_dims[4] = { operation->out, operation->squeeze, 1, 1 };

        return expect_pair (self, squeeze, 4, squeeze_dims, error) &&
               expect_pair (self, excite, 4, excite_dims, error);
      }

    case MORSEL_OPERATION_MEAN:
    default:
      return TRUE;
    }
}

/**
 * morsel_expected_tensors_check_nothing_else:
 * @self: what was expected
 * @error: return location for an error
 *
 * Checks that the file has no tensor that nothing asked for: it would belong to another network.
 * Those whose name begins with "reject." are kept for rejection and let be.
 *
 * Returns: whether it has none; if not, %MORSEL_WEIGHTS_ERROR_OTHER_NETWORK names the first
 */
gboolean
morsel_expected_tensors_check_nothing_else (MorselExpectedTensors *self, GError **error)
{
  const gsize n_tensors = morsel_safetensors_get_n_tensors (self->tensors);

  for (gsize i = 0; i < n_tensors; i++)
    {
      const char *name = morsel_safetensors_get_tensor (self->tensors, i)->name;

      if (!g_hash_table_contains (self->names, name) && !g_str_has_prefix (name, "reject."))
        {
          g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                       "The network has no tensor %s", name);
          return FALSE;
        }
    }

  return TRUE;
}
