/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/state-share.h"

#define MS 1000000

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint8 state)
{
  IlvRecord record
    = { .subject = subject, .kind = (guint8) kind, .state = state, .core = G_MAXUINT16 };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

static void
assert_share (double share, double wanted)
{
  g_assert_cmpfloat_with_epsilon (share, wanted, 1e-6);
}

/* A thread that runs task 1 for 30 ms of 40 and waits 10 ms, then has nothing to do. */
static IlvTrace *
make_threads (void)
{
  IlvTrace *trace = ilv_trace_new ();

  append (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_MAIN);
  append (trace, 1, 0, ILV_RECORD_STATE, 0, ILV_STATE_WAITING_LOCK);
  append (trace, 2, 0, ILV_RECORD_LANE_BEGIN, 2, ILV_LANE_THREAD);
  append (trace, 2, 0, ILV_RECORD_STATE, 1, ILV_STATE_RUNNING);
  append (trace, 2, 30 * MS, ILV_RECORD_STATE, 1, ILV_STATE_WAITING_IO);
  append (trace, 2, 40 * MS, ILV_RECORD_TASK, 1, ILV_STATE_DONE);
  append (trace, 2, 40 * MS, ILV_RECORD_STATE, 0, ILV_STATE_NONE);
  ilv_trace_finish (trace, 100 * MS);
  return trace;
}

static void
test_workers (void)
{
  g_autoptr (IlvTrace) trace = make_threads ();
  double shares[ILV_N_STATES];

  ilv_state_share_compute (trace, 0, 100 * MS, shares);
  assert_share (shares[ILV_STATE_RUNNING], 0.75);
  assert_share (shares[ILV_STATE_WAITING_IO], 0.25);
  assert_share (shares[ILV_STATE_NONE], 0);
  assert_share (shares[ILV_STATE_WAITING_LOCK], 0);
}

static void
test_range (void)
{
  g_autoptr (IlvTrace) trace = make_threads ();
  double shares[ILV_N_STATES];

  ilv_state_share_compute (trace, 20 * MS, 40 * MS, shares);
  assert_share (shares[ILV_STATE_RUNNING], 0.5);
  assert_share (shares[ILV_STATE_WAITING_IO], 0.5);
  ilv_state_share_compute (trace, 50 * MS, 60 * MS, shares);
  for (guint i = 0; i < ILV_N_STATES; i++)
    assert_share (shares[i], 0);
}

/* Two coroutines on one loop: while one runs, the other is ready. */
static void
test_coroutines (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  double shares[ILV_N_STATES];

  append (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_LOOP);
  append (trace, 1, 0, ILV_RECORD_TASK, 2, ILV_STATE_READY);
  append (trace, 1, 0, ILV_RECORD_STATE, 1, ILV_STATE_RUNNING);
  append (trace, 1, 10 * MS, ILV_RECORD_TASK, 1, ILV_STATE_DONE);
  append (trace, 1, 10 * MS, ILV_RECORD_STATE, 2, ILV_STATE_RUNNING);
  append (trace, 1, 20 * MS, ILV_RECORD_TASK, 2, ILV_STATE_DONE);
  ilv_trace_finish (trace, 20 * MS);
  ilv_state_share_compute (trace, 0, 20 * MS, shares);
  assert_share (shares[ILV_STATE_RUNNING], 2.0 / 3);
  assert_share (shares[ILV_STATE_READY], 1.0 / 3);
}

/* Three of seven coroutines run all the time, the others sleep. */
static IlvTrace *
make_crowd (guint n)
{
  IlvTrace *trace = ilv_trace_new ();

  append (trace, 1, 0, ILV_RECORD_LANE_BEGIN, 1, ILV_LANE_LOOP);
  for (guint i = 1; i <= n; i++)
    append (trace, 1, 0, ILV_RECORD_TASK, i, i % 7 < 3 ? ILV_STATE_RUNNING : ILV_STATE_SLEEPING);
  ilv_trace_finish (trace, 10 * MS);
  return trace;
}

static void
test_crowds (void)
{
  g_autoptr (IlvTrace) all = make_crowd (ILV_STATE_SHARE_MOST);
  g_autoptr (IlvTrace) more = make_crowd (3 * ILV_STATE_SHARE_MOST + 1);
  double shares[ILV_N_STATES];

  g_assert_cmpuint (ilv_state_share_compute (all, 0, 10 * MS, shares), ==, 1);
  g_assert_cmpfloat_with_epsilon (shares[ILV_STATE_RUNNING], 3.0 / 7, 1e-3);
  g_assert_cmpuint (ilv_state_share_compute (more, 0, 10 * MS, shares), ==, 4);
  g_assert_cmpfloat_with_epsilon (shares[ILV_STATE_RUNNING], 3.0 / 7, 1e-3);
}

static void
test_single_lanes (void)
{
  g_autoptr (IlvTrace) trace = make_threads ();
  double shares[ILV_N_STATES];

  g_assert_false (ilv_state_share_is_of_tasks (trace));
  g_assert_false (ilv_state_share_has_lane (trace, 0));
  g_assert_true (ilv_state_share_has_lane (trace, 1));
  ilv_state_share_of_lane (ilv_trace_get_lane (trace, 1)->timeline, 0, 100 * MS, shares);
  assert_share (shares[ILV_STATE_RUNNING], 0.75);
  assert_share (shares[ILV_STATE_NONE], 0);
  ilv_state_share_of_lane (ilv_trace_get_lane (trace, 0)->timeline, 0, 100 * MS, shares);
  assert_share (shares[ILV_STATE_WAITING_LOCK], 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/state-share/workers count, the main thread and idle time do not",
                   test_workers);
  g_test_add_func ("/state-share/only the visible range counts", test_range);
  g_test_add_func ("/state-share/an event loop is judged by its coroutines", test_coroutines);
  g_test_add_func ("/state-share/of too many coroutines some are read, and that is said",
                   test_crowds);
  g_test_add_func ("/state-share/a lane by itself has shares of its own", test_single_lanes);
  return g_test_run ();
}
