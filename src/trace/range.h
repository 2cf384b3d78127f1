/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What happened in a stretch of a run, for somebody who selects one and wants to know at once.
 *
 * Counting costs a few searches a lane and a lock, a look at each task, and the GIL's holds in the
 * range; measuring reads the intervals and holds in the range. ilv_metrics_compute() has all
 * figures of a run, at the cost of reading it.
 */
#pragma once

#include "trace/metrics.h"

G_BEGIN_DECLS

/* Of what begins in the range; a range that reaches to the trace's end has its last moment too. */
typedef struct
{
  /* State changes of the lanes, or of the tasks where an event loop has them; lock takes, drop
     requests, wakes, marks and values of counters. */
  guint64 events;
  guint64 handovers; /* of all GILs together, as the next */
  guint64 drop_requests;
  guint64 tasks_ended; /* in whatever way: those of the next three */
  guint64 tasks_done;
  guint64 tasks_failed;
  guint64 tasks_cancelled;
} IlvRangeCounts;

/* Of [from, to), with from ≤ to. */
void ilv_range_count (const IlvTrace *trace, gint64 from, gint64 to, IlvRangeCounts *counts);

/* How long what begins in the range lasts, to its end even where that is later. */
typedef struct
{
  IlvQuantiles gil_hold;
  IlvQuantiles gil_wait;  /* of the lanes that do work */
  IlvQuantiles lock_wait; /* other locks, semaphores, queues: of lanes, or of a loop's tasks */
} IlvRangeLengths;

void ilv_range_measure (const IlvTrace *trace, gint64 from, gint64 to, IlvRangeLengths *lengths);

G_END_DECLS
