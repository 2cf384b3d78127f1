/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "same-trace.h"

#include "records.h"

static void
assert_same_timeline (const IlvTimeline *a, const IlvTimeline *b)
{
  guint64 n = ilv_timeline_get_length (a);
  gint64 x_states[ILV_N_STATES], y_states[ILV_N_STATES];

  g_assert_cmpuint (ilv_timeline_get_length (b), ==, n);
  for (guint64 i = 0; i < n; i++)
    {
      IlvInterval x, y;

      ilv_timeline_get (a, i, &x);
      ilv_timeline_get (b, i, &y);
      g_assert_cmpint (x.begin, ==, y.begin);
      g_assert_cmpint (x.end, ==, y.end);
      g_assert_cmpint (x.state, ==, y.state);
      g_assert_cmpuint (x.other, ==, y.other);
      g_assert_cmpuint (x.object, ==, y.object);
      g_assert_cmpuint (x.core, ==, y.core);
      g_assert_cmpint (x.open, ==, y.open);
      ilv_timeline_states_until (a, x.begin + 7, x_states);
      ilv_timeline_states_until (b, x.begin + 7, y_states);
      g_assert_cmpmem (x_states, sizeof x_states, y_states, sizeof y_states);
      g_assert_cmpuint (ilv_timeline_find (a, x.begin), ==, ilv_timeline_find (b, x.begin));
    }
}

static void
assert_same_lanes (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpuint (ilv_trace_get_n_lanes (a), ==, ilv_trace_get_n_lanes (b));
  for (guint i = 0; i < ilv_trace_get_n_lanes (a); i++)
    {
      const IlvLane *x = ilv_trace_get_lane (a, i), *y = ilv_trace_get_lane (b, i);

      g_assert_cmpuint (x->id, ==, y->id);
      g_assert_cmpint (x->kind, ==, y->kind);
      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpuint (x->pid, ==, y->pid);
      g_assert_cmpuint (x->tid, ==, y->tid);
      g_assert_cmpint (x->begin, ==, y->begin);
      g_assert_cmpint (x->end, ==, y->end);
      g_assert_cmpint (x->end_state, ==, y->end_state);
      assert_same_timeline (x->timeline, y->timeline);
    }
}

static void
assert_same_tasks (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpuint (ilv_trace_get_n_tasks (a), ==, ilv_trace_get_n_tasks (b));
  for (guint i = 0; i < ilv_trace_get_n_tasks (a); i++)
    {
      const IlvTask *x = ilv_trace_get_task (a, i), *y = ilv_trace_get_task (b, i);

      g_assert_cmpuint (x->id, ==, y->id);
      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpint (x->begin, ==, y->begin);
      g_assert_cmpint (x->end, ==, y->end);
      g_assert_cmpint (x->end_state, ==, y->end_state);
      assert_same_timeline (x->timeline, y->timeline);
      g_assert_true (ilv_trace_find_task (b, x->id) == y);
    }
}

static void
assert_same_lock (const IlvLock *a, const IlvLock *b)
{
  g_assert_cmpuint (a->id, ==, b->id);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_cmpuint (a->capacity, ==, b->capacity);
  g_assert_cmpuint (a->n_holds, ==, b->n_holds);
  g_assert_cmpuint (a->n_handovers, ==, b->n_handovers);
  g_assert_cmpuint (a->n_drop_requests, ==, b->n_drop_requests);
  for (guint64 i = 0; i < a->n_holds; i++)
    {
      IlvHold x, y;

      ilv_lock_get_hold (a, i, &x);
      ilv_lock_get_hold (b, i, &y);
      g_assert_cmpint (x.begin, ==, y.begin);
      g_assert_cmpint (x.end, ==, y.end);
      g_assert_cmpuint (x.lane, ==, y.lane);
      g_assert_cmpuint (x.task, ==, y.task);
      g_assert_cmpuint (x.previous_lane, ==, y.previous_lane);
      g_assert_cmpint (x.forced, ==, y.forced);
      g_assert_cmpuint (ilv_lock_find_hold (a, x.begin), ==, ilv_lock_find_hold (b, x.begin));
    }
  for (guint64 i = 0; i < a->n_drop_requests; i++)
    {
      IlvDropRequest x, y;

      ilv_lock_get_drop_request (a, i, &x);
      ilv_lock_get_drop_request (b, i, &y);
      g_assert_cmpint (x.time, ==, y.time);
      g_assert_cmpuint (x.lane, ==, y.lane);
      g_assert_cmpuint (x.holder, ==, y.holder);
    }
}

static void
assert_same_counters (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpuint (ilv_trace_get_n_counters (a), ==, ilv_trace_get_n_counters (b));
  for (guint i = 0; i < ilv_trace_get_n_counters (a); i++)
    {
      const IlvCounter *x = ilv_trace_get_counter (a, i), *y = ilv_trace_get_counter (b, i);

      g_assert_cmpuint (x->id, ==, y->id);
      g_assert_cmpstr (x->name, ==, y->name);
      g_assert_cmpuint (x->n_samples, ==, y->n_samples);
      g_assert_cmpint (x->max, ==, y->max);
      g_assert_cmpint (x->last, ==, y->last);
      for (guint64 k = 0; k < x->n_samples; k++)
        {
          IlvSample before, after;

          ilv_counter_get (x, k, &before);
          ilv_counter_get (y, k, &after);
          g_assert_cmpint (before.time, ==, after.time);
          g_assert_cmpint (before.value, ==, after.value);
          g_assert_cmpuint (before.lane, ==, after.lane);
        }
    }
}

static void
assert_same_marks (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpuint (ilv_trace_get_n_marks (a), ==, ilv_trace_get_n_marks (b));
  for (guint64 i = 0; i < ilv_trace_get_n_marks (a); i++)
    {
      IlvMarkEvent x, y;

      ilv_trace_get_mark (a, i, &x);
      ilv_trace_get_mark (b, i, &y);
      g_assert_cmpint (x.time, ==, y.time);
      g_assert_cmpint (x.mark, ==, y.mark);
      g_assert_cmpuint (x.lane, ==, y.lane);
      g_assert_cmpuint (x.task, ==, y.task);
      g_assert_cmpuint (x.argument, ==, y.argument);
    }
}

static void
assert_same_wakes (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpuint (ilv_trace_get_n_wakes (a), ==, ilv_trace_get_n_wakes (b));
  for (guint64 i = 0; i < ilv_trace_get_n_wakes (a); i++)
    {
      IlvWake x, y;

      ilv_trace_get_wake (a, i, &x);
      ilv_trace_get_wake (b, i, &y);
      g_assert_cmpint (x.time, ==, y.time);
      g_assert_cmpuint (x.waker, ==, y.waker);
      g_assert_cmpuint (x.task, ==, y.task);
      g_assert_cmpuint (x.lane, ==, y.lane);
      g_assert_cmpuint (x.lock, ==, y.lock);
    }
}

static void
assert_same_cores (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpuint (ilv_trace_get_n_cores (a), ==, ilv_trace_get_n_cores (b));
  for (guint core = 0; core < ilv_trace_get_n_cores (a); core++)
    {
      guint64 n = ilv_trace_get_n_core_uses (a, core);

      g_assert_cmpuint (ilv_trace_get_n_core_uses (b, core), ==, n);
      for (guint64 i = 0; i < n; i++)
        {
          IlvCoreUse x, y;

          ilv_trace_get_core_use (a, core, i, &x);
          ilv_trace_get_core_use (b, core, i, &y);
          g_assert_cmpint (x.begin, ==, y.begin);
          g_assert_cmpint (x.end, ==, y.end);
          g_assert_cmpuint (x.lane, ==, y.lane);
        }
    }
}

void
assert_same_trace (const IlvTrace *a, const IlvTrace *b)
{
  g_assert_cmpint (ilv_trace_get_begin (a), ==, ilv_trace_get_begin (b));
  g_assert_cmpint (ilv_trace_get_end (a), ==, ilv_trace_get_end (b));
  g_assert_cmpint (ilv_trace_is_finished (a), ==, ilv_trace_is_finished (b));
  g_assert_cmpuint (ilv_trace_get_n_events (a), ==, ilv_trace_get_n_events (b));
  g_assert_cmpuint (ilv_trace_get_n_dropped (a), ==, ilv_trace_get_n_dropped (b));
  g_assert_cmpuint (ilv_trace_get_n_damaged (a), ==, ilv_trace_get_n_damaged (b));
  assert_same_lanes (a, b);
  assert_same_tasks (a, b);
  g_assert_cmpuint (ilv_trace_get_n_locks (a), ==, ilv_trace_get_n_locks (b));
  for (guint i = 0; i < ilv_trace_get_n_locks (a); i++)
    assert_same_lock (ilv_trace_get_lock (a, i), ilv_trace_get_lock (b, i));
  assert_same_counters (a, b);
  assert_same_marks (a, b);
  assert_same_wakes (a, b);
  assert_same_cores (a, b);
}

/* --- a trace of everything ---------------------------------------------------------------- */

#define LANES 6
#define TASKS 40
#define LOCKS 5

static guint64
make_argument (GRand *rand, IlvRecordKind kind, guint state)
{
  guint32 lane = (guint32) g_rand_int_range (rand, 0, LANES + 1);
  guint64 task = (guint64) g_rand_int_range (rand, 0, TASKS + 1);

  switch ((int) kind)
    {
    case ILV_RECORD_STATE:
    case ILV_RECORD_TASK:
      return state == ILV_STATE_WAITING_GIL || state == ILV_STATE_WAITING_LOCK
               ? (guint64) g_rand_int_range (rand, 0, LOCKS + 1)
               : 0;
    case ILV_RECORD_LOCK_TAKE:
      return task << 32 | lane;
    case ILV_RECORD_LOCK_DROP:
      return task << 32 | (guint64) g_rand_boolean (rand);
    case ILV_RECORD_WAKE:
      return (guint64) g_rand_int_range (rand, 0, LOCKS + 1) << 32 | lane;
    case ILV_RECORD_NAME_TASK:
    case ILV_RECORD_NAME_LOCK:
    case ILV_RECORD_NAME_LANE:
    case ILV_RECORD_NAME_COUNTER:
      return G_GUINT64_CONSTANT (0x65672072); /* "r ge" and no more */
    default:
      return (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
    }
}

static guint
make_state (GRand *rand, IlvRecordKind kind)
{
  /* Few tasks may end, or nothing would be left to happen. */
  if (kind == ILV_RECORD_STATE || kind == ILV_RECORD_TASK)
    return (guint) g_rand_int_range (rand, 0, g_rand_int_range (rand, 0, 50) == 0
                                                ? ILV_N_STATES + 1 : ILV_STATE_DONE);
  if (kind == ILV_RECORD_LOCK)
    return (guint) g_rand_int_range (rand, 0, ILV_N_LOCK_KINDS + 1);
  if (kind == ILV_RECORD_MARK)
    return (guint) g_rand_int_range (rand, 0, ILV_N_MARKS + 1);
  return 0;
}

static guint32
make_subject (GRand *rand, IlvRecordKind kind, guint32 lane)
{
  switch ((int) kind)
    {
    case ILV_RECORD_LOCK:
    case ILV_RECORD_LOCK_TAKE:
    case ILV_RECORD_LOCK_DROP:
    case ILV_RECORD_DROP_REQUEST:
    case ILV_RECORD_NAME_LOCK:
      return (guint32) g_rand_int_range (rand, 0, LOCKS + 1);
    case ILV_RECORD_COUNTER:
    case ILV_RECORD_NAME_COUNTER:
      return (guint32) g_rand_int_range (rand, 0, ILV_MAX_COUNTERS + 1);
    case ILV_RECORD_NAME_LANE:
      return lane;
    default:
      return g_rand_int_range (rand, 0, 20) == 0
               ? 0 : (guint32) g_rand_int_range (rand, 1, TASKS + 1) * 77;
    }
}

IlvTrace *
make_random_trace (guint32 seed, guint n_records)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  IlvTrace *trace = ilv_trace_new ();
  gint64 now = -5000;

  for (guint32 lane = 1; lane <= LANES; lane++)
    add (trace, lane, now, ILV_RECORD_LANE_BEGIN, lane, (guint) g_rand_int_range (rand, 1, 5),
         (guint64) 40 << 32 | lane);
  for (guint i = 0; i < n_records; i++)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, LANES + 1);
      IlvRecordKind kind
        = (IlvRecordKind) g_rand_int_range (rand, ILV_RECORD_NAME_LANE, ILV_N_RECORD_KINDS);
      guint state = make_state (rand, kind);
      IlvRecord record = { .kind = (guint8) kind, .state = (guint8) state };

      record.subject = make_subject (rand, kind, lane);
      record.argument = make_argument (rand, kind, state);
      record.core = (guint16) (g_rand_int_range (rand, 0, 9) == 0 ? G_MAXUINT16
                                                                 : g_rand_int_range (rand, 0, 3));
      now += g_rand_int_range (rand, 0, 1000)
             * (g_rand_int_range (rand, 0, 500) == 0 ? G_GINT64_CONSTANT (9000000) : 1);
      /* Lanes are not all read to the same time. */
      ilv_trace_append (trace, lane, now - g_rand_int_range (rand, 0, 3000), &record);
    }
  add (trace, 2, now, ILV_RECORD_LANE_END, 2, ILV_STATE_FAILED, 0);
  ilv_trace_add_dropped (trace, seed % 3);
  return trace;
}
