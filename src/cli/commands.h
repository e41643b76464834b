/* commands.h: the commands of morsel-cli
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the program ends with. */
typedef enum
{
  MORSEL_EXIT_DONE = 0,
  MORSEL_EXIT_FAILED = 1, /* some photo, or all of the command */
  MORSEL_EXIT_USAGE = 2,
  MORSEL_EXIT_INTERRUPTED = 130, /* 128 + SIGINT, as shells say it */
} MorselExit;

/* Each reads its own arguments; argv[0] is the command's name. */
MorselExit morsel_cli_classify (int argc, char **argv);
MorselExit morsel_cli_evaluate (int argc, char **argv);
MorselExit morsel_cli_focus (int argc, char **argv);
MorselExit morsel_cli_model (int argc, char **argv);
MorselExit morsel_cli_benchmark (int argc, char **argv);

G_END_DECLS
