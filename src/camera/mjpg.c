/* mjpg.c: a frame of a camera that sends Motion JPEG
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/mjpg.h"

#include "camera/convert.h"

#include <setjmp.h>
#include <stdio.h>

#include <jpeglib.h>

#include <jerror.h>

/* All that one frame needs; libjpeg's own part first, so that its callbacks find the rest. */
typedef struct
{
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  jmp_buf bail;
  guint8 *bgra;
} Decoder;

static void G_GNUC_NORETURN
error_exit_cb (j_common_ptr jpeg)
{
  Decoder *self = jpeg->client_data;

  longjmp (self->bail, 1);
}

/* libjpeg goes on after a hole in the data and fills it with grey. Such a frame is worse than
 * none: the next one is due in a thirtieth of a second. Bytes between two markers are harmless
 * and common. */
static void
emit_message_cb (j_common_ptr jpeg, int level)
{
  if (level < 0 && jpeg->err->msg_code != JWRN_EXTRANEOUS_DATA)
    error_exit_cb (jpeg);
}

static void
output_message_cb (j_common_ptr jpeg)
{
}

static void
decode (Decoder *self, const guint8 *bytes, gsize n_bytes)
{
  struct jpeg_decompress_struct *jpeg = &self->jpeg;

  jpeg_mem_src (jpeg, bytes, n_bytes);
  jpeg_read_header (jpeg, TRUE);

  /* No camera sends several scans, and they are what makes a small file slow. */
  if (jpeg->image_width > MORSEL_FRAME_MAX_SIDE || jpeg->image_height > MORSEL_FRAME_MAX_SIDE ||
      jpeg_has_multiple_scans (jpeg))
    error_exit_cb ((j_common_ptr) jpeg);

  jpeg->out_color_space = JCS_EXT_BGRA;
  jpeg_start_decompress (jpeg);

  gsize rowstride = (gsize) jpeg->output_width * 4;

  self->bgra = g_malloc (rowstride * jpeg->output_height);
  while (jpeg->output_scanline < jpeg->output_height)
    {
      JSAMPROW row = self->bgra + jpeg->output_scanline * rowstride;

      jpeg_read_scanlines (jpeg, &row, 1);
    }
  jpeg_finish_decompress (jpeg);
}

/**
 * morsel_mjpg_decode:
 * @bytes: (array length=n_bytes): a JPEG, with or without Huffman tables
 * @n_bytes: how many bytes
 * @width: (out): of the frame in pixels, 1 to %MORSEL_FRAME_MAX_SIDE
 * @height: (out): the same
 *
 * Decodes one frame. Cameras send broken frames now and then, so a frame that is not whole
 * is no error, only no frame.
 *
 * Returns: (transfer full) (nullable): [height, width, 4], blue first, opaque, without padding;
 *   %NULL if the frame is broken
 */
GBytes *
morsel_mjpg_decode (const guint8 *bytes, gsize n_bytes, guint *width, guint *height)
{
  Decoder decoder = { .bgra = NULL };
  gsize size;

  decoder.jpeg.err = jpeg_std_error (&decoder.errors);
  decoder.jpeg.client_data = &decoder;
  decoder.errors.error_exit = error_exit_cb;
  decoder.errors.emit_message = emit_message_cb;
  decoder.errors.output_message = output_message_cb;

  if (setjmp (decoder.bail) != 0)
    {
      jpeg_destroy_decompress (&decoder.jpeg);
      g_free (decoder.bgra);
      return NULL;
    }

  jpeg_create_decompress (&decoder.jpeg);
  decode (&decoder, bytes, n_bytes);

  *width = decoder.jpeg.output_width;
  *height = decoder.jpeg.output_height;
  size = (gsize) *width * *height * 4;
  jpeg_destroy_decompress (&decoder.jpeg);

  return g_bytes_new_take (decoder.bgra, size);
}
