/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The read side: an append-only store of one run.
 *
 * An IlvTrace grows while an IlvTraceReader copies new records out of a trace area into it, and
 * never forgets. All times are nanoseconds since the run's origin (int64_t; starting up before
 * the origin is negative). Lanes, tasks, locks and counters are numbered from 0 in the order they
 * appeared; their ids are those of the records. Pointers returned stay valid until the trace is
 * freed; not safe to use from two threads at once, unless it is finished and settled.
 */
#pragma once

#include "trace/record.h"

#include <glib.h>

G_BEGIN_DECLS

#define ILV_TRACE_ERROR (ilv_trace_error_quark ())
GQuark ilv_trace_error_quark (void);

typedef enum
{
  ILV_TRACE_ERROR_NOT_A_TRACE,
  ILV_TRACE_ERROR_DAMAGED,
  ILV_TRACE_ERROR_FAILED,
} IlvTraceError;

typedef struct _IlvTrace IlvTrace;
typedef struct _IlvTimeline IlvTimeline;

/* One stretch of a timeline in one state. `end` of the last, still open one is the trace's end. */
typedef struct
{
  gint64 begin;
  gint64 end;
  IlvState state;
  guint32 other;  /* on a lane: the task id, or 0; on a task: the lane id, or 0 when on none */
  guint32 object; /* id of the lock waited for, or 0 */
  guint16 core;   /* where it began; G_MAXUINT16: unknown */
  gboolean open;  /* has not ended yet */
} IlvInterval;

typedef struct
{
  guint32 id;
  IlvLaneKind kind;
  const char *name; /* never NULL */
  guint32 pid;
  guint32 tid;
  gint64 begin;
  gint64 end;         /* G_MAXINT64 while it lives */
  IlvState end_state; /* ILV_STATE_NONE while it lives */
  const IlvTimeline *timeline;
} IlvLane;

typedef struct
{
  guint32 id;
  const char *name; /* never NULL */
  gint64 begin;       /* G_MAXINT64 while no more than its name is known */
  gint64 end;         /* G_MAXINT64 while it lives */
  IlvState end_state; /* DONE, FAILED, CANCELLED, or NONE while it lives */
  const IlvTimeline *timeline;
} IlvTask;

/* One stretch of a lock in one lane's hands. */
typedef struct
{
  gint64 begin;
  gint64 end; /* the trace's end while still held */
  guint32 lane;
  guint32 task;
  guint32 previous_lane; /* who held it before; another lane: this was a hand-over; 0: nobody */
  gboolean forced;       /* ended by a drop request */
} IlvHold;

typedef struct
{
  gint64 time;
  guint32 lane;   /* who asked */
  guint32 holder; /* who was asked */
} IlvDropRequest;

typedef struct
{
  guint32 id;
  IlvLockKind kind;
  const char *name; /* never NULL */
  guint32 capacity; /* permits of a semaphore, items of a queue; 0: no limit, or not said */
  guint64 n_holds;
  guint64 n_handovers; /* holds whose previous lane was another one */
  guint64 n_drop_requests;
} IlvLock;

typedef struct
{
  gint64 time;
  gint64 value;
  guint32 lane; /* whose doing it was; 0: not said, and of counters that every run may have */
} IlvSample;

typedef struct
{
  guint32 id;
  const char *name; /* never NULL */
  guint64 n_samples;
  gint64 max;
  gint64 last;
} IlvCounter;

typedef struct
{
  gint64 time;
  IlvMark mark;
  guint32 lane;
  guint32 task;
  guint64 argument;
} IlvMarkEvent;

/* Who brought whom back from waiting for a lock. */
typedef struct
{
  gint64 time;
  guint32 waker; /* lane */
  guint32 task;  /* who was woken; 0: not said */
  guint32 lane;  /* where it waited; 0: on none, as coroutines do */
  guint32 lock;  /* what it waited for; 0: not said */
} IlvWake;

/* One stretch of a processor core given to one lane of the run. */
typedef struct
{
  gint64 begin;
  gint64 end;
  guint32 lane;
} IlvCoreUse;

IlvTrace *ilv_trace_new (void);
void ilv_trace_free (IlvTrace *trace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IlvTrace, ilv_trace_free)

/* Adds one record of `lane`, time in ns since the origin. A lane's first is its LANE_BEGIN. Records
   of one lane come in order of time; those of different lanes need not. FALSE when the record
   makes no sense (it is counted and left out). The reader, saved runs and tests all come in
   through here. */
gboolean ilv_trace_append (IlvTrace *trace, guint32 lane, gint64 time, const IlvRecord *record);

/* Says how far time has come while nothing was recorded, so that open intervals grow. */
void ilv_trace_set_now (IlvTrace *trace, gint64 time);
/* Says that the run is over: nothing is open from now on but ends at `time`. */
void ilv_trace_finish (IlvTrace *trace, gint64 time);
void ilv_trace_add_dropped (IlvTrace *trace, guint64 n);
/* Works out all that is otherwise left until somebody asks for it, such as names: from then on
   several threads may read a finished trace at once. */
void ilv_trace_settle (IlvTrace *trace);

gint64 ilv_trace_get_begin (const IlvTrace *trace); /* earliest time, ≤ 0 */
gint64 ilv_trace_get_end (const IlvTrace *trace);   /* latest time, or finish time */
gboolean ilv_trace_is_finished (const IlvTrace *trace);
guint64 ilv_trace_get_n_events (const IlvTrace *trace);
guint64 ilv_trace_get_n_dropped (const IlvTrace *trace);
guint64 ilv_trace_get_n_damaged (const IlvTrace *trace); /* records that made no sense */
gsize ilv_trace_get_memory (const IlvTrace *trace);      /* bytes */
guint64 ilv_trace_get_generation (const IlvTrace *trace); /* changes with every append */
/* Intervals, holds, requests, samples, marks and wakes: what writing all of it is measured by. */
guint64 ilv_trace_count_elements (const IlvTrace *trace);

guint ilv_trace_get_n_lanes (const IlvTrace *trace);
const IlvLane *ilv_trace_get_lane (const IlvTrace *trace, guint index);
const IlvLane *ilv_trace_find_lane (const IlvTrace *trace, guint32 id); /* (nullable) */
guint ilv_trace_get_n_tasks (const IlvTrace *trace);
const IlvTask *ilv_trace_get_task (const IlvTrace *trace, guint index);
const IlvTask *ilv_trace_find_task (const IlvTrace *trace, guint32 id); /* (nullable) */
/* FALSE: there is no such task, and *index means nothing. */
gboolean ilv_trace_find_task_index (const IlvTrace *trace, guint32 id, guint *index);

/* Timelines: intervals in order of time, without overlap; `find` gives the index of the first
   interval that ends after `time` (the length when none does). O(log n). */
guint64 ilv_timeline_get_length (const IlvTimeline *timeline);
void ilv_timeline_get (const IlvTimeline *timeline, guint64 index, IlvInterval *interval);
guint64 ilv_timeline_find (const IlvTimeline *timeline, gint64 time);
/* The interval that goes on at `time`; FALSE: none does, and *interval means nothing. O(log n). */
gboolean ilv_timeline_get_at (const IlvTimeline *timeline, gint64 time, IlvInterval *interval);
/* Nanoseconds spent in each state from the beginning of the timeline to `time`, from the pyramid
   of summaries: O(log n). The difference of two calls is the mix of a range. */
void ilv_timeline_states_until (const IlvTimeline *timeline, gint64 time,
                                gint64 states[ILV_N_STATES]);
/* Adds to n bins, equal parts of [from, to), the share of each that was spent in each state, times
   `weight`; idle time and end marks are left out. Exact to a nanosecond at either end of a bin.
   Cost: in proportion to the visible intervals or the bins, whichever are fewer. */
void ilv_timeline_add_shares (const IlvTimeline *timeline, gint64 from, gint64 to, guint n,
                              double weight, double (*bins)[ILV_N_STATES]);

guint ilv_trace_get_n_locks (const IlvTrace *trace);
const IlvLock *ilv_trace_get_lock (const IlvTrace *trace, guint index);
const IlvLock *ilv_trace_find_lock (const IlvTrace *trace, guint32 id); /* (nullable) */
guint64 ilv_lock_find_hold (const IlvLock *lock, gint64 time); /* first that ends after time */
void ilv_lock_get_hold (const IlvLock *lock, guint64 index, IlvHold *hold);
guint64 ilv_lock_find_drop_request (const IlvLock *lock, gint64 time); /* first at or after time */
void ilv_lock_get_drop_request (const IlvLock *lock, guint64 index, IlvDropRequest *request);

guint ilv_trace_get_n_counters (const IlvTrace *trace);
const IlvCounter *ilv_trace_get_counter (const IlvTrace *trace, guint index);
const IlvCounter *ilv_trace_find_counter (const IlvTrace *trace, guint32 id); /* (nullable) */
guint64 ilv_counter_find (const IlvCounter *counter, gint64 time); /* first sample after time */
void ilv_counter_get (const IlvCounter *counter, guint64 index, IlvSample *sample);

guint64 ilv_trace_get_n_marks (const IlvTrace *trace);
guint64 ilv_trace_find_mark (const IlvTrace *trace, gint64 time); /* first at or after time */
void ilv_trace_get_mark (const IlvTrace *trace, guint64 index, IlvMarkEvent *mark);

guint64 ilv_trace_get_n_wakes (const IlvTrace *trace);
guint64 ilv_trace_find_wake (const IlvTrace *trace, gint64 time); /* first at or after time */
void ilv_trace_get_wake (const IlvTrace *trace, guint64 index, IlvWake *wake);

/* Cores, 0 … n - 1 by number, of which some may have run no lane of this run; what each ran, as far
   as the records tell (a core is known when a lane's state begins and taken to be kept until its
   next state). When several lanes are on one core, it is the one's that came last of those still
   there. */
guint ilv_trace_get_n_cores (const IlvTrace *trace);
guint64 ilv_trace_get_n_core_uses (const IlvTrace *trace, guint core);
guint64 ilv_trace_find_core_use (const IlvTrace *trace, guint core, gint64 time);
void ilv_trace_get_core_use (const IlvTrace *trace, guint core, guint64 index, IlvCoreUse *use);

G_END_DECLS
