/* focus.c: morsel-cli focus, which draws where in a photo a dish was seen
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/commands.h"
#include "cli/focus-picture.h"
#include "cli/names.h"
#include "cli/options.h"
#include "cli/output.h"
#include "words/dish-name.h"
#include "words/percent.h"

#include <glib/gi18n.h>
#include <string.h>

/* The shorter side of the picture where the photo has that many pixels. */
#define PICTURE_SIDE 1440

/* No dish of the ranking. */
#define NOT_FOUND G_MAXSIZE

typedef struct
{
  MorselOptions options; /* owned */
  char *label;           /* owned; NULL: the likeliest dish */
  char *output;          /* owned */
} Focus;

static void
focus_clear (Focus *self)
{
  morsel_options_clear (&self->options);
  g_free (self->label);
  g_free (self->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Focus, focus_clear)

static gboolean
parse (Focus *self, int argc, char **argv)
{
  const GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &self->output, N_ ("Where the picture goes, a PNG"),
      N_ ("FILE") },
    { "dish", 'd', 0, G_OPTION_ARG_STRING, &self->label,
      N_ ("The dish to look for, by its label; the likeliest if not given"), N_ ("LABEL") },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };

  if (!morsel_options_parse (&self->options, MORSEL_OPTIONS_MODEL, entries, N_ ("PHOTO"),
                             _ ("Draws where in a photo a dish was seen: the more orange a place, "
                                "the more it counted."),
                             argc, argv))
    return FALSE;

  if (g_strv_length (self->options.paths) != 1)
    morsel_options_refuse (_ ("One photo is needed."));
  else if (self->output == NULL)
    morsel_options_refuse (_ ("--output is missing: where the picture goes."));
  else
    return TRUE;
  return FALSE;
}

static gsize
find_dish (const Focus *self, MorselRanking *ranking)
{
  gsize n_dishes = morsel_ranking_get_n_dishes (ranking);

  if (self->label == NULL)
    return 0;
  for (gsize i = 0; i < n_dishes; i++)
    if (strcmp (morsel_ranking_get_label (ranking, i), self->label) == 0)
      return i;
  return NOT_FOUND;
}

/* Whether any place counted. */
static gboolean
has_focus (const float *map, guint side)
{
  for (gsize i = 0; map != NULL && i < (gsize) side * side; i++)
    if (map[i] > 0.0f)
      return TRUE;
  return FALSE;
}

static gboolean
write_dish (MorselRanking *ranking, gsize position)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *name = morsel_dish_name (morsel_ranking_get_label (ranking, position));
  g_autofree char *percent = morsel_percent (
      (double) morsel_ranking_get_probability (ranking, position));

  g_string_append_printf (text, _ ("%s (%s)"), name, percent);
  g_string_append_c (text, '\n');
  return morsel_output_write_text (text);
}

static MorselExit
draw (const Focus *self, MorselRecognizer *recognizer, MorselPhoto *photo, MorselRanking *ranking)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (self->output);
  const MorselInput *input = morsel_weights_get_input (morsel_recognizer_get_weights (recognizer));
  MorselPart seen = morsel_preprocess_get_seen (input, photo, NULL);
  gsize position = find_dish (self, ranking);
  guint side = 0;

  if (position == NOT_FOUND)
    {
      g_autofree char *message = g_strdup_printf (
          _ ("The model knows no dish with the label “%s”."), self->label);

      morsel_options_refuse (message);
      return MORSEL_EXIT_USAGE;
    }

  g_autofree float *map = morsel_recognizer_dup_focus (recognizer, ranking, position, &side);
  gboolean is_focused = has_focus (map, side);
  g_autoptr (MorselPhoto) picture = morsel_focus_picture_new (photo, &seen, is_focused ? map : NULL,
                                                              side);

  if (!morsel_photo_save_png (picture, file, NULL, &error))
    {
      morsel_output_complain (self->output, error->message);
      return MORSEL_EXIT_FAILED;
    }
  if (!is_focused)
    morsel_output_complain (self->options.paths[0],
                            _ ("No part of the photo spoke for this dish."));
  return write_dish (ranking, position) ? MORSEL_EXIT_DONE : MORSEL_EXIT_FAILED;
}

MorselExit
morsel_cli_focus (int argc, char **argv)
{
  g_auto (Focus) self = { 0 };
  g_autoptr (GError) error = NULL;

  if (!parse (&self, argc, argv))
    return MORSEL_EXIT_USAGE;

  const char *name = self.options.paths[0];
  g_autoptr (MorselRecognizer) recognizer = morsel_options_load_recognizer (&self.options, 1);

  if (recognizer == NULL)
    return MORSEL_EXIT_FAILED;

  guint least_side = MAX (morsel_recognizer_get_least_side (recognizer), PICTURE_SIDE);
  g_autoptr (MorselPhoto) photo = morsel_name_load_photo (name, least_side, NULL, &error);
  g_autoptr (MorselRanking) ranking = NULL;

  if (photo != NULL)
    ranking = morsel_recognizer_recognize (recognizer, photo, NULL, NULL, &error);
  if (ranking == NULL)
    {
      morsel_output_complain_error (name, error, self.options.verbose);
      return MORSEL_EXIT_FAILED;
    }
  return draw (&self, recognizer, photo, ranking);
}
