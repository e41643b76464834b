/* expected-tensors.h: which tensors a network needs, and whether a file has them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/network.h"

G_BEGIN_DECLS

typedef struct
{
  GHashTable *names;                /* owned: those that were expected */
  const MorselSafetensors *tensors; /* borrowed */
} MorselExpectedTensors;

const MorselTensor *morsel_expected_tensors_expect (MorselExpectedTensors *self,
                                                    char *name,
                                                    GError **error);
gboolean morsel_expected_tensors_expect_operation (MorselExpectedTensors *self,
                                                   const MorselOperation *operation,
                                                   GError **error);
gboolean morsel_expected_tensors_check_nothing_else (MorselExpectedTensors *self, GError **error);

G_END_DECLS
