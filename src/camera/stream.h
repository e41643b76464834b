/* stream.h: the frames of one camera
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/connection.h"

G_BEGIN_DECLS

/* A frame. Never changes. */
typedef struct
{
  GBytes *bgra; /* [height, width, 4], blue first, opaque, without padding */
  guint width;
  guint height;

  GBytes *preview; /* the same, as small as it is shown; NULL where it is no smaller */
  guint preview_width;
  guint preview_height;
} MorselFrame;

void morsel_frame_free (MorselFrame *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselFrame, morsel_frame_free)

typedef struct _MorselStream MorselStream;

MorselStream *morsel_stream_new (MorselConnection *connection, const char *serial)
    G_GNUC_WARN_UNUSED_RESULT;
void morsel_stream_free (MorselStream *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselStream, morsel_stream_free)

void morsel_stream_set_preview_size (MorselStream *self, guint width, guint height);
MorselFrame *morsel_stream_take_frame (MorselStream *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
