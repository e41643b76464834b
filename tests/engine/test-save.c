/* test-save.c: what is written whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "engine/save.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIMIT 4096 /* bytes that fit on the "disk" */
#define N_BYTES (16 * LIMIT)
#define OLD "what was there before"

/* A file elsewhere: it has no path, and what is written to it goes where another file is. */

typedef struct
{
  GObject parent_instance;

  GFile *file;
} Elsewhere;

typedef GObjectClass ElsewhereClass;

static void elsewhere_init_file (GFileIface *iface);
static GType elsewhere_get_type (void);

G_DEFINE_TYPE_WITH_CODE (Elsewhere,
                         elsewhere,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_FILE, elsewhere_init_file))

static char *
elsewhere_get_path (GFile *file)
{
  return NULL;
}

static GFileOutputStream *
elsewhere_replace (GFile *file,
                   const char *etag,
                   gboolean make_backup,
                   GFileCreateFlags flags,
                   GCancellable *cancellable,
                   GError **error)
{
  return g_file_replace (((Elsewhere *) file)->file, etag, make_backup, flags, cancellable, error);
}

static void
elsewhere_init_file (GFileIface *iface)
{
  iface->get_path = elsewhere_get_path;
  iface->replace = elsewhere_replace;
}

static void
elsewhere_finalize (GObject *object)
{
  g_object_unref (((Elsewhere *) object)->file);

  G_OBJECT_CLASS (elsewhere_parent_class)->finalize (object);
}

static void
elsewhere_class_init (ElsewhereClass *klass)
{
  klass->finalize = elsewhere_finalize;
}

static void
elsewhere_init (Elsewhere *self)
{
}

typedef struct
{
  char *folder;
  char *path;
  GFile *file; /* with a path */
  GFile *elsewhere;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  Elsewhere *elsewhere = g_object_new (elsewhere_get_type (), NULL);

  fixture->folder = g_dir_make_tmp ("morsel-save-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "results.csv", NULL);
  fixture->file = g_file_new_for_path (fixture->path);
  elsewhere->file = g_object_ref (fixture->file);
  fixture->elsewhere = G_FILE (elsewhere);
  g_file_set_contents (fixture->path, OLD, -1, &error);
  g_assert_no_error (error);
}

static guint
count_files (const Fixture *fixture)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (folder) != NULL)
    n_files++;

  return n_files;
}

static void
tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_assert_cmpuint (count_files (fixture), ==, 1);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_object_unref (fixture->elsewhere);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* A file may grow no further: the disk is full. */
static void
fill_disk (gboolean is_full)
{
  struct rlimit limit;

  (void) signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = is_full ? LIMIT : limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
assert_content (const Fixture *fixture, const char *expected)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (fixture->path, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, expected);
}

static GFile *
get_file (const Fixture *fixture, gconstpointer is_elsewhere)
{
  return is_elsewhere != NULL ? fixture->elsewhere : fixture->file;
}

static void
test_writes_all (Fixture *fixture, gconstpointer is_elsewhere)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (morsel_save (get_file (fixture, is_elsewhere), "new", 3, NULL, &error));
  g_assert_no_error (error);
  assert_content (fixture, "new");
}

static void
test_full_disk_leaves_the_old_file (Fixture *fixture, gconstpointer is_elsewhere)
{
  g_autofree char *bytes = g_malloc0 (N_BYTES);
  g_autoptr (GError) error = NULL;

  fill_disk (TRUE);
  gboolean saved = morsel_save (get_file (fixture, is_elsewhere), bytes, N_BYTES, NULL, &error);
  fill_disk (FALSE);

  g_assert_false (saved);
  g_assert_nonnull (error);
  assert_content (fixture, OLD);
}

static void
test_links_stay (Fixture *fixture, gconstpointer data)
{
  g_autofree char *symbolic = g_build_filename (fixture->folder, "symbolic", NULL);
  g_autofree char *hard = g_build_filename (fixture->folder, "hard", NULL);
  g_autofree char *content = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (symbolic);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("results.csv", symbolic), ==, 0);
  g_assert_cmpint (link (fixture->path, hard), ==, 0);
  g_assert_true (morsel_save (file, "new", 3, NULL, &error));
  g_assert_no_error (error);
  assert_content (fixture, "new");
  g_assert_true (g_file_test (symbolic, G_FILE_TEST_IS_SYMLINK));
  g_file_get_contents (hard, &content, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, OLD);
  g_assert_cmpint (g_unlink (symbolic), ==, 0);
  g_assert_cmpint (g_unlink (hard), ==, 0);
}

static void
test_what_is_private_stays_so (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_cmpint (g_chmod (fixture->path, 0600), ==, 0);
  g_assert_true (morsel_save (fixture->file, "new", 3, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

static void
test_no_file_is_no_place_to_write (Fixture *fixture, gconstpointer data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (pipe);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_false (morsel_save (file, "new", 3, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_cmpint (g_unlink (pipe), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/save/writes-all", Fixture, NULL, set_up, test_writes_all, tear_down);
  g_test_add ("/save/writes-all-elsewhere", Fixture, "", set_up, test_writes_all, tear_down);
  g_test_add ("/save/links-stay", Fixture, NULL, set_up, test_links_stay, tear_down);
  g_test_add ("/save/what-is-private-stays-so", Fixture, NULL, set_up,
              test_what_is_private_stays_so, tear_down);
  g_test_add ("/save/no-file-is-no-place-to-write", Fixture, NULL, set_up,
              test_no_file_is_no_place_to_write, tear_down);
  g_test_add ("/save/full-disk-leaves-the-old-file", Fixture, NULL, set_up,
              test_full_disk_leaves_the_old_file, tear_down);
  g_test_add ("/save/full-disk-leaves-the-old-file-elsewhere", Fixture, "", set_up,
              test_full_disk_leaves_the_old_file, tear_down);

  return g_test_run ();
}
