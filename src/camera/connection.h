/* connection.h: PipeWire, in a thread of its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "camera/events.h"

#include <pipewire/pipewire.h>

G_BEGIN_DECLS

/* The user's own PipeWire, without a portal. */
#define MORSEL_CONNECTION_OWN (-1)

typedef struct _MorselConnection MorselConnection;

MorselConnection *morsel_connection_new (int fd, MorselEvents *events, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
void morsel_connection_free (MorselConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselConnection, morsel_connection_free)

void morsel_connection_run (MorselConnection *self, void (*func) (gpointer data), gpointer data);
struct pw_loop *morsel_connection_get_loop (MorselConnection *self);
struct pw_core *morsel_connection_get_core (MorselConnection *self);
MorselEvents *morsel_connection_get_events (MorselConnection *self);

G_END_DECLS
