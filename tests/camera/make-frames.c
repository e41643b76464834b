/* make-frames.c: frames for the fuzz targets to begin with
 *
 *   make-frames FOLDER STAMP: FOLDER/convert/ and FOLDER/mjpg/
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "picture.h"

#include <string.h>

static void
save (const char *folder, const char *name, const void *bytes, gsize n_bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!g_file_set_contents (path, bytes, (gssize) n_bytes, &error))
    g_error ("%s", error->message);
}

static void
save_raw_frames (const char *folder, const guint8 *rgb, guint width, guint height)
{
  for (guint format = 0; format < MORSEL_N_PIXELS; format++)
    {
      g_autofree char *name = g_strdup_printf ("%u-%ux%u", format, width, height);
      g_autoptr (GBytes) frame = picture_encode ((MorselPixels) format, PICTURE_V4L2, rgb, width,
                                                 height, 0);
      g_autoptr (GByteArray) file = g_byte_array_new ();
      const guint16 sizes[] = { (guint16) (width - 1), (guint16) (height - 1), 0, 0, 0 };
      const guint8 head[] = { (guint8) format, 0 };

      g_byte_array_append (file, head, sizeof head);
      g_byte_array_append (file, (const guint8 *) sizes, sizeof sizes);
      g_byte_array_append (file, g_bytes_get_data (frame, NULL), (guint) g_bytes_get_size (frame));
      save (folder, name, file->data, file->len);
    }
}

int
main (int argc, char *argv[])
{
  g_autofree char *raw = g_build_filename (argv[1], "convert", NULL);
  g_autofree char *jpeg = g_build_filename (argv[1], "mjpg", NULL);
  const guint sizes[][2] = { { 1, 1 }, { 16, 16 }, { 33, 9 } };

  g_mkdir_with_parents (raw, 0755);
  g_mkdir_with_parents (jpeg, 0755);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint width = sizes[i][0];
      guint height = sizes[i][1];
      g_autofree guint8 *rgb = picture_new (width, height);
      g_autofree char *name = g_strdup_printf ("%ux%u.jpg", width, height);
      g_autofree char *several = g_strdup_printf ("progressive-%ux%u.jpg", width, height);
      g_autoptr (GBytes) baseline = picture_encode_jpeg (rgb, width, height, FALSE);
      g_autoptr (GBytes) progressive = picture_encode_jpeg (rgb, width, height, TRUE);

      save_raw_frames (raw, rgb, width, height);
      save (jpeg, name, g_bytes_get_data (baseline, NULL), g_bytes_get_size (baseline));
      save (jpeg, several, g_bytes_get_data (progressive, NULL), g_bytes_get_size (progressive));
    }
  if (!g_file_set_contents (argv[2], "", 0, NULL))
    return 1;
  return 0;
}
