/* live-name.c: the dish that a camera sees, named while it looks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/live-name.h"

#include "app/texture.h"
#include "engine/steady.h"

/**
 * MorselLiveName:
 *
 * Recognises frame after frame. A frame that comes while another is recognised is dropped, so
 * the name is never about what was seen long ago. Main thread only.
 */
struct _MorselLiveName
{
  GObject parent_instance;

  /* owned */
  MorselRecognizer *recognizer; /* NULL until it is loaded */
  MorselSteady *steady;
  GCancellable *cancellable; /* of the frame under way; NULL: none */

  gint64 frame_time; /* of the frame under way, microseconds */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselLiveName, morsel_live_name, G_TYPE_OBJECT)

static void
recognized_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselLiveName) self = MORSEL_LIVE_NAME (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselRanking) ranking = morsel_recognizer_recognize_finish (
      MORSEL_RECOGNIZER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->cancellable);
  if (ranking == NULL)
    {
      g_message ("Camera: %s", error->message);
      return;
    }

  morsel_steady_add (self->steady, ranking, self->frame_time);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MorselLiveName *self = MORSEL_LIVE_NAME (source);
  g_autoptr (MorselPhoto) photo = g_task_propagate_pointer (G_TASK (result), NULL);

  /* NULL: cancelled. */
  if (photo != NULL)
    morsel_recognizer_recognize_async (self->recognizer, photo, NULL, self->cancellable,
                                       recognized_cb, g_object_ref (self));
}

static void
copy_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, morsel_texture_dup_photo (data), g_object_unref);
}

static void
morsel_live_name_dispose (GObject *object)
{
  MorselLiveName *self = MORSEL_LIVE_NAME (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->recognizer);

  G_OBJECT_CLASS (morsel_live_name_parent_class)->dispose (object);
}

static void
morsel_live_name_finalize (GObject *object)
{
  MorselLiveName *self = MORSEL_LIVE_NAME (object);

  morsel_steady_free (self->steady);

  G_OBJECT_CLASS (morsel_live_name_parent_class)->finalize (object);
}

static void
morsel_live_name_class_init (MorselLiveNameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = morsel_live_name_dispose;
  object_class->finalize = morsel_live_name_finalize;

  /**
   * MorselLiveName::changed:
   * @self: the name
   *
   * A frame was recognised, or all were forgotten: the name or its percentage may be another.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", MORSEL_TYPE_LIVE_NAME, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
morsel_live_name_init (MorselLiveName *self)
{
  self->steady = morsel_steady_new ();
}

/**
 * morsel_live_name_new:
 *
 * Makes a name that knows nothing yet.
 *
 * Returns: (transfer full): the name
 */
MorselLiveName *
morsel_live_name_new (void)
{
  return g_object_new (MORSEL_TYPE_LIVE_NAME, NULL);
}

/**
 * morsel_live_name_set_recognizer:
 * @self: the name
 * @recognizer: what recognises frames from now on
 *
 * Until there is one, frames are dropped.
 */
void
morsel_live_name_set_recognizer (MorselLiveName *self, MorselRecognizer *recognizer)
{
  g_return_if_fail (MORSEL_IS_LIVE_NAME (self));
  g_return_if_fail (MORSEL_IS_RECOGNIZER (recognizer));

  morsel_live_name_reset (self);
  g_set_object (&self->recognizer, recognizer);
}

/**
 * morsel_live_name_add_frame:
 * @self: the name
 * @frame: what the camera sees now
 *
 * Looks at a frame, unless it still looks at the one before.
 */
void
morsel_live_name_add_frame (MorselLiveName *self, GdkTexture *frame)
{
  g_return_if_fail (MORSEL_IS_LIVE_NAME (self));
  g_return_if_fail (GDK_IS_TEXTURE (frame));

  if (self->recognizer == NULL || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->frame_time = g_get_monotonic_time ();

  g_autoptr (GTask) task = g_task_new (self, self->cancellable, copied_cb, NULL);

  g_task_set_source_tag (task, morsel_live_name_add_frame);
  g_task_set_task_data (task, g_object_ref (frame), g_object_unref);
  g_task_run_in_thread (task, copy_on_worker);
}

/**
 * morsel_live_name_reset:
 * @self: the name
 *
 * Forgets what was seen.
 */
void
morsel_live_name_reset (MorselLiveName *self)
{
  g_return_if_fail (MORSEL_IS_LIVE_NAME (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  morsel_steady_reset (self->steady);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * morsel_live_name_get_label:
 * @self: the name
 * @percent: (out): its mean probability in steps of 5
 *
 * Returns: (transfer none) (nullable): the label that holds, or %NULL while none does
 */
const char *
morsel_live_name_get_label (MorselLiveName *self, guint *percent)
{
  g_return_val_if_fail (MORSEL_IS_LIVE_NAME (self), NULL);

  return morsel_steady_get_label (self->steady, percent);
}
