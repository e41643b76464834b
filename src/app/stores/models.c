/* models.c: the person's own models, checked and copied into the user data folder
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/models.h"

#include "app/stores/keras.h"
#include "engine/recognizer.h"
#include "engine/save.h"
#include "paths/paths.h"

#define UNFINISHED_TIME G_TIME_SPAN_HOUR /* no copy takes longer */
#define UNFINISHED_END 7 /* characters, ".XXXXXX": GLib adds them until a file is whole */

struct _MorselModels
{
  GObject parent_instance;

  /* owned */
  GFile *folder;
  GListStore *models;
};

G_DEFINE_FINAL_TYPE (MorselModels, morsel_models, G_TYPE_OBJECT)

/* What a copy that was killed left. Another one may be under way just now. */
static gboolean
is_unfinished (GFileInfo *info)
{
  const char *name = g_file_info_get_name (info);
  const char *end = name + strlen (name) - MIN (strlen (name), UNFINISHED_END);
  g_autofree char *stem = g_strndup (name, (gsize) (end - name));
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) modified = g_file_info_get_modification_date_time (info);

  return *end == '.' && g_str_has_suffix (stem, MORSEL_MODEL_SUFFIX) && modified != NULL &&
         g_date_time_difference (now, modified) > UNFINISHED_TIME;
}

static void
load_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  MorselModels *self = MORSEL_MODELS (source);
  g_autoptr (GPtrArray) models = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      self->folder, G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_TIME_MODIFIED,
      G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, NULL);
  GFileInfo *info = NULL;
  GFile *child = NULL;

  while (children != NULL &&
         g_file_enumerator_iterate (children, &info, &child, cancellable, NULL) && info != NULL)
    {
      const char *name = g_file_info_get_name (info);
      g_autoptr (MorselWeights) weights = NULL;

      if (g_str_has_suffix (name, MORSEL_MODEL_SUFFIX))
        weights = morsel_weights_load (child, cancellable, NULL);
      if (weights != NULL)
        g_ptr_array_add (models, morsel_model_new (name, weights));
      if (is_unfinished (info))
        g_file_delete (child, cancellable, NULL);
    }

  g_task_return_pointer (task, g_steal_pointer (&models), (GDestroyNotify) g_ptr_array_unref);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  MorselModels *self = MORSEL_MODELS (source);
  g_autoptr (GPtrArray) models = g_task_propagate_pointer (G_TASK (result), NULL);

  if (models != NULL)
    g_list_store_splice (self->models, 0, 0, models->pdata, models->len);
}

static void
morsel_models_finalize (GObject *object)
{
  MorselModels *self = MORSEL_MODELS (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (morsel_models_parent_class)->finalize (object);
}

static void
morsel_models_class_init (MorselModelsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_models_finalize;
}

static void
morsel_models_init (MorselModels *self)
{
  self->folder = morsel_paths_get_user_models ();
  self->models = g_list_store_new (MORSEL_TYPE_MODEL);
}

/**
 * morsel_models_new:
 *
 * Begins to look for models. What a copy that was killed left is deleted.
 *
 * Returns: (transfer full): the store
 */
MorselModels *
morsel_models_new (void)
{
  MorselModels *self = g_object_new (MORSEL_TYPE_MODELS, NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, loaded_cb, NULL);

  g_task_set_source_tag (task, morsel_models_new);
  g_task_run_in_thread (task, load_on_thread);
  return self;
}

/**
 * morsel_models_get_model:
 * @self: the store
 *
 * Returns: (transfer none): the models, as #MorselModel
 */
GListModel *
morsel_models_get_model (MorselModels *self)
{
  g_return_val_if_fail (MORSEL_IS_MODELS (self), NULL);

  return G_LIST_MODEL (self->models);
}

/**
 * morsel_models_get_file:
 * @self: the store
 * @name: of one of its models
 *
 * Returns: (transfer full): its file
 */
GFile *
morsel_models_get_file (MorselModels *self, const char *name)
{
  g_return_val_if_fail (MORSEL_IS_MODELS (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  g_autofree char *file_name = g_strconcat (name, MORSEL_MODEL_SUFFIX, NULL);

  return g_file_get_child (self->folder, file_name);
}

/**
 * morsel_models_remove:
 * @self: the store
 * @model: one of its models
 *
 * Removes a model and its copy; the file it was made from stays.
 */
void
morsel_models_remove (MorselModels *self, MorselModel *model)
{
  g_return_if_fail (MORSEL_IS_MODELS (self));

  g_autoptr (GFile) file = morsel_models_get_file (self, morsel_model_get_name (model));
  guint position = 0;

  g_file_delete_async (file, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  if (g_list_store_find (self->models, model, &position))
    g_list_store_remove (self->models, position);
}

static void
read_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GFile) file = morsel_paths_get_weights ();

  g_task_return_pointer (task, morsel_weights_load (file, cancellable, NULL), g_object_unref);
}

/**
 * morsel_models_read_built_in_async:
 * @self: the store
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * Reads what the built-in model says about itself, on a thread.
 */
void
morsel_models_read_built_in_async (MorselModels *self,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_MODELS (self));

  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, morsel_models_read_built_in_async);
  g_task_run_in_thread (task, read_on_thread);
}

/**
 * morsel_models_read_built_in_finish:
 * @result: what the callback was given
 *
 * Ends what morsel_models_read_built_in_async() began.
 *
 * Returns: (transfer full) (nullable): the weights, or %NULL when the built-in model is missing
 */
MorselWeights *
morsel_models_read_built_in_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* What is to be added: a file of weights, or of Keras', which has no names. */
typedef struct
{
  GFile *file;
  GFile *names; /* NULL: its own, or Food-101's */
} Addition;

static void
addition_free (gpointer data)
{
  Addition *addition = data;

  g_object_unref (addition->file);
  g_clear_object (&addition->names);
  g_free (addition);
}

/* A model that a recognizer can be made of, and only such a one, is copied. */
static MorselModel *
copy (MorselModels *self,
      GFile *weights,
      const char *file_name,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (MorselRecognizer) recognizer = morsel_recognizer_new (
      weights, 1, MORSEL_PRECISION_AUTO, cancellable, error);
  g_autoptr (GBytes) bytes = recognizer != NULL
                                 ? g_file_load_bytes (weights, cancellable, NULL, error)
                                 : NULL;

  if (bytes == NULL)
    return NULL;

  g_autoptr (MorselModel) model = morsel_model_new (file_name,
                                                    morsel_recognizer_get_weights (recognizer));
  g_autoptr (GFile) file = morsel_models_get_file (self, morsel_model_get_name (model));
  gsize n_bytes = 0;
  const char *data = g_bytes_get_data (bytes, &n_bytes);

  g_file_make_directory_with_parents (self->folder, cancellable, NULL);
  return morsel_save (file, data, n_bytes, cancellable, error) ? g_steal_pointer (&model) : NULL;
}

static void
add_on_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Addition *addition = task_data;
  g_autofree char *file_name = g_file_get_basename (addition->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) imported = NULL;

  if (morsel_keras_is_keras (addition->file, cancellable))
    imported = morsel_keras_import (addition->file, addition->names, cancellable, &error);

  MorselModel *model = error == NULL ? copy (MORSEL_MODELS (source),
                                             imported != NULL ? imported : addition->file,
                                             file_name, cancellable, &error)
                                     : NULL;

  if (imported != NULL)
    g_file_delete (imported, NULL, NULL);
  if (model != NULL)
    g_task_return_pointer (task, model, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * morsel_models_add_async:
 * @self: the store
 * @file: weights, or a model in Keras' format
 * @names: (nullable): a text file with the names of a Keras model's dishes, one a line; %NULL for
 *   those of @file, or Food-101's
 * @cancellable: (nullable): a cancellable
 * @callback: called when the model is checked and copied, or refused
 * @user_data: for @callback
 *
 * Adds a model, on a thread.
 */
void
morsel_models_add_async (MorselModels *self,
                         GFile *file,
                         GFile *names,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (MORSEL_IS_MODELS (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (names == NULL || G_IS_FILE (names));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Addition *addition = g_new0 (Addition, 1);

  addition->file = g_object_ref (file);
  g_set_object (&addition->names, names);
  /* What is copied is there, however late it was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, morsel_models_add_async);
  g_task_set_task_data (task, addition, addition_free);
  g_task_run_in_thread (task, add_on_thread);
}

/* A model of the same name gives way to the new one. */
static void
put_model (MorselModels *self, MorselModel *model)
{
  guint n_models = g_list_model_get_n_items (G_LIST_MODEL (self->models));

  for (guint i = 0; i < n_models; i++)
    {
      g_autoptr (MorselModel) other = g_list_model_get_item (G_LIST_MODEL (self->models), i);

      if (g_str_equal (morsel_model_get_name (other), morsel_model_get_name (model)))
        {
          g_list_store_splice (self->models, i, 1, (gpointer *) &model, 1);
          return;
        }
    }

  g_list_store_append (self->models, model);
}

/**
 * morsel_models_add_finish:
 * @self: the store
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Ends what morsel_models_add_async() began. Fails as morsel_keras_import() and
 * morsel_recognizer_new() do, or with %G_FILE_ERROR.
 *
 * Returns: (transfer full): the new model, or %NULL with @error set
 */
MorselModel *
morsel_models_add_finish (MorselModels *self, GAsyncResult *result, GError **error)
{
  MorselModel *model = g_task_propagate_pointer (G_TASK (result), error);

  if (model != NULL)
    put_model (self, model);

  return model;
}
