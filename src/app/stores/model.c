/* model.c: a model of the person's own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/model.h"

struct _MorselModel
{
  GObject parent_instance;

  /* owned */
  char *name; /* of the file, without its suffix */
  MorselWeights *weights;
};

G_DEFINE_FINAL_TYPE (MorselModel, morsel_model, G_TYPE_OBJECT)

static void
morsel_model_finalize (GObject *object)
{
  MorselModel *self = MORSEL_MODEL (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_object (&self->weights);

  G_OBJECT_CLASS (morsel_model_parent_class)->finalize (object);
}

static void
morsel_model_class_init (MorselModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = morsel_model_finalize;
}

static void
morsel_model_init (MorselModel *self)
{
}

/* A file's name without the suffix that is a model's. */
static char *
dup_name (const char *file_name)
{
  const char *const suffixes[] = { MORSEL_MODEL_SUFFIX, ".h5", ".hdf5" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (file_name, suffixes[i]))
      return g_strndup (file_name, strlen (file_name) - strlen (suffixes[i]));

  return g_strdup (file_name);
}

/**
 * morsel_model_new:
 * @file_name: of the file it comes from
 * @weights: what it says about itself
 *
 * Returns: (transfer full): a model that is called as its file, without the end of its name
 */
MorselModel *
morsel_model_new (const char *file_name, MorselWeights *weights)
{
  g_return_val_if_fail (file_name != NULL, NULL);
  g_return_val_if_fail (MORSEL_IS_WEIGHTS (weights), NULL);

  MorselModel *self = g_object_new (MORSEL_TYPE_MODEL, NULL);

  self->name = dup_name (file_name);
  self->weights = g_object_ref (weights);
  return self;
}

/**
 * morsel_model_get_name:
 * @self: the model
 *
 * Returns: (transfer none): what the model is called
 */
const char *
morsel_model_get_name (MorselModel *self)
{
  g_return_val_if_fail (MORSEL_IS_MODEL (self), NULL);

  return self->name;
}

/**
 * morsel_model_get_weights:
 * @self: the model
 *
 * Returns: (transfer none): what it says about itself
 */
MorselWeights *
morsel_model_get_weights (MorselModel *self)
{
  g_return_val_if_fail (MORSEL_IS_MODEL (self), NULL);

  return self->weights;
}
