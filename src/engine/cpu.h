/* cpu.h: which instructions the engine may use
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each has those before it. */
typedef enum
{
  MORSEL_CPU_PLAIN,
  MORSEL_CPU_AVX2,   /* with FMA */
  MORSEL_CPU_AVX512, /* F, BW, VL and DQ */
  MORSEL_CPU_BF16,   /* AVX512_BF16 */
  MORSEL_CPU_AMX,    /* tiles, in bf16 */
} MorselCpu;

MorselCpu morsel_cpu_get (void);
const char *morsel_cpu_get_name (void);
gboolean morsel_cpu_gains_from_bf16 (void);

G_END_DECLS
