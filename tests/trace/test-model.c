/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

#include <string.h>

static void
add_name (IlvTrace *trace, guint32 lane, IlvRecordKind kind, guint32 id, const char *name)
{
  gsize length = strlen (name);

  for (gsize at = 0; at < length; at += 8)
    {
      guint64 bytes = 0;

      memcpy (&bytes, name + at, MIN (8, length - at));
      g_assert_true (add (trace, lane, 0, kind, id, (guint) (at / 8), bytes));
    }
}

static void
check_interval (const IlvTimeline *timeline, guint64 index, gint64 begin, gint64 end,
                IlvState state, guint32 other, gboolean open)
{
  IlvInterval interval;

  ilv_timeline_get (timeline, index, &interval);
  g_assert_cmpint (interval.begin, ==, begin);
  g_assert_cmpint (interval.end, ==, end);
  g_assert_cmpint (interval.state, ==, state);
  g_assert_cmpuint (interval.other, ==, other);
  g_assert_cmpint (interval.open, ==, open);
}

static void
test_state_changes_lane_and_task (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvLane *lane;
  const IlvTask *task;
  IlvInterval interval;

  begin_lanes (trace, 1);
  g_assert_true (add (trace, 1, 5, ILV_RECORD_TASK, 7, ILV_STATE_READY, 0));
  g_assert_true (add (trace, 1, 10, ILV_RECORD_STATE, 7, ILV_STATE_RUNNING, 0));
  g_assert_true (add (trace, 1, 30, ILV_RECORD_STATE, 7, ILV_STATE_WAITING_GIL, 3));
  g_assert_true (add (trace, 1, 60, ILV_RECORD_TASK, 7, ILV_STATE_DONE, 0));
  g_assert_true (add (trace, 1, 60, ILV_RECORD_STATE, 0, ILV_STATE_NONE, 0));
  ilv_trace_set_now (trace, 100);
  lane = ilv_trace_find_lane (trace, 1);
  g_assert_cmpuint (lane->pid, ==, 40);
  g_assert_cmpuint (lane->tid, ==, 1);
  g_assert_cmpuint (ilv_timeline_get_length (lane->timeline), ==, 3);
  check_interval (lane->timeline, 0, 10, 30, ILV_STATE_RUNNING, 7, FALSE);
  check_interval (lane->timeline, 1, 30, 60, ILV_STATE_WAITING_GIL, 7, FALSE);
  check_interval (lane->timeline, 2, 60, 100, ILV_STATE_NONE, 0, TRUE);
  ilv_timeline_get (lane->timeline, 1, &interval);
  g_assert_cmpuint (interval.object, ==, 3);
  task = ilv_trace_find_task (trace, 7);
  g_assert_cmpint (task->begin, ==, 5);
  g_assert_cmpint (task->end, ==, 60);
  g_assert_cmpint (task->end_state, ==, ILV_STATE_DONE);
  check_interval (task->timeline, 0, 5, 10, ILV_STATE_READY, 0, FALSE);
  check_interval (task->timeline, 1, 10, 30, ILV_STATE_RUNNING, 1, FALSE);
  check_interval (task->timeline, 2, 30, 60, ILV_STATE_WAITING_GIL, 1, FALSE);
  g_assert_cmpuint (ilv_trace_get_n_events (trace), ==, 6);
}

static void
test_a_worker_that_died_has_an_end (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvLane *lane;

  begin_lanes (trace, 2);
  g_assert_true (add (trace, 2, 10, ILV_RECORD_STATE, 7, ILV_STATE_RUNNING, 0));
  g_assert_true (add (trace, 1, 40, ILV_RECORD_MARK, 7, ILV_MARK_WORKER_DIED, 2));
  ilv_trace_set_now (trace, 100);
  lane = ilv_trace_find_lane (trace, 2);
  g_assert_cmpint (lane->end, ==, 40);
  g_assert_cmpint (lane->end_state, ==, ILV_STATE_FAILED);
  check_interval (lane->timeline, 0, 10, 40, ILV_STATE_RUNNING, 7, FALSE);
}

static void
test_nothing_is_open_after_the_finish (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 2);
  add (trace, 1, 10, ILV_RECORD_STATE, 3, ILV_STATE_SLEEPING, 0);
  add (trace, 2, 10, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  g_assert_true (add (trace, 2, 20, ILV_RECORD_LANE_END, 2, ILV_STATE_FAILED, 0));
  ilv_trace_finish (trace, 50);
  check_interval (ilv_trace_find_lane (trace, 1)->timeline, 0, 10, 50, ILV_STATE_SLEEPING, 3,
                  FALSE);
  check_interval (ilv_trace_find_lane (trace, 2)->timeline, 0, 10, 20, ILV_STATE_RUNNING, 0,
                  FALSE);
  g_assert_cmpint (ilv_trace_find_lane (trace, 2)->end_state, ==, ILV_STATE_FAILED);
  g_assert_cmpint (ilv_trace_find_lane (trace, 1)->end, ==, 50);
  g_assert_cmpint (ilv_trace_find_task (trace, 3)->end_state, ==, ILV_STATE_NONE);
  ilv_trace_set_now (trace, 70);
  g_assert_cmpint (ilv_trace_get_end (trace), ==, 50);
}

static void
test_nonsense_is_counted_and_left_out (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  guint64 n = 0;

  begin_lanes (trace, 1);
#define NONSENSE(...) \
  g_assert_false (add (trace, __VA_ARGS__)); \
  g_assert_cmpuint (ilv_trace_get_n_damaged (trace), ==, ++n)
  NONSENSE (2, 1, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);      /* no such lane */
  NONSENSE (1, 1, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_THREAD, 0);   /* begun already */
  NONSENSE (3, 1, ILV_RECORD_LANE_BEGIN, 4, ILV_LANE_THREAD, 0);   /* another's lane */
  NONSENSE (3, 1, ILV_RECORD_LANE_BEGIN, 3, ILV_N_LANE_KINDS, 0);  /* no kind of lane */
  NONSENSE (1, 1, ILV_RECORD_STATE, 0, ILV_N_STATES, 0);           /* no state */
  NONSENSE (1, 1, ILV_RECORD_TASK, 0, ILV_STATE_RUNNING, 0);       /* no task */
  NONSENSE (1, 1, ILV_RECORD_LANE_END, 1, ILV_STATE_RUNNING, 0);   /* no end mark */
  NONSENSE (1, 1, 0, 0, 0, 0);                                     /* no kind of record */
  NONSENSE (1, 1, ILV_N_RECORD_KINDS, 0, 0, 0);
  NONSENSE (1, 1, ILV_RECORD_LOCK, 1, ILV_N_LOCK_KINDS, 0);
  NONSENSE (1, 1, ILV_RECORD_LOCK_DROP, 1, 0, 0);                  /* never taken */
  NONSENSE (1, 1, ILV_RECORD_COUNTER, ILV_MAX_COUNTERS, 0, 0);
  NONSENSE (1, 1, ILV_RECORD_MARK, 0, ILV_N_MARKS, 0);
  NONSENSE (1, 1, ILV_RECORD_NAME_TASK, 1, 1, 0);                  /* middle of no name */
  NONSENSE (1, G_MAXINT64, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  NONSENSE (1, G_MININT64, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0);
  NONSENSE (1, -1000000, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0); /* before its beginning */
  g_assert_true (add (trace, 1, 9, ILV_RECORD_LANE_END, 1, ILV_STATE_DONE, 0));
  NONSENSE (1, 10, ILV_RECORD_STATE, 0, ILV_STATE_RUNNING, 0); /* after its end */
#undef NONSENSE
  g_assert_cmpuint (ilv_timeline_get_length (ilv_trace_get_lane (trace, 0)->timeline), ==, 0);
}

static void
test_names_arrive_in_pieces (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 2);
  add_name (trace, 1, ILV_RECORD_NAME_LANE, 1, "exactly8");
  add_name (trace, 1, ILV_RECORD_NAME_TASK, 5, "Küche für alle, größer als ein Stück");
  add_name (trace, 1, ILV_RECORD_NAME_LOCK, 2, "bad \xff\xfe\xfd\xfc name");
  add_name (trace, 1, ILV_RECORD_NAME_COUNTER, 20, "a\tb");
  g_assert_cmpstr (ilv_trace_find_lane (trace, 1)->name, ==, "exactly8");
  g_assert_cmpstr (ilv_trace_find_lane (trace, 2)->name, ==, "Thread 2");
  g_assert_cmpstr (ilv_trace_find_task (trace, 5)->name, ==,
                   "Küche für alle, größer als ein Stück");
  g_assert_true (g_utf8_validate (ilv_trace_find_lock (trace, 2)->name, -1, NULL));
  g_assert_cmpstr (ilv_trace_find_counter (trace, 20)->name, ==, "a b");
}

static void
test_late_records_of_a_task_are_put_in_place (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvTimeline *timeline;

  begin_lanes (trace, 2);
  add (trace, 1, 10, ILV_RECORD_STATE, 7, ILV_STATE_RUNNING, 0);
  add (trace, 1, 40, ILV_RECORD_TASK, 7, ILV_STATE_SLEEPING, 0);
  add (trace, 1, 90, ILV_RECORD_TASK, 7, ILV_STATE_DONE, 0);
  add (trace, 2, 50, ILV_RECORD_STATE, 7, ILV_STATE_RUNNING, 0);
  add (trace, 2, 5, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  timeline = ilv_trace_find_task (trace, 7)->timeline;
  g_assert_cmpuint (ilv_timeline_get_length (timeline), ==, 3);
  check_interval (timeline, 1, 40, 50, ILV_STATE_SLEEPING, 0, FALSE);
  check_interval (timeline, 2, 50, 90, ILV_STATE_RUNNING, 2, FALSE);
}

/* Checks a timeline against a plain list of when each interval begins, in states that follow each
   other in turn. */
static void
check_against (const IlvTimeline *timeline, const gint64 *begins, const IlvState *states, guint n,
               gint64 end)
{
  gint64 sums[ILV_N_STATES] = { 0 };
  gint64 until[ILV_N_STATES];

  g_assert_cmpuint (ilv_timeline_get_length (timeline), ==, n);
  for (guint i = 0; i < n; i++)
    {
      gint64 next = i + 1 < n ? begins[i + 1] : end;
      gint64 middle = begins[i] + (next - begins[i]) / 2;
      IlvInterval interval;

      ilv_timeline_get (timeline, i, &interval);
      g_assert_cmpint (interval.begin, ==, begins[i]);
      g_assert_cmpint (interval.end, ==, next);
      g_assert_cmpint (interval.state, ==, states[i]);
      if (next > begins[i])
        {
          g_assert_cmpuint (ilv_timeline_find (timeline, begins[i]), ==, i);
          g_assert_true (ilv_timeline_get_at (timeline, middle, &interval));
          g_assert_cmpint (interval.begin, ==, begins[i]);
        }
      sums[states[i]] += middle - begins[i];
      ilv_timeline_states_until (timeline, middle, until);
      g_assert_cmpmem (sums, sizeof sums, until, sizeof until);
      sums[states[i]] += next - middle;
    }
  ilv_timeline_states_until (timeline, end + 1000, until);
  g_assert_cmpmem (sums, sizeof sums, until, sizeof until);
  g_assert_cmpuint (ilv_timeline_find (timeline, end), ==, n);
  g_assert_false (ilv_timeline_get_at (timeline, end, &(IlvInterval){ 0 }));
  g_assert_false (ilv_timeline_get_at (timeline, begins[0] - 1, &(IlvInterval){ 0 }));
}

static void
test_summaries_agree_with_the_intervals (void)
{
  enum { N = 5000 };
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree gint64 *begins = g_new (gint64, N);
  g_autofree IlvState *states = g_new (IlvState, N);
  gint64 time = 0;

  begin_lanes (trace, 1);
  for (guint i = 0; i < N; i++)
    {
      /* Now and then one that lasts longer than a chunk can tell in 32 bits. */
      time += i % 700 == 0 ? G_GINT64_CONSTANT (5000000000) : g_rand_int_range (rand, 0, 100000);
      begins[i] = time;
      states[i] = 1 + i % (ILV_STATE_DONE - 1);
      g_assert_true (add (trace, 1, time, ILV_RECORD_STATE, 0, states[i], 0));
    }
  ilv_trace_finish (trace, time + 77);
  check_against (ilv_trace_get_lane (trace, 0)->timeline, begins, states, N, time + 77);
}

static void
test_summaries_agree_after_disorder (void)
{
  enum { N = 3000, LANES = 4 };
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autofree gint64 *begins = g_new (gint64, N);
  g_autofree IlvState *states = g_new (IlvState, N);

  begin_lanes (trace, LANES);
  for (guint i = 0; i < N; i++)
    {
      begins[i] = (i + 1) * G_GINT64_CONSTANT (10000000);
      states[i] = 1 + i % (ILV_STATE_DONE - 1);
    }
  /* Each lane's records come all at once, as those of writers read one after the other. */
  for (guint lane = 1; lane <= LANES; lane++)
    for (guint i = lane - 1; i < N; i += LANES)
      g_assert_true (add (trace, lane, begins[i], ILV_RECORD_STATE, 9, states[i], 0));
  ilv_trace_finish (trace, begins[N - 1] + 5);
  check_against (ilv_trace_find_task (trace, 9)->timeline, begins, states, N, begins[N - 1] + 5);
}

static void
test_cores_tell_who_ran_where (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  IlvCoreUse use;

  begin_lanes (trace, 2);
  add_on_core (trace, 1, 10, ILV_STATE_RUNNING, 1);
  add_on_core (trace, 1, 20, ILV_STATE_RUNNING_FREE, 1); /* goes on */
  add_on_core (trace, 2, 25, ILV_STATE_RUNNING, 0);
  add_on_core (trace, 1, 30, ILV_STATE_WAITING_IO, 1);
  add_on_core (trace, 2, 40, ILV_STATE_RUNNING, 1); /* moved */
  ilv_trace_set_now (trace, 50);
  g_assert_cmpuint (ilv_trace_get_n_cores (trace), ==, 2);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 0), ==, 1);
  g_assert_cmpuint (ilv_trace_get_n_core_uses (trace, 1), ==, 2);
  ilv_trace_get_core_use (trace, 0, 0, &use);
  g_assert_true (use.begin == 25 && use.end == 40 && use.lane == 2);
  ilv_trace_get_core_use (trace, 1, 0, &use);
  g_assert_true (use.begin == 10 && use.end == 30 && use.lane == 1);
  ilv_trace_get_core_use (trace, 1, 1, &use);
  g_assert_true (use.begin == 40 && use.end == 50 && use.lane == 2);
  g_assert_cmpuint (ilv_trace_find_core_use (trace, 1, 30), ==, 1);
  g_assert_cmpuint (ilv_trace_find_core_use (trace, 7, 30), ==, 0);
}

static void
test_tasks_are_found_whatever_their_ids (void)
{
  const guint32 ids[] = { 2, 1, 3, 900, 4, 5, G_MAXUINT32, 8, 7 };
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 1);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    g_assert_true (add (trace, 1, i, ILV_RECORD_TASK, ids[i], ILV_STATE_READY, 0));
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_assert_true (add (trace, 1, 20, ILV_RECORD_TASK, ids[i], ILV_STATE_DONE, 0));
      g_assert_true (ilv_trace_find_task (trace, ids[i]) == ilv_trace_get_task (trace, i));
      g_assert_cmpint (ilv_trace_get_task (trace, i)->begin, ==, i);
    }
  g_assert_cmpuint (ilv_trace_get_n_tasks (trace), ==, G_N_ELEMENTS (ids));
  g_assert_null (ilv_trace_find_task (trace, 0));
  g_assert_null (ilv_trace_find_task (trace, 6));
  g_assert_null (ilv_trace_find_task (trace, 9));
}

static void
test_marks_are_kept_in_order (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  IlvMarkEvent mark;

  begin_lanes (trace, 2);
  add (trace, 1, 20, ILV_RECORD_MARK, 4, ILV_MARK_RETRY, 2);
  add (trace, 2, 10, ILV_RECORD_MARK, 5, ILV_MARK_LOST_UPDATE, 16);
  g_assert_cmpuint (ilv_trace_get_n_marks (trace), ==, 2);
  ilv_trace_get_mark (trace, 0, &mark);
  g_assert_true (mark.time == 10 && mark.mark == ILV_MARK_LOST_UPDATE && mark.lane == 2
                 && mark.task == 5 && mark.argument == 16);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add_func ("/trace/model/" #name, test_##name)
  TEST (state_changes_lane_and_task);
  TEST (a_worker_that_died_has_an_end);
  TEST (nothing_is_open_after_the_finish);
  TEST (nonsense_is_counted_and_left_out);
  TEST (names_arrive_in_pieces);
  TEST (late_records_of_a_task_are_put_in_place);
  TEST (summaries_agree_with_the_intervals);
  TEST (summaries_agree_after_disorder);
  TEST (cores_tell_who_ran_where);
  TEST (tasks_are_found_whatever_their_ids);
  TEST (marks_are_kept_in_order);
  return g_test_run ();
}
