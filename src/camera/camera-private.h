/* camera-private.h: what the files of the camera share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/camera.h"

#include "camera/paintable.h"
#include "camera/session.h"

G_BEGIN_DECLS

struct _MorselCamera
{
  GObject parent_instance;

  /* owned */
  MorselSession *session;
  MorselCameraDevice *device; /* as it was last notified */
  MorselPaintable *paintable;
  GError *error;

  MorselCameraState state; /* as it was last notified */
  gboolean is_asking;      /* a question is open, perhaps longer than the camera is on */
  guint frame_interval;    /* milliseconds */
  gint64 frame_time;       /* of the last frame signal, microseconds */
};

void morsel_camera_notify (MorselCamera *self);

void morsel_camera_add_frame (MorselCamera *self, const MorselFrame *frame);

G_END_DECLS
