/* machine.c: what the camera does, from what happened and when
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/machine.h"

/**
 * morsel_machine_stop:
 * @self: the machine
 *
 * The camera was let go.
 */
void
morsel_machine_stop (MorselMachine *self)
{
  *self = (MorselMachine){ .state = MORSEL_CAMERA_STATE_OFF };
}

/**
 * morsel_machine_ask:
 * @self: the machine
 *
 * The desktop was asked for the camera.
 */
void
morsel_machine_ask (MorselMachine *self)
{
  *self = (MorselMachine){ .state = MORSEL_CAMERA_STATE_ASKING };
}

/**
 * morsel_machine_fail:
 * @self: the machine
 * @state: %MORSEL_CAMERA_STATE_DENIED or %MORSEL_CAMERA_STATE_NO_SERVICE
 *
 * There is nothing to look for cameras in.
 */
void
morsel_machine_fail (MorselMachine *self, MorselCameraState state)
{
  *self = (MorselMachine){ .state = state };
}

/**
 * morsel_machine_search:
 * @self: the machine
 * @now: the time
 *
 * PipeWire is connected, the search for cameras begins.
 */
void
morsel_machine_search (MorselMachine *self, gint64 now)
{
  *self = (MorselMachine){ .state = MORSEL_CAMERA_STATE_STARTING, .since = now };
}

/**
 * morsel_machine_open:
 * @self: the machine
 * @now: the time
 *
 * A camera was asked for frames.
 */
void
morsel_machine_open (MorselMachine *self, gint64 now)
{
  morsel_machine_search (self, now);
  self->is_open = TRUE;
}

/**
 * morsel_machine_add_frame:
 * @self: the machine
 * @now: the time
 *
 * A frame came, which ends whatever was wrong.
 */
void
morsel_machine_add_frame (MorselMachine *self, gint64 now)
{
  if (!self->is_open)
    return;

  self->state = MORSEL_CAMERA_STATE_RUNNING;
  self->since = now;
}

/**
 * morsel_machine_find_busy:
 * @self: the machine
 *
 * The open camera says that another program has it.
 */
void
morsel_machine_find_busy (MorselMachine *self)
{
  if (self->is_open)
    self->state = MORSEL_CAMERA_STATE_IN_USE;
}

/**
 * morsel_machine_unplug:
 * @self: the machine
 *
 * The open camera went away.
 */
void
morsel_machine_unplug (MorselMachine *self)
{
  if (self->is_open)
    *self = (MorselMachine){ .state = MORSEL_CAMERA_STATE_UNPLUGGED };
}

/**
 * morsel_machine_tick:
 * @self: the machine
 * @now: the time
 *
 * Time went by. A camera that hangs gives no message at all, so the age of its newest frame
 * is all there is to see it by.
 */
void
morsel_machine_tick (MorselMachine *self, gint64 now)
{
  gboolean starting = self->state == MORSEL_CAMERA_STATE_STARTING;

  if (self->is_open)
    {
      if ((starting || self->state == MORSEL_CAMERA_STATE_RUNNING) &&
          now - self->since >= MORSEL_CAMERA_SILENCE_TIME)
        self->state = MORSEL_CAMERA_STATE_SILENT;
    }
  else if (starting && now - self->since >= MORSEL_CAMERA_SEARCH_TIME)
    {
      self->state = MORSEL_CAMERA_STATE_NONE;
    }
}

/**
 * morsel_machine_searches:
 * @self: the machine
 *
 * Returns: whether a camera is looked for among those there are
 */
gboolean
morsel_machine_searches (const MorselMachine *self)
{
  return !self->is_open && self->state == MORSEL_CAMERA_STATE_STARTING;
}

/**
 * morsel_machine_wants_camera:
 * @self: the machine
 *
 * Returns: whether a camera that is plugged in now is to be opened without being asked for
 */
gboolean
morsel_machine_wants_camera (const MorselMachine *self)
{
  return !self->is_open &&
         (self->state == MORSEL_CAMERA_STATE_NONE || self->state == MORSEL_CAMERA_STATE_UNPLUGGED);
}
