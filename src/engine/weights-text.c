/* weights-text.c: the texts of a weights file's metadata, each read into what it means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "engine/weights-text.h"

#include "engine/error.h"

#include <math.h>
#include <string.h>

#define FORMAT_PREFIX "morsel-"
#define FORMAT_NUMBER 1

/* The network halves its input five times, without a rest. */
#define SIDE_STEP 32
#define MIN_SIDE 32
#define MAX_SIDE 512
#define MAX_SHORT_SIDE 1024
/* Pixel values are 0 to 255; whoever scales otherwise still stays within these. */
#define MAX_MEAN 1024.0
#define MIN_STD 1e-3
#define MAX_STD 1024.0
#define MIN_TEMPERATURE 0.01
#define MAX_TEMPERATURE 100.0

/* A text that means a value of an enumeration. */
typedef struct
{
  const char *text;
  int value;
} Word;

static const Word paddings[] = {
  { "same", MORSEL_PADDING_SAME },
  { "symmetric", MORSEL_PADDING_SYMMETRIC },
};

static const Word activations[] = {
  { "", MORSEL_ACTIVATION_NONE },
  { "hswish", MORSEL_ACTIVATION_HARD_SWISH },
  { "relu", MORSEL_ACTIVATION_RELU },
};

static const Word precisions[] = {
  { "bf16-ok", TRUE },
  { "f32", FALSE },
};

static gboolean
find_word (const Word *words, gsize n_words, const char *text, int *value)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_str_equal (words[i].text, text))
      {
        *value = words[i].value;
        return TRUE;
      }
  return FALSE;
}

/* A value that makes no sense. */
static gboolean
refuse_value (const char *key, const char *text, GError **error)
{
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_DAMAGED,
                                   "The metadata's %s cannot be “%.64s”", key, text);
}

/* A value that may make sense to another program. */
static gboolean
refuse_network (const char *key, const char *text, GError **error)
{
  return morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_OTHER_NETWORK,
                                   "The metadata's %s is “%.64s”, which is not known here", key,
                                   text);
}

/* Reads a whole number with nothing before and behind it. */
static gboolean
parse_count (const char *text, guint min, guint max, guint *count)
{
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, min, max, &value, NULL))
    return FALSE;
  *count = (guint) value;
  return TRUE;
}

/* Reads a decimal number as the C locale writes it; "nan", "inf" and "0x1" are none. */
static gboolean
parse_number (const char *text, double min, double max, float *number)
{
  char *end;

  if (*text == '\0' || strspn (text, "+-.0123456789eE") != strlen (text))
    return FALSE;

  double value = g_ascii_strtod (text, &end);

  *number = (float) value;
  return *end == '\0' && isfinite (value) && value >= min && value <= max;
}

/* Reads three numbers with commas between them, blanks round each allowed. */
static gboolean
parse_three (const char *text, double min, double max, float numbers[3])
{
  g_auto (GStrv) parts = g_strsplit (text, ",", 4);

  if (g_strv_length (parts) != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    if (!parse_number (g_strstrip (parts[i]), min, max, &numbers[i]))
      return FALSE;
  return TRUE;
}

/**
 * morsel_text_check_format:
 * @text: "morsel-1"
 * @error: return location for an error
 *
 * Fails with %MORSEL_WEIGHTS_ERROR_TOO_NEW for a higher number.
 *
 * Returns: whether the file is of a format that is read here
 */
gboolean
morsel_text_check_format (const char *text, GError **error)
{
  guint number;

  if (!g_str_has_prefix (text, FORMAT_PREFIX))
    return refuse_network ("format", text, error);
  if (!parse_count (text + strlen (FORMAT_PREFIX), 1, G_MAXUINT, &number))
    return refuse_value ("format", text, error);
  return number <= FORMAT_NUMBER ||
         morsel_weights_error_set (error, MORSEL_WEIGHTS_ERROR_TOO_NEW,
                                   "The file is of format %s%u, this program reads %s%d",
                                   FORMAT_PREFIX, number, FORMAT_PREFIX, FORMAT_NUMBER);
}

/**
 * morsel_text_check_folded:
 * @text: "folded"
 * @error: return location for an error
 *
 * Returns: whether the batch normalizations are folded into the convolutions
 */
gboolean
morsel_text_check_folded (const char *text, GError **error)
{
  return g_str_equal (text, "folded") || refuse_network ("bn", text, error);
}

/**
 * morsel_text_read_padding:
 * @text: "same" or "symmetric"
 * @padding: (out): what it means
 * @error: return location for an error
 *
 * Returns: whether it is known
 */
gboolean
morsel_text_read_padding (const char *text, MorselPadding *padding, GError **error)
{
  int value;

  if (!find_word (paddings, G_N_ELEMENTS (paddings), text, &value))
    return refuse_network ("padding", text, error);
  *padding = (MorselPadding) value;
  return TRUE;
}

/* Reads "gap", or a kind directly followed by its activation, "convhswish", "dense". */
static gboolean
parse_head_step (const char *text, MorselHeadStep *step)
{
  int activation;

  if (g_str_equal (text, "gap"))
    {
      *step = (MorselHeadStep){ MORSEL_HEAD_GAP, MORSEL_ACTIVATION_NONE };
      return TRUE;
    }
  if (!g_str_has_prefix (text, "conv") && !g_str_has_prefix (text, "dense"))
    return FALSE;

  gboolean is_conv = g_str_has_prefix (text, "conv");
  const char *rest = text + strlen (is_conv ? "conv" : "dense");

  if (!find_word (activations, G_N_ELEMENTS (activations), rest, &activation))
    return FALSE;
  step->kind = is_conv ? MORSEL_HEAD_CONV : MORSEL_HEAD_DENSE;
  step->activation = (MorselActivation) activation;
  return TRUE;
}

/* At most one convolution, the mean, then dense steps, the last of which gives the logits. */
static gboolean
is_head (const MorselHeadStep *steps, guint n_steps)
{
  guint gap = steps[0].kind == MORSEL_HEAD_CONV ? 1 : 0;

  if (n_steps < gap + 2 || steps[gap].kind != MORSEL_HEAD_GAP)
    return FALSE;
  for (guint i = gap + 1; i < n_steps; i++)
    if (steps[i].kind != MORSEL_HEAD_DENSE)
      return FALSE;
  return steps[n_steps - 1].activation == MORSEL_ACTIVATION_NONE;
}

/**
 * morsel_text_read_head:
 * @text: "gap-dense", "convhswish-gap-denserelu-dense"
 * @steps: (out caller-allocates): the steps from the last features to the logits
 * @n_steps: (out): how many there are
 * @error: return location for an error
 *
 * Returns: whether it is a head that can be run
 */
gboolean
morsel_text_read_head (const char *text,
                       MorselHeadStep steps[MORSEL_HEAD_MAX_STEPS],
                       guint *n_steps,
                       GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", MORSEL_HEAD_MAX_STEPS + 1);

  *n_steps = g_strv_length (parts);
  if (*n_steps == 0 || *n_steps > MORSEL_HEAD_MAX_STEPS)
    return refuse_network ("head", text, error);

  for (guint i = 0; i < *n_steps; i++)
    if (!parse_head_step (parts[i], &steps[i]))
      return refuse_network ("head", text, error);
  return is_head (steps, *n_steps) || refuse_network ("head", text, error);
}

/**
 * morsel_text_read_side:
 * @text: "224"
 * @input: (inout): whose side is set
 * @error: return location for an error
 *
 * Returns: whether it is a multiple of 32 within the bounds
 */
gboolean
morsel_text_read_side (const char *text, MorselInput *input, GError **error)
{
  if (!parse_count (text, MIN_SIDE, MAX_SIDE, &input->side) || input->side % SIDE_STEP != 0)
    return refuse_value ("input_size", text, error);
  return TRUE;
}

/**
 * morsel_text_read_resize:
 * @text: "stretch-bilinear", "stretch-antialias" or "short256-crop224-antialias"
 * @input: (inout): whose resize and short_side are set; its side is known already
 * @error: return location for an error
 *
 * Returns: whether it is known, and crops what the network takes
 */
gboolean
morsel_text_read_resize (const char *text, MorselInput *input, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "-", 4);
  guint crop;

  input->short_side = input->side;
  if (g_str_equal (text, "stretch-bilinear") || g_str_equal (text, "stretch-antialias"))
    {
      input->resize = g_str_equal (text, "stretch-bilinear") ? MORSEL_RESIZE_STRETCH_BILINEAR
                                                             : MORSEL_RESIZE_STRETCH_ANTIALIAS;
      return TRUE;
    }

  if (g_strv_length (parts) != 3 || !g_str_has_prefix (parts[0], "short") ||
      !g_str_has_prefix (parts[1], "crop") || !g_str_equal (parts[2], "antialias"))
    return refuse_network ("resize", text, error);
  if (!parse_count (parts[0] + strlen ("short"), input->side, MAX_SHORT_SIDE, &input->short_side) ||
      !parse_count (parts[1] + strlen ("crop"), input->side, input->side, &crop))
    return refuse_value ("resize", text, error);

  input->resize = MORSEL_RESIZE_SHORT_CROP;
  return TRUE;
}

/**
 * morsel_text_read_mean:
 * @text: "127.5,127.5,127.5"
 * @input: (inout): whose mean is set
 * @error: return location for an error
 *
 * Returns: whether these are three numbers within the bounds
 */
gboolean
morsel_text_read_mean (const char *text, MorselInput *input, GError **error)
{
  return parse_three (text, -MAX_MEAN, MAX_MEAN, input->mean) || refuse_value ("mean", text, error);
}

/**
 * morsel_text_read_std:
 * @text: "127.5,127.5,127.5"
 * @input: (inout): whose std is set
 * @error: return location for an error
 *
 * Returns: whether these are three numbers above 0 within the bounds
 */
gboolean
morsel_text_read_std (const char *text, MorselInput *input, GError **error)
{
  return parse_three (text, MIN_STD, MAX_STD, input->std) || refuse_value ("std", text, error);
}

/**
 * morsel_text_read_temperature:
 * @text: "1.0"
 * @temperature: (out): what the logits are divided by before the softmax
 * @error: return location for an error
 *
 * Returns: whether it is a number above 0 within the bounds
 */
gboolean
morsel_text_read_temperature (const char *text, float *temperature, GError **error)
{
  return parse_number (text, MIN_TEMPERATURE, MAX_TEMPERATURE, temperature) ||
         refuse_value ("temperature", text, error);
}

/**
 * morsel_text_read_precision:
 * @text: "f32" or "bf16-ok"
 * @allows_bf16: (out): whether the network is as good in bf16
 * @error: return location for an error
 *
 * Returns: whether it is known
 */
gboolean
morsel_text_read_precision (const char *text, gboolean *allows_bf16, GError **error)
{
  return find_word (precisions, G_N_ELEMENTS (precisions), text, allows_bf16) ||
         refuse_value ("precision", text, error);
}
