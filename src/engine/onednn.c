/* onednn.c: loads the module that is linked with oneDNN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/error.h"
#include "paths/paths.h"

#include <gmodule.h>

static gpointer loaded; /* its table of functions, for good */

/**
 * morsel_onednn_load:
 * @error: return location for an error
 *
 * Loads oneDNN, unless it is; from any thread.
 *
 * Returns: (transfer none): what it can do, or %NULL with %MORSEL_NETWORK_ERROR_NO_LIBRARY set
 */
const MorselOnednn *
morsel_onednn_load (GError **error)
{
  const MorselOnednn *onednn = morsel_onednn_get_loaded ();

  if (onednn != NULL)
    return onednn;

  g_autofree char *path = morsel_paths_get_onednn ();
  GModule *module = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  gpointer symbol;

  if (module == NULL || !g_module_symbol (module, "morsel_onednn", &symbol))
    {
      g_set_error (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_NO_LIBRARY,
                   "oneDNN cannot be loaded: %s", g_module_error ());
      return NULL;
    }

  g_atomic_pointer_set (&loaded, symbol);
  return symbol;
}

/**
 * morsel_onednn_get_loaded:
 *
 * Returns: (transfer none) (nullable): what oneDNN can do, or %NULL if nothing needed it yet
 */
const MorselOnednn *
morsel_onednn_get_loaded (void)
{
  return g_atomic_pointer_get (&loaded);
}
