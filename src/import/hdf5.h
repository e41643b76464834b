/* hdf5.h: what a Keras file keeps in HDF5: texts at groups, and arrays of numbers
 *
 * Nothing outside the file is followed: no external link, no external or virtual storage, no filter
 * that a plug-in would bring.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MORSEL_HDF5_MAX_DIMS 4

typedef struct _MorselHdf5 MorselHdf5;

/* An array of numbers, row-major. */
typedef struct
{
  guint n_dims;
  gsize dims[MORSEL_HDF5_MAX_DIMS];
  gsize n_values;
  float *values;
} MorselArray;

void morsel_array_free (MorselArray *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselArray, morsel_array_free)

MorselHdf5 *morsel_hdf5_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_hdf5_close (MorselHdf5 *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselHdf5, morsel_hdf5_close)

gboolean morsel_hdf5_has (MorselHdf5 *self, const char *path);
char **morsel_hdf5_read_texts (MorselHdf5 *self,
                               const char *group,
                               const char *attribute,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
MorselArray *morsel_hdf5_read_array (MorselHdf5 *self, const char *path, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
