/* onednn.c: the library, the CPU it sees and its threads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/onednn.h"

#include "engine/error.h"
#include "engine/onednn-private.h"

#ifdef _OPENMP
#include <omp.h>
#endif

/* For the files onednn*.c: an error that names the operation, what failed, and oneDNN's status. */
gboolean
morsel_onednn_check (dnnl_status_t status, const char *name, const char *deed, GError **error)
{
  if (status == dnnl_success)
    return TRUE;

  g_set_error (error, MORSEL_NETWORK_ERROR, MORSEL_NETWORK_ERROR_FAILED,
               "oneDNN cannot %s %s: status %u", deed, name, (guint) status);
  return FALSE;
}

/**
 * morsel_onednn_use_one_thread:
 *
 * Makes oneDNN work in the calling thread alone. The thread that makes a convolution must call
 * it, since oneDNN fixes the number of threads there, and so must every thread that runs one.
 */
void
morsel_onednn_use_one_thread (void)
{
#ifdef _OPENMP
  omp_set_num_threads (1);
#endif
}

/**
 * morsel_onednn_new:
 * @error: return location for an error
 *
 * Opens oneDNN on the CPU.
 *
 * Returns: (transfer full): oneDNN's engine, or %NULL with @error set
 */
MorselOnednn *
morsel_onednn_new (GError **error)
{
  g_autoptr (MorselOnednn) self = g_new0 (MorselOnednn, 1);

  morsel_onednn_use_one_thread ();

  if (!morsel_onednn_check (dnnl_engine_create (&self->engine, dnnl_cpu, 0), "the CPU",
                            "make an engine of", error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * morsel_onednn_free:
 * @self: (transfer full) (nullable): the engine, after all that was made with it
 *
 * Closes oneDNN.
 */
void
morsel_onednn_free (MorselOnednn *self)
{
  if (self == NULL)
    return;

  if (self->engine != NULL)
    dnnl_engine_destroy (self->engine);

  g_free (self);
}

static gboolean
has_isa (dnnl_cpu_isa_t isa)
{
  const dnnl_cpu_isa_t effective = dnnl_get_effective_cpu_isa ();

  /* The values are sets of bits. */
  return ((guint) effective & (guint) isa) == (guint) isa;
}

/**
 * morsel_onednn_has_bf16:
 *
 * Whether the CPU multiplies bf16 itself. Without that oneDNN may emulate it, three times slower
 * than f32. The variable DNNL_MAX_CPU_ISA can forbid it.
 *
 * Returns: whether it does
 */
gboolean
morsel_onednn_has_bf16 (void)
{
  return has_isa (dnnl_cpu_isa_avx512_core_bf16);
}

/**
 * morsel_onednn_has_amx:
 *
 * Whether the CPU has AMX, which multiplies bf16 faster than any of our loops, and DNNL_MAX_CPU_ISA
 * allows it.
 *
 * Returns: whether it may be used
 */
gboolean
morsel_onednn_has_amx (void)
{
  return has_isa (dnnl_cpu_isa_avx512_core_amx);
}

/**
 * morsel_onednn_gains_from_bf16:
 *
 * Whether bf16 is faster than f32: with AMX, or AVX512_BF16 of AMD. Intel's AVX512_BF16 by itself
 * multiplies no more in a second than f32 does, and a whole run takes 1.4 times as long
 * (measured on Emerald Rapids: 1.28 of ONNX Runtime in f32, where f32 takes 0.87 of it and AMX 0.62).
 *
 * Returns: whether it is
 */
gboolean
morsel_onednn_gains_from_bf16 (void)
{
#if defined(__x86_64__)
  return morsel_onednn_has_amx () || (morsel_onednn_has_bf16 () && !__builtin_cpu_is ("intel"));
#else
  return FALSE;
#endif
}

/**
 * morsel_onednn_may_use_avx2:
 *
 * Whether the CPU has AVX2, and DNNL_MAX_CPU_ISA allows it.
 *
 * Returns: whether it may be used
 */
gboolean
morsel_onednn_may_use_avx2 (void)
{
  return has_isa (dnnl_cpu_isa_avx2);
}

/**
 * morsel_onednn_may_use_avx512:
 *
 * Whether the CPU has AVX-512 (F, BW, VL and DQ), and DNNL_MAX_CPU_ISA allows it.
 *
 * Returns: whether it may be used
 */
gboolean
morsel_onednn_may_use_avx512 (void)
{
  return has_isa (dnnl_cpu_isa_avx512_core);
}

/**
 * morsel_onednn_dup_version:
 *
 * Names the library that is loaded, which need not be the one compiled against.
 *
 * Returns: (transfer full): such as "oneDNN 2.6.3"
 */
char *
morsel_onednn_dup_version (void)
{
  const dnnl_version_t *version = dnnl_version ();

  return g_strdup_printf ("oneDNN %d.%d.%d", version->major, version->minor, version->patch);
}

/**
 * morsel_onednn_dup_isa:
 *
 * Names the instructions that oneDNN uses, as DNNL_MAX_CPU_ISA spells them.
 *
 * Returns: (transfer full): such as "AVX512_CORE_BF16"
 */
char *
morsel_onednn_dup_isa (void)
{
  const struct
  {
    dnnl_cpu_isa_t isa;
    const char *name;
  } names[] = {
    { dnnl_cpu_isa_avx512_core_amx, "AVX512_CORE_AMX" },
    { dnnl_cpu_isa_avx512_core_bf16, "AVX512_CORE_BF16" },
    { dnnl_cpu_isa_avx512_core_vnni, "AVX512_CORE_VNNI" },
    { dnnl_cpu_isa_avx512_core, "AVX512_CORE" },
    { dnnl_cpu_isa_avx2_vnni, "AVX2_VNNI" },
    { dnnl_cpu_isa_avx2, "AVX2" },
    { dnnl_cpu_isa_avx, "AVX" },
    { dnnl_cpu_isa_sse41, "SSE41" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (has_isa (names[i].isa))
      return g_strdup (names[i].name);

  return g_strdup ("none");
}
