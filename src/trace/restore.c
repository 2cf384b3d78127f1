/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/restore-private.h"

#include "trace/state.h"

#include <stdlib.h>
#include <string.h>

static gboolean
is_time (gint64 time)
{
  return time >= -ILV_TRACE_MAX_TIME && time <= ILV_TRACE_MAX_TIME;
}

/* An end, which G_MAXINT64 leaves open. */
static gboolean
is_end (gint64 end)
{
  return end == G_MAXINT64 || is_time (end);
}

/* A trace reaches from its earliest time to its latest, whatever it says of itself. */
static void
reach (IlvTrace *trace, gint64 time)
{
  if (time == G_MAXINT64)
    return;
  trace->begin = MIN (trace->begin, time);
  trace->end = MAX (trace->end, time);
}

static gboolean
is_end_state (IlvState state)
{
  return state == ILV_STATE_NONE || (state < ILV_N_STATES && ilv_state_is_end (state));
}

static const char *
keep_name (IlvTrace *trace, const char *name)
{
  return name != NULL ? ilv_trace_keep_name (trace, name, strlen (name)) : NULL;
}

IlvLaneStore *
ilv_trace_restore_lane (IlvTrace *trace, const IlvLane *lane)
{
  IlvLaneStore *store;
  guint32 index;

  if (lane->id == 0 || lane->kind == 0 || lane->kind >= ILV_N_LANE_KINDS || !is_time (lane->begin)
      || !is_end (lane->end) || !is_end_state (lane->end_state)
      || trace->lanes->len >= ILV_TRACE_MAX_LANES
      || ilv_id_table_find (&trace->lanes_by_id, lane->id, &index))
    return NULL;
  store = g_new0 (IlvLaneStore, 1);
  store->lane = *lane;
  store->lane.name = keep_name (trace, lane->name);
  store->lane.timeline = &store->timeline;
  store->last_time = lane->begin;
  store->index = trace->lanes->len;
  store->core = ILV_TIMELINE_NO_CORE;
  ilv_timeline_init (&store->timeline, trace);
  reach (trace, lane->begin);
  reach (trace, lane->end);
  ilv_id_table_add (&trace->lanes_by_id, lane->id, store->index);
  g_ptr_array_add (trace->lanes, store);
  return store;
}

IlvTaskStore *
ilv_trace_restore_task (IlvTrace *trace, const IlvTask *task)
{
  IlvTaskStore *store;

  if (!is_end (task->begin) || !is_end (task->end) || !is_end_state (task->end_state)
      || ilv_trace_find_task_store (trace, task->id) != NULL)
    return NULL;
  store = ilv_trace_ensure_task (trace, task->id);
  if (store == NULL)
    return NULL;
  store->task.name = keep_name (trace, task->name);
  store->task.begin = task->begin;
  store->task.end = task->end;
  store->task.end_state = task->end_state;
  reach (trace, task->begin);
  reach (trace, task->end);
  return store;
}

IlvLockStore *
ilv_trace_restore_lock (IlvTrace *trace, const IlvLock *lock)
{
  IlvLockStore *store;
  guint32 index;

  if (lock->kind == 0 || lock->kind >= ILV_N_LOCK_KINDS
      || ilv_id_table_find (&trace->locks_by_id, lock->id, &index))
    return NULL;
  store = ilv_trace_ensure_lock (trace, lock->id);
  if (store == NULL)
    return NULL;
  store->lock.kind = lock->kind;
  store->lock.capacity = lock->capacity;
  store->lock.name = keep_name (trace, lock->name);
  return store;
}

IlvCounterStore *
ilv_trace_restore_counter (IlvTrace *trace, const IlvCounter *counter)
{
  IlvCounterStore *store;

  if (counter->id >= ILV_MAX_COUNTERS || trace->counters_by_id[counter->id] != NULL)
    return NULL;
  store = ilv_trace_ensure_counter (trace, counter->id);
  if (store != NULL)
    store->counter.name = keep_name (trace, counter->name);
  return store;
}

gboolean
ilv_trace_restore_interval (IlvTrace *trace, IlvTimeline *timeline, const IlvTimelineEntry *entry,
                            guint32 lock)
{
  IlvTimelineEntry whole = *entry;
  guint32 index;

  if (!is_time (entry->begin) || entry->state >= ILV_TIMELINE_N_STATES)
    return FALSE;
  if (lock != 0 && !ilv_id_table_find (&trace->locks_by_id, lock, &index))
    return FALSE;
  whole.object = lock != 0 ? (guint16) (index + 1) : 0;
  if (!ilv_timeline_restore (timeline, &whole))
    return FALSE;
  reach (trace, entry->begin);
  return TRUE;
}

/* The element behind all others, or NULL when its time says it belongs before them. */
static gpointer
append_element (IlvTrace *trace, IlvSeries *series, gint64 time)
{
  if (!is_time (time) || ilv_series_find_after (series, time) < series->n)
    return NULL;
  reach (trace, time);
  return ilv_series_insert (series, series->n, time);
}

gboolean
ilv_trace_restore_hold (IlvTrace *trace, IlvLockStore *lock, const IlvHoldElement *hold)
{
  guint64 index = lock->holds.n;
  IlvHoldElement *element;

  if (!is_end (hold->end) || hold->end < hold->begin)
    return FALSE;
  element = append_element (trace, &lock->holds, hold->begin);
  if (element == NULL)
    return FALSE;
  *element = *hold;
  reach (trace, hold->end);
  if (hold->end == G_MAXINT64)
    g_array_append_val (lock->open, index);
  else
    lock->longest = MAX (lock->longest, hold->end - hold->begin);
  lock->lock.n_holds++;
  if (hold->previous_lane != 0 && hold->previous_lane != hold->lane)
    lock->lock.n_handovers++;
  return TRUE;
}

gboolean
ilv_trace_restore_drop_request (IlvTrace *trace, IlvLockStore *lock,
                                const IlvDropRequest *request)
{
  IlvDropRequest *element = append_element (trace, &lock->requests, request->time);

  if (element == NULL)
    return FALSE;
  *element = *request;
  lock->lock.n_drop_requests++;
  return TRUE;
}

gboolean
ilv_trace_restore_sample (IlvTrace *trace, IlvCounterStore *counter, const IlvSample *sample)
{
  IlvSample *element = append_element (trace, &counter->samples, sample->time);

  if (element == NULL)
    return FALSE;
  *element = *sample;
  counter->counter.max
    = counter->samples.n == 1 ? sample->value : MAX (counter->counter.max, sample->value);
  counter->counter.last = sample->value;
  counter->counter.n_samples = counter->samples.n;
  return TRUE;
}

gboolean
ilv_trace_restore_mark (IlvTrace *trace, const IlvMarkEvent *mark)
{
  IlvMarkEvent *element;

  if (mark->mark == 0 || mark->mark >= ILV_N_MARKS)
    return FALSE;
  element = append_element (trace, &trace->marks, mark->time);
  if (element == NULL)
    return FALSE;
  *element = *mark;
  return TRUE;
}

gboolean
ilv_trace_restore_wake (IlvTrace *trace, const IlvWake *wake)
{
  IlvWake *element;

  if (wake->task == 0 && wake->lane == 0)
    return FALSE;
  element = append_element (trace, &trace->wakes, wake->time);
  if (element == NULL)
    return FALSE;
  *element = *wake;
  return TRUE;
}

static void
restore_ends (IlvTrace *trace)
{
  for (guint i = 0; i < trace->lanes->len; i++)
    {
      IlvLaneStore *lane = trace->lanes->pdata[i];

      if (lane->lane.end_state != ILV_STATE_NONE && lane->lane.end != G_MAXINT64)
        ilv_timeline_finish (&lane->timeline, lane->lane.end);
    }
  for (guint64 i = 0; i < trace->tasks.n; i++)
    {
      IlvTaskStore *task = ilv_series_get (&trace->tasks, i);

      if (task->task.end_state != ILV_STATE_NONE && task->task.end != G_MAXINT64)
        ilv_timeline_finish (&task->timeline, task->task.end);
    }
}

static int
compare_moments (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* Which lane told of them is no longer known. */
static void
restore_moments (IlvTrace *trace)
{
  GArray *moments = trace->moments;

  for (guint64 i = 0; i < trace->tasks.n; i++)
    {
      const IlvTaskStore *task = ilv_series_get (&trace->tasks, i);
      guint64 n = ilv_timeline_get_length (&task->timeline);

      for (guint64 k = 0; k < n; k++)
        {
          IlvInterval interval;

          ilv_timeline_get (&task->timeline, k, &interval);
          g_array_append_val (moments, interval.begin);
        }
      if (task->task.end_state != ILV_STATE_NONE)
        g_array_append_val (moments, task->task.end);
    }
  if (moments->len > 0)
    qsort (moments->data, moments->len, sizeof (gint64), compare_moments);
}

void
ilv_trace_restore_end (IlvTrace *trace, const IlvTraceSummary *summary, guint64 n_refused)
{
  if (is_time (summary->begin))
    trace->begin = MIN (trace->begin, summary->begin);
  if (is_time (summary->end))
    trace->end = MAX (trace->end, summary->end);
  restore_ends (trace);
  restore_moments (trace);
  ilv_trace_restore_cores (trace);
  trace->n_events = summary->n_events;
  trace->n_dropped = summary->n_dropped;
  trace->n_damaged = summary->n_damaged + n_refused;
  trace->finished = summary->finished;
  trace->generation++;
}
