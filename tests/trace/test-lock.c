/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records.h"

static void
take (IlvTrace *trace, guint32 lane, gint64 time, guint32 task, guint32 previous)
{
  g_assert_true (add (trace, lane, time, ILV_RECORD_LOCK_TAKE, 1, 0,
                      (guint64) task << 32 | previous));
}

static void
drop (IlvTrace *trace, guint32 lane, gint64 time, guint32 task, gboolean forced)
{
  g_assert_true (add (trace, lane, time, ILV_RECORD_LOCK_DROP, 1, 0,
                      (guint64) task << 32 | (forced ? 1 : 0)));
}

static void
check_hold (const IlvLock *lock, guint64 index, gint64 begin, gint64 end, guint32 lane)
{
  IlvHold hold;

  ilv_lock_get_hold (lock, index, &hold);
  g_assert_cmpint (hold.begin, ==, begin);
  g_assert_cmpint (hold.end, ==, end);
  g_assert_cmpuint (hold.lane, ==, lane);
}

static void
test_handovers_are_told_from_holds (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvLock *lock;
  IlvDropRequest request;
  IlvHold hold;

  begin_lanes (trace, 2);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  take (trace, 1, 10, 5, 0);
  add (trace, 2, 15, ILV_RECORD_DROP_REQUEST, 1, 0, 1);
  drop (trace, 1, 20, 0, TRUE);
  take (trace, 2, 22, 6, 1);
  drop (trace, 2, 30, 0, FALSE);
  take (trace, 2, 31, 6, 2);
  ilv_trace_set_now (trace, 40);
  lock = ilv_trace_find_lock (trace, 1);
  g_assert_cmpstr (lock->name, ==, "GIL");
  g_assert_cmpuint (lock->n_holds, ==, 3);
  g_assert_cmpuint (lock->n_handovers, ==, 1);
  g_assert_cmpuint (lock->n_drop_requests, ==, 1);
  ilv_lock_get_hold (lock, 0, &hold);
  g_assert_true (hold.forced && hold.task == 5 && hold.previous_lane == 0);
  check_hold (lock, 1, 22, 30, 2);
  check_hold (lock, 2, 31, 40, 2);
  g_assert_cmpuint (ilv_lock_find_hold (lock, 19), ==, 0);
  g_assert_cmpuint (ilv_lock_find_hold (lock, 20), ==, 1);
  g_assert_cmpuint (ilv_lock_find_hold (lock, 40), ==, 3);
  g_assert_cmpuint (ilv_lock_find_drop_request (lock, 15), ==, 0);
  g_assert_cmpuint (ilv_lock_find_drop_request (lock, 16), ==, 1);
  ilv_lock_get_drop_request (lock, 0, &request);
  g_assert_true (request.time == 15 && request.lane == 2 && request.holder == 1);
}

static void
test_holds_of_lanes_read_one_after_the_other_fall_into_place (void)
{
  enum { N = 2000 };
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvLock *lock;

  begin_lanes (trace, 2);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  for (guint32 lane = 1; lane <= 2; lane++)
    for (gint64 i = lane - 1; i < N; i += 2)
      {
        take (trace, lane, 10 + i * 10, 0, 3 - lane);
        /* Stamped a little late: the other one has it by then. */
        drop (trace, lane, 10 + i * 10 + 11, 0, FALSE);
      }
  ilv_trace_finish (trace, 10 + N * 10 + 100);
  lock = ilv_trace_find_lock (trace, 1);
  g_assert_cmpuint (lock->n_holds, ==, N);
  for (guint64 i = 0; i + 1 < N; i++)
    {
      gint64 begin = 10 + (gint64) i * 10;

      check_hold (lock, i, begin, begin + 10, i % 2 == 0 ? 1 : 2);
      g_assert_cmpuint (ilv_lock_find_hold (lock, begin + 5), ==, i);
    }
}

static void
test_a_late_hold_does_not_disturb_one_that_lasts (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvLock *lock;

  begin_lanes (trace, 2);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  take (trace, 2, 100, 0, 1);
  take (trace, 1, 10, 0, 0);
  drop (trace, 1, 20, 0, FALSE);
  drop (trace, 2, 120, 0, FALSE);
  ilv_trace_set_now (trace, 200);
  lock = ilv_trace_find_lock (trace, 1);
  check_hold (lock, 0, 10, 20, 1);
  check_hold (lock, 1, 100, 120, 2);
}

static void
test_holds_of_a_semaphore_overlap (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvLock *lock;

  begin_lanes (trace, 1);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_SEMAPHORE, 0);
  take (trace, 1, 10, 5, 0);
  take (trace, 1, 20, 6, 0);
  take (trace, 1, 30, 7, 0);
  drop (trace, 1, 40, 6, FALSE);
  drop (trace, 1, 50, 0, FALSE);
  ilv_trace_set_now (trace, 90);
  lock = ilv_trace_find_lock (trace, 1);
  check_hold (lock, 0, 10, 50, 1);
  check_hold (lock, 1, 20, 40, 1);
  check_hold (lock, 2, 30, 90, 1);
  g_assert_cmpuint (ilv_lock_find_hold (lock, 45), ==, 0);
  g_assert_cmpuint (ilv_lock_find_hold (lock, 55), ==, 2);
}

static void
test_a_lock_is_not_given_back_by_another (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();

  begin_lanes (trace, 2);
  add (trace, 1, 0, ILV_RECORD_LOCK, 1, ILV_LOCK_GIL, 0);
  take (trace, 1, 10, 0, 0);
  g_assert_false (add (trace, 2, 15, ILV_RECORD_LOCK_DROP, 1, 0, 0));
  ilv_trace_set_now (trace, 40);
  check_hold (ilv_trace_find_lock (trace, 1), 0, 10, 40, 1);
}

static void
test_totals_never_fall (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const gint64 times[] = { 10, 30, 20, 40 }, values[] = { 1, 2, 3, 4 };
  const IlvCounter *counter;
  IlvSample sample;

  begin_lanes (trace, 4);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    g_assert_true (add (trace, i + 1, times[i], ILV_RECORD_COUNTER, ILV_COUNTER_COMPLETED, 0,
                        (guint64) values[i]));
  counter = ilv_trace_find_counter (trace, ILV_COUNTER_COMPLETED);
  g_assert_cmpint (counter->last, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      ilv_counter_get (counter, i, &sample);
      g_assert_cmpint (sample.time, ==, 10 + (gint64) i * 10);
      g_assert_cmpint (sample.value, ==, 1 + (gint64) i);
    }
  g_assert_cmpuint (ilv_counter_find (counter, 20), ==, 2);
}

static void
test_other_counters_rise_and_fall (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  const IlvCounter *counter;
  IlvSample sample;

  begin_lanes (trace, 2);
  add (trace, 1, 10, ILV_RECORD_COUNTER, ILV_COUNTER_IN_FLIGHT, 0, 5);
  add (trace, 1, 30, ILV_RECORD_COUNTER, ILV_COUNTER_IN_FLIGHT, 0, (guint64) -2);
  add (trace, 2, 20, ILV_RECORD_COUNTER, ILV_COUNTER_IN_FLIGHT, 0, 9);
  counter = ilv_trace_find_counter (trace, ILV_COUNTER_IN_FLIGHT);
  g_assert_cmpint (counter->last, ==, -2);
  g_assert_cmpint (counter->max, ==, 9);
  ilv_counter_get (counter, 1, &sample);
  g_assert_cmpint (sample.value, ==, 9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(name) g_test_add_func ("/trace/lock/" #name, test_##name)
  TEST (handovers_are_told_from_holds);
  TEST (holds_of_lanes_read_one_after_the_other_fall_into_place);
  TEST (a_late_hold_does_not_disturb_one_that_lasts);
  TEST (holds_of_a_semaphore_overlap);
  TEST (a_lock_is_not_given_back_by_another);
  TEST (totals_never_fall);
  TEST (other_counters_rise_and_fall);
  return g_test_run ();
}
