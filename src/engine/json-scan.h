/* json-scan.h: the characters, strings, numbers and words of a JSON text, for json.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/json.h"

G_BEGIN_DECLS

/* What one kind of text may hold. */
typedef struct
{
  guint max_depth;
  const char *blanks;
  const char *opening; /* characters that the text may begin with */
  gboolean decimals;
  gboolean exponents;
  gboolean words; /* true, false, null */
} MorselJsonLimits;

/* A text and how far it was read. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  const MorselJsonLimits *limits;
  guint depth;
  GString *decoded; /* borrowed: the last string that was read */
} MorselJsonScan;

gboolean morsel_json_scan_fail (const MorselJsonScan *scan, const char *what, GError **error);
char morsel_json_scan_peek (const MorselJsonScan *scan);
gboolean morsel_json_scan_accept (MorselJsonScan *scan, char character);
void morsel_json_scan_skip_blanks (MorselJsonScan *scan);
gboolean morsel_json_scan_string (MorselJsonScan *scan, GError **error);
gboolean morsel_json_scan_scalar (MorselJsonScan *scan, MorselJson *value, GError **error);

G_END_DECLS
