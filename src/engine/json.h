/* json.h: JSON from files nobody vouches for, read strictly into a tree
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

typedef enum
{
  MORSEL_JSON_OBJECT,
  MORSEL_JSON_ARRAY,
  MORSEL_JSON_STRING,
  MORSEL_JSON_INTEGER, /* a number without point and exponent, at most 2^53 */
  MORSEL_JSON_DECIMAL, /* any other number */
  MORSEL_JSON_WORD,    /* true, false or null */
} MorselJsonKind;

/* A value, for reading only. What is in an object or an array follows one another from first on. */
typedef struct _MorselJson MorselJson;

struct _MorselJson
{
  MorselJsonKind kind;
  guint n_values; /* in an object or an array */
  char *key;      /* of a value in an object */
  char *text;     /* of a string or word */
  gint64 integer; /* of an integer */
  double number;  /* of an integer or decimal */
  MorselJson *first;
  MorselJson *next;
};

MorselJson *morsel_json_parse (const char *text,
                               gsize n_bytes,
                               MorselJsonRules rules,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void morsel_json_free (MorselJson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MorselJson, morsel_json_free)

const MorselJson *morsel_json_get (const MorselJson *self, const char *key);
const MorselJson *morsel_json_get_kind (const MorselJson *self,
                                        const char *key,
                                        MorselJsonKind kind);
const char *morsel_json_get_text (const MorselJson *self, const char *key);
gboolean morsel_json_is_number (const MorselJson *self);

G_END_DECLS
