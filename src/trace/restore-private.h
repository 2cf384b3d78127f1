/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A trace out of a file: what the stores of the model hold, put back as it was.
 *
 * Recording a run again from its intervals would not give the same model: what came late, was
 * merged or left out is not in them. Each of these puts one element at the end of its store and
 * says whether it makes sense; a file may say anything.
 */
#pragma once

#include "trace/model-private.h"

G_BEGIN_DECLS

/* What a trace says of itself. */
typedef struct
{
  gint64 begin;
  gint64 end;
  guint64 n_events;
  guint64 n_dropped;
  guint64 n_damaged;
  gboolean finished;
} IlvTraceSummary;

/* The given lane, task, lock or counter without its timeline, elements and counts; its name is
   copied. NULL when there is one of that id, or too many. */
IlvLaneStore *ilv_trace_restore_lane (IlvTrace *trace, const IlvLane *lane);
IlvTaskStore *ilv_trace_restore_task (IlvTrace *trace, const IlvTask *task);
IlvLockStore *ilv_trace_restore_lock (IlvTrace *trace, const IlvLock *lock);
IlvCounterStore *ilv_trace_restore_counter (IlvTrace *trace, const IlvCounter *counter);

/* `entry->object` is ignored: `lock` is the id of the lock waited for, or 0. */
gboolean ilv_trace_restore_interval (IlvTrace *trace, IlvTimeline *timeline,
                                     const IlvTimelineEntry *entry, guint32 lock);
gboolean ilv_trace_restore_hold (IlvTrace *trace, IlvLockStore *lock, const IlvHoldElement *hold);
gboolean ilv_trace_restore_drop_request (IlvTrace *trace, IlvLockStore *lock,
                                         const IlvDropRequest *request);
gboolean ilv_trace_restore_sample (IlvTrace *trace, IlvCounterStore *counter,
                                   const IlvSample *sample);
gboolean ilv_trace_restore_mark (IlvTrace *trace, const IlvMarkEvent *mark);
gboolean ilv_trace_restore_wake (IlvTrace *trace, const IlvWake *wake);

/* Last of all: ends what ended, finds again which lane used which core, and says what the trace
   said of itself. `n_refused` elements made no sense. */
void ilv_trace_restore_end (IlvTrace *trace, const IlvTraceSummary *summary, guint64 n_refused);

/* Part of the last: who used which core, as the lanes' intervals tell. */
void ilv_trace_restore_cores (IlvTrace *trace);

G_END_DECLS
