/* thumbnails.c: small pictures of the photos that are in sight
 *
 * What came into sight last is made first; what left it before its turn is not made at all. The
 * newest five hundred stay in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/thumbnails.h"

#include "app/scale.h"
#include "app/texture.h"

#define MAX_KEPT 500
#define MAX_RUNNING 1 /* so that the photos themselves come first */

struct _MorselThumbnails
{
  GObject parent_instance;

  /* owned */
  GQueue *wanted; /* of MorselPhotoItem by reference, the newest at the head */
  GQueue *kept;   /* the same, with a thumbnail, the newest at the head */
  GCancellable *cancellable;

  guint side; /* pixels */
  guint n_running;
};

G_DEFINE_FINAL_TYPE (MorselThumbnails, morsel_thumbnails, G_TYPE_OBJECT)

static void start_wanted (MorselThumbnails *self);

static void
keep (MorselThumbnails *self, MorselPhotoItem *item, MorselPhoto *small)
{
  g_autoptr (GdkTexture) texture = morsel_texture_new_for_photo (small);

  morsel_photo_item_set_thumbnail (item, texture);
  g_queue_push_head (self->kept, g_object_ref (item));

  while (g_queue_get_length (self->kept) > MAX_KEPT)
    {
      g_autoptr (MorselPhotoItem) oldest = g_queue_pop_tail (self->kept);

      morsel_photo_item_set_thumbnail (oldest, NULL);
    }
}

/* The photo is loaded from its file, unless it is there already. */
static void
make_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  MorselThumbnails *self = MORSEL_THUMBNAILS (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselPhoto) photo = MORSEL_IS_PHOTO (task_data)
                                      ? g_object_ref (task_data)
                                      : morsel_photo_load (G_FILE (task_data), self->side,
                                                           cancellable, &error);

  if (photo == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, morsel_scale_square (photo, self->side), g_object_unref);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MorselThumbnails *self = MORSEL_THUMBNAILS (source);
  g_autoptr (MorselPhotoItem) item = MORSEL_PHOTO_ITEM (user_data);
  /* Why a photo cannot be opened is said in its row. */
  g_autoptr (MorselPhoto) small = g_task_propagate_pointer (G_TASK (result), NULL);

  self->n_running--;

  if (small != NULL && morsel_photo_item_get_thumbnail (item) == NULL)
    keep (self, item, small);

  if (!g_cancellable_is_cancelled (self->cancellable))
    start_wanted (self);
}

/* Takes the item. From is its photo, or its file. */
static void
make (MorselThumbnails *self, MorselPhotoItem *item, gpointer from)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, made_cb, item);

  self->n_running++;
  g_task_set_source_tag (task, make);
  g_task_set_task_data (task, g_object_ref (from), g_object_unref);
  g_task_run_in_thread (task, make_on_thread);
}

static void
start_wanted (MorselThumbnails *self)
{
  while (self->n_running < MAX_RUNNING && !g_queue_is_empty (self->wanted))
    {
      g_autoptr (MorselPhotoItem) item = g_queue_pop_head (self->wanted);

      if (morsel_photo_item_get_thumbnail (item) == NULL)
        make (self, g_object_ref (item), morsel_photo_item_get_file (item));
    }
}

static void
morsel_thumbnails_dispose (GObject *object)
{
  MorselThumbnails *self = MORSEL_THUMBNAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->wanted != NULL)
    g_queue_free_full (self->wanted, g_object_unref);
  self->wanted = NULL;
  if (self->kept != NULL)
    g_queue_free_full (self->kept, g_object_unref);
  self->kept = NULL;

  G_OBJECT_CLASS (morsel_thumbnails_parent_class)->dispose (object);
}

static void
morsel_thumbnails_class_init (MorselThumbnailsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = morsel_thumbnails_dispose;
}

static void
morsel_thumbnails_init (MorselThumbnails *self)
{
  self->wanted = g_queue_new ();
  self->kept = g_queue_new ();
  self->cancellable = g_cancellable_new ();
}

/**
 * morsel_thumbnails_new:
 * @side: of the squares, in pixels
 *
 * Returns: (transfer full): an empty store
 */
MorselThumbnails *
morsel_thumbnails_new (guint side)
{
  g_return_val_if_fail (side > 0, NULL);

  MorselThumbnails *self = g_object_new (MORSEL_TYPE_THUMBNAILS, NULL);

  self->side = side;
  return self;
}

/**
 * morsel_thumbnails_request:
 * @self: the store
 * @item: a photo that came into sight
 *
 * Gives @item a thumbnail, now or soon.
 */
void
morsel_thumbnails_request (MorselThumbnails *self, MorselPhotoItem *item)
{
  g_return_if_fail (MORSEL_IS_THUMBNAILS (self));
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (item));

  if (morsel_photo_item_get_thumbnail (item) != NULL)
    {
      GList *link = g_queue_find (self->kept, item);

      if (link != NULL)
        {
          g_queue_unlink (self->kept, link);
          g_queue_push_head_link (self->kept, link);
        }
      return;
    }

  if (morsel_photo_item_get_state (item) == MORSEL_PHOTO_FAILED)
    return;

  g_queue_push_head (self->wanted, g_object_ref (item));
  start_wanted (self);
}

/**
 * morsel_thumbnails_release:
 * @self: the store
 * @item: a photo that went out of sight
 *
 * Forgets that @item wanted a thumbnail. One that it has stays for a while.
 */
void
morsel_thumbnails_release (MorselThumbnails *self, MorselPhotoItem *item)
{
  g_return_if_fail (MORSEL_IS_THUMBNAILS (self));

  if (g_queue_remove (self->wanted, item))
    g_object_unref (item);
}

/**
 * morsel_thumbnails_offer:
 * @self: the store
 * @item: whose photo it is
 * @photo: the photo, which was loaded for another reason
 *
 * Makes a thumbnail from @photo, on a thread, if @item waits for one.
 */
void
morsel_thumbnails_offer (MorselThumbnails *self, MorselPhotoItem *item, MorselPhoto *photo)
{
  g_return_if_fail (MORSEL_IS_THUMBNAILS (self));
  g_return_if_fail (MORSEL_IS_PHOTO_ITEM (item));
  g_return_if_fail (MORSEL_IS_PHOTO (photo));

  GList *link = g_queue_find (self->wanted, item);

  if (link == NULL)
    return;

  g_queue_delete_link (self->wanted, link);
  make (self, item, photo);
}
