/* counted-malloc.c: counts what a thread takes from malloc
 *
 * A program that defines malloc has every library use it. These stand before those of the C library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "counted-malloc.h"

#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

static __thread gboolean counting;
static __thread CountedMalloc counted;

gboolean
counted_malloc_is_counting (void)
{
#ifdef SANITIZED
  return FALSE;
#else
  return TRUE;
#endif
}

void
counted_malloc_begin (void)
{
  counted = (CountedMalloc){ 0 };
  counting = TRUE;
}

CountedMalloc
counted_malloc_end (void)
{
  counting = FALSE;
  return counted;
}

#ifndef SANITIZED

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_memalign (size_t alignment, size_t size);
void __libc_free (void *memory);

static void
count (size_t size)
{
  if (!counting)
    return;

  counted.n_times++;
  counted.n_kept++;
  counted.largest = MAX (counted.largest, (guint) MIN (size, G_MAXUINT));
}

void *
malloc (size_t size)
{
  count (size);
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  count (n * size);
  return __libc_calloc (n, size);
}

void *
aligned_alloc (size_t alignment, size_t size)
{
  count (size);
  return __libc_memalign (alignment, size);
}

int
posix_memalign (void **memory, size_t alignment, size_t size)
{
  count (size);
  *memory = __libc_memalign (alignment, size);
  return 0;
}

void
free (void *memory)
{
  if (counting && memory != NULL)
    counted.n_kept--;

  __libc_free (memory);
}

#endif
