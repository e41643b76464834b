/* model.c: morsel-cli model, which shows, verifies and imports weights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/commands.h"
#include "cli/model-card.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/output.h"
#include "engine/error.h"
#include "engine/network.h"
#include "paths/paths.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* The sides of the photo that is made to verify weights, in pixels. */
#define MADE_SIDE 256
/* Rounding of the sum of all probabilities, which are floats. */
#define SUM_TOLERANCE 1e-3

/* Opens the file that the options or the arguments name. */
static MorselSafetensors *
load_tensors (GFile *file, MorselWeights **weights, GError **error)
{
  g_autoptr (MorselSafetensors) tensors = morsel_safetensors_load (file, NULL, error);

  if (tensors == NULL)
    return NULL;

  g_autoptr (MorselWeights) read = morsel_weights_new (tensors, error);

  if (read == NULL)
    return NULL;

  const MorselNetwork *network = morsel_network_lookup (morsel_weights_get_architecture (read));

  if (network == NULL)
    {
      g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                   "No network is called %s", morsel_weights_get_architecture (read));
      return NULL;
    }
  if (!morsel_network_check (network, read, tensors, error))
    return NULL;

  *weights = g_steal_pointer (&read);
  return g_steal_pointer (&tensors);
}

static MorselExit
show (int argc, char **argv)
{
  g_auto (MorselOptions) options = { 0 };
  gboolean has_dishes = FALSE;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "dishes", 'd', 0, G_OPTION_ARG_NONE, &has_dishes,
      N_ ("List the dishes with their labels as well"), NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };

  if (!morsel_options_parse (&options, MORSEL_OPTIONS_FORMAT, entries, N_ ("[FILE]"),
                             _ ("Shows what a model says about itself; the built-in one without "
                                "FILE. “model verify FILE” checks one, “model import FILE” makes "
                                "one of a Keras file."),
                             argc, argv))
    return MORSEL_EXIT_USAGE;
  if (g_strv_length (options.paths) > 1)
    {
      morsel_options_refuse (_ ("One model is enough."));
      return MORSEL_EXIT_USAGE;
    }

  options.model = g_strdup (options.paths[0]);

  g_autoptr (GFile) file = morsel_options_get_model_file (&options);
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = load_tensors (file, &weights, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  if (tensors == NULL)
    {
      morsel_output_complain_model (options.model, error, options.verbose);
      return MORSEL_EXIT_FAILED;
    }

  g_autofree char *name = g_file_get_basename (file);
  const MorselModelCard card = {
    .name = name,
    .weights = weights,
    .tensors = tensors,
    .has_dishes = has_dishes,
  };

  if (options.format == MORSEL_FORMAT_JSON)
    morsel_model_card_append_json (&card, text);
  else
    morsel_model_card_append_text (&card, text);
  return morsel_options_write (&options, text) ? MORSEL_EXIT_DONE : MORSEL_EXIT_FAILED;
}

static gboolean
check_finite (const MorselSafetensors *tensors, GError **error)
{
  for (gsize i = 0; i < morsel_safetensors_get_n_tensors (tensors); i++)
    {
      const MorselTensor *tensor = morsel_safetensors_get_tensor (tensors, i);

      if (morsel_tensor_is_finite (tensor))
        continue;
      g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED,
                   "%s has a value that is not a finite number", tensor->name);
      return FALSE;
    }
  return TRUE;
}

/* A picture that uses all colours, so that no channel of the network sees nothing. */
static MorselPhoto *
make_photo (void)
{
  guint8 *pixels = g_new (guint8, MADE_SIDE * MADE_SIDE * 3);

  for (guint y = 0; y < MADE_SIDE; y++)
    for (guint x = 0; x < MADE_SIDE; x++)
      {
        guint8 *pixel = pixels + (y * MADE_SIDE + x) * 3;

        pixel[0] = (guint8) x;
        pixel[1] = (guint8) y;
        pixel[2] = (guint8) (x ^ y);
      }

  g_autoptr (GBytes) bytes = g_bytes_new_take (pixels, MADE_SIDE * MADE_SIDE * 3);

  return morsel_photo_new_from_pixels (bytes, MADE_SIDE, MADE_SIDE, MADE_SIDE * 3);
}

/* One photo through the whole engine: its probabilities must be some. */
static gboolean
check_run (GFile *file, GError **error)
{
  g_autoptr (MorselRecognizer) recognizer = morsel_recognizer_new (file, 1, MORSEL_PRECISION_AUTO,
                                                                   NULL, error);
  g_autoptr (MorselPhoto) photo = make_photo ();
  g_autoptr (MorselRanking) ranking = NULL;
  double sum = 0.0;

  if (recognizer != NULL)
    ranking = morsel_recognizer_recognize (recognizer, photo, NULL, NULL, error);
  if (ranking == NULL)
    return FALSE;

  for (gsize i = 0; i < morsel_ranking_get_n_dishes (ranking); i++)
    sum += (double) morsel_ranking_get_probability (ranking, i);
  if (fabs (sum - 1.0) < SUM_TOLERANCE)
    return TRUE;

  g_set_error (error, MORSEL_WEIGHTS_ERROR, MORSEL_WEIGHTS_ERROR_DAMAGED,
               "The probabilities of a made photo add up to %g", sum);
  return FALSE;
}

static MorselExit
verify (int argc, char **argv)
{
  g_auto (MorselOptions) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!morsel_options_parse (&options, 0, NULL, N_ ("FILE"),
                             _ ("Checks a model: the form of the file, the shape of every tensor, "
                                "that every number is finite, and that a photo gets an answer."),
                             argc, argv))
    return MORSEL_EXIT_USAGE;
  if (g_strv_length (options.paths) != 1)
    {
      morsel_options_refuse (_ ("One model is needed."));
      return MORSEL_EXIT_USAGE;
    }

  const char *name = options.paths[0];
  g_autoptr (GFile) file = morsel_name_get_file (name);
  g_autoptr (MorselWeights) weights = NULL;
  g_autoptr (MorselSafetensors) tensors = load_tensors (file, &weights, &error);

  if (tensors == NULL || !check_finite (tensors, &error) || !check_run (file, &error))
    {
      morsel_output_complain_error (name, error, options.verbose);
      return MORSEL_EXIT_FAILED;
    }

  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *printable = morsel_output_printable (name);
  gsize n_tensors = morsel_safetensors_get_n_tensors (tensors);

  g_string_append_printf (text,
                          ngettext ("%s: %lu tensor is as it should be.\n",
                                    "%s: all %lu tensors are as they should be.\n", n_tensors),
                          printable, (gulong) n_tensors);
  return morsel_output_write_text (text) ? MORSEL_EXIT_DONE : MORSEL_EXIT_FAILED;
}

/* The first argument that is neither an option nor an option's value: what is imported, most
 * likely. */
static const char *
find_file (int argc, char **argv)
{
  static const char *const with_value[] = { "-l", "--labels", "-o", "--output", "--ending", NULL };

  for (int i = 1; i < argc; i++)
    if (*argv[i] != '-' && !g_strv_contains (with_value, argv[i - 1]))
      return argv[i];
  return "morsel-import";
}

/* A program of its own reads foreign files: what they break is not this program. Its words are the
 * person's: it has the same standard error. */
static MorselExit
import (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *program = morsel_paths_get_import_program ();
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();

  if (program == NULL)
    {
      morsel_output_complain ("morsel-cli", _ ("morsel-import is not installed."));
      return MORSEL_EXIT_FAILED;
    }

  g_ptr_array_add (arguments, program);
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (arguments, argv[i]);
  g_ptr_array_add (arguments, NULL);

  g_autoptr (GSubprocess) subprocess = g_subprocess_newv ((const char *const *) arguments->pdata,
                                                          G_SUBPROCESS_FLAGS_STDIN_INHERIT, &error);

  if (subprocess == NULL || !g_subprocess_wait (subprocess, NULL, &error))
    {
      morsel_output_complain (program, error->message);
      return MORSEL_EXIT_FAILED;
    }
  if (g_subprocess_get_if_exited (subprocess))
    {
      int status = g_subprocess_get_exit_status (subprocess);

      return (MorselExit) status;
    }

  morsel_output_complain (find_file (argc, argv), _ ("The file is damaged."));
  return MORSEL_EXIT_FAILED;
}

MorselExit
morsel_cli_model (int argc, char **argv)
{
  const char *first = argc > 1 ? argv[1] : "";

  if (strcmp (first, "verify") == 0)
    {
      argv[1] = (char[]){ "model verify" };
      return verify (argc - 1, argv + 1);
    }
  if (strcmp (first, "import") == 0)
    return import (argc - 1, argv + 1);
  return show (argc, argv);
}
