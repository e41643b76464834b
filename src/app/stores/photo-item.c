/* photo-item.c: one of many photos and what became of it; their order is in photo-order.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/photo-item-private.h"

#include "words/answer-text.h"
#include "words/dish-name.h"
#include "words/error-text.h"
#include "words/fold.h"

/* Photos without an answer are neither sure nor unsure, and come last. */
#define NO_SURENESS 2.0f

enum
{
  PROP_STATE = 1,
  PROP_THUMBNAIL,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (MorselPhotoItem, morsel_photo_item, G_TYPE_OBJECT)

/* Sorting and searching 10,000 photos must not make words nor ask others: what they need is kept. */
static void
update_keys (MorselPhotoItem *self)
{
  g_autoptr (GString) text = g_string_new (self->name);

  g_clear_pointer (&self->line, g_free);
  g_clear_pointer (&self->line_key, g_free);
  g_clear_pointer (&self->folded, g_free);

  if (self->error != NULL)
    self->line = morsel_error_sentence (self->error);
  else if (self->ranking != NULL)
    self->line = morsel_answer_line (self->ranking);

  if (self->line != NULL)
    {
      self->line_key = g_utf8_collate_key (self->line, -1);
      g_string_append_printf (text, "\n%s", self->line);
    }

  if (self->ranking != NULL)
    {
      g_autofree char *english = morsel_dish_name_english (
          morsel_ranking_get_label (self->ranking, 0));

      g_string_append_printf (text, "\n%s", english);
    }

  self->folded = morsel_fold (text->str);
  self->sureness = self->ranking != NULL ? morsel_ranking_get_probability (self->ranking, 0)
                                         : NO_SURENESS;
}

static void
set_state (MorselPhotoItem *self, MorselPhotoState state)
{
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

static void
morsel_photo_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  MorselPhotoItem *self = MORSEL_PHOTO_ITEM (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_THUMBNAIL:
      g_value_set_object (value, self->thumbnail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
morsel_photo_item_finalize (GObject *object)
{
  MorselPhotoItem *self = MORSEL_PHOTO_ITEM (object);

  g_clear_object (&self->file);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->name_key, g_free);
  g_clear_object (&self->ranking);
  g_clear_error (&self->error);
  g_clear_object (&self->thumbnail);
  g_clear_pointer (&self->line, g_free);
  g_clear_pointer (&self->line_key, g_free);
  g_clear_pointer (&self->folded, g_free);

  G_OBJECT_CLASS (morsel_photo_item_parent_class)->finalize (object);
}

static void
morsel_photo_item_class_init (MorselPhotoItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = morsel_photo_item_get_property;
  object_class->finalize = morsel_photo_item_finalize;

  props[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, MORSEL_PHOTO_WAITING,
                                         MORSEL_PHOTO_FAILED, MORSEL_PHOTO_WAITING, flags);
  props[PROP_THUMBNAIL] = g_param_spec_object ("thumbnail", NULL, NULL, GDK_TYPE_TEXTURE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
morsel_photo_item_init (MorselPhotoItem *self)
{
}

/**
 * morsel_photo_item_new:
 * @file: the photo's file
 * @order: its place among all that were added
 *
 * May be called on any thread.
 *
 * Returns: (transfer full): an item that waits
 */
MorselPhotoItem *
morsel_photo_item_new (GFile *file, guint order)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  MorselPhotoItem *self = g_object_new (MORSEL_TYPE_PHOTO_ITEM, NULL);
  g_autofree char *basename = g_file_get_basename (file);

  self->file = g_object_ref (file);
  self->name = basename != NULL ? g_filename_display_name (basename) : g_file_get_uri (file);
  self->name_key = g_utf8_collate_key_for_filename (self->name, -1);
  self->order = order;
  update_keys (self);
  return self;
}

/**
 * morsel_photo_item_set_order:
 * @self: the item
 * @order: its place among all that were added
 *
 * Sets it.
 */
void
morsel_photo_item_set_order (MorselPhotoItem *self, guint order)
{
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (self));

  self->order = order;
}

/**
 * morsel_photo_item_set_waiting:
 * @self: the item
 *
 * It is to be recognised again. The old answer stays until then.
 */
void
morsel_photo_item_set_waiting (MorselPhotoItem *self)
{
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (self));

  set_state (self, MORSEL_PHOTO_WAITING);
}

/**
 * morsel_photo_item_set_ranking:
 * @self: the item
 * @ranking: its answer, without features, which would be 188 kB each
 *
 * The photo is done.
 */
void
morsel_photo_item_set_ranking (MorselPhotoItem *self, MorselRanking *ranking)
{
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (self));
  g_return_if_fail (MORSEL_IS_RANKING (ranking));

  g_clear_error (&self->error);
  g_set_object (&self->ranking, ranking);
  update_keys (self);
  set_state (self, MORSEL_PHOTO_DONE);
}

/**
 * morsel_photo_item_set_error:
 * @self: the item
 * @error: why the photo cannot be read
 *
 * The photo failed.
 */
void
morsel_photo_item_set_error (MorselPhotoItem *self, const GError *error)
{
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (self));
  g_return_if_fail (error != NULL);

  g_clear_error (&self->error);
  g_clear_object (&self->ranking);
  self->error = g_error_copy (error);
  update_keys (self);
  set_state (self, MORSEL_PHOTO_FAILED);
}

/**
 * morsel_photo_item_set_thumbnail:
 * @self: the item
 * @thumbnail: (nullable): a small picture of the photo
 *
 * Sets it, or takes it away to save memory.
 */
void
morsel_photo_item_set_thumbnail (MorselPhotoItem *self, GdkTexture *thumbnail)
{
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (self));

  if (g_set_object (&self->thumbnail, thumbnail))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_THUMBNAIL]);
}

/**
 * morsel_photo_item_get_file:
 * @self: the item
 *
 * Returns: (transfer none): the photo's file
 */
GFile *
morsel_photo_item_get_file (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), NULL);

  return self->file;
}

/**
 * morsel_photo_item_get_name:
 * @self: the item
 *
 * Returns: (transfer none): the file's name, for people to read
 */
const char *
morsel_photo_item_get_name (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), NULL);

  return self->name;
}

/**
 * morsel_photo_item_get_state:
 * @self: the item
 *
 * Returns: whether it waits, is done or failed
 */
MorselPhotoState
morsel_photo_item_get_state (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), MORSEL_PHOTO_WAITING);

  return self->state;
}

/**
 * morsel_photo_item_get_ranking:
 * @self: the item
 *
 * Returns: (transfer none) (nullable): the answer
 */
MorselRanking *
morsel_photo_item_get_ranking (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), NULL);

  return self->ranking;
}

/**
 * morsel_photo_item_get_error:
 * @self: the item
 *
 * Returns: (transfer none) (nullable): why the photo cannot be read
 */
const GError *
morsel_photo_item_get_error (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), NULL);

  return self->error;
}

/**
 * morsel_photo_item_get_thumbnail:
 * @self: the item
 *
 * Returns: (transfer none) (nullable): the small picture, if it is in memory
 */
GdkTexture *
morsel_photo_item_get_thumbnail (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), NULL);

  return self->thumbnail;
}

/**
 * morsel_photo_item_get_line:
 * @self: the item
 *
 * Returns: (transfer none) (nullable): the answer, or what went wrong, in one line
 */
const char *
morsel_photo_item_get_line (MorselPhotoItem *self)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), NULL);

  return self->line;
}

/**
 * morsel_photo_item_matches:
 * @self: the item
 * @folded_search: what morsel_fold() made of the words searched for
 *
 * Returns: whether file name, answer or English name hold the words
 */
gboolean
morsel_photo_item_matches (MorselPhotoItem *self, const char *folded_search)
{
  g_return_val_if_fail (MORSEL_IS_PHOTO_ITEM (self), FALSE);

  return strstr (self->folded, folded_search) != NULL;
}
