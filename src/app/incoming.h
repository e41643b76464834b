/* incoming.h: reads what was dropped or pasted: files, or the bytes of one photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Either files or bytes. */
typedef struct
{
  GPtrArray *files; /* of GFile; NULL: there are none */
  GBytes *bytes;
} MorselIncoming;

void morsel_incoming_free (MorselIncoming *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselIncoming, morsel_incoming_free)

void morsel_incoming_stop (void);

void morsel_incoming_peek_drop_async (GdkDrop *drop,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void morsel_incoming_read_drop_async (GdkDrop *drop,
                                      GPtrArray *peeked,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void morsel_incoming_read_clipboard_async (GdkClipboard *clipboard,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
MorselIncoming *morsel_incoming_read_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
