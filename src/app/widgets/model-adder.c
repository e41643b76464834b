/* model-adder.c: the button that adds a model of the person's own, and all it asks
 *
 * A file is chosen; one of Keras' has no names for its outputs, so that a second one may be asked
 * for. While the model is read, checked and copied, the button is Cancel.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "app/widgets/model-adder.h"

#include "app/stores/keras.h"
#include "app/widgets/question.h"
#include "engine/error.h"
#include "words/error-text.h"

#include <glib/gi18n.h>

struct _MorselModelAdder
{
  GtkBox parent_instance;

  /* template */
  GtkSpinner *spinner;
  GtkWidget *button;
  GtkLabel *label;

  /* owned */
  MorselModels *models;
  GtkFileChooserNative *chooser;
  GFile *file;               /* that is being added; NULL: none */
  GCancellable *cancellable; /* of the adding */
};

enum
{
  SIGNAL_ADDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MorselModelAdder, morsel_model_adder, GTK_TYPE_BOX)

static void
set_file (MorselModelAdder *self, GFile *file)
{
  gboolean is_busy = file != NULL;

  g_set_object (&self->file, file);
  g_clear_object (&self->cancellable);
  self->cancellable = is_busy ? g_cancellable_new () : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_busy);
  gtk_spinner_set_spinning (self->spinner, is_busy);
  gtk_label_set_text_with_mnemonic (self->label, is_busy ? _ ("_Cancel") : _ ("_Add Model…"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  is_busy ? _ ("Cancel") : _ ("Add Model…"), -1);
}

/* What is wrong with the model, or that it cannot be copied. */
static char *
dup_sentence (const GError *error)
{
  if (error->domain == MORSEL_WEIGHTS_ERROR || error->domain == MORSEL_NETWORK_ERROR ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    return morsel_error_sentence (error);

  return g_strdup (_ ("The model could not be added."));
}

static void
refuse (MorselModelAdder *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (self->file == NULL)
    return;

  set_file (self, NULL);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_autofree char *sentence = dup_sentence (error);

  g_message ("Add model: %s", error->message);
  if (ADW_IS_PREFERENCES_WINDOW (root))
    adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (root), adw_toast_new (sentence));
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselModelAdder) self = MORSEL_MODEL_ADDER (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (MorselModel) model = morsel_models_add_finish (MORSEL_MODELS (source), result, &error);

  if (model == NULL)
    {
      refuse (self, error);
      return;
    }

  if (self->file != NULL)
    set_file (self, NULL);
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, model);
}

static void
add (MorselModelAdder *self, GFile *names)
{
  morsel_models_add_async (self->models, self->file, names, self->cancellable, added_cb,
                           g_object_ref (self));
}

/* Shows a chooser for one file. */
static void
choose (MorselModelAdder *self, const char *title, GtkFileFilter *filter, GCallback response_cb)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  self->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect (self->chooser, "response", response_cb, self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* What was chosen, when the chooser is done with; NULL: nothing. */
static GFile *
take_chosen (MorselModelAdder *self, int response)
{
  GFile *file = response == GTK_RESPONSE_ACCEPT
                    ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser))
                    : NULL;

  g_clear_object (&self->chooser);
  return file;
}

static void
names_response_cb (GtkFileChooserNative *chooser, int response, MorselModelAdder *self)
{
  g_autoptr (GFile) names = take_chosen (self, response);

  if (names != NULL)
    add (self, names);
  else
    set_file (self, NULL);
}

static void
ask_response_cb (GObject *question, const char *response, MorselModelAdder *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (g_str_equal (response, "use"))
    {
      add (self, NULL);
      return;
    }
  if (!g_str_equal (response, "choose"))
    {
      set_file (self, NULL);
      return;
    }

  gtk_file_filter_set_name (filter, _ ("Text Files"));
  gtk_file_filter_add_mime_type (filter, "text/plain");
  choose (self, _ ("Choose Names"), filter, G_CALLBACK (names_response_cb));
}

static void
ask_for_names (MorselModelAdder *self, guint n_names)
{
  gboolean is_known = n_names == MORSEL_KERAS_N_KNOWN_NAMES;
  g_autofree char *count = g_strdup_printf (
      ngettext ("The file has %u output, but no name for it.",
                "The file has %u outputs, but no names for them.", n_names),
      n_names);
  g_autofree char *body = g_strconcat (
      count, " ", _ ("A text file can name them in their order, one dish a line."), NULL);
  const MorselResponse responses[] = {
    { "cancel", _ ("_Cancel"), ADW_RESPONSE_DEFAULT },
    { "choose", _ ("Choose _Names…"), is_known ? ADW_RESPONSE_DEFAULT : ADW_RESPONSE_SUGGESTED },
    { "use", _ ("_Use"), ADW_RESPONSE_SUGGESTED },
  };
  GObject *question = morsel_question_ask (
      GTK_WIDGET (self), is_known ? _ ("Use the Food-101 Names?") : _ ("Names Are Missing"), body,
      responses, G_N_ELEMENTS (responses) - (is_known ? 0 : 1));

  g_signal_connect_object (question, "response", G_CALLBACK (ask_response_cb), self, 0);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (MorselModelAdder) self = MORSEL_MODEL_ADDER (user_data);
  g_autoptr (GError) error = NULL;
  gssize n_names = morsel_keras_count_names_finish (result, &error);

  if (error != NULL)
    refuse (self, error);
  else if (n_names == 0)
    add (self, NULL);
  else
    ask_for_names (self, (guint) n_names);
}

static void
model_response_cb (GtkFileChooserNative *chooser, int response, MorselModelAdder *self)
{
  g_autoptr (GFile) file = take_chosen (self, response);

  if (file == NULL)
    return;

  set_file (self, file);
  morsel_keras_count_names_async (file, self->cancellable, counted_cb, g_object_ref (self));
}

/* The one button: Add Model… or Cancel. */
static void
clicked_cb (GtkButton *button, MorselModelAdder *self)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->file != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->file != NULL || self->chooser != NULL)
    return;

  gtk_file_filter_set_name (filter, _ ("Models"));
  gtk_file_filter_add_pattern (filter, "*.safetensors");
  if (morsel_keras_is_available ())
    {
      gtk_file_filter_add_pattern (filter, "*.h5");
      gtk_file_filter_add_pattern (filter, "*.hdf5");
    }
  choose (self, _ ("Add Model"), filter, G_CALLBACK (model_response_cb));
}

static void
morsel_model_adder_dispose (GObject *object)
{
  MorselModelAdder *self = MORSEL_MODEL_ADDER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->file);
  g_clear_object (&self->chooser);
  g_clear_object (&self->models);

  G_OBJECT_CLASS (morsel_model_adder_parent_class)->dispose (object);
}

static void
morsel_model_adder_class_init (MorselModelAdderClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = morsel_model_adder_dispose;

  /**
   * MorselModelAdder::added:
   * @model: the model
   *
   * A model was added.
   */
  signals[SIGNAL_ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, MORSEL_TYPE_MODEL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/morsel_app/Morsel/model-adder.ui");
  gtk_widget_class_bind_template_child (widget_class, MorselModelAdder, spinner);
  gtk_widget_class_bind_template_child (widget_class, MorselModelAdder, button);
  gtk_widget_class_bind_template_child (widget_class, MorselModelAdder, label);
  gtk_widget_class_bind_template_callback (widget_class, clicked_cb);
}

static void
morsel_model_adder_init (MorselModelAdder *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_file (self, NULL);
}

/**
 * morsel_model_adder_set_models:
 * @self: the button
 * @models: what is added to
 *
 * To be called once.
 */
void
morsel_model_adder_set_models (MorselModelAdder *self, MorselModels *models)
{
  g_return_if_fail (MORSEL_IS_MODEL_ADDER (self));
  g_return_if_fail (self->models == NULL);

  self->models = g_object_ref (models);
}
