/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The comparisons of this session, newest first, and which of their runs are marked to be put side
 * by side.
 *
 * A list model of IlvRecentRun. As many are kept, and as much of traces, as the limits say; then
 * the oldest go first, but never the one that is shown nor one of which a run is marked. Emits
 * "changed" when another one is shown or marked. Knows no widget.
 */
#pragma once

#include "session/comparison.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define ILV_TYPE_RECENT_RUN (ilv_recent_run_get_type ())
G_DECLARE_FINAL_TYPE (IlvRecentRun, ilv_recent_run, ILV, RECENT_RUN, GObject)

IlvComparison *ilv_recent_run_get_comparison (IlvRecentRun *self); /* (transfer none) */
/* What somebody called it, or its scenario's title. Property "title". */
const char *ilv_recent_run_get_title (IlvRecentRun *self);
void ilv_recent_run_set_name (IlvRecentRun *self, const char *name); /* "" or NULL: none */
/* "Delay 20 ms · Together · 3 × · 4.2 s": what differs from the scenario's own, and how long it
   took. (transfer full), translated */
char *ilv_recent_run_describe (IlvRecentRun *self);

#define ILV_TYPE_RECENT_RUNS (ilv_recent_runs_get_type ())
G_DECLARE_FINAL_TYPE (IlvRecentRuns, ilv_recent_runs, ILV, RECENT_RUNS, GObject)

#define ILV_RECENT_MOST 12
#define ILV_RECENT_MOST_BYTES ((guint64) 1 << 30)
/* Keeps so many comparisons, and so many bytes of traces; beyond that the oldest go. */
IlvRecentRuns *ilv_recent_runs_new (guint most, guint64 most_bytes);

/* One that has ended; those already there, and those that are runs of others, change nothing. It
   becomes the newest. */
void ilv_recent_runs_add (IlvRecentRuns *self, IlvComparison *comparison);
void ilv_recent_runs_set_shown (IlvRecentRuns *self, IlvComparison *comparison); /* (nullable) */
gboolean ilv_recent_runs_is_shown (IlvRecentRuns *self, IlvRecentRun *run);
/* (transfer none) (nullable) */
IlvRecentRun *ilv_recent_runs_find (IlvRecentRuns *self, IlvComparison *comparison);
guint ilv_recent_runs_get_n_dropped (IlvRecentRuns *self); /* so far, to keep within the limits */

/* Takes one out, and puts it back where it was. */
void ilv_recent_runs_remove (IlvRecentRuns *self, IlvRecentRun *run, guint *place);
void ilv_recent_runs_put_back (IlvRecentRuns *self, IlvRecentRun *run, guint place);

/* Marks, in the order in which they were made: at most ILV_MAX_PICKS. FALSE: there are as many. */
gboolean ilv_recent_runs_mark (IlvRecentRuns *self, IlvRecentRun *run, guint index);
void ilv_recent_runs_unmark (IlvRecentRuns *self, IlvRecentRun *run, guint index);
gboolean ilv_recent_runs_is_marked (IlvRecentRuns *self, IlvRecentRun *run, guint index);
guint ilv_recent_runs_get_n_marked (IlvRecentRuns *self);
void ilv_recent_runs_clear_marks (IlvRecentRuns *self);
/* The marked ones side by side; NULL when none is. (transfer full) */
IlvComparison *ilv_recent_runs_compare (IlvRecentRuns *self);

G_END_DECLS
