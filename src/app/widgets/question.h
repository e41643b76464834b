/* question.h: asks before something is done
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What may be answered. */
typedef struct
{
  const char *id;
  const char *label; /* with its mnemonic */
  AdwResponseAppearance appearance;
} MorselResponse;

GObject *morsel_question_ask (GtkWidget *parent,
                              const char *heading,
                              const char *body,
                              const MorselResponse *responses,
                              gsize n_responses);

G_END_DECLS
