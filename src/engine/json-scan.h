/* json-scan.h: JSON from files nobody vouches for, scanned before json-glib sees it
 *
 * json-glib takes far more than JSON (comments, hexadecimal numbers, duplicate keys) and overflows
 * the stack on deep nesting, so what it is given is looked through first.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  MORSEL_JSON_HEADER,   /* of a weights file: an object, 3 deep, whole numbers from 0 to 2^53 */
  MORSEL_JSON_METADATA, /* a text inside it: object or array, 6 deep, plain decimals */
  MORSEL_JSON_CONFIG,   /* Keras' description of a model: 32 deep, exponents, true, false, null */
} MorselJsonRules;

/* json-glib's own type; only who reads the node includes its header. */
typedef struct _JsonNode JsonNode;

gboolean morsel_json_scan (const char *text, gsize n_bytes, MorselJsonRules rules, GError **error);
JsonNode *morsel_json_parse (const char *text, gsize n_bytes, MorselJsonRules rules, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
