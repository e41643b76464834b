/* devices.c: watches which cameras PipeWire has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "camera/devices.h"

#include "camera/formats.h"

#include <errno.h>
#include <string.h>

#include <spa/param/format-utils.h>
#include <spa/param/video/raw.h>
#include <spa/pod/iter.h>

/* SPA's headers are macros, whose insides come out here. */
#pragma GCC diagnostic ignored "-Wcast-align"
#pragma GCC diagnostic ignored "-Wsign-conversion"

/* Everything of it happens in PipeWire's thread. */
struct _MorselDevices
{
  /* owned */
  struct pw_registry *registry;
  struct spa_hook registry_listener;
  GHashTable *nodes; /* id → Node */

  /* borrowed */
  MorselConnection *connection;
};

/* A camera, as long as PipeWire has it. */
typedef struct
{
  /* owned */
  char *serial;
  char *id;
  char *description;
  struct pw_proxy *proxy;
  struct spa_hook proxy_listener;
  struct spa_hook node_listener;

  /* borrowed */
  MorselEvents *events;

  guint n_formats;
  guint n_grey_formats;
  guint n_usable_formats;
  gboolean is_running;
  gboolean is_asked; /* its formats were asked for and have come */
  gboolean is_told;  /* the main thread knows it */
} Node;

static void
node_free (gpointer data)
{
  Node *self = data;

  if (self->is_told)
    morsel_events_push (self->events, MORSEL_EVENT_REMOVED, self->serial, NULL, NULL);
  if (self->proxy != NULL)
    {
      spa_hook_remove (&self->proxy_listener);
      spa_hook_remove (&self->node_listener);
      pw_proxy_destroy (self->proxy);
    }
  g_free (self->serial);
  g_free (self->id);
  g_free (self->description);
  g_free (self);
}

/**
 * morsel_devices_is_infrared_name:
 * @name: (nullable): what a camera is called
 *
 * Laptops have a second camera for unlocking by face, whose picture is black to people.
 *
 * Returns: whether the name is that of an infrared camera
 */
gboolean
morsel_devices_is_infrared_name (const char *name)
{
  return name != NULL && (g_str_has_prefix (name, "IR ") || g_str_has_suffix (name, " IR") ||
                          strstr (name, " IR ") != NULL || strstr (name, "Infrared") != NULL);
}

/**
 * morsel_devices_is_busy_message:
 * @message: (nullable): why a camera or a stream failed
 *
 * PipeWire passes on the text of an error, in the language of its daemon, not its number.
 *
 * Returns: whether it says that another program has the camera
 */
gboolean
morsel_devices_is_busy_message (const char *message)
{
  if (message == NULL)
    return FALSE;

  return strstr (message, "busy") != NULL || strstr (message, "EBUSY") != NULL ||
         strstr (message, g_strerror (EBUSY)) != NULL;
}

/* Whether all that a format offers is shades of grey. */
static gboolean
is_grey_format (const struct spa_pod *format)
{
  uint32_t type;
  uint32_t subtype;

  if (spa_format_parse (format, &type, &subtype) < 0 || subtype != SPA_MEDIA_SUBTYPE_raw)
    return FALSE;

  const struct spa_pod_prop *prop = spa_pod_find_prop (format, NULL, SPA_FORMAT_VIDEO_format);

  if (prop == NULL)
    return FALSE;

  uint32_t n_values;
  uint32_t choice;
  const struct spa_pod *values = spa_pod_get_values (&prop->value, &n_values, &choice);
  const uint32_t *ids = SPA_POD_BODY_CONST (values);

  if (n_values == 0 || values->type != SPA_TYPE_Id)
    return FALSE;
  for (uint32_t i = 0; i < n_values; i++)
    {
      if (ids[i] != SPA_VIDEO_FORMAT_GRAY8 && ids[i] != SPA_VIDEO_FORMAT_GRAY16_LE &&
          ids[i] != SPA_VIDEO_FORMAT_GRAY16_BE)
        return FALSE;
    }
  return TRUE;
}

/* Tells the main thread of a camera that shows colours, and takes back one that does not. */
static void
node_tell (Node *self)
{
  gboolean is_grey = self->n_formats > 0 && self->n_grey_formats == self->n_formats;

  if (self->is_asked && !is_grey && !self->is_told)
    {
      self->is_told = TRUE;
      morsel_events_push (self->events, MORSEL_EVENT_ADDED, self->serial, self->id,
                          self->description);
    }
  else if (is_grey && self->is_told)
    {
      self->is_told = FALSE;
      morsel_events_push (self->events, MORSEL_EVENT_REMOVED, self->serial, NULL, NULL);
    }
}

static void
node_param_cb (
    void *data, int seq, uint32_t id, uint32_t index, uint32_t next, const struct spa_pod *param)
{
  Node *self = data;

  if (id != SPA_PARAM_EnumFormat || param == NULL)
    return;

  /* PipeWire sends them all again when one changes. */
  if (index == 0)
    self->n_formats = self->n_grey_formats = self->n_usable_formats = 0;
  self->n_formats++;
  if (is_grey_format (param))
    self->n_grey_formats++;
  if (morsel_format_is_usable (param))
    self->n_usable_formats++;
  node_tell (self);
}

static void
node_info_cb (void *data, const struct pw_node_info *info)
{
  Node *self = data;

  self->is_running = info->state == PW_NODE_STATE_RUNNING;
  if (info->state == PW_NODE_STATE_ERROR && morsel_devices_is_busy_message (info->error))
    morsel_events_push (self->events, MORSEL_EVENT_BUSY, self->serial, NULL, info->error);
}

static const struct pw_node_events node_events = {
  .version = PW_VERSION_NODE_EVENTS,
  .info = node_info_cb,
  .param = node_param_cb,
};

static void
proxy_done_cb (void *data, int seq)
{
  Node *self = data;

  self->is_asked = TRUE;
  node_tell (self);
}

static const struct pw_proxy_events proxy_events = {
  .version = PW_VERSION_PROXY_EVENTS,
  .done = proxy_done_cb,
};

/* Asks for the node's formats: an infrared camera is known by them alone. */
static void
node_ask (Node *self, struct pw_registry *registry, uint32_t id)
{
  uint32_t params[] = { SPA_PARAM_EnumFormat };

  self->proxy = pw_registry_bind (registry, id, PW_TYPE_INTERFACE_Node, PW_VERSION_NODE, 0);
  if (self->proxy == NULL)
    {
      proxy_done_cb (self, 0);
      return;
    }

  pw_proxy_add_listener (self->proxy, &self->proxy_listener, &proxy_events, self);
  pw_node_add_listener ((struct pw_node *) self->proxy, &self->node_listener, &node_events, self);
  pw_node_subscribe_params ((struct pw_node *) self->proxy, params, G_N_ELEMENTS (params));
  pw_proxy_sync (self->proxy, 0);
}

static const char *
lookup_first (const struct spa_dict *props, const char *key, const char *other, const char *last)
{
  const char *value = spa_dict_lookup (props, key);

  if (value == NULL || *value == '\0')
    value = spa_dict_lookup (props, other);
  return value != NULL && *value != '\0' ? value : last;
}

static gboolean
is_camera (const char *type, const struct spa_dict *props)
{
  return g_strcmp0 (type, PW_TYPE_INTERFACE_Node) == 0 && props != NULL &&
         g_strcmp0 (spa_dict_lookup (props, PW_KEY_MEDIA_CLASS), "Video/Source") == 0 &&
         g_strcmp0 (spa_dict_lookup (props, PW_KEY_MEDIA_ROLE), "Camera") == 0 &&
         !morsel_devices_is_infrared_name (spa_dict_lookup (props, PW_KEY_NODE_DESCRIPTION)) &&
         !morsel_devices_is_infrared_name (spa_dict_lookup (props, PW_KEY_NODE_NICK));
}

static void
registry_global_cb (void *data,
                    uint32_t id,
                    uint32_t permissions,
                    const char *type,
                    uint32_t version,
                    const struct spa_dict *props)
{
  MorselDevices *self = data;

  if (!is_camera (type, props))
    return;

  g_autofree char *number = g_strdup_printf ("%u", id);
  const char *serial = lookup_first (props, PW_KEY_OBJECT_SERIAL, PW_KEY_OBJECT_ID, number);
  Node *node = g_new0 (Node, 1);

  node->serial = g_strdup (serial);
  node->id = g_strdup (lookup_first (props, PW_KEY_NODE_NAME, PW_KEY_OBJECT_PATH, serial));
  node->description = g_strdup (
      lookup_first (props, PW_KEY_NODE_DESCRIPTION, PW_KEY_NODE_NICK, node->id));
  node->events = morsel_connection_get_events (self->connection);

  /* Told again for a node it has, the table drops the old one. */
  g_hash_table_replace (self->nodes, GUINT_TO_POINTER (id), node);
  node_ask (node, self->registry, id);
}

static void
registry_global_remove_cb (void *data, uint32_t id)
{
  MorselDevices *self = data;

  g_hash_table_remove (self->nodes, GUINT_TO_POINTER (id));
}

static const struct pw_registry_events registry_events = {
  .version = PW_VERSION_REGISTRY_EVENTS,
  .global = registry_global_cb,
  .global_remove = registry_global_remove_cb,
};

static void
devices_start (gpointer data)
{
  MorselDevices *self = data;
  struct pw_core *core = morsel_connection_get_core (self->connection);

  self->registry = pw_core_get_registry (core, PW_VERSION_REGISTRY, 0);
  if (self->registry != NULL)
    pw_registry_add_listener (self->registry, &self->registry_listener, &registry_events, self);
}

static void
devices_stop (gpointer data)
{
  MorselDevices *self = data;

  g_hash_table_unref (self->nodes);
  if (self->registry != NULL)
    {
      spa_hook_remove (&self->registry_listener);
      pw_proxy_destroy ((struct pw_proxy *) self->registry);
    }
}

/**
 * morsel_devices_new:
 * @connection: PipeWire, alive as long as the devices
 *
 * Begins to watch. Tells %MORSEL_EVENT_ADDED for each camera there is and that is plugged in,
 * %MORSEL_EVENT_REMOVED for each that is unplugged, and %MORSEL_EVENT_BUSY. Infrared cameras
 * are left out. Nodes may come late: the session manager grants them one by one.
 *
 * Returns: (transfer full): the devices
 */
MorselDevices *
morsel_devices_new (MorselConnection *connection)
{
  MorselDevices *self = g_new0 (MorselDevices, 1);

  self->connection = connection;
  self->nodes = g_hash_table_new_full (NULL, NULL, NULL, node_free);

  morsel_connection_run (connection, devices_start, self);
  return self;
}

/**
 * morsel_devices_free:
 * @self: the devices
 *
 * Ends the watch.
 */
void
morsel_devices_free (MorselDevices *self)
{
  morsel_connection_run (self->connection, devices_stop, self);
  g_free (self);
}

typedef struct
{
  MorselDevices *devices;
  const char *serial;
  gboolean is_held;
} Question;

/* PipeWire's thread. */
static void
find_held (gpointer data)
{
  Question *question = data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, question->devices->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Node *node = value;

      if (g_str_equal (node->serial, question->serial))
        question->is_held = !node->is_running && node->n_usable_formats > 0;
    }
}

/**
 * morsel_devices_is_held:
 * @self: the devices
 * @serial: of a camera that was asked for frames a while ago and has sent none
 *
 * Another program may have a camera without PipeWire. PipeWire tells the session manager alone
 * that the camera refuses ("error set output format: -16 (Device or resource busy)", of an object
 * that the portal lets nobody see). What is left to see is that the camera does not run, although
 * it could give what was asked for.
 *
 * Returns: whether another program has the camera
 */
gboolean
morsel_devices_is_held (MorselDevices *self, const char *serial)
{
  Question question = { .devices = self, .serial = serial };

  morsel_connection_run (self->connection, find_held, &question);
  return question.is_held;
}
