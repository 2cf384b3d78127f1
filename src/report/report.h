/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A comparison as pictures: fills chart panels and whole pictures with what a session knows.
 *
 * The one place where session and chart meet; the command line and the window both come through
 * here, so that a picture says the same on the screen and in a file.
 */
#pragma once

#include "chart/picture.h"
#include "session/results.h"

G_BEGIN_DECLS

/* Brings a panel up to date with its run: trace, words, task labels, placeholder, and the finish
   marks of all runs. Cheap enough for every frame. */
void ilv_report_fill_panel (IlvPanel *panel, IlvComparison *comparison, IlvRun *run);

/* To where a run is worth showing: shortly after its last task ended, or the last that was recorded
   of a run that goes on or did not finish. */
gint64 ilv_report_find_end (IlvRun *run);

/* The time range that fits all runs: from 0 to the latest end (growing while runs go on). What a
   runner did before its origin, such as reading the scenario, is no part of the model's time. */
void ilv_report_fit (IlvComparison *comparison, gint64 *from, gint64 *to);

typedef enum { ILV_PART_COMPARISON, ILV_PART_PANEL, ILV_PART_RESULTS } IlvPart;

/* What a picture shows, and how; all zero but the theme: everything. */
typedef struct
{
  IlvPart part;
  guint run; /* of ILV_PART_PANEL: its index in the comparison */
  const IlvView *view; /* of all panels; NULL: fitted */
  const IlvTheme *theme;
  IlvArrangement arrangement;
  gboolean without_caption;
  gboolean without_legend;
  gboolean without_results; /* of panels */
} IlvReportPicture;

/* The comparison, or a part of it, as a picture. (transfer full) */
IlvPicture *ilv_report_make_picture (IlvComparison *comparison, const IlvReportPicture *wanted);

/* "Fetching pages": the scenario, or of runs of several what they are. (transfer full) */
char *ilv_report_make_title (IlvComparison *comparison);

/* "In turn · 2 cores · AMD EPYC · 0 events dropped · recorded 20 November 2026": what keeps the
   picture honest. (transfer full) */
char *ilv_report_make_caption (IlvComparison *comparison);

/* To where something is drawn: what was recorded later than the view's moment is not. */
gint64 ilv_report_get_shown_end (const IlvView *view);
/* "20 ms to 40 ms of 1.05 s". (transfer full) */
char *ilv_report_describe_range (IlvComparison *comparison, gint64 from, gint64 to);

/* Intervals of all runs as CSV: model, lane, task, state, begin, end, object. */
gboolean ilv_report_write_intervals_csv (IlvComparison *comparison, GFile *file,
                                         GCancellable *cancellable, GError **error);

/* The measures of all runs as CSV, a line a run. */
gboolean ilv_report_write_results_csv (IlvComparison *comparison, GFile *file,
                                       GCancellable *cancellable, GError **error);

G_END_DECLS
