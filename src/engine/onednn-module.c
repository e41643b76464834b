/* onednn-module.c: what the module shows of itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/error.h"
#include "engine/onednn-private.h"

#include <gmodule.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/* For the files onednn-*.c: an error that names the operation, what failed, and oneDNN's status. */
gboolean
morsel_onednn_check (dnnl_status_t status, const char *name, const char *deed, GError **error)
{
  if (status == dnnl_success)
    return TRUE;

  g_set_error (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_FAILED,
               "oneDNN cannot %s %s: status %u", deed, name, (guint) status);
  return FALSE;
}

/* For the files onednn-*.c: makes oneDNN work in the calling thread alone, which makes a convolution,
   since oneDNN fixes the number of threads there, or runs one. */
void
morsel_onednn_use_one_thread (void)
{
#ifdef _OPENMP
  omp_set_num_threads (1);
#endif
}

/* The library that is loaded, which need not be the one compiled against: "oneDNN 2.6.3". */
static char *
dup_version (void)
{
  const dnnl_version_t *version = dnnl_version ();

  return g_strdup_printf ("oneDNN %d.%d.%d", version->major, version->minor, version->patch);
}

G_MODULE_EXPORT extern const MorselOnednn morsel_onednn;

const MorselOnednn morsel_onednn = {
  .conv_new = morsel_conv_new,
  .conv_free = morsel_conv_free,
  .conv_pack = morsel_conv_pack,
  .bound_conv_new = morsel_bound_conv_new,
  .bound_conv_free = morsel_bound_conv_free,
  .bound_conv_run = morsel_bound_conv_run,
  .dup_version = dup_version,
};
