/* history-entry.c: one answer that is remembered
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/stores/history-entry.h"

#include "words/answer-text.h"

#define GROUP "Answer"
#define N_DISHES 5
#define MAX_RECORD_BYTES 65536 /* ours are some hundred */

struct _MorselHistoryEntry
{
  GObject parent_instance;

  /* owned */
  char *id; /* the time, so that names sort by it */
  GDateTime *time;
  char *name;
  char *uri; /* NULL: the photo came from no file, or from one that cannot be found again */
  char *line;
  char **labels;
  MorselPhoto *thumbnail;

  double probabilities[N_DISHES];
  double score;
  gsize n_dishes;
};

enum
{
  PROP_THUMBNAIL = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (MorselHistoryEntry, morsel_history_entry, G_TYPE_OBJECT)

static void
morsel_history_entry_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  MorselHistoryEntry *self = MORSEL_HISTORY_ENTRY (object);

  switch (prop_id)
    {
    case PROP_THUMBNAIL:
      g_value_set_object (value, self->thumbnail);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
morsel_history_entry_finalize (GObject *object)
{
  MorselHistoryEntry *self = MORSEL_HISTORY_ENTRY (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->time, g_date_time_unref);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->uri, g_free);
  g_clear_pointer (&self->line, g_free);
  g_clear_pointer (&self->labels, g_strfreev);
  g_clear_object (&self->thumbnail);

  G_OBJECT_CLASS (morsel_history_entry_parent_class)->finalize (object);
}

static void
morsel_history_entry_class_init (MorselHistoryEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = morsel_history_entry_get_property;
  object_class->finalize = morsel_history_entry_finalize;

  props[PROP_THUMBNAIL] = g_param_spec_object ("thumbnail", NULL, NULL, MORSEL_TYPE_PHOTO,
                                               G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                   G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
morsel_history_entry_init (MorselHistoryEntry *self)
{
}

/**
 * morsel_history_entry_new:
 * @ranking: the answer
 * @name: what the photo is called
 * @uri: (nullable): where it is
 *
 * An answer of now.
 *
 * Returns: (transfer full): the entry
 */
MorselHistoryEntry *
morsel_history_entry_new (MorselRanking *ranking, const char *name, const char *uri)
{
  g_return_val_if_fail (MORSEL_IS_RANKING (ranking), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  MorselHistoryEntry *self = g_object_new (MORSEL_TYPE_HISTORY_ENTRY, NULL);

  self->time = g_date_time_new_now_local ();
  self->id = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", (guint64) g_get_real_time ());
  self->name = g_strdup (name);
  self->uri = g_strdup (uri);
  self->line = morsel_answer_line (ranking);
  self->score = morsel_ranking_get_score (ranking);
  self->n_dishes = MIN (morsel_ranking_get_n_dishes (ranking), N_DISHES);
  self->labels = g_new0 (char *, self->n_dishes + 1);

  for (gsize i = 0; i < self->n_dishes; i++)
    {
      self->labels[i] = g_strdup (morsel_ranking_get_label (ranking, i));
      self->probabilities[i] = (double) morsel_ranking_get_probability (ranking, i);
    }

  return self;
}

static gboolean
is_id (const char *text)
{
  return text != NULL && strlen (text) == 16 && strspn (text, "0123456789abcdef") == 16;
}

static gboolean
read_dishes (MorselHistoryEntry *self, GKeyFile *file)
{
  gsize n_labels = 0;
  gsize n_probabilities = 0;
  g_autofree double *probabilities = g_key_file_get_double_list (file, GROUP, "Probabilities",
                                                                 &n_probabilities, NULL);

  self->labels = g_key_file_get_string_list (file, GROUP, "Dishes", &n_labels, NULL);

  if (n_labels == 0 || n_labels > N_DISHES || n_labels != n_probabilities)
    return FALSE;

  self->n_dishes = n_labels;
  for (gsize i = 0; i < n_labels; i++)
    {
      if (!(probabilities[i] >= 0.0 && probabilities[i] <= 1.0))
        return FALSE;
      self->probabilities[i] = probabilities[i];
    }

  return TRUE;
}

/**
 * morsel_history_entry_new_from_bytes:
 * @record: what morsel_history_entry_to_bytes() made, or anything
 * @error: return location for an error
 *
 * Fails with %G_IO_ERROR_INVALID_DATA or %G_KEY_FILE_ERROR.
 *
 * Returns: (transfer full): the entry, or %NULL with @error set
 */
MorselHistoryEntry *
morsel_history_entry_new_from_bytes (GBytes *record, GError **error)
{
  g_autoptr (MorselHistoryEntry) self = g_object_new (MORSEL_TYPE_HISTORY_ENTRY, NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (g_bytes_get_size (record) <= MAX_RECORD_BYTES &&
      !g_key_file_load_from_bytes (file, record, G_KEY_FILE_NONE, error))
    return NULL;

  g_autofree char *time = g_key_file_get_string (file, GROUP, "Time", NULL);

  self->id = g_key_file_get_string (file, GROUP, "Id", NULL);
  self->name = g_key_file_get_string (file, GROUP, "Name", NULL);
  self->uri = g_key_file_get_string (file, GROUP, "Uri", NULL);
  self->line = g_key_file_get_string (file, GROUP, "Line", NULL);
  self->score = g_key_file_get_double (file, GROUP, "Score", NULL);
  self->time = time != NULL ? g_date_time_new_from_iso8601 (time, NULL) : NULL;

  if (!is_id (self->id) || self->name == NULL || self->line == NULL || self->time == NULL ||
      !read_dishes (self, file))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No entry of the history");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/**
 * morsel_history_entry_to_bytes:
 * @self: the entry
 *
 * Returns: (transfer full): all of it but the thumbnail, for a file
 */
GBytes *
morsel_history_entry_to_bytes (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *time = g_date_time_format_iso8601 (self->time);
  gsize n_bytes = 0;

  g_key_file_set_string (file, GROUP, "Id", self->id);
  g_key_file_set_string (file, GROUP, "Time", time);
  g_key_file_set_string (file, GROUP, "Name", self->name);
  if (self->uri != NULL)
    g_key_file_set_string (file, GROUP, "Uri", self->uri);
  g_key_file_set_string (file, GROUP, "Line", self->line);
  g_key_file_set_double (file, GROUP, "Score", self->score);
  g_key_file_set_string_list (file, GROUP, "Dishes", (const char *const *) self->labels,
                              self->n_dishes);
  g_key_file_set_double_list (file, GROUP, "Probabilities", self->probabilities, self->n_dishes);

  char *text = g_key_file_to_data (file, &n_bytes, NULL);

  return g_bytes_new_take (text, n_bytes);
}

/**
 * morsel_history_entry_set_thumbnail:
 * @self: the entry
 * @thumbnail: a small copy of the photo
 *
 * Sets what is shown of the photo.
 */
void
morsel_history_entry_set_thumbnail (MorselHistoryEntry *self, MorselPhoto *thumbnail)
{
  g_return_if_fail (MORSEL_IS_HISTORY_ENTRY (self));

  if (g_set_object (&self->thumbnail, thumbnail))
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_THUMBNAIL]);
}

/**
 * morsel_history_entry_get_id:
 * @self: the entry
 *
 * Returns: (transfer none): sixteen hexadecimal digits, rising with time
 */
const char *
morsel_history_entry_get_id (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  return self->id;
}

/**
 * morsel_history_entry_get_time:
 * @self: the entry
 *
 * Returns: (transfer none): when the photo was recognised
 */
GDateTime *
morsel_history_entry_get_time (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  return self->time;
}

/**
 * morsel_history_entry_get_name:
 * @self: the entry
 *
 * Returns: (transfer none): what the photo is called
 */
const char *
morsel_history_entry_get_name (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  return self->name;
}

/**
 * morsel_history_entry_get_uri:
 * @self: the entry
 *
 * Returns: (transfer none) (nullable): where the photo was
 */
const char *
morsel_history_entry_get_uri (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  return self->uri;
}

/**
 * morsel_history_entry_get_line:
 * @self: the entry
 *
 * Returns: (transfer none): the answer in one line, in the language it was given in
 */
const char *
morsel_history_entry_get_line (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  return self->line;
}

/**
 * morsel_history_entry_get_probability:
 * @self: the entry
 *
 * Returns: of the likeliest dish, 0 to 1
 */
double
morsel_history_entry_get_probability (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), 0.0);

  return self->probabilities[0];
}

/**
 * morsel_history_entry_get_thumbnail:
 * @self: the entry
 *
 * Returns: (transfer none) (nullable): a small copy of the photo
 */
MorselPhoto *
morsel_history_entry_get_thumbnail (MorselHistoryEntry *self)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);

  return self->thumbnail;
}

/**
 * morsel_history_entry_dup_ranking:
 * @self: the entry
 * @weights: the model in use
 *
 * The answer as far as it is remembered: five dishes, what is left of the probability shared by the
 * others.
 *
 * Returns: (transfer full) (nullable): a ranking, or %NULL when @weights do not know the dishes
 */
MorselRanking *
morsel_history_entry_dup_ranking (MorselHistoryEntry *self, MorselWeights *weights)
{
  g_return_val_if_fail (MORSEL_IS_HISTORY_ENTRY (self), NULL);
  g_return_val_if_fail (MORSEL_IS_WEIGHTS (weights), NULL);

  const char *const *labels = morsel_weights_get_labels (weights);
  guint n_labels = morsel_weights_get_n_labels (weights);
  g_autofree float *probabilities = g_new0 (float, n_labels);
  double rest = 1.0;
  gsize n_found = 0;

  for (guint i = 0; i < n_labels; i++)
    probabilities[i] = -1.0f;

  for (gsize dish = 0; dish < self->n_dishes; dish++)
    for (guint i = 0; i < n_labels; i++)
      if (g_str_equal (labels[i], self->labels[dish]))
        {
          probabilities[i] = (float) self->probabilities[dish];
          rest -= self->probabilities[dish];
          n_found++;
        }

  if (n_found != self->n_dishes)
    return NULL;

  for (guint i = 0; i < n_labels; i++)
    if (probabilities[i] < 0.0f)
      probabilities[i] = (float) (MAX (rest, 0.0) / (double) MAX (n_labels - n_found, 1));

  return morsel_ranking_new_from_probabilities (weights, probabilities, self->score);
}
