/* report.h: rows of results as JSON Lines or CSV, the same for window and command line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "engine/ranking.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  MORSEL_REPORT_JSON,
  MORSEL_REPORT_CSV,
} MorselReportFormat;

/* The words come from outside: the engine speaks no language. Both: (transfer full) */
typedef char *(*MorselReportName) (const char *label);
typedef char *(*MorselReportSentence) (const GError *error);

typedef struct
{
  MorselReportFormat format;
  guint n_top; /* dishes per row */
  MorselReportName name;
  MorselReportSentence sentence;
} MorselReport;

void morsel_report_append_header (const MorselReport *report, GString *text);
void morsel_report_append_ranking (const MorselReport *report,
                                   GFile *photo,
                                   const char *given_name,
                                   MorselRanking *ranking,
                                   GString *text);
void morsel_report_append_error (const MorselReport *report,
                                 GFile *photo,
                                 const char *given_name,
                                 const GError *error,
                                 GString *text);

G_END_DECLS
