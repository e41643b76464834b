/* tensor.h: one array of a weights file's numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MORSEL_DTYPE_F32,
  MORSEL_DTYPE_F16,
} MorselDtype;

#define MORSEL_TENSOR_MAX_DIMS 4

/* One array of numbers; row-major, little-endian, not aligned. */
typedef struct
{
  const char *name;
  MorselDtype dtype;
  guint n_dims;
  gsize dims[MORSEL_TENSOR_MAX_DIMS];
  gsize n_values;
  const guint8 *bytes; /* n_values × the size of dtype */
} MorselTensor;

gsize morsel_dtype_get_n_bytes (MorselDtype dtype);
void morsel_tensor_copy_floats (const MorselTensor *tensor,
                                gsize first,
                                gsize n_values,
                                float *values);
gboolean morsel_tensor_is_finite (const MorselTensor *tensor);

G_END_DECLS
