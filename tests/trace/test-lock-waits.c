/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trace/lock-waits.h"

#define LOCK 7

static void
append (IlvTrace *trace, guint32 lane, gint64 time, IlvRecordKind kind, guint32 subject,
        guint state, guint64 argument)
{
  const IlvRecord record = { .subject = subject, .kind = (guint8) kind, .state = (guint8) state,
                             .core = G_MAXUINT16, .argument = argument };

  g_assert_true (ilv_trace_append (trace, lane, time, &record));
}

static void
begin (IlvTrace *trace, guint32 lane)
{
  append (trace, lane, 0, ILV_RECORD_LANE_BEGIN, lane, ILV_LANE_THREAD, 0);
}

static void
wait_for (IlvTrace *trace, guint32 lane, gint64 from, gint64 to)
{
  append (trace, lane, from, ILV_RECORD_STATE, lane, ILV_STATE_WAITING_LOCK, LOCK);
  append (trace, lane, to, ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
}

static void
test_counts (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvLockWaits) waits = ilv_lock_waits_new (trace);
  g_autoptr (GArray) lengths = NULL;
  guint64 n;

  for (guint32 lane = 1; lane <= 3; lane++)
    begin (trace, lane);
  append (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_MUTEX, 0);
  wait_for (trace, 1, 10, 40);
  wait_for (trace, 2, 20, 30);
  wait_for (trace, 3, 25, 26);
  wait_for (trace, 3, 50, 90);
  /* A coroutine, on no lane. */
  append (trace, 1, 60, ILV_RECORD_TASK, 9, ILV_STATE_WAITING_LOCK, LOCK);
  append (trace, 1, 70, ILV_RECORD_TASK, 9, ILV_STATE_READY, 0);
  ilv_trace_finish (trace, 100);
  ilv_lock_waits_update (waits);
  g_assert_cmpuint (ilv_lock_waits_count (waits, LOCK), ==, 5);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 9), ==, 0);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 10), ==, 1);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 25), ==, 3);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 26), ==, 2);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 40), ==, 0);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 65), ==, 2);
  g_assert_cmpuint (ilv_lock_waits_get_most_waiting (waits, LOCK), ==, 3);
  lengths = ilv_lock_waits_list_waits (waits, LOCK, 26, 40, 100, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (g_array_index (lengths, gint64, 0), ==, 1);
  g_assert_cmpint (g_array_index (lengths, gint64, 1), ==, 10);
}

/* As many wait then as at any time between. */
static void
check_busiest (const IlvLockWaits *waits, gint64 from, gint64 to)
{
  gint64 moment = -1;
  guint most = 0;

  for (gint64 time = from; time < to; time++)
    most = MAX (most, ilv_lock_waits_get_waiting (waits, LOCK, time));
  g_assert_cmpint (ilv_lock_waits_find_busiest (waits, LOCK, from, to, &moment), ==, most > 0);
  if (most == 0)
    return;
  g_assert_cmpint (moment, >=, from);
  g_assert_cmpint (moment, <, to);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, moment), ==, most);
}

/* Asked after every record, it says the same as asked once. */
static void
test_grows_with_the_trace (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvLockWaits) waits = ilv_lock_waits_new (trace);
  g_autoptr (IlvLockWaits) late = NULL;
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  gint64 now[8] = { 0 };

  for (guint32 lane = 1; lane <= 8; lane++)
    begin (trace, lane);
  append (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_MUTEX, 0);
  for (guint i = 0; i < 400; i++)
    {
      guint32 lane = (guint32) g_rand_int_range (rand, 1, 9);
      gint64 from = now[lane - 1] + g_rand_int_range (rand, 1, 50);

      now[lane - 1] = from + g_rand_int_range (rand, 1, 50);
      append (trace, lane, from, ILV_RECORD_STATE, lane, ILV_STATE_WAITING_LOCK, LOCK);
      ilv_lock_waits_update (waits);
      append (trace, lane, now[lane - 1], ILV_RECORD_STATE, lane, ILV_STATE_RUNNING, 0);
      ilv_lock_waits_update (waits);
    }
  late = ilv_lock_waits_new (trace);
  ilv_lock_waits_update (late);
  g_assert_cmpuint (ilv_lock_waits_count (waits, LOCK), ==, 400);
  g_assert_cmpuint (ilv_lock_waits_count (late, LOCK), ==, 400);
  for (gint64 time = 0; time < 3000; time += 7)
    g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, time), ==,
                      ilv_lock_waits_get_waiting (late, LOCK, time));
  g_assert_cmpuint (ilv_lock_waits_get_most_waiting (waits, LOCK), ==,
                    ilv_lock_waits_get_most_waiting (late, LOCK));
  for (gint64 from = 0; from < 2000; from += 90)
    check_busiest (late, from, from + 70);
}

static void
suspend (IlvTrace *trace, guint32 writer, gint64 from, gint64 to)
{
  append (trace, writer, from, ILV_RECORD_TASK, 9, ILV_STATE_WAITING_LOCK, LOCK);
  append (trace, writer, to, ILV_RECORD_TASK, 9, ILV_STATE_READY, 0);
}

/* What another lane tells of a task after later things is known when the trace has ended. */
static void
test_late_ones (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvLockWaits) waits = ilv_lock_waits_new (trace);

  begin (trace, 1);
  begin (trace, 2);
  append (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_MUTEX, 0);
  suspend (trace, 1, 10, 20);
  suspend (trace, 1, 50, 60);
  suspend (trace, 1, 70, 80);
  ilv_lock_waits_update (waits);
  suspend (trace, 2, 30, 40);
  append (trace, 1, 90, ILV_RECORD_TASK, 9, ILV_STATE_WAITING_LOCK, LOCK);
  ilv_lock_waits_update (waits);
  ilv_trace_finish (trace, 100);
  ilv_lock_waits_update (waits);
  g_assert_cmpuint (ilv_lock_waits_count (waits, LOCK), ==, 5);
  for (gint64 time = 5; time < 100; time += 10)
    g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, time), ==, time / 10 % 2);
}

/* What still waited at the end waited until then. */
static void
test_end (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvLockWaits) waits = ilv_lock_waits_new (trace);
  g_autoptr (GArray) lengths = NULL;
  guint64 n;

  begin (trace, 1);
  append (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_MUTEX, 0);
  wait_for (trace, 1, 10, 20);
  append (trace, 1, 50, ILV_RECORD_STATE, 1, ILV_STATE_WAITING_LOCK, LOCK);
  ilv_lock_waits_update (waits);
  g_assert_cmpuint (ilv_lock_waits_get_waiting (waits, LOCK, 60), ==, 1);
  ilv_trace_finish (trace, 100);
  ilv_lock_waits_update (waits);
  g_assert_cmpuint (ilv_lock_waits_count (waits, LOCK), ==, 2);
  lengths = ilv_lock_waits_list_waits (waits, LOCK, 50, 101, 10, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (g_array_index (lengths, gint64, 0), ==, 50);
}

static void
test_permits (void)
{
  g_autoptr (IlvTrace) trace = ilv_trace_new ();
  g_autoptr (IlvLockWaits) waits = ilv_lock_waits_new (trace);
  g_autoptr (GArray) lengths = NULL;
  guint64 n;

  begin (trace, 1);
  append (trace, 1, 0, ILV_RECORD_LOCK, LOCK, ILV_LOCK_SEMAPHORE, 3);
  g_assert_cmpuint (ilv_trace_get_lock (trace, 0)->capacity, ==, 3);
  for (guint32 task = 1; task <= 3; task++)
    append (trace, 1, task * 10, ILV_RECORD_LOCK_TAKE, LOCK, 0, (guint64) task << 32);
  append (trace, 1, 50, ILV_RECORD_LOCK_DROP, LOCK, 0, (guint64) 3 << 32);
  append (trace, 1, 80, ILV_RECORD_LOCK_DROP, LOCK, 0, (guint64) 1 << 32);
  ilv_trace_finish (trace, 100);
  ilv_lock_waits_update (waits);
  g_assert_cmpuint (ilv_lock_waits_get_holding (waits, LOCK, 5), ==, 0);
  g_assert_cmpuint (ilv_lock_waits_get_holding (waits, LOCK, 35), ==, 3);
  g_assert_cmpuint (ilv_lock_waits_get_holding (waits, LOCK, 60), ==, 2);
  g_assert_cmpuint (ilv_lock_waits_get_holding (waits, LOCK, 90), ==, 1);
  lengths = ilv_lock_waits_list_holds (waits, LOCK, 0, 100, 100, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (g_array_index (lengths, gint64, 0), ==, 20);
  g_assert_cmpint (g_array_index (lengths, gint64, 1), ==, 70);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock-waits/waiters-are-counted-once-each", test_counts);
  g_test_add_func ("/lock-waits/grow-with-the-trace", test_grows_with_the_trace);
  g_test_add_func ("/lock-waits/permits-are-counted", test_permits);
  g_test_add_func ("/lock-waits/those-that-come-late-are-counted", test_late_ones);
  g_test_add_func ("/lock-waits/those-at-the-end-end-with-it", test_end);
  return g_test_run ();
}
