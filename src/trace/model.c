/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/model-private.h"

#include "trace/state.h"

G_DEFINE_QUARK (ilv-trace-error-quark, ilv_trace_error)

/* A thread that moves between cores may read a counter that is a little behind. */
#define CLOCK_SKEW_NS 10000

static void
lane_store_free (IlvLaneStore *lane)
{
  ilv_timeline_clear (&lane->timeline);
  g_free (lane->naming);
  g_clear_pointer (&lane->moments, g_array_unref);
  g_free (lane);
}

IlvTrace *
ilv_trace_new (void)
{
  IlvTrace *trace = g_new0 (IlvTrace, 1);

  trace->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) lane_store_free);
  trace->locks = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_lock_store_free);
  trace->counters = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_counter_store_free);
  trace->cores = g_ptr_array_new_with_free_func ((GDestroyNotify) ilv_core_store_free);
  trace->moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  trace->names = g_string_chunk_new (1024);
  ilv_series_init (&trace->tasks, sizeof (IlvTaskStore));
  ilv_series_init (&trace->marks, sizeof (IlvMarkEvent));
  ilv_series_init (&trace->wakes, sizeof (IlvWake));
  return trace;
}

void
ilv_trace_free (IlvTrace *trace)
{
  if (trace == NULL)
    return;
  for (guint64 i = 0; i < trace->tasks.n; i++)
    ilv_timeline_clear (&((IlvTaskStore *) ilv_series_get (&trace->tasks, i))->timeline);
  ilv_series_clear (&trace->tasks);
  ilv_series_clear (&trace->marks);
  ilv_series_clear (&trace->wakes);
  g_ptr_array_unref (trace->lanes);
  g_ptr_array_unref (trace->locks);
  g_ptr_array_unref (trace->counters);
  g_ptr_array_unref (trace->cores);
  g_array_unref (trace->moments);
  ilv_id_table_clear (&trace->lanes_by_id);
  ilv_id_table_clear (&trace->tasks_by_id);
  ilv_id_table_clear (&trace->locks_by_id);
  g_string_chunk_free (trace->names);
  g_free (trace);
}

static IlvLaneStore *
find_lane (const IlvTrace *trace, guint32 id)
{
  guint32 index;

  return ilv_id_table_find (&trace->lanes_by_id, id, &index) ? trace->lanes->pdata[index] : NULL;
}

static gboolean
begin_lane (IlvTrace *trace, guint32 id, gint64 time, const IlvRecord *record)
{
  IlvLaneStore *lane;

  if (id == 0 || record->subject != id || find_lane (trace, id) != NULL || record->state == 0
      || record->state >= ILV_N_LANE_KINDS || trace->lanes->len >= ILV_TRACE_MAX_LANES)
    return FALSE;
  lane = g_new0 (IlvLaneStore, 1);
  lane->lane.id = id;
  lane->lane.kind = (IlvLaneKind) record->state;
  lane->lane.pid = (guint32) (record->argument >> 32);
  lane->lane.tid = (guint32) record->argument;
  lane->lane.begin = time;
  lane->lane.end = G_MAXINT64;
  lane->lane.timeline = &lane->timeline;
  lane->last_time = time;
  lane->index = trace->lanes->len;
  lane->core = ILV_TIMELINE_NO_CORE;
  ilv_timeline_init (&lane->timeline, trace);
  ilv_id_table_add (&trace->lanes_by_id, id, lane->index);
  g_ptr_array_add (trace->lanes, lane);
  return TRUE;
}

static gboolean
end_lane (IlvTrace *trace, IlvLaneStore *lane, gint64 time, const IlvRecord *record)
{
  if (record->subject != lane->lane.id || record->state >= ILV_N_STATES
      || !ilv_state_is_end ((IlvState) record->state))
    return FALSE;
  lane->lane.end = time;
  lane->lane.end_state = (IlvState) record->state;
  ilv_timeline_finish (&lane->timeline, time);
  ilv_trace_use_core (trace, lane, time, ILV_TIMELINE_NO_CORE);
  g_clear_pointer (&lane->naming, g_free);
  return TRUE;
}

gboolean
ilv_trace_find_task_index (const IlvTrace *trace, guint32 id, guint *index)
{
  if (id != 0 && id <= trace->tasks.n
      && ((IlvTaskStore *) ilv_series_get (&trace->tasks, id - 1))->task.id == id)
    {
      *index = id - 1;
      return TRUE;
    }
  return ilv_id_table_find (&trace->tasks_by_id, id, index);
}

IlvTaskStore *
ilv_trace_find_task_store (const IlvTrace *trace, guint32 id)
{
  guint index;

  return ilv_trace_find_task_index (trace, id, &index) ? ilv_series_get (&trace->tasks, index)
                                                       : NULL;
}

IlvTaskStore *
ilv_trace_ensure_task (IlvTrace *trace, guint32 id)
{
  IlvTaskStore *task = ilv_trace_find_task_store (trace, id);

  if (task != NULL)
    return task;
  if (id == 0 || trace->tasks.n >= ILV_TRACE_MAX_TASKS)
    return NULL;
  if (id != trace->tasks.n + 1)
    ilv_id_table_add (&trace->tasks_by_id, id, (guint32) trace->tasks.n);
  task = ilv_series_insert (&trace->tasks, trace->tasks.n, 0);
  task->task = (IlvTask){ .id = id, .begin = G_MAXINT64, .end = G_MAXINT64,
                          .timeline = &task->timeline };
  ilv_timeline_init (&task->timeline, trace);
  return task;
}

/* *changed: something of the task begins or ends at that time. */
static gboolean
change_task (IlvTrace *trace, gint64 time, guint32 lane, guint16 object, const IlvRecord *record,
             gboolean *changed)
{
  IlvTaskStore *task = ilv_trace_ensure_task (trace, record->subject);
  gboolean ended;

  *changed = FALSE;
  if (task == NULL)
    return FALSE;
  ended = task->task.end_state != ILV_STATE_NONE;
  task->task.begin = MIN (task->task.begin, time);
  if (ilv_state_is_end ((IlvState) record->state))
    {
      if (ended)
        return FALSE;
      ilv_timeline_finish (&task->timeline, time);
      task->task.end = task->timeline.end;
      task->task.end_state = (IlvState) record->state;
      *changed = task->task.end == time;
      return TRUE;
    }
  /* What a worker still does for a task after its end is the worker's time, not the task's. */
  if (ended && time >= task->task.end)
    return TRUE;
  *changed = ilv_timeline_add (&task->timeline, &(IlvTimelineEntry){ .begin = time,
                                                                     .other = lane,
                                                                     .object = object,
                                                                     .state = record->state,
                                                                     .core = record->core });
  return TRUE;
}

/* So that what happened to tasks is found by searching the lanes that told of it, and not all
   tasks: there may be a million. */
static void
note_moment (IlvLaneStore *lane, gint64 time)
{
  if (lane->moments == NULL)
    lane->moments = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (lane->moments->len == 0
      || g_array_index (lane->moments, gint64, lane->moments->len - 1) < time)
    g_array_append_val (lane->moments, time);
}

/* The lock waited for as timelines keep it: its index plus 1. */
static guint16
find_object (IlvTrace *trace, const IlvRecord *record)
{
  IlvLockStore *lock;
  guint32 index;

  if ((record->state != ILV_STATE_WAITING_GIL && record->state != ILV_STATE_WAITING_LOCK)
      || record->argument == 0 || record->argument > G_MAXUINT32)
    return 0;
  lock = ilv_trace_ensure_lock (trace, (guint32) record->argument);
  if (lock == NULL || !ilv_id_table_find (&trace->locks_by_id, lock->lock.id, &index))
    return 0;
  return (guint16) (index + 1);
}

static gboolean
change_lane (IlvTrace *trace, IlvLaneStore *lane, gint64 time, const IlvRecord *record)
{
  gboolean ended = record->state < ILV_N_STATES && ilv_state_is_end ((IlvState) record->state);
  gboolean task_changed = FALSE, lane_changed;
  guint16 object;

  if (record->state >= ILV_N_STATES)
    return FALSE;
  object = find_object (trace, record);
  if (record->subject != 0
      && !change_task (trace, time, lane->lane.id, object, record, &task_changed))
    return FALSE;
  lane_changed
    = ilv_timeline_add (&lane->timeline,
                        &(IlvTimelineEntry){ .begin = time,
                                             .other = ended ? 0 : record->subject,
                                             .object = object,
                                             .state = ended ? ILV_STATE_NONE : record->state,
                                             .core = record->core });
  if (task_changed && (!lane_changed || lane->lane.kind == ILV_LANE_MAIN))
    note_moment (lane, time);
  ilv_trace_use_core (trace, lane, time,
                      ilv_state_is_running ((IlvState) record->state) ? record->core
                                                                      : ILV_TIMELINE_NO_CORE);
  return TRUE;
}

/* Without that the lane does anything itself. */
static gboolean
change_task_alone (IlvTrace *trace, IlvLaneStore *lane, gint64 time, const IlvRecord *record)
{
  gboolean changed;

  if (record->state >= ILV_N_STATES
      || !change_task (trace, time, 0, find_object (trace, record), record, &changed))
    return FALSE;
  if (changed)
    note_moment (lane, time);
  return TRUE;
}

/* Who was killed could not say so. */
static void
end_dead_lane (IlvTrace *trace, guint32 id, gint64 time)
{
  const IlvRecord end = { .subject = id, .state = ILV_STATE_FAILED };
  IlvLaneStore *lane = find_lane (trace, id);

  if (lane && lane->lane.end == G_MAXINT64 && lane->lane.begin <= time)
    end_lane (trace, lane, time, &end);
}

static gboolean
add_mark (IlvTrace *trace, guint32 lane, gint64 time, const IlvRecord *record)
{
  IlvMarkEvent *mark;

  if (record->state == 0 || record->state >= ILV_N_MARKS)
    return FALSE;
  mark = ilv_series_insert (&trace->marks, ilv_series_find_after (&trace->marks, time), time);
  mark->mark = (IlvMark) record->state;
  mark->lane = lane;
  mark->task = record->subject;
  mark->argument = record->argument;
  if (record->state == ILV_MARK_WORKER_DIED && record->argument != lane)
    end_dead_lane (trace, (guint32) record->argument, time);
  return TRUE;
}

static gboolean
add_wake (IlvTrace *trace, guint32 lane, gint64 time, const IlvRecord *record)
{
  IlvWake *wake;

  if (record->subject == 0 && (guint32) record->argument == 0)
    return FALSE;
  wake = ilv_series_insert (&trace->wakes, ilv_series_find_after (&trace->wakes, time), time);
  wake->waker = lane;
  wake->task = record->subject;
  wake->lane = (guint32) record->argument;
  wake->lock = (guint32) (record->argument >> 32);
  return TRUE;
}

static gboolean
take_in (IlvTrace *trace, IlvLaneStore *lane, gint64 time, const IlvRecord *record)
{
  switch ((IlvRecordKind) record->kind)
    {
    case ILV_RECORD_LANE_END:
      return end_lane (trace, lane, time, record);
    case ILV_RECORD_NAME_LANE:
    case ILV_RECORD_NAME_TASK:
    case ILV_RECORD_NAME_LOCK:
    case ILV_RECORD_NAME_COUNTER:
      return ilv_trace_add_name (trace, lane, record);
    case ILV_RECORD_STATE:
      return change_lane (trace, lane, time, record);
    case ILV_RECORD_TASK:
      return change_task_alone (trace, lane, time, record);
    case ILV_RECORD_LOCK:
      return ilv_trace_add_lock (trace, record);
    case ILV_RECORD_LOCK_TAKE:
      return ilv_trace_add_hold (trace, lane, time, record);
    case ILV_RECORD_LOCK_DROP:
      return ilv_trace_end_hold (trace, lane, time, record);
    case ILV_RECORD_DROP_REQUEST:
      return ilv_trace_add_drop_request (trace, lane, time, record);
    case ILV_RECORD_WAKE:
      return add_wake (trace, lane->lane.id, time, record);
    case ILV_RECORD_COUNTER:
      return ilv_trace_add_sample (trace, lane->lane.id, time, record);
    case ILV_RECORD_MARK:
      return add_mark (trace, lane->lane.id, time, record);
    case ILV_RECORD_LANE_BEGIN:
    case ILV_N_RECORD_KINDS:
    default:
      return FALSE;
    }
}

static gboolean
append (IlvTrace *trace, guint32 id, gint64 *time, const IlvRecord *record)
{
  IlvLaneStore *lane;

  if (*time > ILV_TRACE_MAX_TIME || *time < -ILV_TRACE_MAX_TIME)
    return FALSE;
  if (record->kind == ILV_RECORD_LANE_BEGIN)
    return begin_lane (trace, id, *time, record);
  lane = find_lane (trace, id);
  if (lane == NULL || lane->lane.end_state != ILV_STATE_NONE
      || *time < lane->last_time - CLOCK_SKEW_NS)
    return FALSE;
  *time = MAX (*time, lane->last_time);
  if (!take_in (trace, lane, *time, record))
    return FALSE;
  lane->last_time = *time;
  return TRUE;
}

gboolean
ilv_trace_append (IlvTrace *trace, guint32 lane, gint64 time, const IlvRecord *record)
{
  trace->generation++;
  if (!append (trace, lane, &time, record))
    {
      trace->n_damaged++;
      return FALSE;
    }
  trace->n_events++;
  trace->begin = MIN (trace->begin, time);
  trace->end = MAX (trace->end, time);
  return TRUE;
}

void
ilv_trace_set_now (IlvTrace *trace, gint64 time)
{
  if (trace->finished || time <= trace->end || time > ILV_TRACE_MAX_TIME)
    return;
  trace->end = time;
  trace->generation++;
}

void
ilv_trace_finish (IlvTrace *trace, gint64 time)
{
  trace->end = MAX (trace->end, MIN (time, ILV_TRACE_MAX_TIME));
  trace->finished = TRUE;
  trace->generation++;
  for (guint i = 0; i < trace->lanes->len; i++)
    {
      IlvLaneStore *lane = trace->lanes->pdata[i];

      if (lane->lane.end_state == ILV_STATE_NONE)
        lane->lane.end = trace->end;
    }
  for (guint64 i = 0; i < trace->tasks.n; i++)
    {
      IlvTaskStore *task = ilv_series_get (&trace->tasks, i);

      if (task->task.end_state == ILV_STATE_NONE)
        task->task.end = trace->end;
    }
}

void
ilv_trace_add_dropped (IlvTrace *trace, guint64 n)
{
  trace->n_dropped += n;
  trace->generation++;
}

void
ilv_trace_add_damaged (IlvTrace *trace, guint64 n)
{
  trace->n_damaged += n;
  trace->generation++;
}
