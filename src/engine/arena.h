/* arena.h: one piece of memory on huge pages
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Pieces of an arena begin on a cache line. */
#define MORSEL_ARENA_ALIGNMENT 64

typedef struct
{
  guint8 *bytes; /* aligned to 2 MiB, zero at first */
  gsize n_bytes;
  void *mapping; /* for morsel_arena_clear() */
  gsize mapping_size;
} MorselArena;

gsize morsel_arena_round_up (gsize n_bytes);
gboolean morsel_arena_init (MorselArena *self, gsize n_bytes, GError **error);
void morsel_arena_clear (MorselArena *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MorselArena, morsel_arena_clear)

G_END_DECLS
