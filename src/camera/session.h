/* session.h: the cameras of one PipeWire, the one in use, and what becomes of it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/camera.h"
#include "camera/stream.h"

G_BEGIN_DECLS

typedef struct _MorselSession MorselSession;

/* The last thing that a session does before it waits again: it may be freed in it. */
typedef void (*MorselSessionChangedFunc) (gpointer user_data);
typedef void (*MorselSessionFrameFunc) (const MorselFrame *frame, gpointer user_data);

MorselSession *morsel_session_new (MorselSessionChangedFunc changed,
                                   MorselSessionFrameFunc frame,
                                   gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void morsel_session_free (MorselSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselSession, morsel_session_free)

void morsel_session_ask (MorselSession *self);
void morsel_session_connect (MorselSession *self, int fd);
void morsel_session_fail (MorselSession *self, MorselCameraState state, const char *details);
void morsel_session_stop (MorselSession *self);

MorselCameraState morsel_session_get_state (MorselSession *self);
char *morsel_session_steal_details (MorselSession *self) G_GNUC_WARN_UNUSED_RESULT;
GListModel *morsel_session_get_devices (MorselSession *self);
MorselCameraDevice *morsel_session_get_device (MorselSession *self);
void morsel_session_choose (MorselSession *self, const char *id);
void morsel_session_set_preview_size (MorselSession *self, guint width, guint height);

G_END_DECLS
