/* machine.h: what the camera does, from what happened and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/camera.h"

G_BEGIN_DECLS

/* How long a search may find nothing, in microseconds. */
#define MORSEL_CAMERA_SEARCH_TIME ((gint64) G_USEC_PER_SEC)
/* How long a camera may send nothing, in microseconds. */
#define MORSEL_CAMERA_SILENCE_TIME ((gint64) 3 * G_USEC_PER_SEC)

/* Knows no clock, no thread and no camera: the times are given, in microseconds. */
typedef struct
{
  MorselCameraState state;
  gboolean is_open; /* a camera was opened and is still plugged in */
  gint64 since;     /* when the search began, the camera was opened or the newest frame came */
} MorselMachine;

void morsel_machine_stop (MorselMachine *self);
void morsel_machine_ask (MorselMachine *self);
void morsel_machine_fail (MorselMachine *self, MorselCameraState state);
void morsel_machine_search (MorselMachine *self, gint64 now);
void morsel_machine_open (MorselMachine *self, gint64 now);
void morsel_machine_add_frame (MorselMachine *self, gint64 now);
void morsel_machine_find_busy (MorselMachine *self);
void morsel_machine_unplug (MorselMachine *self);
void morsel_machine_tick (MorselMachine *self, gint64 now);

gboolean morsel_machine_searches (const MorselMachine *self);
gboolean morsel_machine_wants_camera (const MorselMachine *self);

G_END_DECLS
