/* photo-item-private.h: what the files of one of many photos share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/stores/photo-item.h"

G_BEGIN_DECLS

struct _MorselPhotoItem
{
  GObject parent_instance;

  /* owned */
  GFile *file;
  char *name;
  char *name_key; /* for sorting, in natural order */
  MorselRanking *ranking;
  GError *error;
  GdkTexture *thumbnail;
  char *line;     /* the answer or what went wrong, as it is read */
  char *line_key; /* for sorting */
  char *folded;   /* everything that can be searched for */

  MorselPhotoState state;
  guint order;    /* of adding */
  float sureness; /* the first dish's probability, or NO_SURENESS */

  /* the list's */
  gboolean is_gone;        /* it was removed, and may come back */
  gboolean is_in_progress; /* it is being loaded or recognised */
};

G_END_DECLS
