/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/event-search.h"

#include "records.h"
#include "trace/format-fxt.h"

#define END 100000

#define MAIN_LANE 4
/* So many that none of them is looked at. */
#define MANY_TASKS 200000

/* Three lanes that do this and that for a while, with a lock, requests for it and marks, and a main
   one; each tells of tasks, too. */
static IlvTrace *
make_trace (guint32 seed)
{
  IlvTrace *trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  gint64 now[MAIN_LANE + 1] = { 0 };

  begin_lanes (trace, 3);
  add (trace, MAIN_LANE, 0, ILV_RECORD_LANE_BEGIN, MAIN_LANE, ILV_LANE_MAIN, 0);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (int i = 0; i < 400; i++)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, MAIN_LANE + 1);
      gint64 time = now[lane] += g_rand_int_range (rand, 1, 400);
      int kind = g_rand_int_range (rand, 0, 10);

      if (kind >= 8)
        add (trace, lane, time, ILV_RECORD_TASK, (guint32) g_rand_int_range (rand, 1, 6),
             g_rand_int_range (rand, 0, 9) == 0 ? ILV_STATE_DONE
                                                : (guint) g_rand_int_range (rand, ILV_STATE_RUNNING,
                                                                            ILV_STATE_SLEEPING),
             0);
      else if (kind < 5)
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
    if (ilv_trace_get_lane (trace, i)->kind != ILV_LANE_MAIN)
      note_timeline (times, ilv_trace_get_lane (trace, i)->timeline);
  for (guint i = 0; i < ilv_trace_get_n_tasks (trace); i++)
    {
      const IlvTask *task = ilv_trace_get_task (trace, i);

      note_timeline (times, task->timeline);
      /* One that was given up before it began has no time at all. */
      if (task->end_state != ILV_STATE_NONE)
        note (times, task->end);
    }
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

/* The same out of a file, where nobody knows any more who told what. */
static IlvFxtFile *
save_and_open (IlvTrace *trace)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (IlvFxtWriter) writer = ilv_fxt_writer_new (out, NULL);
  g_autoptr (GInputStream) in = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  IlvFxtFile *file;

  ilv_fxt_writer_add_trace (writer, trace, "Threads", MAX (-ilv_trace_get_begin (trace), 0));
  g_assert_true (ilv_fxt_writer_finish (writer, &error));
  g_output_stream_close (out, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  in = g_memory_input_stream_new_from_bytes (bytes);
  file = ilv_fxt_file_read (in, NULL, &error);
  g_assert_no_error (error);
  return file;
}

static void
check_trace (const IlvTrace *trace)
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
      g_autoptr (IlvFxtFile) file = NULL;

      ilv_trace_set_now (trace, END - 1);
      check_trace (trace);
      ilv_trace_finish (trace, END - 1);
      check_trace (trace);
      file = save_and_open (trace);
      check_trace (ilv_fxt_file_get_trace (file, 0));
    }
}

/* All of them alive at once, so that at each moment any of them might be the next. */
static IlvTrace *
make_many_tasks (void)
{
  IlvTrace *trace = ilv_trace_new ();
  gint64 now = 0;

  add (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_LOOP, 0);
  for (guint32 task = 1; task <= MANY_TASKS; task++)
    add (trace, 1, now += 3, ILV_RECORD_TASK, task, ILV_STATE_READY, 0);
  for (guint32 task = 1; task <= MANY_TASKS; task++)
    {
      add (trace, 1, now += 2, ILV_RECORD_STATE, task, ILV_STATE_RUNNING, 0);
      add (trace, 1, now += 5, ILV_RECORD_TASK, task, ILV_STATE_SLEEPING, 0);
    }
  for (guint32 task = MANY_TASKS; task >= 1; task--)
    add (trace, 1, now += 7, ILV_RECORD_TASK, task, ILV_STATE_DONE, 0);
  ilv_trace_finish (trace, now + 5);
  return trace;
}

static void
check_many_tasks (const IlvTrace *trace)
{
  gint64 time = 0, back;
  guint64 n = 0;

  while (ilv_trace_find_event_after (trace, time, &back))
    {
      gint64 before;

      g_assert_cmpint (back - time, <=, 7);
      g_assert_true (n == 0 || ilv_trace_find_event_before (trace, back, &before));
      g_assert_true (n == 0 || before == time);
      time = back;
      n++;
    }
  g_assert_cmpuint (n, >=, MANY_TASKS * 4);
  g_assert_cmpuint (n, <=, MANY_TASKS * 4 + 1);
}

/* Takes as long as it takes to look at a few of them, or it would never come to an end. */
static void
test_many_tasks (void)
{
  g_autoptr (IlvTrace) trace = make_many_tasks ();
  g_autoptr (IlvFxtFile) file = save_and_open (trace);
  gint64 begin = g_get_monotonic_time ();

  check_many_tasks (trace);
  g_test_message ("%.3f µs a step",
                  (double) (g_get_monotonic_time () - begin) / (MANY_TASKS * 8));
  check_many_tasks (ilv_fxt_file_get_trace (file, 0));
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
  g_test_add_func ("/event-search/all-of-many-tasks-are-gone-through", test_many_tasks);
  g_test_add_func ("/event-search/between-events-both-neighbours-are-found", test_between_events);
  g_test_add_func ("/event-search/the-main-lane-counts-only-when-alone",
                   test_main_lane_is_no_event);
  return g_test_run ();
}
