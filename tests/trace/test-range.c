/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a range of a trace holds, against counting all of it by hand. */
#include "records.h"

#include "trace/range.h"

#define LANES 5
#define TASKS 40
#define STEPS 6000
#define RANGES 60

/* Lanes that change state at random, tasks that come and go, two locks, requests, wakes, marks and
   a counter. The first is an event loop when that is asked for. */
static IlvTrace *
make_trace (guint32 seed, gboolean loop)
{
  static const IlvRecordKind kinds[] = { ILV_RECORD_STATE, ILV_RECORD_STATE, ILV_RECORD_STATE,
                                         ILV_RECORD_TASK, ILV_RECORD_LOCK_TAKE,
                                         ILV_RECORD_DROP_REQUEST, ILV_RECORD_WAKE,
                                         ILV_RECORD_MARK, ILV_RECORD_COUNTER };
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gint64 time = 0;
  guint32 holder = 0;

  for (guint32 lane = 1; lane <= LANES; lane++)
    add (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane,
         lane == 1 && loop ? ILV_LANE_LOOP : lane == 2 ? ILV_LANE_MAIN : ILV_LANE_THREAD, 0);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  add (trace, 1, 0, ILV_RECORD_LOCK, 2, ILV_LOCK_MUTEX, 0);
  for (guint i = 0; i < STEPS; i++)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, LANES + 1);
      guint32 task = (guint32) g_rand_int_range (rand, 1, TASKS + 1);
      IlvRecordKind kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))];
      guint state = (guint) g_rand_int_range (rand, ILV_STATE_STARTING, ILV_STATE_DONE);

      time += g_rand_int_range (rand, 0, 300);
      if (kind == ILV_RECORD_LOCK_TAKE)
        {
          add (trace, lane, time, kind, i % 3 == 0 ? 2 : 1, 0, (guint64) task << 32 | holder);
          add (trace, lane, time + 10, ILV_RECORD_LOCK_DROP, i % 3 == 0 ? 2 : 1, 0, 0);
          holder = lane;
        }
      else if (kind == ILV_RECORD_TASK && i % 7 == 0)
        add (trace, lane, time, kind, task, ILV_STATE_DONE + i % 3, 0);
      else if (kind == ILV_RECORD_STATE || kind == ILV_RECORD_TASK)
        add (trace, lane, time, kind, task, state, 0);
      else
        add (trace, lane, time, kind, 1, 1, lane);
    }
  ilv_trace_finish (trace, time + 50);
  return trace;
}

static gboolean
is_in (const IlvTrace *trace, gint64 time, gint64 from, gint64 to)
{
  return time >= from && (time < to || (to >= ilv_trace_get_end (trace)));
}

static guint64
count_begins (const IlvTrace *trace, const IlvTimeline *timeline, gint64 from, gint64 to)
{
  guint64 n = 0;

  for (guint64 i = 0; i < ilv_timeline_get_length (timeline); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      n += is_in (trace, interval.begin, from, to);
    }
  return n;
}

static void
count_lock (const IlvTrace *trace, const IlvLock *lock, gint64 from, gint64 to,
            IlvRangeCounts *counts)
{
  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      if (!is_in (trace, hold.begin, from, to))
        continue;
      counts->events++;
      counts->handovers += lock->kind == ILV_LOCK_GIL && hold.previous_lane != 0
                           && hold.previous_lane != hold.lane;
    }
  for (guint64 i = 0; i < lock->n_drop_requests; i++)
    {
      IlvDropRequest request;

      ilv_lock_get_drop_request (lock, i, &request);
      counts->events += is_in (trace, request.time, from, to);
      counts->drop_requests
        += lock->kind == ILV_LOCK_GIL && is_in (trace, request.time, from, to);
    }
}

static void
count_rest (const IlvTrace *trace, gint64 from, gint64 to, IlvRangeCounts *counts)
{
  for (guint64 i = 0; i < ilv_trace_get_n_marks (trace); i++)
    {
      IlvMarkEvent mark;

      ilv_trace_get_mark (trace, i, &mark);
      counts->events += is_in (trace, mark.time, from, to);
    }
  for (guint64 i = 0; i < ilv_trace_get_n_wakes (trace); i++)
    {
      IlvWake wake;

      ilv_trace_get_wake (trace, i, &wake);
      counts->events += is_in (trace, wake.time, from, to);
    }
  for (guint c = 0; c < ilv_trace_get_n_counters (trace); c++)
    for (guint64 i = 0; i < ilv_trace_get_counter (trace, c)->n_samples; i++)
      {
        IlvSample sample;

        ilv_counter_get (ilv_trace_get_counter (trace, c), i, &sample);
        counts->events += is_in (trace, sample.time, from, to);
      }
}

/* Everything there is, one by one. */
static void
count_plainly (const IlvTrace *trace, gboolean loop, gint64 from, gint64 to,
               IlvRangeCounts *counts)
{
  *counts = (IlvRangeCounts){ 0 };
  for (guint i = 0; i < ilv_trace_get_n_lanes (trace) && !loop; i++)
    counts->events += count_begins (trace, ilv_trace_get_lane (trace, i)->timeline, from, to);
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);

      if (loop)
        counts->events += count_begins (trace, task->timeline, from, to);
      if (task->end_state == ILV_STATE_NONE || !is_in (trace, task->end, from, to))
        continue;
      counts->tasks_ended++;
      counts->tasks_done += task->end_state == ILV_STATE_DONE;
      counts->tasks_failed += task->end_state == ILV_STATE_FAILED;
    }
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    count_lock (trace, ilv_trace_get_lock (trace, i), from, to, counts);
  count_rest (trace, from, to, counts);
}

static void
check_ranges (guint32 seed, gboolean loop)
{
  g_autoptr (IlvTrace) trace = make_trace (seed, loop);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed + 1);
  gint64 end = ilv_trace_get_end (trace);

  for (guint i = 0; i < RANGES; i++)
    {
      gint64 a = i == 0 ? 0 : g_rand_int_range (rand, -100, (gint32) end + 100);
      gint64 b = i == 0 ? end : g_rand_int_range (rand, -100, (gint32) end + 100);
      IlvRangeCounts counts, expected;

      ilv_range_count (trace, MIN (a, b), MAX (a, b), &counts);
      count_plainly (trace, loop, MIN (a, b), MAX (a, b), &expected);
      g_assert_cmpuint (counts.events, ==, expected.events);
      g_assert_cmpuint (counts.handovers, ==, expected.handovers);
      g_assert_cmpuint (counts.drop_requests, ==, expected.drop_requests);
      g_assert_cmpuint (counts.tasks_ended, ==, expected.tasks_ended);
      g_assert_cmpuint (counts.tasks_done, ==, expected.tasks_done);
      g_assert_cmpuint (counts.tasks_failed, ==, expected.tasks_failed);
      g_assert_cmpuint (counts.tasks_cancelled, ==,
                        expected.tasks_ended - expected.tasks_done - expected.tasks_failed);
      if (i == 0)
        g_assert_true (counts.events > 3000 && counts.handovers > 50 && counts.drop_requests > 50
                       && counts.tasks_ended > 5);
    }
}

static void
test_counts (void)
{
  check_ranges (1, FALSE);
  check_ranges (2, TRUE);
}

/* Two ranges that meet have together what one over both has: nothing twice, nothing lost. */
static void
test_ranges_that_meet (void)
{
  g_autoptr (IlvTrace) trace = make_trace (3, FALSE);
  gint64 end = ilv_trace_get_end (trace);
  IlvRangeCounts all, first, second;

  ilv_range_count (trace, 0, end, &all);
  for (gint64 middle = 0; middle <= end; middle += 1009)
    {
      ilv_range_count (trace, 0, middle, &first);
      ilv_range_count (trace, middle, end, &second);
      g_assert_cmpuint (first.events + second.events, ==, all.events);
      g_assert_cmpuint (first.tasks_ended + second.tasks_ended, ==, all.tasks_ended);
    }
}

static void
check_quantiles (const IlvQuantiles *quantiles, GArray *values)
{
  IlvQuantiles expected;

  ilv_quantiles_compute ((gint64 *) (gpointer) values->data, values->len, &expected);
  g_assert_cmpuint (values->len, >, 20);
  g_assert_cmpuint (quantiles->n, ==, expected.n);
  g_assert_cmpint (quantiles->p50, ==, expected.p50);
  g_assert_cmpint (quantiles->p95, ==, expected.p95);
  g_assert_cmpint (quantiles->max, ==, expected.max);
  g_array_set_size (values, 0);
}

static void
collect_stays (const IlvTrace *trace, const IlvTimeline *timeline, IlvState state, gint64 from,
               gint64 to, GArray *values)
{
  for (guint64 i = 0; i < ilv_timeline_get_length (timeline); i++)
    {
      IlvInterval interval;
      gint64 length;

      ilv_timeline_get (timeline, i, &interval);
      length = interval.end - interval.begin;
      if (interval.state == state && is_in (trace, interval.begin, from, to))
        g_array_append_val (values, length);
    }
}

static void
test_lengths (void)
{
  for (int loop = 0; loop < 2; loop++)
    {
      g_autoptr (IlvTrace) trace = make_trace (4, loop);
      g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));
      const IlvLock *gil = ilv_trace_find_lock (trace, 1);
      gint64 to = ilv_trace_get_end (trace) * 3 / 4, from = to / 3;
      IlvRangeLengths lengths;

      ilv_range_measure (trace, from, to, &lengths);
      for (guint64 i = 0; i < gil->n_holds; i++)
        {
          IlvHold hold;
          gint64 length;

          ilv_lock_get_hold (gil, i, &hold);
          length = hold.end - hold.begin;
          if (is_in (trace, hold.begin, from, to))
            g_array_append_val (values, length);
        }
      check_quantiles (&lengths.gil_hold, values);
      for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
        if (ilv_trace_get_lane (trace, i)->kind != ILV_LANE_MAIN)
          collect_stays (trace, ilv_trace_get_lane (trace, i)->timeline, ILV_STATE_WAITING_GIL,
                         from, to, values);
      check_quantiles (&lengths.gil_wait, values);
      for (guint i = 0; i < ilv_trace_get_n_lanes (trace) && !loop; i++)
        if (ilv_trace_get_lane (trace, i)->kind != ILV_LANE_MAIN)
          collect_stays (trace, ilv_trace_get_lane (trace, i)->timeline, ILV_STATE_WAITING_LOCK,
                         from, to, values);
      for (guint i = 0; i < ilv_trace_get_n_tasks (trace) && loop; i++)
        collect_stays (trace, ilv_trace_get_task (trace, i)->timeline, ILV_STATE_WAITING_LOCK,
                       from, to, values);
      check_quantiles (&lengths.lock_wait, values);
    }
}

static void
test_nothing (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  IlvRangeCounts counts;
  IlvRangeLengths lengths;

  ilv_range_count (trace, 0, 100, &counts);
  ilv_range_measure (trace, 0, 100, &lengths);
  g_assert_true (counts.events == 0 && counts.tasks_ended == 0 && lengths.gil_hold.n == 0
                 && lengths.gil_wait.n == 0 && lengths.lock_wait.n == 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/range/counts-are-those-of-counting-one-by-one", test_counts);
  g_test_add_func ("/range/ranges-that-meet-count-nothing-twice", test_ranges_that_meet);
  g_test_add_func ("/range/lengths-are-of-what-begins-in-the-range", test_lengths);
  g_test_add_func ("/range/an-empty-trace-has-nothing", test_nothing);
  return g_test_run ();
}
