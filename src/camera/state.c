/* state.c: the camera's states and errors by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/state.h"

G_DEFINE_QUARK (morsel - camera - error - quark, morsel_camera_error)

G_DEFINE_ENUM_TYPE (MorselCameraState,
                    morsel_camera_state,
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_OFF, "off"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_DENIED, "denied"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_NO_SERVICE, "no-service"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_IN_USE, "in-use"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_UNPLUGGED, "unplugged"),
                    G_DEFINE_ENUM_VALUE (MORSEL_CAMERA_STATE_SILENT, "silent"))

/**
 * morsel_camera_state_make_error:
 * @state: a state
 * @details: (nullable): what PipeWire or the portal said
 *
 * Returns: (transfer full) (nullable): why there is no picture; %NULL for states that are no failure
 */
GError *
morsel_camera_state_make_error (MorselCameraState state, const char *details)
{
  static const struct
  {
    MorselCameraState state;
    MorselCameraError code;
    const char *message;
  } failures[] = {
    { MORSEL_CAMERA_STATE_DENIED, MORSEL_CAMERA_ERROR_DENIED, "The camera may not be used" },
    { MORSEL_CAMERA_STATE_NO_SERVICE, MORSEL_CAMERA_ERROR_NO_SERVICE, "There is no PipeWire" },
    { MORSEL_CAMERA_STATE_NONE, MORSEL_CAMERA_ERROR_NONE, "PipeWire has no camera" },
    { MORSEL_CAMERA_STATE_IN_USE, MORSEL_CAMERA_ERROR_IN_USE, "The camera is busy" },
    { MORSEL_CAMERA_STATE_UNPLUGGED, MORSEL_CAMERA_ERROR_UNPLUGGED, "The camera went away" },
    { MORSEL_CAMERA_STATE_SILENT, MORSEL_CAMERA_ERROR_SILENT, "The camera sends no frames" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      if (failures[i].state == state)
        return g_error_new (MORSEL_CAMERA_ERROR, (int) failures[i].code,
                            details != NULL ? "%s: %s" : "%s", failures[i].message, details);
    }
  return NULL;
}
