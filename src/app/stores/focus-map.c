/* focus-map.c: where it looked, as a picture to lay over the photo
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/focus-map.h"

#define N_CHANNELS 4
/* The map's own few cells would be drawn with hard edges by some renderers. */
#define MAP_SIDE 168 /* pixels */
/* Round the map, where it fades away: half a cell of 7 × 7. */
#define MARGIN 12 /* pixels */
#define SIDE (MAP_SIDE + 2 * MARGIN)
/* Orange #ff7800 at 60 % where it looked most. */
#define MAX_OPACITY 0.6f
#define RED 255.0f
#define GREEN 120.0f
#define BLUE 0.0f

typedef struct
{
  MorselRanking *ranking;
  gsize position;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_object_unref (request->ranking);
  g_free (request);
}

/* The map at a place between its cells, bilinear, the outermost cells going on to the edge. */
static float
sample (const float *map, guint side, float x, float y)
{
  float limit = (float) side - 1.0f;
  float clamped_x = CLAMP (x, 0.0f, limit);
  float clamped_y = CLAMP (y, 0.0f, limit);
  guint left = (guint) clamped_x;
  guint top = (guint) clamped_y;
  guint right = MIN (left + 1, side - 1);
  guint bottom = MIN (top + 1, side - 1);
  float to_right = clamped_x - (float) left;
  float to_bottom = clamped_y - (float) top;
  float upper = map[top * side + left] * (1.0f - to_right) + map[top * side + right] * to_right;
  float lower = map[bottom * side + left] * (1.0f - to_right) +
                map[bottom * side + right] * to_right;

  return upper * (1.0f - to_bottom) + lower * to_bottom;
}

static gboolean
is_empty (const float *map, guint side)
{
  for (guint i = 0; i < side * side; i++)
    if (map[i] > 0.0f)
      return FALSE;

  return TRUE;
}

/* How much is left of the map at a place, in pixels from the margin's outer edge: 0 to 1 */
static float
fade (guint place)
{
  float to_edge = (float) MIN (place, SIDE - 1 - place);

  return MIN (to_edge / MARGIN, 1.0f);
}

/* map: [side, side], 0 to 1 */
static GdkTexture *
draw (const float *map, guint side)
{
  g_autofree guint8 *pixels = g_malloc (SIDE * SIDE * N_CHANNELS);
  float scale = (float) side / MAP_SIDE;

  for (guint y = 0; y < SIDE; y++)
    for (guint x = 0; x < SIDE; x++)
      {
        float value = sample (map, side, ((float) x - MARGIN + 0.5f) * scale - 0.5f,
                              ((float) y - MARGIN + 0.5f) * scale - 0.5f);
        float opacity = CLAMP (value, 0.0f, 1.0f) * MAX_OPACITY * fade (x) * fade (y);
        guint8 *pixel = pixels + (y * SIDE + x) * N_CHANNELS;

        pixel[0] = (guint8) (RED * opacity + 0.5f);
        pixel[1] = (guint8) (GREEN * opacity + 0.5f);
        pixel[2] = (guint8) (BLUE * opacity + 0.5f);
        pixel[3] = (guint8) (255.0f * opacity + 0.5f);
      }

  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&pixels), SIDE * SIDE * N_CHANNELS);

  return gdk_memory_texture_new (SIDE, SIDE, GDK_MEMORY_R8G8B8A8_PREMULTIPLIED, bytes,
                                 SIDE * N_CHANNELS);
}

static void
draw_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Request *request = task_data;
  guint side = 0;
  g_autofree float *map = morsel_recognizer_dup_focus (MORSEL_RECOGNIZER (source), request->ranking,
                                                       request->position, &side);

  if (map == NULL || is_empty (map, side))
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_pointer (task, draw (map, side), g_object_unref);
}

/**
 * morsel_focus_map_new_async:
 * @recognizer: what made @ranking
 * @ranking: the answer
 * @position: of the dish in it, from 0
 * @cancellable: (nullable): a cancellable
 * @callback: called when the map is drawn
 * @user_data: for @callback
 *
 * Draws where the network looked for a dish, on a thread.
 */
void
morsel_focus_map_new_async (MorselRecognizer *recognizer,
                            MorselRanking *ranking,
                            gsize position,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_RECOGNIZER (recognizer));
  g_return_if_fail (MORSEL_IS_RANKING (ranking));

  g_autoptr (GTask) task = g_task_new (recognizer, cancellable, callback, user_data);
  Request *request = g_new (Request, 1);

  request->ranking = g_object_ref (ranking);
  request->position = position;
  g_task_set_source_tag (task, morsel_focus_map_new_async);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, draw_on_thread);
}

/**
 * morsel_focus_map_new_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_focus_map_new_async() began. Fails with %G_IO_ERROR_CANCELLED only.
 *
 * Returns: (transfer full) (nullable): the map, orange over nothing, to be laid where
 *   morsel_focus_map_get_place() says; %NULL without an error: no part of the photo spoke for the
 *   dish
 */
GdkTexture *
morsel_focus_map_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * morsel_focus_map_get_place:
 * @seen: what the network saw, in fractions of the photo's sides
 * @place: (out): where the map goes, in the same; it may reach beyond the photo
 *
 * The map fades away round what was seen, instead of ending there as if cut off.
 */
void
morsel_focus_map_get_place (const MorselPart *seen, MorselPart *place)
{
  const float margin = (float) MARGIN / MAP_SIDE;

  place->x = seen->x - seen->width * margin;
  place->y = seen->y - seen->height * margin;
  place->width = seen->width * (1.0f + 2.0f * margin);
  place->height = seen->height * (1.0f + 2.0f * margin);
}
