/* peer.h: ONNX Runtime on the same weights, one thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _Peer Peer;

Peer *peer_new (const char *library, const char *model, guint side, guint n_outputs);
const char *peer_get_version (Peer *self);
void peer_set_input (Peer *self, const float *photo); /* [side, side, 3] */
const float *peer_run (Peer *self);                   /* [n_outputs] */

G_END_DECLS
