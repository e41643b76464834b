/* hdf5.c: what a Keras file keeps in HDF5: texts at groups, and arrays of numbers
 *
 * The only file that includes HDF5. Every size is looked at before memory is taken for it, and what
 * HDF5 itself gets wrong ends this program alone, which is why it is one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "import/hdf5.h"

#include "engine/error.h"

#include <hdf5.h>
#include <string.h>

#define MAX_TEXTS 4096
/* Keras' description of a whole model is some 100 kB. */
#define TEXT_MAX_BYTES (4 << 20)
/* The largest array of the network has 1280 × 960 values. */
#define ARRAY_MAX_VALUES (8 << 20)

struct _MorselHdf5
{
  hid_t file;
};

/* An open thing of HDF5's that closes itself. */
typedef struct
{
  hid_t id;
  herr_t (*close) (hid_t id);
} Handle;

static void
handle_clear (Handle *handle)
{
  if (handle->id >= 0)
    handle->close (handle->id);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Handle, handle_clear)

static gboolean
fail (const char *path, const char *what, GError **error)
{
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED, "%s of %s", what, path);
}

/**
 * morsel_array_free:
 * @self: (transfer full): an array
 *
 * Frees what morsel_hdf5_read_array() made.
 */
void
morsel_array_free (MorselArray *self)
{
  g_free (self->values);
  g_free (self);
}

/**
 * morsel_hdf5_open:
 * @path: a file
 * @error: return location for an error
 *
 * Opens a file to read. HDF5 prints nothing and loads no plug-ins from now on.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS when it is no HDF5 file, with
 * %MORSEL_WEIGHTS_ERROR_DAMAGED when HDF5 cannot open it.
 *
 * Returns: (transfer full): the file
 */
MorselHdf5 *
morsel_hdf5_open (const char *path, GError **error)
{
  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  H5PLset_loading_state (0);

  if (H5Fis_hdf5 (path) <= 0)
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_NOT_WEIGHTS,
                                "The file is not an HDF5 file");
      return NULL;
    }

  /* Not every file system that files are given from can lock, and nothing is written. */
  g_auto (Handle) access = { H5Pcreate (H5P_FILE_ACCESS), H5Pclose };

  H5Pset_file_locking (access.id, 0, 1);

  hid_t file = H5Fopen (path, H5F_ACC_RDONLY, access.id);

  if (file < 0)
    {
      morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                "HDF5 cannot open the file: it is cut off or damaged");
      return NULL;
    }

  MorselHdf5 *self = g_new (MorselHdf5, 1);

  self->file = file;
  return self;
}

/**
 * morsel_hdf5_close:
 * @self: (transfer full): the file
 *
 * Closes what morsel_hdf5_open() opened.
 */
void
morsel_hdf5_close (MorselHdf5 *self)
{
  H5Fclose (self->file);
  g_free (self);
}

/**
 * morsel_hdf5_has:
 * @self: the file
 * @path: names of groups and at last of a group or array, with slashes between
 *
 * Returns: whether each of the names is there, in this file and not by a link
 *   to somewhere else
 */
gboolean
morsel_hdf5_has (MorselHdf5 *self, const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  g_autoptr (GString) way = g_string_new (NULL);

  for (gsize i = 0; names[i] != NULL; i++)
    {
      H5L_info_t info;

      if (*names[i] == '\0')
        continue;
      g_string_append_printf (way, "/%s", names[i]);
      if (H5Lexists (self->file, way->str, H5P_DEFAULT) <= 0 ||
          H5Lget_info (self->file, way->str, &info, H5P_DEFAULT) < 0 || info.type != H5L_TYPE_HARD)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_text (const char *text, gsize length)
{
  return length <= TEXT_MAX_BYTES && g_utf8_validate_len (text, length, NULL);
}

/* Copies texts of a fixed length, which end early when they hold a NUL. */
static gboolean
read_fixed_texts (hid_t attribute, hid_t type, gsize n_texts, GPtrArray *texts)
{
  gsize size = H5Tget_size (type);
  gsize n_bytes;

  if (size == 0 || !g_size_checked_mul (&n_bytes, size, n_texts) || n_bytes > TEXT_MAX_BYTES)
    return FALSE;

  g_autofree char *buffer = g_malloc (n_bytes);

  if (H5Aread (attribute, type, buffer) < 0)
    return FALSE;
  for (gsize i = 0; i < n_texts; i++)
    {
      const char *text = buffer + i * size;
      gsize length = strnlen (text, size);

      if (!is_text (text, length))
        return FALSE;
      g_ptr_array_add (texts, g_strndup (text, length));
    }
  return TRUE;
}

/* Copies texts of any length, which HDF5 allocates. */
static gboolean
read_variable_texts (hid_t attribute, hid_t type, hid_t space, gsize n_texts, GPtrArray *texts)
{
  g_autofree char **buffer = g_new0 (char *, n_texts);
  gboolean ok = H5Aread (attribute, type, buffer) >= 0;

  for (gsize i = 0; ok && i < n_texts; i++)
    {
      const char *text = buffer[i] != NULL ? buffer[i] : "";

      ok = is_text (text, strlen (text));
      if (ok)
        g_ptr_array_add (texts, g_strdup (text));
    }
  H5Dvlen_reclaim (type, space, H5P_DEFAULT, buffer);
  return ok;
}

/* Adds the texts of one attribute. */
static gboolean
read_attribute (hid_t attribute, GPtrArray *texts)
{
  g_auto (Handle) file_type = { H5Aget_type (attribute), H5Tclose };
  g_auto (Handle) space = { H5Aget_space (attribute), H5Sclose };

  if (file_type.id < 0 || space.id < 0)
    return FALSE;

  hssize_t n_texts = H5Sget_simple_extent_npoints (space.id);

  /* A layer without weights has an empty list, which h5py writes as one of numbers. */
  if (n_texts == 0)
    return TRUE;
  if (n_texts < 0 || n_texts > MAX_TEXTS || H5Tget_class (file_type.id) != H5T_STRING)
    return FALSE;

  g_auto (Handle) type = { H5Tget_native_type (file_type.id, H5T_DIR_ASCEND), H5Tclose };

  if (type.id < 0)
    return FALSE;
  return H5Tis_variable_str (type.id) > 0
             ? read_variable_texts (attribute, type.id, space.id, (gsize) n_texts, texts)
             : read_fixed_texts (attribute, type.id, (gsize) n_texts, texts);
}

/**
 * morsel_hdf5_read_texts:
 * @self: the file
 * @group: names of groups with slashes between; "" is the file's own
 * @attribute: an attribute of the group
 * @error: return location for an error
 *
 * Reads one text or a list of them. A list that is too long for one attribute
 * is spread over several by Keras: `layer_names0`, `layer_names1`, …
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_DAMAGED when it is there and no text.
 *
 * Returns: (transfer full) (array zero-terminated=1): the texts, none when the
 *   group has no such attribute
 */
char **
morsel_hdf5_read_texts (MorselHdf5 *self, const char *group, const char *attribute, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_null_terminated (0, g_free, TRUE);
  g_autofree char *path = g_strconcat ("/", group, NULL);
  g_auto (Handle) object = { H5Oopen (self->file, path, H5P_DEFAULT), H5Oclose };

  if (object.id < 0)
    {
      fail (group, "HDF5 cannot open the group", error);
      return NULL;
    }

  gboolean is_whole = H5Aexists (object.id, attribute) > 0;

  for (guint part = 0; part < MAX_TEXTS; part++)
    {
      g_autofree char *name = is_whole ? g_strdup (attribute)
                                       : g_strdup_printf ("%s%u", attribute, part);

      if (H5Aexists (object.id, name) <= 0)
        break;

      g_auto (Handle) handle = { H5Aopen (object.id, name, H5P_DEFAULT), H5Aclose };

      if (handle.id < 0 || !read_attribute (handle.id, texts) || texts->len > MAX_TEXTS)
        {
          fail (group, "HDF5 cannot read the texts", error);
          return NULL;
        }
      if (is_whole)
        break;
    }
  return (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}

/* The numbers must lie in the file itself. */
static gboolean
is_stored_here (hid_t dataset)
{
  g_auto (Handle) list = { H5Dget_create_plist (dataset), H5Pclose };

  if (list.id < 0 || H5Pget_external_count (list.id) != 0)
    return FALSE;

  H5D_layout_t layout = H5Pget_layout (list.id);

  return layout == H5D_COMPACT || layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED;
}

static gboolean
read_dims (hid_t dataset, MorselArray *array)
{
  g_auto (Handle) space = { H5Dget_space (dataset), H5Sclose };
  hsize_t dims[MORSEL_HDF5_MAX_DIMS];

  if (space.id < 0 || H5Sis_simple (space.id) <= 0)
    return FALSE;

  int n_dims = H5Sget_simple_extent_ndims (space.id);

  if (n_dims < 1 || n_dims > MORSEL_HDF5_MAX_DIMS ||
      H5Sget_simple_extent_dims (space.id, dims, NULL) != n_dims)
    return FALSE;

  array->n_dims = (guint) n_dims;
  array->n_values = 1;
  for (int i = 0; i < n_dims; i++)
    {
      if (dims[i] == 0 || dims[i] > ARRAY_MAX_VALUES)
        return FALSE;
      array->dims[i] = (gsize) dims[i];
      array->n_values *= array->dims[i];
      if (array->n_values > ARRAY_MAX_VALUES)
        return FALSE;
    }
  return TRUE;
}

/**
 * morsel_hdf5_read_array:
 * @self: the file
 * @path: names of groups and at last of the array, with slashes between
 * @error: return location for an error
 *
 * Reads an array of floating point numbers of any precision.
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_DAMAGED.
 *
 * Returns: (transfer full): the array
 */
MorselArray *
morsel_hdf5_read_array (MorselHdf5 *self, const char *path, GError **error)
{
  if (!morsel_hdf5_has (self, path))
    {
      fail (path, "The file has no numbers", error);
      return NULL;
    }

  g_autofree char *absolute = g_strconcat ("/", path, NULL);
  g_auto (Handle) dataset = { H5Dopen2 (self->file, absolute, H5P_DEFAULT), H5Dclose };

  if (dataset.id < 0)
    {
      fail (path, "HDF5 cannot open the numbers", error);
      return NULL;
    }

  g_auto (Handle) type = { H5Dget_type (dataset.id), H5Tclose };
  g_autoptr (MorselArray) array = g_new0 (MorselArray, 1);

  if (type.id < 0 || H5Tget_class (type.id) != H5T_FLOAT || !is_stored_here (dataset.id) ||
      !read_dims (dataset.id, array))
    {
      fail (path, "The file has no usable numbers", error);
      return NULL;
    }

  array->values = g_new (float, array->n_values);
  if (H5Dread (dataset.id, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, array->values) < 0)
    {
      fail (path, "HDF5 cannot read the numbers", error);
      return NULL;
    }
  return g_steal_pointer (&array);
}
