/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the model share. Each store's public part comes first in it. */
#pragma once

#include "trace/id-table.h"
#include "trace/model.h"
#include "trace/series.h"
#include "trace/timeline-private.h"

G_BEGIN_DECLS

/* Times beyond some 39 hours before or after the origin make no sense. */
#define ILV_TRACE_MAX_TIME (((gint64) 1 << 47) - 1)
#define ILV_TRACE_MAX_LANES 0xffff
#define ILV_TRACE_MAX_LOCKS 0xfffe
#define ILV_TRACE_MAX_TASKS (1u << 24)
#define ILV_TRACE_MAX_CORES ILV_TIMELINE_NO_CORE
#define ILV_TRACE_MAX_NAME 255

/* A name comes in several records of one lane. */
typedef struct
{
  guint8 kind;
  guint32 id;
  guint length;
  char bytes[ILV_TRACE_MAX_NAME + 2];
} IlvNaming;

typedef struct
{
  IlvLane lane;
  IlvTimeline timeline;
  IlvNaming *naming; /* NULL before the first name and after the end */
  gint64 last_time;
  guint32 index;
  guint16 core; /* the one it is using, or ILV_TIMELINE_NO_CORE */
  GArray *moments; /* of gint64, in order; NULL: none: when it told of a task what its own timeline
                      does not show */
} IlvLaneStore;

typedef struct
{
  IlvTask task;
  IlvTimeline timeline;
} IlvTaskStore;

typedef struct
{
  gint64 begin;
  gint64 end; /* G_MAXINT64 while held */
  guint32 lane;
  guint32 task;
  guint32 previous_lane;
  guint32 forced;
} IlvHoldElement;

typedef struct
{
  IlvLock lock;
  IlvTrace *trace;    /* borrowed */
  IlvSeries holds;    /* of IlvHoldElement */
  IlvSeries requests; /* of IlvDropRequest */
  GArray *open;       /* of guint64: indexes of the holds that have not ended, oldest first */
  gint64 longest;     /* of the ended holds */
} IlvLockStore;

typedef struct
{
  IlvCounter counter;
  IlvSeries samples; /* of IlvSample */
} IlvCounterStore;

typedef struct
{
  IlvSeries uses; /* of IlvCoreUseElement */
  GArray *recent; /* of Stay: those that ended lately */
  GArray *open;   /* of Stay: those that have not ended */
  gint64 changed; /* uses from here on are to be worked out; G_MAXINT64: none */
  gint64 settled; /* stays that ended earlier are not kept */
  guint limit;    /* so many in `recent` are too many */
} IlvCoreStore;

struct _IlvTrace
{
  GPtrArray *lanes; /* of IlvLaneStore */
  IlvIdTable lanes_by_id;
  IlvSeries tasks; /* of IlvTaskStore, in order of appearance */
  IlvIdTable tasks_by_id; /* those whose id is not their place: most are numbered as they come */
  GPtrArray *locks; /* of IlvLockStore */
  IlvIdTable locks_by_id;
  GPtrArray *counters; /* of IlvCounterStore */
  IlvCounterStore *counters_by_id[ILV_MAX_COUNTERS]; /* borrowed */
  GPtrArray *cores; /* of IlvCoreStore */
  IlvSeries marks;  /* of IlvMarkEvent */
  IlvSeries wakes;  /* of IlvWake */
  GArray *moments;  /* of gint64, in order: when tasks did something, in a trace from a file */
  GStringChunk *names;
  gsize names_memory;
  gsize timeline_memory;
  gint64 begin;
  gint64 end;
  guint64 n_events;
  guint64 n_dropped;
  guint64 n_damaged;
  guint64 n_late; /* intervals put before others that had come */
  guint64 generation;
  gboolean finished;
};

/* Counts something that made no sense before it could become a record. */
void ilv_trace_add_damaged (IlvTrace *trace, guint64 n);

/* Each takes in one record and says whether it makes sense. */
gboolean ilv_trace_add_name (IlvTrace *trace, IlvLaneStore *lane, const IlvRecord *record);
gboolean ilv_trace_add_lock (IlvTrace *trace, const IlvRecord *record);
gboolean ilv_trace_add_hold (IlvTrace *trace, IlvLaneStore *lane, gint64 time,
                             const IlvRecord *record);
gboolean ilv_trace_end_hold (IlvTrace *trace, IlvLaneStore *lane, gint64 time,
                             const IlvRecord *record);
gboolean ilv_trace_add_drop_request (IlvTrace *trace, IlvLaneStore *lane, gint64 time,
                                     const IlvRecord *record);
gboolean ilv_trace_add_sample (IlvTrace *trace, guint32 lane, gint64 time,
                               const IlvRecord *record);

/* Says that the lane uses `core` from now on; ILV_TIMELINE_NO_CORE or above: none. */
void ilv_trace_use_core (IlvTrace *trace, IlvLaneStore *lane, gint64 time, guint core);

IlvTaskStore *ilv_trace_find_task_store (const IlvTrace *trace, guint32 id);

/* These find, or make, what has the id; NULL when there are too many. */
IlvTaskStore *ilv_trace_ensure_task (IlvTrace *trace, guint32 id);
IlvLockStore *ilv_trace_ensure_lock (IlvTrace *trace, guint32 id);
IlvCounterStore *ilv_trace_ensure_counter (IlvTrace *trace, guint32 id);

/* The id of the lock with this index plus 1; 0 for 0. */
guint32 ilv_trace_get_lock_id (const IlvTrace *trace, guint object);

void ilv_lock_store_free (IlvLockStore *lock);
gsize ilv_lock_store_get_memory (const IlvLockStore *lock);
void ilv_counter_store_free (IlvCounterStore *counter);
void ilv_core_store_free (IlvCoreStore *core);
gsize ilv_core_store_get_memory (const IlvCoreStore *core);

/* A name that may be shown, whoever wrote it. Kept as long as the trace. */
const char *ilv_trace_keep_name (IlvTrace *trace, const char *bytes, gsize length);

/* Names for what has none, made when somebody asks. */
const char *ilv_trace_name_lane (IlvTrace *trace, const IlvLane *lane);
const char *ilv_trace_name_task (IlvTrace *trace, const IlvTask *task);
const char *ilv_trace_name_lock (IlvTrace *trace, const IlvLock *lock);
const char *ilv_trace_name_counter (IlvTrace *trace, const IlvCounter *counter);

G_END_DECLS
