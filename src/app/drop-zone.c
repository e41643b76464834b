/* drop-zone.c: takes what is dropped on the window, and shows that it will
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/drop-zone.h"

#include "app/frames.h"
#include "app/incoming-formats.h"
#include "app/test-log.h"

struct _MorselDropZone
{
  GtkWidget parent_instance;

  /* template */
  GtkWidget *frame;

  /* owned */
  GCancellable *peeking; /* while something is over the window */
  GPtrArray *peeked;     /* of GFile: its files, once they are known */
};

enum
{
  SIGNAL_OFFERED,
  SIGNAL_WITHDRAWN,
  SIGNAL_INCOMING,
  SIGNAL_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselDropZone, morsel_drop_zone, GTK_TYPE_WIDGET)

/* A drop that is being read. */
typedef struct
{
  MorselDropZone *zone;
  GdkDrop *drop;
} Dropped;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Dropped *dropped = user_data;
  g_autoptr (MorselDropZone) self = dropped->zone;
  g_autoptr (GdkDrop) drop = dropped->drop;
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselIncoming) incoming = morsel_incoming_read_finish (result, &error);

  g_free (dropped);
  gdk_drop_finish (drop, incoming != NULL ? GDK_ACTION_COPY : 0);

  if (incoming != NULL)
    g_signal_emit (self, signals[SIGNAL_INCOMING], 0, incoming);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
}

/* What is dragged out of Morsel is not a photo for Morsel. */
static gboolean
accept_cb (GtkDropTargetAsync *target, GdkDrop *drop, MorselDropZone *self)
{
  g_autoptr (GdkContentFormats) formats = morsel_incoming_dup_formats ();

  return gdk_drop_get_drag (drop) == NULL &&
         gdk_content_formats_match (formats, gdk_drop_get_formats (drop));
}

static void
stop_peeking (MorselDropZone *self)
{
  g_cancellable_cancel (self->peeking);
  g_clear_object (&self->peeking);
  g_clear_pointer (&self->peeked, g_ptr_array_unref);
}

/* What cannot be read yet is read, and its error told, when it is dropped. */
static void
peeked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselDropZone) self = MORSEL_DROP_ZONE (user_data);
  g_autoptr (MorselIncoming) incoming = morsel_incoming_read_finish (result, NULL);

  if (incoming == NULL)
    return;

  self->peeked = g_ptr_array_ref (incoming->files);
  if (self->peeked->len == 1 && g_file_is_native (self->peeked->pdata[0]))
    g_signal_emit (self, signals[SIGNAL_OFFERED], 0, self->peeked->pdata[0]);
}

static GdkDragAction
drag_enter_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, MorselDropZone *self)
{
  morsel_test_log ("enter");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  stop_peeking (self);
  self->peeking = g_cancellable_new ();
  morsel_incoming_peek_drop_async (drop, self->peeking, peeked_cb, g_object_ref (self));
  return GDK_ACTION_COPY;
}

/* Of what was dropped it may come as well, even much later. */
static void
drag_leave_cb (GtkDropTargetAsync *target, GdkDrop *drop, MorselDropZone *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  if (self->peeking == NULL)
    return;

  stop_peeking (self);
  g_signal_emit (self, signals[SIGNAL_WITHDRAWN], 0);
}

static gboolean
drop_cb (GtkDropTargetAsync *target, GdkDrop *drop, double x, double y, MorselDropZone *self)
{
  Dropped *dropped = g_new (Dropped, 1);

  morsel_test_log ("drop");
  morsel_frames_hurry_empty (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  dropped->zone = g_object_ref (self);
  dropped->drop = g_object_ref (drop);
  morsel_incoming_read_drop_async (drop, self->peeked, read_cb, dropped);
  stop_peeking (self);
  return TRUE;
}

static void
morsel_drop_zone_dispose (GObject *object)
{
  MorselDropZone *self = MORSEL_DROP_ZONE (object);

  stop_peeking (self);
  g_clear_pointer (&self->frame, gtk_widget_unparent);

  G_OBJECT_CLASS (morsel_drop_zone_parent_class)->dispose (object);
}

static void
morsel_drop_zone_class_init (MorselDropZoneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = morsel_drop_zone_dispose;

  /**
   * MorselDropZone::offered:
   * @file: a file of this computer
   *
   * It alone is over the window and may be dropped. Then "incoming" or "refused" follows.
   */
  signals[SIGNAL_OFFERED] = g_signal_new ("offered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  /**
   * MorselDropZone::withdrawn:
   *
   * What was over the window has left it.
   */
  signals[SIGNAL_WITHDRAWN] = g_signal_new ("withdrawn", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /**
   * MorselDropZone::incoming:
   * @incoming: (type gpointer): a #MorselIncoming
   *
   * Files or the bytes of a photo were dropped.
   */
  signals[SIGNAL_INCOMING] = g_signal_new ("incoming", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  /**
   * MorselDropZone::refused:
   * @error: why
   *
   * What was dropped cannot be read.
   */
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/drop-zone.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselDropZone, frame);
}

static void
morsel_drop_zone_init (MorselDropZone *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * morsel_drop_zone_attach:
 * @self: the zone, which lies over the content of @widget
 * @widget: what may be dropped on, the window as a rule
 *
 * From now on drops on @widget are taken. @self shows itself while something is dragged over it.
 */
void
morsel_drop_zone_attach (MorselDropZone *self, GtkWidget *widget)
{
  g_return_if_fail (MORSEL_IS_DROP_ZONE (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  GtkDropTargetAsync *target = gtk_drop_target_async_new (morsel_incoming_dup_formats (),
                                                          GDK_ACTION_COPY);

  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, 0);
  g_signal_connect_object (target, "drag-enter", G_CALLBACK (drag_enter_cb), self, 0);
  g_signal_connect_object (target, "drag-leave", G_CALLBACK (drag_leave_cb), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
