/* events.h: what PipeWire's thread tells the main thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MORSEL_EVENT_LOST,    /* PipeWire ended */
  MORSEL_EVENT_ADDED,   /* a camera is there */
  MORSEL_EVENT_REMOVED, /* a camera went away */
  MORSEL_EVENT_BUSY,    /* another program has the camera */
} MorselEventKind;

typedef struct
{
  MorselEventKind kind;

  /* owned */
  char *serial; /* of the camera */
  char *id;     /* added: what stays when it is plugged in again */
  char *text;   /* added: its description; else what happened, for the log */
} MorselEvent;

/* event: (nullable): NULL after a wake and after the last event */
typedef void (*MorselEventFunc) (const MorselEvent *event, gpointer user_data);

typedef struct _MorselEvents MorselEvents;

MorselEvents *morsel_events_new (MorselEventFunc func, gpointer user_data)
    G_GNUC_WARN_UNUSED_RESULT;
void morsel_events_free (MorselEvents *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselEvents, morsel_events_free)

void morsel_events_push (
    MorselEvents *self, MorselEventKind kind, const char *serial, const char *id, const char *text);
void morsel_events_wake (MorselEvents *self);

G_END_DECLS
