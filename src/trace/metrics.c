/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/metrics.h"

#include "trace/state.h"

/* A few milliseconds' work. */
#define TASKS_IN_A_PART 32768

/* Puts the value that belongs there when all are in order to `at`, the smaller ones before it and
   the larger ones behind: Hoare's selection, in time proportional to n. */
static void
select_rank (gint64 *values, gsize n, gsize at)
{
  gsize low = 0, high = n - 1;

  while (low < high)
    {
      gint64 pivot = values[low + (high - low) / 2];
      gsize i = low, k = high;

      for (;;)
        {
          gint64 swapped;

          while (values[i] < pivot)
            i++;
          while (values[k] > pivot)
            k--;
          if (i >= k)
            break;
          swapped = values[i];
          values[i++] = values[k];
          values[k--] = swapped;
        }
      if (at <= k)
        high = k;
      else
        low = k + 1;
    }
}

/* The smallest value that `percent` of all are not above; `from` values before it are known to be
   no larger. */
static gint64
nearest_rank (gint64 *values, gsize n, guint percent, gsize *from)
{
  gsize at = (n * percent + 99) / 100 - 1;

  select_rank (values + *from, n - *from, at - *from);
  *from = at;
  return values[at];
}

void
ilv_quantiles_compute (gint64 *values, gsize n, IlvQuantiles *quantiles)
{
  gsize from = 0;

  *quantiles = (IlvQuantiles){ .n = n };
  if (n == 0)
    return;
  quantiles->p50 = nearest_rank (values, n, 50, &from);
  quantiles->p95 = nearest_rank (values, n, 95, &from);
  quantiles->p99 = nearest_rank (values, n, 99, &from);
  quantiles->max = nearest_rank (values, n, 100, &from);
}

static void
compute_quantiles (GArray *values, IlvQuantiles *quantiles)
{
  ilv_quantiles_compute ((gint64 *) (gpointer) values->data, values->len, quantiles);
}

static GArray *
values_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
add_states (const IlvTimeline *timeline, gint64 from, gint64 to, gint64 *sums)
{
  gint64 before[ILV_N_STATES], after[ILV_N_STATES];

  ilv_timeline_states_until (timeline, from, before);
  ilv_timeline_states_until (timeline, to, after);
  for (guint i = 0; i < ILV_N_STATES; i++)
    sums[i] += after[i] - before[i];
}

static void
add_gil_waits (const IlvTimeline *timeline, gint64 from, gint64 to, GArray *waits)
{
  guint64 n = ilv_timeline_get_length (timeline);

  for (guint64 i = ilv_timeline_find (timeline, from); i < n; i++)
    {
      IlvInterval interval;
      gint64 length;

      ilv_timeline_get (timeline, i, &interval);
      if (interval.begin >= to)
        break;
      if (interval.state != ILV_STATE_WAITING_GIL || interval.begin < from)
        continue;
      length = interval.end - interval.begin;
      g_array_append_val (waits, length);
    }
}

static double
share_of_gil_waits (const gint64 *states)
{
  gint64 all = 0;

  for (guint i = ILV_STATE_NONE + 1; i < ILV_N_STATES; i++)
    all += states[i];
  return all > 0 ? (double) states[ILV_STATE_WAITING_GIL] / (double) all : 0;
}

static void
compute_lanes (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  g_autoptr (GArray) waits = values_new ();
  gint64 all[ILV_N_STATES] = { 0 };
  gint64 running = 0;
  guint n = ilv_trace_get_n_lanes (trace);

  for (guint i = 0; i < n; i++)
    {
      const IlvLane *lane = ilv_trace_get_lane (trace, i);

      add_states (lane->timeline, from, to, all);
      if (lane->kind == ILV_LANE_MAIN || lane->begin >= to || lane->end <= from)
        continue;
      metrics->workers++;
      add_states (lane->timeline, from, to, metrics->states);
      add_gil_waits (lane->timeline, from, to, waits);
    }
  for (guint i = 0; i < ILV_N_STATES; i++)
    running += ilv_state_is_running ((IlvState) i) ? all[i] : 0;
  metrics->parallelism = to > from ? (double) running / (double) (to - from) : 0;
  metrics->gil_wait_share = share_of_gil_waits (metrics->states);
  compute_quantiles (waits, &metrics->gil_wait);
}

static void
count_end (const IlvTask *task, IlvMetrics *metrics)
{
  metrics->tasks_done += task->end_state == ILV_STATE_DONE;
  metrics->tasks_failed += task->end_state == ILV_STATE_FAILED;
  metrics->tasks_cancelled += task->end_state == ILV_STATE_CANCELLED;
}

static void
compute_task_states (const IlvTrace *trace, gint64 from, gint64 to, guint first,
                     IlvMetrics *metrics)
{
  guint n = MIN (ilv_trace_get_n_tasks (trace) - first, TASKS_IN_A_PART);

  for (guint i = first; i < first + n; i++)
    add_states (ilv_trace_get_task (trace, i)->timeline, from, to, metrics->task_states);
}

static void
compute_ends (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  g_autoptr (GArray) latencies = values_new ();
  guint n = ilv_trace_get_n_tasks (trace);

  for (guint i = 0; i < n; i++)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);
      gint64 latency;

      if (task->end_state == ILV_STATE_NONE || task->end < from || task->end >= to)
        continue;
      count_end (task, metrics);
      latency = task->end - task->begin;
      g_array_append_val (latencies, latency);
    }
  compute_quantiles (latencies, &metrics->latency);
}

static guint64
count_drop_requests (const IlvLock *lock, gint64 from, gint64 to)
{
  return ilv_lock_find_drop_request (lock, to) - ilv_lock_find_drop_request (lock, from);
}

/* Goes through the holds that begin in the range. A run is what one lane does with the lock until
   another takes it; one that was under way when the range began, or is when it ends, has no
   length that could be told. */
static void
add_gil (const IlvLock *lock, gint64 from, gint64 to, GArray *holds, GArray *runs,
         IlvMetrics *metrics)
{
  guint64 i = ilv_lock_find_hold (lock, from);
  gint64 run_begin = 0, run_end = 0;
  gboolean begins_here = FALSE;
  guint32 runner = 0;

  for (; i < lock->n_holds; i++)
    {
      gint64 length;
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      if (hold.begin >= to)
        break;
      if (hold.lane != runner)
        {
          length = run_end - run_begin;
          if (begins_here)
            g_array_append_val (runs, length);
          begins_here = hold.begin >= from && hold.previous_lane != hold.lane;
          run_begin = hold.begin;
          runner = hold.lane;
        }
      run_end = hold.end;
      if (hold.begin < from)
        continue;
      metrics->gil_holds++;
      metrics->gil_handovers += hold.previous_lane != 0 && hold.previous_lane != hold.lane;
      length = hold.end - hold.begin;
      g_array_append_val (holds, length);
    }
}

static void
compute_gil (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  g_autoptr (GArray) holds = values_new ();
  g_autoptr (GArray) runs = values_new ();
  guint n = ilv_trace_get_n_locks (trace);

  for (guint i = 0; i < n; i++)
    {
      const IlvLock *lock = ilv_trace_get_lock (trace, i);

      if (lock->kind != ILV_LOCK_GIL)
        continue;
      metrics->gil_drop_requests += count_drop_requests (lock, from, to);
      add_gil (lock, from, to, holds, runs, metrics);
    }
  compute_quantiles (holds, &metrics->gil_hold);
  compute_quantiles (runs, &metrics->gil_run_length);
}

static void
compute_marks (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  g_autoptr (GHashTable) retried = g_hash_table_new (NULL, NULL);
  guint64 n = ilv_trace_get_n_marks (trace);

  for (guint64 i = 0; i < n; i++)
    {
      IlvMarkEvent mark;

      ilv_trace_get_mark (trace, i, &mark);
      if (mark.time < from || mark.time >= to)
        continue;
      if (mark.mark == ILV_MARK_LOST_UPDATE)
        metrics->lost_updates++;
      else if (mark.mark == ILV_MARK_RETRY)
        g_hash_table_add (retried, GUINT_TO_POINTER (mark.task));
    }
  metrics->tasks_retried = g_hash_table_size (retried);
}

static void
compute_loop_lag (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  const IlvCounter *counter = ilv_trace_find_counter (trace, ILV_COUNTER_LOOP_LAG);

  if (counter == NULL)
    return;
  for (guint64 i = ilv_counter_find (counter, from - 1); i < counter->n_samples; i++)
    {
      IlvSample sample;

      ilv_counter_get (counter, i, &sample);
      if (sample.time >= to)
        break;
      metrics->loop_lag_max = MAX (metrics->loop_lag_max, sample.value);
    }
}

static void
compute_requests (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  const IlvCounter *counter = ilv_trace_find_counter (trace, ILV_COUNTER_REQUEST_LATENCY);
  g_autoptr (GArray) latencies = values_new ();

  if (counter == NULL)
    return;
  for (guint64 i = ilv_counter_find (counter, from - 1); i < counter->n_samples; i++)
    {
      IlvSample sample;

      ilv_counter_get (counter, i, &sample);
      if (sample.time >= to)
        break;
      g_array_append_val (latencies, sample.value);
    }
  compute_quantiles (latencies, &metrics->request_latency);
}

typedef void (*Part) (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics);

gboolean
ilv_metrics_compute_part (const IlvTrace *trace, gint64 from, gint64 to, guint *part,
                          IlvMetrics *metrics)
{
  static const Part parts[] = { compute_ends, compute_gil, compute_marks, compute_loop_lag,
                                compute_requests };
  /* Lanes, then tasks, some at a time, then the rest. */
  guint n_tasks = (ilv_trace_get_n_tasks (trace) + TASKS_IN_A_PART - 1) / TASKS_IN_A_PART;
  gint64 end = ilv_trace_get_end (trace);
  gint64 until;

  g_return_val_if_fail (*part < 1 + n_tasks + G_N_ELEMENTS (parts), FALSE);
  if (*part == 0)
    *metrics = (IlvMetrics){ 0 };
  from = MAX (from, ilv_trace_get_begin (trace));
  /* A range that reaches to the trace's end includes what happened in its last nanosecond. */
  until = to >= end ? end + 1 : to;
  to = MIN (to, end);
  if (from > to)
    return FALSE;
  if (*part == 0)
    compute_lanes (trace, from, to, metrics);
  else if (*part <= n_tasks)
    compute_task_states (trace, from, until, (*part - 1) * TASKS_IN_A_PART, metrics);
  else
    parts[*part - 1 - n_tasks](trace, from, until, metrics);
  return ++*part < 1 + n_tasks + G_N_ELEMENTS (parts);
}

void
ilv_metrics_compute (const IlvTrace *trace, gint64 from, gint64 to, IlvMetrics *metrics)
{
  guint part = 0;

  while (ilv_metrics_compute_part (trace, from, to, &part, metrics))
    ;
}
