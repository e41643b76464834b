/* test-photo-exif.c: the orientation is found, and nothing beyond the block is read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/photo-exif.h"

#include <string.h>

#define INTEL                                                                                      \
  "II*\0\x08\0\0\0\2\0"                                                                            \
  "\x0f\1\2\0\1\0\0\0\0\0\0\0"                                                                     \
  "\x12\1\3\0\1\0\0\0\6\0\0\0"                                                                     \
  "\0\0\0\0"
#define MOTOROLA                                                                                   \
  "MM\0*\0\0\0\x08\0\1"                                                                            \
  "\1\x12\0\3\0\0\0\1\0\x08\0\0"                                                                   \
  "\0\0\0\0"
#define N_BYTES(literal) (sizeof (literal) - 1)

/* Memory that ends where the bytes end shows a read beyond. */
static guint
read_orientation (const char *bytes, gsize n_bytes)
{
  g_autofree guint8 *copy = g_memdup2 (bytes, n_bytes);

  return morsel_photo_exif_read_orientation (copy, n_bytes);
}

static void
test_photo_exif_reads_both_byte_orders (void)
{
  g_assert_cmpuint (read_orientation (INTEL, N_BYTES (INTEL)), ==, 6);
  g_assert_cmpuint (read_orientation (MOTOROLA, N_BYTES (MOTOROLA)), ==, 8);
}

static void
test_photo_exif_takes_a_block_with_its_name (void)
{
  g_assert_cmpuint (read_orientation ("Exif\0\0" INTEL, N_BYTES ("Exif\0\0" INTEL)), ==, 6);
}

static void
test_photo_exif_ends_where_the_block_ends (void)
{
  gsize n_needed = N_BYTES (INTEL) - 4;

  for (gsize n_bytes = 1; n_bytes < n_needed; n_bytes++)
    g_assert_cmpuint (read_orientation (INTEL, n_bytes), ==, 0);
  g_assert_cmpuint (read_orientation (INTEL, n_needed), ==, 6);
}

static void
test_photo_exif_ignores_what_makes_no_sense (void)
{
  /* A directory beyond the block, at its last byte, and the largest there can be. */
  g_assert_cmpuint (read_orientation ("II*\0\x0c\0\0\0\1\0\x12\1", 12), ==, 0);
  g_assert_cmpuint (read_orientation ("II*\0\x0b\0\0\0\1\0\x12\1", 12), ==, 0);
  g_assert_cmpuint (read_orientation ("II*\0\xff\xff\xff\xff\1\0\x12\1", 12), ==, 0);
  /* Not TIFF; an orientation of 9; one that is no short number. */
  g_assert_cmpuint (read_orientation ("IM*\0\x08\0\0\0\1\0\x12\1", 12), ==, 0);
  g_assert_cmpuint (read_orientation ("II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\x09\0\0\0", 22), ==,
                    0);
  g_assert_cmpuint (read_orientation ("II*\0\x08\0\0\0\1\0\x12\1\4\0\1\0\0\0\6\0\0\0", 22), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/photo-exif/reads-both-byte-orders", test_photo_exif_reads_both_byte_orders);
  g_test_add_func ("/photo-exif/takes-a-block-with-its-name",
                   test_photo_exif_takes_a_block_with_its_name);
  g_test_add_func ("/photo-exif/ends-where-the-block-ends",
                   test_photo_exif_ends_where_the_block_ends);
  g_test_add_func ("/photo-exif/ignores-what-makes-no-sense",
                   test_photo_exif_ignores_what_makes_no_sense);
  return g_test_run ();
}
