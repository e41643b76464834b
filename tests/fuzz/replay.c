/* replay.c: runs a fuzz target over the files of folders, without libFuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "fuzz.h"

#include <gio/gio.h>

/* Replays one file, from memory that ends where the file ends. */
static void
replay (const char *path)
{
  g_autofree char *text = NULL;
  gsize n_bytes;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) ||
      !g_file_get_contents (path, &text, &n_bytes, NULL))
    return;

  g_autofree guint8 *bytes = g_memdup2 (text, n_bytes);

  LLVMFuzzerTestOneInput (bytes, n_bytes);
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
      const char *name;

      if (folder == NULL)
        replay (argv[i]);
      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);

          replay (path);
        }
    }
  return 0;
}
