/* make-weights.c: small weights files for fuzz-safetensors to begin with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "weights-fixture.h"

#include <gio/gio.h>

/* One change each of the right file, so that every branch of the metadata is reached. */
static const char *const changes[][2] = {
  { "note", "unchanged" },
  { "format", "morsel-2" },
  { "padding", "symmetric" },
  { "head", "convhswish-gap-densehswish-denserelu-dense" },
  { "resize", "stretch-bilinear" },
  { "mean", "123.675, 116.28, 103.53" },
  { "precision", "bf16-ok" },
  { "labels", "[\"cr\\u00e8me\", \"\\ud83c\\udf5c\"]" },
  { "thresholds",
    "{\"certain\":0.9,\"probable\":0.6,\"also\":0.2,\"unknown\":0.1,\"score\":\"energy\","
    "\"reject\":-3.5}" },
  { "results",
    "{\"sets\":[{\"name\":\"sharp\",\"photos\":9,\"top1\":0.7,\"top5\":0.9,\"ece\":0.02}],"
    "\"dishes\":{\"pho\":{\"right\":2,\"photos\":3,\"mistaken\":[[\"ramen\",1]]}},"
    "\"unknown\":{\"turned_away\":4,\"photos\":5}}" },
};

/* Usage: make-weights FOLDER STAMP */
int
main (int argc, char **argv)
{
  if (argc != 3 || g_mkdir_with_parents (argv[1], 0755) != 0)
    return 1;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GBytes) bytes = fixture_weights (changes[i][0], changes[i][1]);
      g_autofree char *path = g_strdup_printf ("%s/%s.safetensors", argv[1], changes[i][0]);

      if (!g_file_set_contents (path, g_bytes_get_data (bytes, NULL),
                                (gssize) g_bytes_get_size (bytes), NULL))
        return 1;
    }
  return g_file_set_contents (argv[2], "", 0, NULL) ? 0 : 1;
}
