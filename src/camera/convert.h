/* convert.h: a camera's raw frame into the pixels GTK keeps as they are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest side of a frame, in pixels. */
#define MORSEL_FRAME_MAX_SIDE 4096
/* The most planes a frame has. */
#define MORSEL_FRAME_MAX_PLANES 3

/* How a raw frame is laid out; names as in PipeWire and GStreamer. */
typedef enum
{
  MORSEL_PIXELS_YUY2,
  MORSEL_PIXELS_UYVY,
  MORSEL_PIXELS_YVYU,
  MORSEL_PIXELS_VYUY,
  MORSEL_PIXELS_NV12,
  MORSEL_PIXELS_NV21,
  MORSEL_PIXELS_I420,
  MORSEL_PIXELS_YV12,
  MORSEL_PIXELS_BGRX,
  MORSEL_PIXELS_RGBX,
  MORSEL_PIXELS_XBGR,
  MORSEL_PIXELS_XRGB,
  MORSEL_PIXELS_BGR,
  MORSEL_PIXELS_RGB,
} MorselPixels;
#define MORSEL_N_PIXELS 14

/* One plane of a frame, as the camera's driver gives it: nothing in it is trusted. */
typedef struct
{
  const guint8 *bytes;
  gsize n_bytes;
  gsize rowstride; /* bytes from row to row; 0: as short as a row can be */
} MorselPlane;

gboolean morsel_convert_to_bgra (MorselPixels format,
                                 const MorselPlane *planes,
                                 gsize n_planes,
                                 guint width,
                                 guint height,
                                 guint8 *bgra) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
