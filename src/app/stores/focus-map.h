/* focus-map.h: where it looked, as a picture to lay over the photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

void morsel_focus_map_new_async (MorselRecognizer *recognizer,
                                 MorselRanking *ranking,
                                 gsize position,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GdkTexture *morsel_focus_map_new_finish (GAsyncResult *result, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

void morsel_focus_map_get_place (const MorselPart *seen, MorselPart *place);

G_END_DECLS
