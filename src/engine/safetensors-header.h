/* safetensors-header.h: the JSON that says what a weights file holds, and where
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/tensor.h"

G_BEGIN_DECLS

/* The numbers that follow the header. */
typedef struct
{
  const guint8 *bytes;
  gsize n_bytes;
} MorselData;

/* What a header says. */
typedef struct
{
  GArray *tensors;      /* of MorselTensor, in the order of their numbers */
  GStringChunk *names;  /* theirs */
  GHashTable *metadata; /* key → text */
} MorselHeader;

gboolean morsel_header_read (
    MorselHeader *self, const char *text, gsize n_bytes, const MorselData *data, GError **error);

G_END_DECLS
