/* main.c: morsel-cli, which names dishes in photos; finds the command and hands over
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "cli/commands.h"
#include "cli/memory.h"
#include "cli/output.h"
#include "engine/recognizer.h"
#include "paths/paths.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <string.h>

/* A command and what it does, for the overview. */
typedef struct
{
  const char *name;
  const char *summary;
  MorselExit (*run) (int argc, char **argv);
} Command;

static const Command commands[] = {
  { "classify", N_ ("Name the dishes in photos"), morsel_cli_classify },
  { "evaluate", N_ ("Measure the answers on photos whose dishes are known"), morsel_cli_evaluate },
  { "focus", N_ ("Draw where in a photo a dish was seen"), morsel_cli_focus },
  { "model", N_ ("Show, verify or import a model"), morsel_cli_model },
  { "benchmark", N_ ("Measure the speed on this computer"), morsel_cli_benchmark },
};

static void
set_up_language (void)
{
  g_autofree char *locale = morsel_paths_get_locale ();

  (void) setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

static MorselExit
print_overview (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  morsel-cli %s\n\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"));
  g_string_append_printf (text, "%s\n\n",
                          _ ("Names the dishes in photos, on this computer alone."));
  g_string_append_printf (text, "%s\n", _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-10s  %s\n", commands[i].name, _ (commands[i].summary));
  g_string_append_printf (text, "\n%s\n", _ ("Options:"));
  g_string_append_printf (text, "  %-10s  %s\n", "--help", _ ("Show this overview"));
  g_string_append_printf (text, "  %-10s  %s\n", "--version", _ ("Show the version"));
  g_string_append_printf (text, "\n%s\n",
                          _ ("“morsel-cli COMMAND --help” tells more of a command."));
  return morsel_output_write_text (text) ? MORSEL_EXIT_DONE : MORSEL_EXIT_FAILED;
}

static MorselExit
print_version (void)
{
  g_autoptr (GString) text = g_string_new ("Morsel " MORSEL_VERSION "\n");

  return morsel_output_write_text (text) ? MORSEL_EXIT_DONE : MORSEL_EXIT_FAILED;
}

static const Command *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static MorselExit
refuse (const char *argument)
{
  g_autofree char *message = NULL;

  if (argument == NULL)
    message = g_strdup (_ ("A command is missing."));
  else if (*argument == '-')
    message = g_strdup_printf (_ ("There is no option “%s”."), argument);
  else
    message = g_strdup_printf (_ ("There is no command “%s”."), argument);

  morsel_output_complain ("morsel-cli", message);
  morsel_output_complain ("morsel-cli", _ ("Try “morsel-cli --help”."));
  return MORSEL_EXIT_USAGE;
}

static MorselExit
run (int argc, char **argv)
{
  const char *first = argc > 1 ? argv[1] : NULL;

  if (first == NULL)
    return refuse (NULL);
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0)
    return print_overview ();
  if (strcmp (first, "--version") == 0)
    return print_version ();

  const Command *command = find_command (first);

  return command != NULL ? command->run (argc - 1, argv + 1) : refuse (first);
}

int
main (int argc, char **argv)
{
  morsel_memory_set_up ();
  set_up_language ();
  /* A closed pipe is an error of writing like a full disk, told in words. */
  (void) signal (SIGPIPE, SIG_IGN);

  MorselExit status = run (argc, argv);

  /* Ctrl+C ends the work, not the photos that are in the middle of it. */
  morsel_recognizer_end_all ();
  return (int) status;
}
