/* paths.c: where the program's files are, from the build tree as well as installed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "paths/paths.h"

#define WEIGHTS "model/food101.safetensors"
#define ONEDNN "morsel-onednn.so"

/* The folder of the running program, links resolved; NULL where /proc is missing. */
static char *
dup_program_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL ? g_path_get_dirname (program) : NULL;
}

/* The build tree that the program runs from: build/src/cli/morsel-cli lies two folders below it.
 * Meson leaves its own folder in every build tree; an installed program has none above it. */
static char *
dup_build_tree (void)
{
  g_autofree char *folder = dup_program_folder ();

  if (folder == NULL)
    return NULL;

  g_autofree char *top = g_build_filename (folder, "..", "..", NULL);
  g_autofree char *mark = g_build_filename (top, "meson-info", NULL);

  return g_file_test (mark, G_FILE_TEST_IS_DIR) ? g_canonicalize_filename (top, NULL) : NULL;
}

/* The prefix that the program is installed in, as seen from PREFIX/bin or PREFIX/libexec. */
static char *
dup_prefix (void)
{
  g_autofree char *folder = dup_program_folder ();

  return folder != NULL ? g_path_get_dirname (folder) : g_strdup ("/usr");
}

/* The first of three places where a file is: $MORSEL_DATA_DIR, the build tree, the installation.
 * Each is told by the file's path below it, NULL: not there at all. */
static char *
find (const char *in_data_dir, const char *in_build_tree, const char *in_prefix)
{
  const char *data_dir = g_getenv ("MORSEL_DATA_DIR");
  g_autofree char *build_tree = dup_build_tree ();
  g_autofree char *prefix = dup_prefix ();
  const struct
  {
    const char *top;
    const char *path;
  } places[] = {
    { data_dir != NULL && *data_dir != '\0' ? data_dir : NULL, in_data_dir },
    { build_tree, in_build_tree },
    { prefix, in_prefix },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      if (places[i].top == NULL || places[i].path == NULL)
        continue;

      g_autofree char *path = g_build_filename (places[i].top, places[i].path, NULL);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/**
 * morsel_paths_get_weights:
 *
 * The weights that come with Morsel. Where they are missing, the path says where they belong, so
 * that loading them fails with %G_IO_ERROR_NOT_FOUND.
 *
 * Returns: (transfer full): the file
 */
GFile *
morsel_paths_get_weights (void)
{
  g_autofree char *path = find (WEIGHTS, WEIGHTS, "share/morsel/" WEIGHTS);

  /* Not g_file_new_for_path(), which loads GIO's modules: 1 of the 35 ms of a start. */
  if (path != NULL)
    return g_vfs_get_file_for_path (g_vfs_get_local (), path);

  g_autofree char *prefix = dup_prefix ();

  return g_file_new_build_filename (prefix, "share", "morsel", WEIGHTS, NULL);
}

/**
 * morsel_paths_get_user_models:
 *
 * Where the person's own models are kept. The folder need not exist.
 *
 * Returns: (transfer full): the folder
 */
GFile *
morsel_paths_get_user_models (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "morsel", "models", NULL);
}

/**
 * morsel_paths_get_user_history:
 *
 * Where the history is kept. The folder need not exist.
 *
 * Returns: (transfer full): the folder
 */
GFile *
morsel_paths_get_user_history (void)
{
  return g_file_new_build_filename (g_get_user_data_dir (), "morsel", "history", NULL);
}

/**
 * morsel_paths_get_locale:
 *
 * The folder of the translations, for bindtextdomain().
 *
 * Returns: (transfer full): the path
 */
char *
morsel_paths_get_locale (void)
{
  char *path = find ("locale", "po", "share/locale");

  return path != NULL ? path : g_strdup ("/usr/share/locale");
}

/**
 * morsel_paths_get_schemas:
 *
 * The folder of the compiled settings schema, for g_settings_schema_source_new_from_directory().
 *
 * Returns: (transfer full) (nullable): the path, or %NULL when only the default source can know it
 */
char *
morsel_paths_get_schemas (void)
{
  g_autofree char *compiled = find ("schemas/gschemas.compiled", "data/gschemas.compiled",
                                    "share/glib-2.0/schemas/gschemas.compiled");

  return compiled != NULL ? g_path_get_dirname (compiled) : NULL;
}

/**
 * morsel_paths_get_import_program:
 *
 * The program that turns Keras files into weights.
 *
 * Returns: (transfer full) (nullable): its path, or %NULL when it is not installed
 */
char *
morsel_paths_get_import_program (void)
{
  return find ("libexec/morsel-import", "src/import/morsel-import", "libexec/morsel/morsel-import");
}

/**
 * morsel_paths_get_onednn:
 *
 * The module of the engine that is linked with oneDNN. Where it is missing, the path says where it
 * belongs.
 *
 * Returns: (transfer full): its path
 */
char *
morsel_paths_get_onednn (void)
{
  g_autofree char *prefix = dup_prefix ();
  char *path = find (NULL, "src/engine/" ONEDNN, MORSEL_LIBDIR "/morsel/" ONEDNN);

  return path != NULL ? path : g_build_filename (prefix, MORSEL_LIBDIR, "morsel", ONEDNN, NULL);
}
