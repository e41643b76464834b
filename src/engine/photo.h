/* photo.h: a decoded, upright photo that never changes
 *
 *   g_autoptr (MorselPhoto) photo = morsel_photo_load (file, 448, cancellable, &error);
 *   if (photo == NULL)
 *     ...
 *   g_print ("%u × %u\n", morsel_photo_get_width (photo), morsel_photo_get_height (photo));
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Decode the file at its full size. */
#define MORSEL_PHOTO_FULL_SIZE G_MAXUINT
/* The shorter side a photo must have, in pixels. */
#define MORSEL_PHOTO_MIN_SIDE 16

#define MORSEL_TYPE_PHOTO (morsel_photo_get_type ())
G_DECLARE_FINAL_TYPE (MorselPhoto, morsel_photo, MORSEL, PHOTO, GObject)

MorselPhoto *morsel_photo_load (GFile *file,
                                guint least_side,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_photo_load_async (GFile *file,
                              guint least_side,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
MorselPhoto *morsel_photo_load_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
MorselPhoto *morsel_photo_load_bytes (GBytes *bytes,
                                      guint least_side,
                                      GCancellable *cancellable,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_photo_load_bytes_async (GBytes *bytes,
                                    guint least_side,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
MorselPhoto *morsel_photo_load_bytes_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
GBytes *morsel_photo_read_stream (GInputStream *stream, GCancellable *cancellable, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
MorselPhoto *morsel_photo_new_from_pixels (GBytes *rgb, guint width, guint height, gsize rowstride)
    G_GNUC_WARN_UNUSED_RESULT;

guint morsel_photo_get_width (MorselPhoto *self);
guint morsel_photo_get_height (MorselPhoto *self);
gsize morsel_photo_get_rowstride (MorselPhoto *self);
GBytes *morsel_photo_get_pixels (MorselPhoto *self);
guint morsel_photo_get_full_width (MorselPhoto *self);
guint morsel_photo_get_full_height (MorselPhoto *self);
gboolean morsel_photo_has_least_side (MorselPhoto *self, guint least_side);
double morsel_photo_get_load_milliseconds (MorselPhoto *self);

gboolean morsel_photo_save_png (MorselPhoto *self,
                                GFile *file,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
