/* options.h: the options that several commands have in common
 *
 *   g_auto (MorselOptions) options = { 0 };
 *   if (!morsel_options_parse (&options, MORSEL_OPTIONS_MODEL, NULL, N_ ("PHOTO"), summary, argc, argv))
 *     return MORSEL_EXIT_USAGE;
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/recognizer.h"

G_BEGIN_DECLS

typedef enum
{
  MORSEL_FORMAT_TEXT,
  MORSEL_FORMAT_JSON,
  MORSEL_FORMAT_CSV,
} MorselFormat;

/* Which of the options a command has; --verbose has every one. */
typedef enum
{
  MORSEL_OPTIONS_FORMAT = 1 << 0,  /* --format: text or json */
  MORSEL_OPTIONS_MODEL = 1 << 1,   /* --model, --precision */
  MORSEL_OPTIONS_THREADS = 1 << 2, /* --threads */
  MORSEL_OPTIONS_CSV = 1 << 3,     /* --format: text, json or csv */
} MorselOptionsSet;

typedef struct
{
  MorselOptionsSet set; /* those that the command has */
  MorselFormat format;
  MorselPrecision precision;
  char *model;   /* owned; NULL: Morsel's own */
  int n_threads; /* photos at the same time, at least 1 */
  gboolean verbose;
  char **paths; /* owned; what stands behind the options, never NULL once parsed */
} MorselOptions;

gboolean morsel_options_parse (MorselOptions *self,
                               MorselOptionsSet set,
                               const GOptionEntry *entries,
                               const char *arguments,
                               const char *summary,
                               int argc,
                               char **argv);
void morsel_options_clear (MorselOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MorselOptions, morsel_options_clear)

void morsel_options_refuse (const char *message);
gboolean morsel_options_write (const MorselOptions *self, const GString *text);
GFile *morsel_options_get_model_file (const MorselOptions *self) G_GNUC_WARN_UNUSED_RESULT;
MorselRecognizer *morsel_options_load_recognizer (const MorselOptions *self, gsize n_photos)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
