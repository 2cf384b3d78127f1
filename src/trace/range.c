/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/range.h"

#include "trace/model-private.h"

/* Moments from `from` up to, not including, `until`. */
typedef struct
{
  gint64 from;
  gint64 until;
} Span;

/* As ilv_metrics_compute() takes a range. */
static Span
make_span (const IlvTrace *trace, gint64 from, gint64 to)
{
  gint64 end = ilv_trace_get_end (trace);

  return (Span){ MAX (from, ilv_trace_get_begin (trace)), to >= end ? end + 1 : to };
}

static gboolean
contains (const Span *span, gint64 time)
{
  return time >= span->from && time < span->until;
}

static guint64
count_begun (const IlvTimeline *timeline, const Span *span)
{
  return ilv_timeline_count_begun (timeline, span->until - 1)
         - ilv_timeline_count_begun (timeline, span->from - 1);
}

static guint64
count_elements (const IlvSeries *series, const Span *span)
{
  return ilv_series_find_after (series, span->until - 1)
         - ilv_series_find_after (series, span->from - 1);
}

static gboolean
has_loop (const IlvTrace *trace)
{
  for (guint i = 0; i < trace->lanes->len; i++)
    if (((IlvLaneStore *) trace->lanes->pdata[i])->lane.kind == ILV_LANE_LOOP)
      return TRUE;
  return FALSE;
}

/* Whether any of its time lies in the span. */
static gboolean
task_overlaps (const IlvTask *task, const Span *span)
{
  return task->begin < span->until && task->end >= span->from;
}

static void
count_tasks (const IlvTrace *trace, const Span *span, gboolean loop, IlvRangeCounts *counts)
{
  for (guint64 i = 0; i < trace->tasks.n; i++)
    {
      const IlvTaskStore *store = ilv_series_get (&trace->tasks, i);

      if (!task_overlaps (&store->task, span))
        continue;
      if (loop)
        counts->events += count_begun (&store->timeline, span);
      if (store->task.end_state == ILV_STATE_NONE || !contains (span, store->task.end))
        continue;
      counts->tasks_ended++;
      counts->tasks_done += store->task.end_state == ILV_STATE_DONE;
      counts->tasks_failed += store->task.end_state == ILV_STATE_FAILED;
      counts->tasks_cancelled += store->task.end_state == ILV_STATE_CANCELLED;
    }
}

static guint64
count_handovers (const IlvLockStore *lock, const Span *span)
{
  guint64 first = ilv_series_find_after (&lock->holds, span->from - 1);
  guint64 end = ilv_series_find_after (&lock->holds, span->until - 1);
  guint64 n = 0;

  for (guint64 i = first; i < end; i++)
    {
      const IlvHoldElement *hold = ilv_series_get (&lock->holds, i);

      n += hold->previous_lane != 0 && hold->previous_lane != hold->lane;
    }
  return n;
}

static void
count_locks (const IlvTrace *trace, const Span *span, IlvRangeCounts *counts)
{
  for (guint i = 0; i < trace->locks->len; i++)
    {
      const IlvLockStore *lock = trace->locks->pdata[i];
      guint64 n_requests = count_elements (&lock->requests, span);

      counts->events += count_elements (&lock->holds, span) + n_requests;
      if (lock->lock.kind != ILV_LOCK_GIL)
        continue;
      counts->drop_requests += n_requests;
      counts->handovers += count_handovers (lock, span);
    }
}

void
ilv_range_count (const IlvTrace *trace, gint64 from, gint64 to, IlvRangeCounts *counts)
{
  const Span span = make_span (trace, from, to);
  gboolean loop = has_loop (trace);

  *counts = (IlvRangeCounts){ 0 };
  if (span.from >= span.until)
    return;
  for (guint i = 0; i < trace->lanes->len && !loop; i++)
    counts->events
      += count_begun (&((IlvLaneStore *) trace->lanes->pdata[i])->timeline, &span);
  count_tasks (trace, &span, loop, counts);
  count_locks (trace, &span, counts);
  for (guint i = 0; i < trace->counters->len; i++)
    counts->events
      += count_elements (&((IlvCounterStore *) trace->counters->pdata[i])->samples, &span);
  counts->events += count_elements (&trace->marks, &span) + count_elements (&trace->wakes, &span);
}

static GArray *
values_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

/* Takes the values. */
static void
compute_quantiles (GArray *values, IlvQuantiles *quantiles)
{
  ilv_quantiles_compute ((gint64 *) (gpointer) values->data, values->len, quantiles);
  g_array_unref (values);
}

static void
add_stays (const IlvTimeline *timeline, const Span *span, IlvState state, GArray *values)
{
  guint64 first = ilv_timeline_count_begun (timeline, span->from - 1);
  guint64 end = ilv_timeline_count_begun (timeline, span->until - 1);

  for (guint64 i = first; i < end; i++)
    {
      IlvInterval interval;
      gint64 length;

      ilv_timeline_get (timeline, i, &interval);
      length = interval.end - interval.begin;
      if (interval.state == state)
        g_array_append_val (values, length);
    }
}

static void
add_holds (const IlvLock *lock, const Span *span, GArray *values)
{
  const IlvLockStore *store = (const IlvLockStore *) lock;
  guint64 first = ilv_series_find_after (&store->holds, span->from - 1);
  guint64 end = ilv_series_find_after (&store->holds, span->until - 1);

  for (guint64 i = first; i < end; i++)
    {
      IlvHold hold;
      gint64 length;

      ilv_lock_get_hold (lock, i, &hold);
      length = hold.end - hold.begin;
      g_array_append_val (values, length);
    }
}

static void
measure_lanes (const IlvTrace *trace, const Span *span, GArray *gil_waits, GArray *lock_waits)
{
  for (guint i = 0; i < trace->lanes->len; i++)
    {
      const IlvLaneStore *lane = trace->lanes->pdata[i];

      if (lane->lane.kind == ILV_LANE_MAIN)
        continue;
      add_stays (&lane->timeline, span, ILV_STATE_WAITING_GIL, gil_waits);
      if (lock_waits != NULL)
        add_stays (&lane->timeline, span, ILV_STATE_WAITING_LOCK, lock_waits);
    }
}

static void
measure_tasks (const IlvTrace *trace, const Span *span, GArray *lock_waits)
{
  for (guint64 i = 0; i < trace->tasks.n; i++)
    {
      const IlvTaskStore *store = ilv_series_get (&trace->tasks, i);

      if (task_overlaps (&store->task, span))
        add_stays (&store->timeline, span, ILV_STATE_WAITING_LOCK, lock_waits);
    }
}

void
ilv_range_measure (const IlvTrace *trace, gint64 from, gint64 to, IlvRangeLengths *lengths)
{
  const Span span = make_span (trace, from, to);
  GArray *gil_holds = values_new ();
  GArray *gil_waits = values_new ();
  GArray *lock_waits = values_new ();
  gboolean loop = has_loop (trace);

  if (span.from < span.until)
    {
      for (guint i = 0; i < trace->locks->len; i++)
        if (ilv_trace_get_lock (trace, i)->kind == ILV_LOCK_GIL)
          add_holds (ilv_trace_get_lock (trace, i), &span, gil_holds);
      measure_lanes (trace, &span, gil_waits, loop ? NULL : lock_waits);
      if (loop)
        measure_tasks (trace, &span, lock_waits);
    }
  compute_quantiles (gil_holds, &lengths->gil_hold);
  compute_quantiles (gil_waits, &lengths->gil_wait);
  compute_quantiles (lock_waits, &lengths->lock_wait);
}
