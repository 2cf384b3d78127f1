/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/event-search.h"

#include "records.h"

#define END 100000

/* Three lanes that do this and that for a while, with a lock, requests for it and marks. */
static IlvTrace *
make_trace (guint32 seed)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gint64 now[4] = { 0 };

  begin_lanes (trace, 3);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (int i = 0; i < 300; i++)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, 4);
      gint64 time = now[lane] += g_rand_int_range (rand, 1, 400);
      int kind = g_rand_int_range (rand, 0, 8);

      if (kind < 5)
        add (trace, lane, time, ILV_RECORD_STATE, (guint32) g_rand_int_range (rand, 0, 4),
             (guint) g_rand_int_range (rand, ILV_STATE_RUNNING, ILV_STATE_SLEEPING), 0);
      else if (kind == 5)
        add (trace, lane, time, ILV_RECORD_DROP_REQUEST, 1, 0, 1);
      else if (kind == 6)
        add (trace, lane, time, ILV_RECORD_MARK, 0, ILV_MARK_RETRY, 0);
      else if (lane == 1)
        add (trace, lane, time, i % 2 ? ILV_RECORD_LOCK_TAKE : ILV_RECORD_LOCK_DROP, 1, 0, 0);
    }
  return trace;
}

static void
note (GArray *times, gint64 time)
{
  g_array_append_val (times, time);
}

static void
note_timeline (GArray *times, const IlvTimeline *timeline)
{
  for (guint64 i = 0; i < ilv_timeline_get_length (timeline); i++)
    {
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      note (times, interval.begin);
      if (!interval.open)
        note (times, interval.end);
    }
}

static void
note_lock (GArray *times, const IlvTrace *trace, const IlvLock *lock)
{
  for (guint64 i = 0; i < lock->n_holds; i++)
    {
      IlvHold hold;

      ilv_lock_get_hold (lock, i, &hold);
      note (times, hold.begin);
      if (hold.end < ilv_trace_get_end (trace) || ilv_trace_is_finished (trace))
        note (times, hold.end);
    }
  for (guint64 i = 0; i < lock->n_drop_requests; i++)
    {
      IlvDropRequest request;

      ilv_lock_get_drop_request (lock, i, &request);
      note (times, request.time);
    }
}

static int
compare_times (const void *a, const void *b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* All moments at which something happened, in order, by looking at everything. */
static GArray *
list_times (const IlvTrace *trace)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ilv_trace_get_n_lanes (trace); i++)
    note_timeline (times, ilv_trace_get_lane (trace, i)->timeline);
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    note_timeline (times, ilv_trace_get_task (trace, i)->timeline);
  for (guint i = 0; i < ilv_trace_get_n_locks (trace); i++)
    note_lock (times, trace, ilv_trace_get_lock (trace, i));
  for (guint64 i = 0; i < ilv_trace_get_n_marks (trace); i++)
    {
      IlvMarkEvent mark;

      ilv_trace_get_mark (trace, i, &mark);
      note (times, mark.time);
    }
  g_array_sort (times, compare_times);
  for (guint i = times->len; i > 1; i--)
    if (g_array_index (times, gint64, i - 1) == g_array_index (times, gint64, i - 2))
      g_array_remove_index (times, i - 1);
  return times;
}

static void
check_trace (IlvTrace *trace)
{
  g_autoptr (GArray) list = list_times (trace);
  gint64 time = -1;

  g_assert_cmpuint (list->len, >, 200);
  for (guint i = 0; i < list->len; i++)
    {
      g_assert_true (ilv_trace_find_event_after (trace, time, &time));
      g_assert_cmpint (time, ==, g_array_index (list, gint64, i));
    }
  g_assert_false (ilv_trace_find_event_after (trace, time, &time));
  time = END;
  for (guint i = list->len; i > 0; i--)
    {
      g_assert_true (ilv_trace_find_event_before (trace, time, &time));
      g_assert_cmpint (time, ==, g_array_index (list, gint64, i - 1));
    }
  g_assert_false (ilv_trace_find_event_before (trace, time, &time));
}

static void
test_every_event_once (void)
{
  for (guint32 seed = 0; seed < 40; seed++)
    {
      g_autoptr (IlvTrace) trace = make_trace (seed);

      ilv_trace_set_now (trace, END - 1);
      check_trace (trace);
      ilv_trace_finish (trace, END - 1);
      check_trace (trace);
    }
}

static void
test_between_events (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  gint64 time = 0;

  g_assert_false (ilv_trace_find_event_after (trace, 0, &time));
  g_assert_false (ilv_trace_find_event_before (trace, 0, &time));
  begin_lanes (trace, 1);
  add (trace, 1, 10, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  add (trace, 1, 30, ILV_RECORD_STATE, 0, ILV_STATE_WAITING_IO, 0);
  ilv_trace_set_now (trace, 60);
  g_assert_true (ilv_trace_find_event_after (trace, 15, &time));
  g_assert_cmpint (time, ==, 30);
  g_assert_true (ilv_trace_find_event_before (trace, 15, &time));
  g_assert_cmpint (time, ==, 10);
  /* It still waits: that the run has come to 60 is nothing that happened. */
  g_assert_false (ilv_trace_find_event_after (trace, 30, &time));
  g_assert_true (ilv_trace_find_event_before (trace, 60, &time));
  g_assert_cmpint (time, ==, 30);
}

/* What the main lane does behind the workers is not shown. */
static void
test_main_lane_is_no_event (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  gint64 time = 0;

  add (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_MAIN, 0);
  add (trace, 1, 10, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  g_assert_true (ilv_trace_find_event_after (trace, 5, &time));
  g_assert_cmpint (time, ==, 10);
  add (trace, 2, 0, ILV_RECORD_LANE_BEGIN, 2, ILV_LANE_THREAD, 0);
  add (trace, 2, 20, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  g_assert_true (ilv_trace_find_event_after (trace, 5, &time));
  g_assert_cmpint (time, ==, 20);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-search/every-event-is-found-once-in-order", test_every_event_once);
  g_test_add_func ("/event-search/between-events-both-neighbours-are-found", test_between_events);
  g_test_add_func ("/event-search/the-main-lane-counts-only-when-alone",
                   test_main_lane_is_no_event);
  return g_test_run ();
}
