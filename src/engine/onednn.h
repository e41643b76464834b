/* onednn.h: convolutions by oneDNN, which is loaded where a plan needs one
 *
 * Linking oneDNN would cost every start more than recognising a photo does, and where the engine
 * has loops of its own for every convolution nothing of it is used. So the files onednn-*.c, which
 * alone know oneDNN, are a module of their own, linked with the version of oneDNN, 2.6 or 3, that
 * it was compiled for; onednn.c loads it.
 *
 * Activations are laid out as [height, width, channels]. A convolution never changes once packed
 * and is shared; a bound convolution is one with its buffers, for one thread at a time. oneDNN works
 * in the calling thread alone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

/* What activations are stored as. */
typedef enum
{
  MORSEL_VALUES_F32,
  MORSEL_VALUES_BF16,
} MorselValues;

/* A convolution; sizes are in bytes. */
typedef struct
{
  gsize packed_size;          /* of weights and bias as oneDNN wants them, a multiple of 64 */
  gsize source_size;          /* that a run reads, of all rows it takes */
  gsize destination_size;     /* that a run writes */
  gsize scratchpad_size;      /* that a run needs besides, may be 0 */
  const char *implementation; /* the code that oneDNN chose, such as "brgconv_1x1:avx512_core" */
} MorselConv;

typedef struct _MorselBoundConv MorselBoundConv;

/* What the module can do; the functions are described where they are written. */
typedef struct
{
  MorselConv *(*conv_new) (const MorselOperation *operation,
                           guint n_rows,
                           MorselValues source,
                           MorselValues destination,
                           gboolean *unimplemented,
                           GError **error);
  void (*conv_free) (MorselConv *conv);
  gboolean (*conv_pack) (
      MorselConv *conv, const float *weights, const float *bias, void *packed, GError **error);

  MorselBoundConv *(*bound_conv_new) (
      const MorselConv *conv, void *source, void *destination, void *scratchpad, GError **error);
  void (*bound_conv_free) (MorselBoundConv *bound);
  gboolean (*bound_conv_run) (const MorselBoundConv *bound, GError **error);

  char *(*dup_version) (void);
} MorselOnednn;

const MorselOnednn *morsel_onednn_load (GError **error);
const MorselOnednn *morsel_onednn_get_loaded (void);

G_END_DECLS
