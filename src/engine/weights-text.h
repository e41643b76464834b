/* weights-text.h: the texts of a weights file's metadata, each read into what it means
 *
 * The texts are described in model/FORMAT.md. Nothing else reads them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/weights.h"

G_BEGIN_DECLS

gboolean morsel_text_check_format (const char *text, GError **error);
gboolean morsel_text_check_folded (const char *text, GError **error);
gboolean morsel_text_read_padding (const char *text, MorselPadding *padding, GError **error);
gboolean morsel_text_read_head (const char *text,
                                MorselHeadStep steps[MORSEL_HEAD_MAX_STEPS],
                                guint *n_steps,
                                GError **error);
gboolean morsel_text_read_side (const char *text, MorselInput *input, GError **error);
gboolean morsel_text_read_resize (const char *text, MorselInput *input, GError **error);
gboolean morsel_text_read_mean (const char *text, MorselInput *input, GError **error);
gboolean morsel_text_read_std (const char *text, MorselInput *input, GError **error);
gboolean morsel_text_read_temperature (const char *text, float *temperature, GError **error);
gboolean morsel_text_read_precision (const char *text, gboolean *allows_bf16, GError **error);

/* weights-json.c */
gboolean morsel_text_read_thresholds (const char *text,
                                      MorselThresholds *thresholds,
                                      GError **error);
char **morsel_text_read_labels (const char *text, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
