/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a trace says of itself, its lanes, tasks and marks. */
#include "trace/model-private.h"

gint64
ilv_trace_get_begin (const IlvTrace *trace)
{
  return trace->begin;
}

gint64
ilv_trace_get_end (const IlvTrace *trace)
{
  return trace->end;
}

gboolean
ilv_trace_is_finished (const IlvTrace *trace)
{
  return trace->finished;
}

guint64
ilv_trace_get_n_events (const IlvTrace *trace)
{
  return trace->n_events;
}

guint64
ilv_trace_get_n_dropped (const IlvTrace *trace)
{
  return trace->n_dropped;
}

guint64
ilv_trace_get_n_damaged (const IlvTrace *trace)
{
  return trace->n_damaged;
}

guint64
ilv_trace_get_generation (const IlvTrace *trace)
{
  return trace->generation;
}

gsize
ilv_trace_get_memory (const IlvTrace *trace)
{
  gsize memory = sizeof *trace + trace->names_memory + trace->timeline_memory;

  memory += ilv_series_get_memory (&trace->tasks) + ilv_series_get_memory (&trace->marks)
            + ilv_series_get_memory (&trace->wakes);
  memory += ilv_id_table_get_memory (&trace->lanes_by_id)
            + ilv_id_table_get_memory (&trace->tasks_by_id)
            + ilv_id_table_get_memory (&trace->locks_by_id);
  for (guint i = 0; i < trace->lanes->len; i++)
    {
      const IlvLaneStore *lane = trace->lanes->pdata[i];

      memory += sizeof *lane + (lane->naming != NULL ? sizeof (IlvNaming) : 0)
                + (lane->moments != NULL ? lane->moments->len * sizeof (gint64) : 0);
    }
  memory += trace->moments->len * sizeof (gint64);
  for (guint i = 0; i < trace->locks->len; i++)
    memory += ilv_lock_store_get_memory (trace->locks->pdata[i]);
  for (guint i = 0; i < trace->counters->len; i++)
    memory += sizeof (IlvCounterStore)
              + ilv_series_get_memory (&((IlvCounterStore *) trace->counters->pdata[i])->samples);
  for (guint i = 0; i < trace->cores->len; i++)
    memory += ilv_core_store_get_memory (trace->cores->pdata[i]);
  return memory;
}

guint
ilv_trace_get_n_lanes (const IlvTrace *trace)
{
  return trace->lanes->len;
}

const IlvLane *
ilv_trace_get_lane (const IlvTrace *trace, guint index)
{
  IlvLane *lane;

  g_return_val_if_fail (index < trace->lanes->len, NULL);
  lane = &((IlvLaneStore *) trace->lanes->pdata[index])->lane;
  if (lane->name == NULL)
    lane->name = ilv_trace_name_lane ((IlvTrace *) trace, lane);
  return lane;
}

const IlvLane *
ilv_trace_find_lane (const IlvTrace *trace, guint32 id)
{
  guint32 index;

  return ilv_id_table_find (&trace->lanes_by_id, id, &index) ? ilv_trace_get_lane (trace, index)
                                                             : NULL;
}

guint
ilv_trace_get_n_tasks (const IlvTrace *trace)
{
  return (guint) trace->tasks.n;
}

static const IlvTask *
name_task (const IlvTrace *trace, IlvTaskStore *store)
{
  if (store->task.name == NULL)
    store->task.name = ilv_trace_name_task ((IlvTrace *) trace, &store->task);
  return &store->task;
}

const IlvTask *
ilv_trace_get_task (const IlvTrace *trace, guint index)
{
  g_return_val_if_fail (index < trace->tasks.n, NULL);
  return name_task (trace, ilv_series_get (&trace->tasks, index));
}

const IlvTask *
ilv_trace_find_task (const IlvTrace *trace, guint32 id)
{
  IlvTaskStore *store = ilv_trace_find_task_store (trace, id);

  return store != NULL ? name_task (trace, store) : NULL;
}

guint64
ilv_trace_get_n_marks (const IlvTrace *trace)
{
  return trace->marks.n;
}

guint64
ilv_trace_find_mark (const IlvTrace *trace, gint64 time)
{
  return time == G_MININT64 ? 0 : ilv_series_find_after (&trace->marks, time - 1);
}

void
ilv_trace_get_mark (const IlvTrace *trace, guint64 index, IlvMarkEvent *mark)
{
  g_return_if_fail (index < trace->marks.n);
  *mark = *(const IlvMarkEvent *) ilv_series_get (&trace->marks, index);
}

guint64
ilv_trace_get_n_wakes (const IlvTrace *trace)
{
  return trace->wakes.n;
}

guint64
ilv_trace_find_wake (const IlvTrace *trace, gint64 time)
{
  return time == G_MININT64 ? 0 : ilv_series_find_after (&trace->wakes, time - 1);
}

void
ilv_trace_get_wake (const IlvTrace *trace, guint64 index, IlvWake *wake)
{
  g_return_if_fail (index < trace->wakes.n);
  *wake = *(const IlvWake *) ilv_series_get (&trace->wakes, index);
}

void
ilv_trace_settle (IlvTrace *trace)
{
  g_return_if_fail (trace->finished);

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    ilv_trace_get_lane (trace, i);
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    ilv_trace_get_task (trace, i);
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    ilv_trace_get_lock (trace, i);
  for (guint i = 0; i < ilv_trace_get_n_counters (trace); i++)
    ilv_trace_get_counter (trace, i);
  for (guint i = 0; i < ilv_trace_get_n_cores (trace); i++)
    ilv_trace_get_n_core_uses (trace, i);
}

guint64
ilv_trace_count_elements (const IlvTrace *trace)
{
  guint64 n = trace->marks.n + trace->wakes.n;

  for (guint i = 0; i < trace->lanes->len; i++)
    n += ilv_timeline_get_length (&((IlvLaneStore *) trace->lanes->pdata[i])->timeline);
  for (guint64 i = 0; i < trace->tasks.n; i++)
    {
      const IlvTaskStore *task = ilv_series_get (&trace->tasks, i);

      n += ilv_timeline_get_length (&task->timeline);
    }
  for (guint i = 0; i < trace->locks->len; i++)
    {
      const IlvLockStore *lock = trace->locks->pdata[i];

      n += lock->holds.n + lock->requests.n;
    }
  for (guint i = 0; i < trace->counters->len; i++)
    n += ((IlvCounterStore *) trace->counters->pdata[i])->samples.n;
  return n;
}
