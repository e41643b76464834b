/* formats.h: which formats a camera is asked for, and which one it gives
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/convert.h"

#include <spa/pod/builder.h>

G_BEGIN_DECLS

/* The most wishes there are, and the bytes that they take. */
#define MORSEL_FORMAT_MAX_WISHES 6
#define MORSEL_FORMAT_WISHES_BYTES 4096

/* What the frames of a stream look like. */
typedef struct
{
  gboolean is_mjpg;    /* then the JPEG itself says the rest */
  MorselPixels pixels; /* else */
  guint width;
  guint height;
} MorselFormat;

guint morsel_format_build_wishes (struct spa_pod_builder *builder,
                                  const struct spa_pod *wishes[MORSEL_FORMAT_MAX_WISHES]);
gboolean morsel_format_is_usable (const struct spa_pod *param);
gboolean morsel_format_parse (const struct spa_pod *param, MorselFormat *format);

G_END_DECLS
