/* counted-malloc.h: counts what a thread takes from malloc
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint n_times; /* memory was taken */
  guint n_kept;  /* and not given back */
  guint largest; /* bytes */
} CountedMalloc;

gboolean counted_malloc_is_counting (void); /* not under a sanitizer, which has its own malloc */
void counted_malloc_begin (void);
CountedMalloc counted_malloc_end (void);

G_END_DECLS
